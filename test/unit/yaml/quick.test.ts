// The quick reader gives the tree of the full parser or none.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Typist } from '../../../scripts/fuzz/edits.mjs';
import { parseFully, parseText } from '../../../server/src/yaml/parse';
import { quickRead } from '../../../server/src/yaml/quick';
import { splitDocuments } from '../../../server/src/yaml/stream';
import { root } from '../../support/texts';

const manifests = readdirSync(path.join(root, 'examples'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(path.join(root, 'examples', name), 'utf8'));

const plain = (value: unknown) =>
  JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' || !Number.isFinite(inner) ? String(inner) : inner));

/** Any flow collection, as the full parser reads it. */
const flow = (text: string) => parseFully(text).root ?? undefined;

const read = (text: string) => quickRead(text, () => undefined);

describe('the quick reader', () => {
  it('reads manifests as people write them', () => {
    const documents = manifests.flatMap((text) => splitDocuments(text));
    const inTime = documents.filter((text) => quickRead(text, flow) !== undefined);
    expect(inTime.length).toBeGreaterThan(documents.length / 2);
  });

  it.each([
    ['anchors', 'a: &x 1\nb: *x\n'],
    ['tags', 'a: !!str 1\n'],
    ['tabs', 'a:\t1\n'],
    ['lines of one value', 'a: b\n  c\n'],
    ['quotes over lines', 'a: "b\n  c"\n'],
    ['folded text', 'a: >\n  b\n'],
    ['escapes', 'a: "\\n"\n'],
    ['nested dashes', '- - a\n'],
    ['a missing colon', 'a: 1\nb\n'],
    ['a colon too many', 'a: b: c\n'],
    ['a wrong indentation', 'a:\n    b: 1\n  c: 2\n'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['explicit keys', '? a\n: b\n'],
  ])('leaves %s to the full parser', (_, text) => expect(read(text)).toBeUndefined());

  it('agrees with the full parser after any edit', { timeout: 120_000 }, () => {
    let quick = 0;
    for (const [i, manifest] of manifests.entries()) {
      const typist = new Typist(i, manifest, manifests);
      for (let edit = 0; edit < 120; edit++) {
        for (const text of splitDocuments(typist.next().after)) {
          if (read(text) !== undefined) quick++;
          expect(plain(parseText(text))).toBe(plain(parseFully(text)));
        }
      }
    }
    expect(quick).toBeGreaterThan(100);
  });
});
