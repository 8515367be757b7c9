// `npm test`: installs, builds, then types, lint and format, unit and protocol tests, and the suite in a real VS Code.
// Flags: --only=types,lint,unit,e2e · --grep=TEXT (of the end-to-end suite) · --vsix=FILE (the end-to-end suite against an
// installed package) · --verbose. The last line is `N passed, N failed`.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, root, runTool, say, withProgress } from './console.mjs';

const flag = (name) =>
  process.argv
    .slice(2)
    .find((arg) => arg.startsWith(`--${name}=`))
    ?.slice(name.length + 3);
const verbose = process.argv.includes('--verbose');
const only = flag('only')?.split(',');

/** Each part answers how many of its tests passed and failed; a check counts as one test. */
const parts = { types, lint, unit, e2e };

const total = { passed: 0, failed: 0 };
const broken = [];
if (await attempt('install', install)) {
  const built = await attempt('build', bundle);
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && !only.includes(name)) continue;
    await attempt(name, name === 'e2e' && !built ? notBuilt : part);
  }
}
if (broken.length > 0) console.log(`\nfailed: ${broken.join(', ')}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

async function attempt(name, part) {
  let tally;
  try {
    tally = await part();
  } catch (error) {
    console.error(`✘ ${name}: ${error instanceof Error ? error.stack : error}`);
    tally = { passed: 0, failed: 1 };
  }
  total.passed += tally.passed;
  total.failed += tally.failed;
  if (tally.failed > 0) broken.push(name);
  if (tally.passed + tally.failed > 0) say(`${name}: ${tally.passed} passed, ${tally.failed} failed`);
  return tally.failed === 0;
}

async function install() {
  await ensureInstalled();
  return { passed: 0, failed: 0 };
}

async function bundle() {
  const { build } = await import('./build.mjs');
  await build({ tests: true });
  say('built');
  return { passed: 1, failed: 0 };
}

function notBuilt() {
  throw new Error('not run, because the build failed');
}

function types() {
  return check('types (tsc -b)', 'typescript/bin/tsc', ['-b']);
}

function lint() {
  return check('lint and format (biome)', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']);
}

async function check(what, tool, args) {
  const { code, output } = await withProgress(what, () => runTool(tool, args, { quiet: true }));
  if (code === 0) return { passed: 1, failed: 0 };
  console.error(output.trimEnd());
  return { passed: 0, failed: 1 };
}

async function unit() {
  const file = path.join(root, '.cache', 'vitest.json');
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const colours = process.stdout.isTTY ? [] : ['--no-color'];
  const reporters = [`--reporter=${verbose ? 'verbose' : 'default'}`, '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await withProgress('unit, property and protocol tests (vitest)', () =>
    runTool('vitest/vitest.mjs', ['run', ...colours, ...reporters]),
  );
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const result = JSON.parse(readFileSync(file, 'utf8'));
  // A file that cannot be loaded has no tests, but it failed.
  const unloadable = result.testResults.filter((f) => f.status === 'failed' && f.assertionResults.length === 0).length;
  const failed = result.numFailedTests + unloadable;
  return { passed: result.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed };
}

async function e2e() {
  const { runEndToEnd } = await import('./e2e.mjs');
  return withProgress('end-to-end tests in a real VS Code', () =>
    runEndToEnd({ grep: flag('grep'), vsix: flag('vsix'), verbose }),
  );
}
