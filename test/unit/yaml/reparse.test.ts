// After any edit, the tree taken over from the document before equals the tree of a fresh parse.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseText } from '../../../server/src/yaml/parse';
import { MIN_TEXT } from '../../../server/src/yaml/reparse';
import { YamlStream } from '../../../server/src/yaml/stream';
import { root } from '../../support/texts';

/** A long document of containers, so that only parts of it are parsed again. */
function long(): string {
  const one = readFileSync(path.join(root, 'examples/web-app.yaml'), 'utf8').split('\n---')[0] as string;
  const containers = Array.from(
    { length: 40 },
    (_, i) =>
      `        - name: c${i}\n          image: "web:${i}"\n          args:\n          - |\n            run\n\n            more\n          env:\n            - name: A\n              value: "x\n                y"\n            - {name: B, value: c}\n          # note\n\n          ports:\n            - containerPort: ${i}\n`,
  );
  return `${one.split('containers:')[0]}containers:\n${containers.join('')}      volumes: []\n`;
}

const INSERTS = [
  'x',
  ' ',
  '\n',
  ':',
  ': ',
  '- ',
  '  ',
  '"',
  "'",
  '#',
  '{',
  '}',
  '[',
  ']',
  '|',
  '---\n',
  'key: value\n',
  '          - a\n',
  '\t',
  '&a ',
  '*a',
  '',
  '\n\n',
  '!!str ',
  '? ',
  ',',
  '%x\n',
  '\r\n',
  '            name: z\n',
];

function position(text: string, offset: number) {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: (before.at(-1) as string).length };
}

const fold = (value: unknown) =>
  JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner));

describe('incremental parsing', () => {
  const base = long();
  const manifests = [
    base,
    base.replaceAll('\n', '\r\n'),
    ...readdirSync(path.join(root, 'examples'))
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => readFileSync(path.join(root, 'examples', name), 'utf8').repeat(3)),
  ];

  it('is tried on long documents', () => expect(base.length).toBeGreaterThan(MIN_TEXT));

  it('equals a fresh parse after a run of edits', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: manifests.length - 1 }),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.constantFrom(...INSERTS)), { minLength: 1, maxLength: 6 }),
        (which, edits) => {
          let text = manifests[which] as string;
          let stream = YamlStream.of(text);
          for (const document of stream.documents) void document.root;
          for (const [at, length, insert] of edits) {
            const start = at % (text.length + 1);
            const end = Math.min(start + (length > 8 ? 0 : length), text.length);
            if (text.slice(start - 1, start + 1) === '\r\n' || text.slice(end - 1, end + 1) === '\r\n') continue;
            stream = stream.edit({ range: { start: position(text, start), end: position(text, end) }, text: insert });
            text = text.slice(0, start) + insert + text.slice(end);
            for (const document of stream.documents) {
              const fresh = parseText(document.text);
              expect(fold({ root: document.root, problems: document.problems })).toBe(
                fold({ root: fresh.root, problems: fresh.problems }),
              );
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps the nodes that were not edited', () => {
    const stream = YamlStream.of(base);
    const names = (document: (typeof stream.documents)[number] | undefined) => {
      const top =
        document?.root?.kind === 'map'
          ? document.root.pairs.find(({ key }) => key.text === 'metadata')?.value
          : undefined;
      return top;
    };
    const before = names(stream.documents[0]);
    const edited = stream.edit({
      range: { start: position(base, base.indexOf('c20')), end: position(base, base.indexOf('c20') + 3) },
      text: 'twenty',
    });
    expect(names(edited.documents[0])).toBe(before);
    expect(before).toBeDefined();
  });
});
