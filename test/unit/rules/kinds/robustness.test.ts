// Validation answers for whatever fits the types: fields missing, emptied or set to any value of their type. Seeded.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { CheckContext } from '../../../../server/src/rules/rule';
import { validateObject } from '../../../../server/src/rules/validate';
import { countIndexes } from '../../../../server/src/rules/workloads/jobSuccessPolicy';

type Manifest = Record<string, unknown>;

const file = path.join(import.meta.dirname, '../../../cases/rules/kinds/bases.yaml');
const bases = Object.values(parse(readFileSync(file, 'utf8')) as Record<string, Manifest>);

/** Changes the n-th value of a tree with `change`; counts from 0 over all values below the top. */
function changed(tree: unknown, target: number, change: (value: unknown) => unknown): unknown {
  let count = -1;
  const walk = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const visit = (item: unknown): unknown => {
      count++;
      return count === target ? change(item) : walk(item);
    };
    if (Array.isArray(value)) return value.map(visit).filter((item) => item !== undefined);
    const entries = Object.entries(value).map(([key, item]) => [key, visit(item)] as const);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  };
  return walk(tree);
}

function emptied(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  if (typeof value === 'object') return {};
  return typeof value === 'string' ? '' : typeof value === 'number' ? -1 : value;
}

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('None', '*', '..', '1.2.3.4', 'fd00::1', '10.0.0.0/8', '100%', '__proto__'),
);

it('never throws, and says the same twice', () => {
  const edit = fc.record({
    base: fc.nat(bases.length - 1),
    target: fc.nat(60),
    how: fc.nat(3),
    word: text,
    number: fc.integer(),
  });
  fc.assert(
    fc.property(edit, ({ base, target, how, word, number }) => {
      const changes = [
        () => undefined,
        emptied,
        (value: unknown) => (typeof value === 'string' ? word : value),
        (value: unknown) => (typeof value === 'number' ? number : value),
      ];
      const original = bases[base] as Manifest;
      const manifest = changed(original, target + 2, changes[how] as (value: unknown) => unknown) as Manifest;
      const answers = [0, 1].map(() => {
        const ctx = new CheckContext(37);
        validateObject(String(original.apiVersion), String(original.kind), manifest, ctx);
        return ctx.findings;
      });
      expect(answers[0]).toEqual(answers[1]);
    }),
    { numRuns: 1500, seed: 37 },
  );
});

it('leaves the object as it was', () => {
  for (const base of bases) {
    const before = JSON.stringify(base);
    validateObject(String(base.apiVersion), String(base.kind), base, new CheckContext(37));
    expect(JSON.stringify(base)).toBe(before);
  }
});

it.each([
  ['', 5, 0],
  ['0', 1, 1],
  ['0,2-4', 5, 4],
  ['0,2-4', 4, undefined],
  ['2,1', 5, undefined],
  ['1,1', 5, undefined],
  ['3-3', 5, undefined],
  ['1-2-3', 5, undefined],
  ['a', 5, undefined],
  ['1,', 5, undefined],
])('indexes %s of %i completions: %s', (indexes, completions, count) => {
  expect(countIndexes(indexes, completions)).toBe(count);
});
