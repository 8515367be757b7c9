// YAML 1.1 scalars as the API server's reader resolves them (verdicts of go.yaml.in/yaml/v2 v2.4.4).
import { describe, expect, it } from 'vitest';
import { resolvePlain } from '../../../server/src/yaml/scalar';

const CASES: readonly (readonly [source: string, value: unknown])[] = [
  ['', null],
  ['~', null],
  ['Null', null],
  ['nULL', 'nULL'],
  ['yes', true],
  ['On', true],
  ['y', true],
  ['oN', 'oN'],
  ['no', false],
  ['off', false],
  ['0644', 420],
  ['0o17', 15],
  ['0x1F', 31],
  ['0b11', 3],
  ['-0x10', -16],
  ['1_000', 1000],
  ['08', 8],
  ['09.5', 9.5],
  ['1e3', 1000],
  ['1.', 1],
  ['.5', 0.5],
  ['+1', 1],
  ['1:30', '1:30'],
  ['12:30:45', '12:30:45'],
  ['2001-01-01', '2001-01-01'],
  ['.inf', Number.POSITIVE_INFINITY],
  ['18446744073709551615', 18446744073709551615n],
  ['9007199254740993', 9007199254740993n],
  ['100m', '100m'],
  ['1.2.3', '1.2.3'],
  ['-', '-'],
  ['=', '='],
];

describe('resolvePlain', () => {
  for (const [source, value] of CASES) {
    it(JSON.stringify(source), () => expect(resolvePlain(source).value).toEqual(value));
  }
});
