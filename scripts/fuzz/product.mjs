// The product's core, bundled on the fly: the modules that the comparison needs.
import { createRequire } from 'node:module';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { readTexts } from '../texts.mjs';

const MODULES = [
  'yaml/stream',
  'yaml/document',
  'yaml/parse',
  'features/analysis',
  'features/diagnostics',
  'text/texts',
  'features/names/nameIndex',
];

/** The core's functions and classes, and English words. */
export function loadProduct(root, outfile) {
  buildSync({
    stdin: {
      contents: MODULES.map((name) => `export * from ${JSON.stringify(path.join(root, 'server/src', name))};`).join(
        '\n',
      ),
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    outfile,
    logLevel: 'warning',
  });
  const core = createRequire(import.meta.url)(outfile);
  return { ...core, texts: new core.Texts('en', readTexts(root, 'en')) };
}
