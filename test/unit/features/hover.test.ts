import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { hover } from '../../../server/src/features/hover/hover';
import { grouped, quantityWords, shortBytes } from '../../../server/src/features/hover/quantityWords';
import { type CursorFile, examples, fileAt, goldenCases, textsOf, withCursor } from '../../support/cursor';

function words(at: CursorFile, language: 'en' | 'zh-cn'): string {
  const answer = hover({ ...at, texts: textsOf(language) });
  return answer === null ? '(nothing)' : (answer.contents as MarkupContent).value;
}

describe('hover, one file per place', () => {
  for (const { name, source, compare } of goldenCases('hover')) {
    test(name, () => {
      const at = withCursor(source);
      compare(`${words(at, 'en')}\n-----\n${words(at, 'zh-cn')}\n`);
    });
  }
});

describe('hover anywhere', () => {
  const manifests = examples();

  test('has at most 12 lines of blocks and says the same in both languages', () => {
    for (const { text, name } of manifests) {
      for (let offset = 0; offset < text.length; offset += 29) {
        const at = fileAt(text, offset);
        const english = words(at, 'en');
        expect(english.split('\n\n').length, `${name} at ${offset}`).toBeLessThanOrEqual(9);
        expect(english === '(nothing)', `${name} at ${offset}`).toBe(words(at, 'zh-cn') === '(nothing)');
        expect(english, `${name} at ${offset}`).not.toMatch(/\{\w+\}|\b(fact|hover|name)-[a-z]/);
      }
    }
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.constantFrom(...manifests), fc.nat(), fc.nat(), ({ text }, a, b) => {
        const cut = text.slice(0, a % (text.length + 1));
        expect(typeof words(fileAt(cut, b % (cut.length + 1)), 'en')).toBe('string');
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});

describe('quantities in words', () => {
  test('bytes', () => {
    expect(shortBytes(134_217_728n)).toBe('128 MiB');
    expect(shortBytes(1_610_612_736n)).toBe('1.5 GiB');
    expect(shortBytes(1000n)).toBe('1000 B');
    expect(grouped(134_217_728n)).toBe('134,217,728');
  });

  test('cpu as a limit speaks of time per period', () => {
    expect(quantityWords('cpu', '500m', true, textsOf('en'))).toContain('50 ms');
    expect(quantityWords('cpu', '1500m', false, textsOf('en'))).toContain('1.5 cores');
    expect(quantityWords('pods', '3', false, textsOf('en'))).toBe('');
    expect(quantityWords('memory', 'much', false, textsOf('en'))).toBe('');
  });
});
