// The incremental stream equals a fresh split after every edit, and documents that were not touched stay the same objects.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { YamlStream } from '../../../server/src/yaml/stream';

const PIECES = [
  '---\n',
  '--- \n',
  '---\r\n',
  '...\n',
  '%YAML 1.1\n',
  'a: 1\n',
  'b:\r\n',
  '  c: |\n    x\n',
  '# note\n',
  '\n',
  '- x\n',
  '--',
  '-',
  '\t',
  '"q\n---\nq"\n',
  'é😀: 2\n',
  '&x y\n',
  '\r',
  ' ',
];
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((parts) => parts.join(''));

function position(text: string, offset: number) {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length - 1, character: (before.at(-1) as string).length };
}

/** An offset that is not between \r and \n: editors never put a cursor there. */
function clean(text: string, offset: number): number {
  return text[offset - 1] === '\r' && text[offset] === '\n' ? offset + 1 : offset;
}

describe('YamlStream', () => {
  it('after an edit equals the stream of the edited text', () => {
    fc.assert(
      fc.property(text, text, fc.nat(), fc.nat(), (before, insert, a, b) => {
        const from = clean(before, Math.min(a, b) % (before.length + 1));
        const to = clean(before, from + (Math.max(a, b) % (before.length - from + 1)));
        const edited = YamlStream.of(before).edit({
          range: { start: position(before, from), end: position(before, to) },
          text: insert,
        });
        const after = before.slice(0, from) + insert + before.slice(to);
        const fresh = YamlStream.of(after);
        expect(edited.text).toBe(after);
        expect(edited.documents.map((document) => document.text)).toEqual(
          fresh.documents.map((document) => document.text),
        );
        expect(edited.lineCount).toBe(fresh.lineCount);
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps the documents an edit does not touch', () => {
    const stream = YamlStream.of('a: 1\n---\nb: 2\n---\nc: 3\n---\nd: 4\n');
    const edited = stream.edit({
      range: { start: { line: 2, character: 3 }, end: { line: 2, character: 4 } },
      text: '5',
    });
    expect(edited.documents.map((document, i) => document === stream.documents[i])).toEqual([true, false, true, true]);
  });

  it('splits where the parser does', () => {
    const lines = ['---', 'a: 1', '  b: 2', '- c', '# d', '...', 'e: |', '  ---', 'f: "g"'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 12 }), (chosen) => {
        const source = `${chosen.join('\n')}\n`;
        const parsed = parseAllDocuments(source, { uniqueKeys: false });
        if (!Array.isArray(parsed) || parsed.some((document) => document.errors.length > 0)) return;
        const contents = parsed.map((document) => JSON.stringify(document.toJS())).filter((json) => json !== 'null');
        const ours = YamlStream.of(source)
          .documents.map((document) =>
            JSON.stringify(parseAllDocuments(document.text, { uniqueKeys: false }).map((one) => one.toJS())),
          )
          .flatMap((json) => JSON.parse(json) as unknown[])
          .filter((value) => value !== null)
          .map((value) => JSON.stringify(value));
        expect(ours).toEqual(contents);
      }),
      { numRuns: 2000 },
    );
  });
});
