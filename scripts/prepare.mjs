// Run by npm when it packs or installs the project. One fetched from git (pre-commit does that) has no dist/ yet, and npm's
// global installation leaves out the tools to make it: they are then installed here, into the fetched copy only.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

if (!existsSync(path.join(root, 'dist', 'cli.js'))) {
  if (!existsSync(path.join(root, 'node_modules', 'esbuild'))) installTools();
  const { build } = await import('./build.mjs');
  await build({ production: true });
}

function installTools() {
  // the settings of the npm that runs us arrive as variables, `--global` among them
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_config_(global|prefix|location|omit)/i.test(name)),
  );
  const npm = process.env.npm_execpath;
  const [program, ...before] = npm?.endsWith('js') === true ? [process.execPath, npm] : ['npm'];
  const args = [...before, 'ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'];
  const { status } = spawnSync(program, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}
