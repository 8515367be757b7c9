// `npm run package`: makes podwright-VERSION.vsix and refuses one that has grown too big. `--out FILE` names another file.
// Same commit, same bytes: every file in it bears the time of the commit.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, root, runTool, say } from './console.mjs';

/** The budget of the package, in bytes. */
const LIMIT_BYTES = 1_000_000;

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const out = process.argv.includes('--out')
  ? process.argv[process.argv.indexOf('--out') + 1]
  : `podwright-${version}.vsix`;
const file = path.resolve(root, out);

await ensureInstalled();
const { code, output } = await runTool('@vscode/vsce/vsce', ['package', '--no-dependencies', '--out', file], {
  quiet: true,
  env: { ...process.env, SOURCE_DATE_EPOCH: process.env.SOURCE_DATE_EPOCH ?? commitTime() },
});
if (code !== 0) {
  console.error(output);
  process.exit(1);
}
const { size } = statSync(file);
const hash = createHash('sha256').update(readFileSync(file)).digest('hex');
say(`${path.relative(root, file)}: ${(size / 1000).toFixed(0)} kB of ${LIMIT_BYTES / 1000} kB, sha256 ${hash}`);
if (size > LIMIT_BYTES) {
  console.error(`${output}\nThe package is over its budget.`);
  process.exit(1);
}

/** Seconds since 1970 of the commit that is checked out; outside a repository a day that never changes. */
function commitTime() {
  try {
    return execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return '1767225600';
  }
}
