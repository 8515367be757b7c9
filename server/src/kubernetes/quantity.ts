// Resource quantities with exact arithmetic, as k8s.io/apimachinery/pkg/api/resource/quantity.go (1.37) keeps them.
// Parses, compares, adds and prints; knows nothing of resource names.

/** How a quantity was written: `12e6`, `12Mi`, `12M`. Decides the suffix of its canonical form. */
export type QuantityFormat = 'DecimalExponent' | 'BinarySI' | 'DecimalSI';

/** A parsed quantity: `nano` units of 10^-9 (the finest the server keeps). */
export interface Quantity {
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

const NANO = 1_000_000_000n;
/** Numbers with a binary suffix are capped here (2^63-1). */
const MAX_INT64 = 9_223_372_036_854_775_807n;
/** Larger powers of ten can only be typing mistakes; working them out would take for ever. */
const MAX_EXPONENT = 4096;

const DECIMAL_EXPONENT: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY_EXPONENT: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

export const ZERO: Quantity = { nano: 0n, format: 'DecimalSI' };

/** The same few amounts are asked for again and again: on every keystroke, of every container. */
const parsed = new Map<string | number, Quantity | undefined>();
const MOST_PARSED = 4096;

/**
 * Parses a quantity; blanks around it are ignored, as the server's decoder does. Undefined when the server would refuse
 * it. Finer than 10^-9 is rounded away from zero; binary numbers are capped at 2^63-1.
 */
export function parseQuantity(source: string | number): Quantity | undefined {
  if (parsed.has(source)) return parsed.get(source);
  const quantity = parseText(source);
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(source, quantity);
  return quantity;
}

function parseText(source: string | number): Quantity | undefined {
  const text = (typeof source === 'number' ? numberText(source) : source).trim();
  if (text === '') return undefined;
  const match = /^([+-]?)([0-9]*)(?:(\.)([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', , fraction = '', suffix = ''] = match;
  const kind = interpret(suffix);
  if (kind === undefined) return undefined;
  const digits = whole + fraction;
  if (digits === '' && !emptyNumberParses(kind)) return undefined;
  const magnitude = scaled(BigInt(digits === '' ? '0' : digits), fraction.length, kind);
  let nano = magnitude;
  let format = kind.format;
  if (format === 'BinarySI') {
    if (nano > MAX_INT64 * NANO) nano = MAX_INT64 * NANO;
    if (nano < NANO && nano > 0n) format = 'DecimalSI';
  }
  return { nano: sign === '-' ? -nano : nano, format };
}

/** A number as the server's YAML-to-JSON step writes it. */
function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString();
  return String(value);
}

interface Suffix {
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

function interpret(suffix: string): Suffix | undefined {
  const decimal = Object.hasOwn(DECIMAL_EXPONENT, suffix) ? DECIMAL_EXPONENT[suffix] : undefined;
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: 'DecimalSI' };
  const binary = Object.hasOwn(BINARY_EXPONENT, suffix) ? BINARY_EXPONENT[suffix] : undefined;
  if (binary !== undefined) return { base: 2, exponent: binary, format: 'BinarySI' };
  if (!/^[eE][-+]?[0-9]+$/.test(suffix)) return undefined;
  const exponent = Number(suffix.slice(1));
  if (Math.abs(exponent) > 9e18) return undefined;
  return { base: 10, exponent: Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, exponent)), format: 'DecimalExponent' };
}

/** "+", "." and a bare suffix count as zero, except where the server takes its slow path, which wants a digit. */
function emptyNumberParses(kind: Suffix): boolean {
  return kind.base === 2 ? kind.exponent <= 40 : kind.exponent >= -9;
}

/** digits / 10^places * base^exponent in nano units, rounded up. */
function scaled(digits: bigint, places: number, kind: Suffix): bigint {
  if (kind.base === 2) return divideUp(digits * (1n << BigInt(kind.exponent)) * NANO, 10n ** BigInt(places));
  const power = kind.exponent + 9 - places;
  return power >= 0 ? digits * 10n ** BigInt(power) : divideUp(digits, 10n ** BigInt(-power));
}

function divideUp(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return quotient * divisor === value ? quotient : quotient + (value < 0n ? -1n : 1n);
}

/** A quantity of whole units. */
export function quantityOf(value: bigint, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nano: value * NANO, format };
}

