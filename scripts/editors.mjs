// `npm run editors`: the recipes of docs/editors.md against the real editors that are installed here. One that is missing is
// skipped and named. Exit status 1 when a check fails, 2 when no editor was found.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildNode } from './build.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const script = (name) => path.join(root, 'test', 'editors', name);

const EDITORS = {
  Neovim: { program: 'nvim', args: ['--headless', '-u', 'NONE', '-c', `luafile ${script('neovim.lua')}`] },
  Emacs: { program: 'emacs', args: ['--batch', '-l', script('emacs.el')] },
};

/** Runs the recipe of one editor; undefined when it is not installed. */
function run({ program, args }, server) {
  const version = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  if (version.status !== 0) return undefined;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'podwright-editor-'));
  const file = path.join(folder, 'tutorial.yaml');
  copyFileSync(path.join(root, 'examples', 'tutorial.yaml'), file);
  const env = { ...process.env, PODWRIGHT_NODE: process.execPath, PODWRIGHT_SERVER: server, PODWRIGHT_FILE: file };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, env, encoding: 'utf8', timeout: 120_000 });
  rmSync(folder, { recursive: true, force: true });
  const checks = `${stdout}\n${stderr}`.split('\n').filter((line) => /^(ok|FAILED) /.test(line.trim()));
  return { version: version.stdout.split('\n')[0], checks, ok: status === 0 && checks.length > 0, stderr };
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'podwright-server-'));
await buildNode(folder);
let found = 0;
let failed = 0;
for (const [name, editor] of Object.entries(EDITORS)) {
  const result = run(editor, path.join(folder, 'server.js'));
  if (result === undefined) console.log(`${name}: not installed`);
  else {
    found++;
    if (!result.ok) failed++;
    console.log([`${name}: ${result.version}`, ...result.checks.map((line) => `  ${line.trim()}`)].join('\n'));
    if (!result.ok) console.error(result.stderr);
  }
}
rmSync(folder, { recursive: true, force: true });
process.exit(found === 0 ? 2 : failed === 0 ? 0 : 1);
