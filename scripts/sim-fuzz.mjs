// Compares the simulation engine with the kubelet oracle on random pods: a seed gives the same cases every time.
// Each case is asked several times, since events of one instant race in the real kubelet; any answer counts.
//
//   node scripts/sim-fuzz.mjs --oracle PROGRAM [--seed 1] [--count 200] [--runs 5] [--whole 0.12] [--jobs 2] [--folder DIR] [--json FILE]
//
// Leaves the cases that differ from every answer in DIR/differences and exits with 1 if there are any.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSync } from 'esbuild';
import { parse } from 'yaml';
import { randomCase } from './sim-fuzz-case.mjs';

const { values: options } = parseArgs({
  options: {
    oracle: { type: 'string' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '200' },
    runs: { type: 'string', default: '5' },
    whole: { type: 'string', default: '0.12' },
    jobs: { type: 'string', default: '2' },
    folder: { type: 'string' },
    json: { type: 'string' },
  },
});
if (options.oracle === undefined) {
  console.error(
    'usage: node scripts/sim-fuzz.mjs --oracle PROGRAM [--seed N] [--count N] [--runs N] [--jobs N] [--folder DIR]',
  );
  process.exit(2);
}
const root = new URL('..', import.meta.url).pathname;
const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'sim-fuzz-'));
const toleranceMs = 20;

/** The engine, bundled on the fly. */
function engine() {
  const out = join(folder, 'engine.cjs');
  const from = (name) => `export * from ${JSON.stringify(join(root, 'server/src/simulation', name))};`;
  buildSync({
    stdin: { contents: ['simulate', 'planOf', 'writeTrace'].map(from).join('\n'), resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: out,
  });
  return createRequire(import.meta.url)(out);
}

/** Every oracle run gets a folder of its own with all cases in it. */
function ask(dir) {
  return new Promise((resolve, reject) => {
    const child = spawn(options.oracle, ['regen', dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', reject);
    child.on('close', () => resolve(text));
  });
}

async function askAll(names, runs) {
  const dirs = Array.from({ length: runs }, (_, run) => {
    const dir = join(folder, `run-${run}`);
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
    for (const name of names) copyFileSync(join(folder, 'cases', `${name}.json`), join(dir, `${name}.json`));
    return dir;
  });
  const queue = [...dirs];
  const said = [];
  const work = async () => {
    for (let dir = queue.shift(); dir !== undefined; dir = queue.shift()) said.push(await ask(dir));
  };
  await Promise.all(Array.from({ length: Number(options.jobs) }, work));
  return { dirs, refused: new Set([...said.join('\n').matchAll(/^FAIL (.*)\.json/gm)].map((m) => m[1])), said };
}

const keyOf = ({ t: _t, took: _took, message: _message, ...rest }) => JSON.stringify(rest, Object.keys(rest).sort());

/** The events that only one side has; an event matches within the tolerance and once. */
function difference(want, got) {
  const pool = new Map();
  for (const e of got) {
    const key = keyOf(e);
    pool.set(key, [...(pool.get(key) ?? []), e]);
  }
  const missing = [];
  for (const e of want) {
    const list = pool.get(keyOf(e)) ?? [];
    const i = list.findIndex((g) => Math.abs(g.t - e.t) * 1000 <= toleranceMs + 1e-6);
    if (i < 0) missing.push(e);
    else list.splice(i, 1);
  }
  return { missing, extra: [...pool.values()].flat() };
}

const sameTrace = (a, b) => {
  const { missing, extra } = difference(a, b);
  return missing.length === 0 && extra.length === 0;
};

/** A seed for the order of things of one instant with which the engine gives one of the answers. */
function tieOrder(c, answers) {
  const plan = planOf(parse(c.manifest));
  for (let tieSeed = 1; tieSeed <= 600; tieSeed++) {
    const trace = traceToCase(simulate(plan, c, { tieSeed }));
    if (answers.some((a) => sameTrace(a, trace))) return tieSeed;
  }
  return undefined;
}

mkdirSync(join(folder, 'cases'), { recursive: true });
mkdirSync(join(folder, 'differences'), { recursive: true });
const seed = Number(options.seed);
const cases = Array.from({ length: Number(options.count) }, (_, i) => randomCase(seed + i, Number(options.whole)));
for (const c of cases) writeFileSync(join(folder, 'cases', `${c.name}.json`), JSON.stringify(c));

const { simulate, planOf, traceToCase } = engine();
const { dirs, refused, said } = await askAll(
  cases.map((c) => c.name),
  Number(options.runs),
);
const report = {
  seed,
  cases: cases.length,
  runs: dirs.length,
  refused: [...refused],
  equal: 0,
  racing: [],
  other: [],
  otherOrder: [],
  different: [],
};
for (const c of cases) {
  if (refused.has(c.name)) continue;
  const answers = dirs.map((dir) => JSON.parse(readFileSync(join(dir, `${c.name}.json`), 'utf8')).trace ?? []);
  const mine = traceToCase(simulate(planOf(parse(c.manifest)), c));
  const racing = answers.some((a) => !sameTrace(a, answers[0]));
  if (racing) report.racing.push(c.name);
  const hits = answers.filter((a) => sameTrace(a, mine)).length;
  if (hits > 0) {
    report.equal++;
    if (hits < answers.length) report.other.push(`${c.name} ${hits}/${answers.length}`);
    continue;
  }
  const order = tieOrder(c, answers);
  if (order !== undefined) {
    report.otherOrder.push(c.name);
    continue;
  }
  report.different.push(c.name);
  const best = answers.map((a) => difference(a, mine)).sort((x, y) => size(x) - size(y))[0];
  writeFileSync(
    join(folder, 'differences', `${c.name}.json`),
    JSON.stringify({ ...c, racing, ...best, answers, mine }, null, 1),
  );
}
function size(d) {
  return d.missing.length + d.extra.length;
}
console.log(
  `${report.cases} cases from seed ${seed}, ${report.runs} answers each: ${report.equal} equal, ` +
    `${report.racing.length} racing (${report.other.length} equal to some answers only), ${report.otherOrder.length} equal in another order of one instant, ${report.different.length} different, ${report.refused.length} refused`,
);
for (const name of report.different)
  console.log(`different: ${name}${report.racing.includes(name) ? ' (racing)' : ''}`);
if (refused.size > 0)
  console.log(
    said
      .join('\n')
      .split('\n')
      .filter((l) => l.startsWith('FAIL'))
      .slice(0, 3)
      .join('\n'),
  );
console.log(`folder: ${folder}`);
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
process.exitCode = report.different.length > 0 ? 1 : 0;
