// Long work makes room for other work, and is given up when it is outdated.
import { describe, expect, it } from 'vitest';
import { MOST_SHOWN, mostImportant } from '../../../server/src/lsp/mostImportant';
import { SlicedWork } from '../../../server/src/lsp/slicedWork';
import { texts } from '../../support/texts';

/** Steps that take some time each; `count` of them are thousands of milliseconds. */
function* slow(done: number[], count: number): Generator<void> {
  for (let i = 0; i < count; i++) {
    const end = performance.now() + 5;
    while (performance.now() < end);
    done.push(i);
    yield;
  }
}

const work = () => new SlicedWork((slice) => slice());
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('work in slices', () => {
  it('short work is done at once', () => {
    const done: number[] = [];
    work().run('a', () => true, slow(done, 20));
    expect(done).toHaveLength(20);
  });

  it('long work lets others in and goes on', async () => {
    const done: number[] = [];
    work().run('a', () => true, slow(done, 120));
    expect(done.length).toBeLessThan(120);
    while (done.length < 120) await turn();
    expect(done.at(-1)).toBe(119);
  });

  it('is given up when it is not wanted any more', async () => {
    const done: number[] = [];
    work().run('a', () => false, slow(done, 120));
    const sofar = done.length;
    for (let i = 0; i < 5; i++) await turn();
    expect(done).toHaveLength(sofar);
  });

  it('is given up when the same work begins again', async () => {
    const one = work();
    const first: number[] = [];
    const second: number[] = [];
    one.run('a', () => true, slow(first, 120));
    one.run('a', () => true, slow(second, 60));
    while (second.length < 60) await turn();
    expect(first.length).toBeLessThan(120);
  });
});

describe('diagnostics of a file with thousands', () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const list = (severity: 1 | 2 | 3, count: number) =>
    Array.from({ length: count }, (_, i) => ({ range, severity, message: `${severity}-${i}` }));

  it('are all sent up to the limit', () => {
    expect(mostImportant(list(2, MOST_SHOWN), texts())).toHaveLength(MOST_SHOWN);
  });

  it('keep every error, and the first of the rest, beyond it', () => {
    const shown = mostImportant([...list(3, 900), ...list(2, 900), ...list(1, 50)], texts());
    expect(shown).toHaveLength(MOST_SHOWN);
    expect(shown.filter(({ severity }) => severity === 1)).toHaveLength(50);
    expect(shown.filter(({ severity }) => severity === 2)).toHaveLength(900);
    expect(shown.filter(({ message }) => String(message).startsWith('3-')).at(-1)?.message).toBe('3-48');
    expect(shown[0]?.message).toContain('851');
  });
});
