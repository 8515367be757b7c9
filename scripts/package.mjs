// `npm run package`: makes podwright-VERSION.vsix and refuses one that has grown too big. `--out FILE` names another file.
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
});
if (code !== 0) {
  console.error(output);
  process.exit(1);
}
const { size } = statSync(file);
say(`${path.relative(root, file)}: ${(size / 1000).toFixed(0)} kB of ${LIMIT_BYTES / 1000} kB`);
if (size > LIMIT_BYTES) {
  console.error(`${output}\nThe package is over its budget.`);
  process.exit(1);
}
