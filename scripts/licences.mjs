// Writes THIRD-PARTY-NOTICES.txt: the packages whose code is in the bundles, with their licences. Found by asking the bundler what
// it took in. `--check` only compares, exit 1 on a difference. Part of `npm run docs`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { bundles } from './build.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const NOTICES = path.join(root, 'THIRD-PARTY-NOTICES.txt');

/** The folders of the packages in the shipped bundles, relative to the project. */
async function bundledPackages() {
  const built = await Promise.all(
    bundles({ production: true }).map((job) =>
      esbuild.build({ ...job, write: false, metafile: true, logLevel: 'silent' }),
    ),
  );
  const inputs = built.flatMap(({ metafile }) =>
    Object.values(metafile.outputs).flatMap(({ inputs: used }) =>
      Object.entries(used)
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .map(([file]) => file),
    ),
  );
  const folders = inputs.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

function licenceText(folder) {
  const name = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  return name === undefined ? '' : readFileSync(path.join(folder, name), 'utf8').replace(/\r\n/g, '\n').trim();
}

/** The text of the notices; throws for a package that does not say its licence. */
export async function notices() {
  const parts = (await bundledPackages()).map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
    const text = licenceText(path.join(root, folder));
    if (license === undefined || text === '') throw new Error(`${name} does not say its licence`);
    return { name, version, license, text };
  });
  const list = parts.map(({ name, version, license }) => `${name} ${version}: ${license}`);
  const texts = parts.map(({ name, text }) => `${'-'.repeat(78)}\n${name}\n\n${text}`);
  return `Podwright contains code of these packages.\n\n${list.join('\n')}\n\n${texts.join('\n\n')}\n`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
  const text = await notices();
  if (!process.argv.includes('--check')) writeFileSync(NOTICES, text);
  else if (!existsSync(NOTICES) || readFileSync(NOTICES, 'utf8') !== text) {
    console.error('THIRD-PARTY-NOTICES.txt is not what is bundled; run npm run docs');
    process.exitCode = 1;
  }
}
