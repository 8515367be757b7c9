// Parsing never throws and never loses its place, whatever the text is.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { YamlDocument } from '../../../server/src/yaml/document';
import { parseText } from '../../../server/src/yaml/parse';
import { atOffset, placeOf } from '../../../server/src/yaml/path';
import type { YamlNode } from '../../../server/src/yaml/tree';
import { root } from '../../support/texts';

const examples = readdirSync(path.join(root, 'examples'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(path.join(root, 'examples', name), 'utf8'));

function spansNest(node: YamlNode | null, start: number, end: number): void {
  if (node === null || node.kind === 'alias') return;
  expect(node.start).toBeGreaterThanOrEqual(start);
  expect(node.end).toBeLessThanOrEqual(end);
  if (node.kind === 'map') for (const pair of node.pairs) spansNest(pair.value, pair.key.end, end);
  if (node.kind === 'seq') for (const entry of node.items) spansNest(entry.value, node.start, end);
}

describe('parseText', () => {
  it('reads a manifest cut at any byte', () => {
    for (const text of examples) {
      for (let cut = 0; cut < text.length; cut += 7) {
        const { root: tree } = parseText(text.slice(0, cut));
        spansNest(tree, 0, cut);
      }
    }
  });

  it('reads any text', () => {
    const odd = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ':',
        ' ',
        '\n',
        '- ',
        '&a ',
        '*a',
        '!t ',
        '|',
        '>',
        '"',
        "'",
        '#',
        '\t',
        '\u0000',
        '\ud800',
        'x',
        '?',
        ',',
        '<<: ',
        '%',
        '\r',
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(odd, (parts) => {
        const text = parts.join('');
        spansNest(parseText(text).root, 0, text.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('says so when a document is nested too deeply', () => {
    const { problems } = parseText('['.repeat(20_000));
    expect(problems.map(({ code }) => code)).toContain('yaml-too-deep');
  });

  it('finds every place it can name', () => {
    for (const text of examples) {
      const document = new YamlDocument(text.split('\n---\n')[0] as string);
      for (let offset = 0; offset < document.text.length; offset += 3) {
        const { path: at, pair } = atOffset(document.root, offset);
        if (pair === undefined) continue;
        expect(placeOf(document.root, at).exact).toBe(true);
      }
    }
  });
});
