// Quantities: what parses, the canonical form, exact comparison and the repairs of mistyped ones.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  isWholeQuantity,
  parseQuantity,
  quantityMilliValue,
  quantityValue,
  repairQuantity,
} from '../../../server/src/kubernetes/quantity';

const canonical: readonly (readonly [string | number, string])[] = [
  ['0', '0'],
  ['0.000', '0'],
  ['1', '1'],
  ['1.5', '1500m'],
  ['1.5Gi', '1536Mi'],
  ['1024Mi', '1Gi'],
  ['1000Mi', '1000Mi'],
  ['1000m', '1'],
  ['1000', '1k'],
  ['1e3', '1e3'],
  ['12e6', '12e6'],
  ['1E', '1E'],
  ['1Ei', '1Ei'],
  ['0.5Mi', '512Ki'],
  ['0.5Ki', '512'],
  ['1.1n', '2n'],
  ['100u', '100u'],
  ['-500m', '-500m'],
  [' 2Gi ', '2Gi'],
  ['.5', '500m'],
  ['1.', '1'],
  [0.1, '100m'],
  [2, '2'],
  ['16Ei', '9223372036854775807'],
];

describe('parsing', () => {
  test.each(canonical)('%s is %s', (written, text) => {
    const quantity = parseQuantity(written);
    expect(quantity === undefined ? undefined : formatQuantity(quantity)).toBe(text);
  });

  test.each(['', ' ', 'one', '1GB', '1 Gi', '1gi', '1K', '1e', '1..2', '--1', '1Gi2', '0x10', '1,5', 'NaN'])(
    '%j is none',
    (written) => {
      expect(parseQuantity(written)).toBeUndefined();
    },
  );

  test('the canonical form reads back as the same amount', () => {
    const amounts = fc.tuple(
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi'),
    );
    fc.assert(
      fc.property(amounts, ([number, suffix]) => {
        const quantity = parseQuantity(`${number}${suffix}`);
        const again = quantity === undefined ? undefined : parseQuantity(formatQuantity(quantity));
        expect(again?.nano).toBe(quantity?.nano);
      }),
      { seed: 37 },
    );
  });
});

describe('arithmetic', () => {
  const of = (text: string) => parseQuantity(text) ?? expect.fail(`${text} does not parse`);

  test('comparison is exact where floating point is not', () => {
    expect(compareQuantities(of('0.1'), of('100m'))).toBe(0);
    expect(compareQuantities(of('1Gi'), of('1G'))).toBe(1);
    expect(compareQuantities(of('9007199254740993'), of('9007199254740992'))).toBe(1);
    expect(compareQuantities(of('-1'), of('0'))).toBe(-1);
  });

  test('a sum keeps the format of the first that is not zero', () => {
    expect(formatQuantity(addQuantities(of('512Mi'), of('512Mi')))).toBe('1Gi');
    expect(formatQuantity(addQuantities(of('0'), of('512Mi')))).toBe('512Mi');
    expect(formatQuantity(addQuantities(of('600m'), of('600m')))).toBe('1200m');
  });

  test('whole units and thousandths are rounded away from zero', () => {
    expect(quantityValue(of('1500m'))).toBe(2n);
    expect(quantityValue(of('-1500m'))).toBe(-2n);
    expect(quantityMilliValue(of('1u'))).toBe(1n);
    expect(isWholeQuantity(of('1000m'))).toBe(true);
    expect(isWholeQuantity(of('1m'))).toBe(false);
  });
});

describe('repair', () => {
  test.each([
    ['100MB', ['100M', '100Mi']],
    ['0.5GiB', ['512Mi']],
    ['512 Mi', ['512Mi']],
    ['1gb', ['1G', '1Gi']],
    ['2 cores', ['2']],
    ['1,5Gi', ['1536Mi']],
    ['64K', ['64k', '64Ki']],
    ['250 m', ['250m']],
    ['lots', []],
  ])('%s -> %j', (text, expected) => {
    expect(repairQuantity(text)).toEqual(expected);
  });

  test('every repair parses', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.string({ maxLength: 5 }), (number, unit) => {
        for (const repaired of repairQuantity(`${number}${unit}`)) expect(parseQuantity(repaired)).toBeDefined();
      }),
      { seed: 37 },
    );
  });
});