/** -1, 0 or 1. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  return a.nano < b.nano ? -1 : a.nano > b.nano ? 1 : 0;
}

/** Sum; takes the format of the first that is not zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** Whole units, rounded up away from zero (Quantity.Value). */
export function quantityValue(q: Quantity): bigint {
  return divideUp(q.nano, NANO);
}

/** Thousandths, rounded up away from zero (Quantity.MilliValue). */
export function quantityMilliValue(q: Quantity): bigint {
  return divideUp(q.nano, NANO / 1000n);
}

/** True when it has no fraction. */
export function isWholeQuantity(q: Quantity): boolean {
  return q.nano % NANO === 0n;
}

/** Canonical text: no fraction, the largest suffix that loses nothing (Quantity.CanonicalizeBytes). */
export function formatQuantity(q: Quantity): string {
  if (q.nano === 0n) return '0';
  if (q.format === 'BinarySI' && isWholeQuantity(q)) {
    const value = q.nano / NANO;
    if (value <= -1024n || value >= 1024n) return binaryText(value);
  }
  return decimalText(q.nano, q.format === 'DecimalExponent' ? 'DecimalExponent' : 'DecimalSI');
}

function binaryText(value: bigint): string {
  const suffixes = ['', ...Object.keys(BINARY_EXPONENT)];
  let step = 0;
  let rest = value;
  while (rest % 1024n === 0n && step < suffixes.length - 1) {
    rest /= 1024n;
    step++;
  }
  return `${rest}${suffixes[step] ?? ''}`;
}

function decimalText(nano: bigint, format: 'DecimalExponent' | 'DecimalSI'): string {
  let exponent = -9;
  let rest = nano;
  while (rest % 1000n === 0n && (format === 'DecimalExponent' || exponent < 18)) {
    rest /= 1000n;
    exponent += 3;
  }
  if (format === 'DecimalExponent') return exponent === 0 ? `${rest}` : `${rest}e${exponent}`;
  const suffix = Object.keys(DECIMAL_EXPONENT).find((key) => DECIMAL_EXPONENT[key] === exponent) ?? '';
  return `${rest}${suffix}`;
}

/**
 * The quantities a mistyped one most likely means, best first, canonical: `100MB` gives `100M` and `100Mi`,
 * `0.5GiB` gives `512Mi`, `1 Gi` gives `1Gi`, `2 cores` gives `2`. Empty when nothing fits.
 */
export function repairQuantity(text: string): readonly string[] {
  const match = /^\s*([+-]?[0-9]+(?:[.,][0-9]+)?|[+-]?[.,][0-9]+)\s*([A-Za-z]*)\s*$/.exec(text);
  if (match === null) return [];
  const number = (match[1] ?? '').replace(',', '.');
  const found = suffixesFor(match[2] ?? '')
    .map((suffix) => parseQuantity(number + suffix))
    .filter((quantity) => quantity !== undefined)
    .map(formatQuantity);
  return [...new Set(found)].filter((candidate) => candidate !== text);
}

function suffixesFor(word: string): readonly string[] {
  const lower = word.toLowerCase();
  if (lower === '' || /^(b|bytes?|cpus?|cores?|vcpus?)$/.test(lower)) return [''];
  if (/^(m|millis?|millicores?|mcpu)$/.test(word)) return ['m'];
  const binary = /^([kmgtpe])(ib|i|ibytes?)$/.exec(lower);
  if (binary !== null) return [`${(binary[1] ?? '').toUpperCase()}i`];
  const decimal = /^([kmgtpe])(b|bytes?|bit)?$/.exec(lower);
  if (decimal === null) return [];
  const letter = (decimal[1] ?? '').toUpperCase();
  return [letter === 'K' ? 'k' : letter, `${letter}i`];
}
