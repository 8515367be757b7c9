// `npm run fuzz`: random edits to real-looking manifests. After every edit the incremental answer must equal that of a fresh
// parse, nothing may throw, nothing may hang. A seed gives the same edits every time.
//
//   node scripts/fuzz.mjs [--edits 1000000] [--minutes M] [--seed 1] [--folder DIR] [--protocol] [--session 200]
//                        [--longest 8000] [--long 0.4] [--failures 1]
//
// Without --protocol it runs in this process; with it through a spawned dist/server.js (npm run build first). --folder adds
// the .yaml files below a folder to those of examples/, longer ones
// left out; --long is the share of sessions whose manifest is made long enough for parsing by parts. Prints how to repeat a failure and exits with 1.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { numbers } from './fuzz/edits.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    edits: { type: 'string', default: '1000000' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string' },
    session: { type: 'string', default: '200' },
    protocol: { type: 'boolean', default: false },
    longest: { type: 'string', default: '8000' },
    long: { type: 'string', default: '0.4' },
    failures: { type: 'string', default: '1' },
  },
});

/** A session that takes longer has hung. */
const HANG_MS = 120_000;

const manifests = [path.join(root, 'examples'), ...(values.folder === undefined ? [] : [values.folder])].flatMap(
  (folder) =>
    readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => ({ name: path.join(folder, name), text: readFileSync(path.join(folder, name), 'utf8') }))
      .filter(({ text }) => text.length <= Number(values.longest)),
);

/** The text of a session: a manifest, several of them in a row, a long one, with line breaks of Windows or of old Macs. */
function startText(random) {
  const one = () => manifests[Math.floor(random() * manifests.length)].text;
  const shape = random();
  let text = one();
  if (shape > 0.75) text = `${text.replace(/\n?$/, '\n')}---\n${one()}`;
  if (shape < Number(values.long)) text = longer(text);
  const breaks = random();
  if (breaks > 0.92) return text.replaceAll('\n', '\r\n');
  if (breaks > 0.9) return text.replaceAll('\n', '\r');
  if (breaks > 0.88) return text.split('\n').reduce((all, line, i) => all + (i % 3 === 0 ? '\r\n' : '\n') + line);
  return text;
}

/** Repeats the containers of a manifest, so that parsing goes by parts. */
function longer(text) {
  const match = /^( *)containers:\n((?:\1 *[- ].*\n)+)/m.exec(text);
  if (match === null || text.length > 12_000) return text;
  return text.replace(match[0], () => `${match[1]}containers:\n${match[2].repeat(Math.ceil(5000 / match[2].length))}`);
}

const folder = mkdtempSync(path.join(tmpdir(), 'podwright-fuzz-'));
const worker = new Worker(new URL('./fuzz/worker.mjs', import.meta.url), {
  workerData: { root, outfile: path.join(folder, 'core.cjs'), protocol: values.protocol },
});
const started = performance.now();
const deadline = values.minutes === undefined ? Number.POSITIVE_INFINITY : started + Number(values.minutes) * 60_000;
const wanted = Number(values.edits);
const perSession = Number(values.session);
let edits = 0;
let failures = 0;
let saidAt = started;

function session(order) {
  return new Promise((resolve) => {
    const watchdog = setTimeout(() => resolve({ hung: true }), HANG_MS);
    worker.once('error', (error) => resolve({ hung: true, error }));
    worker.once('message', (answer) => {
      clearTimeout(watchdog);
      worker.removeAllListeners('error');
      resolve(answer);
    });
    worker.postMessage(order);
  });
}

function say(text) {
  console.log(`${((performance.now() - started) / 60_000).toFixed(1)} min  ${text}`);
}

let seed = Number(values.seed);
let most = 0;
for (; edits < wanted && performance.now() < deadline; seed++) {
  const random = numbers(seed * 7919 + 13);
  const text = startText(random);
  const others = Array.from({ length: 4 }, () => manifests[Math.floor(random() * manifests.length)].text);
  const { failure, hung, error, memoryMiB = 0 } = await session({ seed, text, others, edits: perSession });
  edits += perSession;
  most = Math.max(most, memoryMiB);
  if (hung || failure !== undefined) {
    failures++;
    const file = path.join(folder, `seed-${seed}.json`);
    writeFileSync(file, JSON.stringify({ seed, text, others, failure, hung }, null, 2));
    say(
      `seed ${seed}: ${error !== undefined ? `died: ${error.message}` : hung ? `no answer within ${HANG_MS} ms` : failure.difference.slice(0, 1500)}`,
    );
    if (failure !== undefined) say(`edit ${failure.edit}: ${JSON.stringify(failure.change)}; all of it in ${file}`);
    if (hung || failures >= Number(values.failures)) break;
  }
  if (performance.now() - saidAt > 30_000) {
    saidAt = performance.now();
    say(`${edits} edits, seed ${seed}, ${failures} failures, ${Math.round(most)} MiB at most`);
  }
}
say(
  `${edits} edits in sessions of ${perSession}, seeds ${values.seed} to ${seed - 1}: ${failures} failures, ${Math.round(most)} MiB at most`,
);
await worker.terminate();
if (failures === 0) rmSync(folder, { recursive: true, force: true });
process.exit(failures === 0 ? 0 : 1);
