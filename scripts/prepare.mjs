// Run by npm after an installation from git (pre-commit does that): such a package has no dist/ yet. Does nothing where there is
// one already, or where the tools to build are not installed.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
if (!existsSync(path.join(root, 'dist', 'cli.js')) && existsSync(path.join(root, 'node_modules', 'esbuild'))) {
  const { build } = await import('./build.mjs');
  await build({ production: true });
}
