// A short run of the fuzzer: after every edit the incremental answers equal those of a fresh parse. `npm run fuzz` is the long one.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
// @ts-expect-error: a script in plain JavaScript
import { Comparer } from '../../scripts/fuzz/compare.mjs';
import { analyzeFile } from '../../server/src/features/analysis';
import { DEFAULT_SETTINGS, diagnose } from '../../server/src/features/diagnostics';
import { NameIndex } from '../../server/src/features/names/nameIndex';
import { YamlDocument } from '../../server/src/yaml/document';
import { parseFully } from '../../server/src/yaml/parse';
import { splitDocuments, YamlStream } from '../../server/src/yaml/stream';
import { root, texts } from '../support/texts';

const manifests = readdirSync(path.join(root, 'examples'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(path.join(root, 'examples', name), 'utf8'));

const product = {
  YamlStream,
  YamlDocument,
  splitDocuments,
  parseFully,
  analyzeFile,
  diagnose,
  DEFAULT_SETTINGS,
  NameIndex,
  texts: texts(),
};

/** Long enough for parsing by parts. */
const long = (text: string) => {
  const [head = '', tail = ''] = text.split(/(?<=\n *containers:\n)/);
  return tail === '' ? text : `${head}${tail.split('\n---')[0]?.repeat(8)}\n`;
};

it.each([1, 2, 3, 4])('edits with seed %i', { timeout: 120_000 }, (seed) => {
  for (const [i, text] of [...manifests, ...manifests.map(long)].entries()) {
    const failure = new Comparer(product).session({ seed: seed * 100 + i, text, others: manifests, edits: 30 });
    expect(failure).toBeUndefined();
  }
});
