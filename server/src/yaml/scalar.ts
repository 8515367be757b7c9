// Resolves plain scalars as the API server does: YAML 1.1 as read by go.yaml.in/yaml/v2 (resolve.go, v2.4.4).
import type { Scalar } from './tree';

const NAMED: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ['', null],
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((s): [string, Scalar] => [s, true]),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((s): [string, Scalar] => [
    s,
    false,
  ]),
  ...['.nan', '.NaN', '.NAN'].map((s): [string, Scalar] => [s, Number.NaN]),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((s): [string, Scalar] => [s, Number.POSITIVE_INFINITY]),
  ...['-.inf', '-.Inf', '-.INF'].map((s): [string, Scalar] => [s, Number.NEGATIVE_INFINITY]),
]);

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const DOT_FLOAT = /^\.[0-9_]+([eE][-+]?[0-9]+)?$/;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}($|[Tt ]\d{1,2}:\d{1,2}:\d{1,2})/;

export interface Resolved {
  readonly value: Scalar;
  /** The value is a float by its spelling (`1e3`, `1.0`), whatever its magnitude. */
  readonly float: boolean;
}

/** Resolves the source of a plain scalar. */
export function resolvePlain(source: string): Resolved {
  const named = NAMED.get(source);
  if (named !== undefined) return { value: named, float: typeof named === 'number' };
  const first = source.charCodeAt(0);
  const digitOrSign = (first >= 48 && first <= 57) || first === 43 || first === 45;
  if (digitOrSign) return resolveNumber(source);
  if (first === 46 && DOT_FLOAT.test(source)) return { value: Number(source.replaceAll('_', '')), float: true };
  return { value: source, float: false };
}

function resolveNumber(source: string): Resolved {
  if (DATE.test(source)) return { value: source, float: false };
  const plain = source.replaceAll('_', '');
  const integer = goInteger(plain);
  if (integer !== undefined) return { value: integer, float: false };
  if (FLOAT.test(plain)) {
    const value = Number(plain);
    if (Number.isFinite(value)) return { value, float: true };
  }
  return { value: source, float: false };
}

/** strconv.ParseInt(s, 0, 64), then ParseUint: decimal, 0x, 0o, 0b and a leading 0 for octal. */
function goInteger(text: string): number | bigint | undefined {
  const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)$/.exec(text);
  if (match === null) return undefined;
  const sign = match[1];
  let digits = match[2] as string;
  if (digits.length > 1 && digits[0] === '0' && digits[1] !== undefined && digits[1] >= '0' && digits[1] <= '7') {
    digits = `0o${digits.slice(1)}`;
  }
  const magnitude = BigInt(digits);
  const limit = sign === '-' ? 1n << 63n : (1n << 64n) - 1n;
  if (magnitude > limit || (sign === '+' && magnitude >= 1n << 63n)) return undefined;
  const value = sign === '-' ? -magnitude : magnitude;
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}
