// Durations as Go writes them (`1h30m`, `500ms`): time.ParseDuration of Go's standard library.

const UNIT_NS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
};

/** Milliseconds of a Go duration, with fractions; undefined when Go refuses the text. */
export function parseDuration(source: string): number | undefined {
  const match = /^([-+]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(source);
  if (match === null) return undefined;
  if (match[2] === '0') return 0;
  let nanoseconds = 0;
  for (const [, number, unit] of (match[2] as string).matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    nanoseconds += Number(number) * (UNIT_NS[unit as string] as number);
  }
  if (nanoseconds > 2 ** 63) return undefined;
  return ((match[1] === '-' ? -1 : 1) * nanoseconds) / 1e6;
}
