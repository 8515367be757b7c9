// Words, durations and instants as people read them. The sentences themselves come in as a table; nothing here is a
// sentence of its own.

/** Templates by id, with `{name}` as placeholder. */
export type Words = Readonly<Record<string, string>>;

/** What fills a template. */
export type Values = Readonly<Record<string, string | number>>;

/** The text of `id` with its placeholders filled; an unknown id is returned as it is, so that a gap is seen and harmless. */
export function say(words: Words, id: string, values: Values = {}): string {
  return fill(words[id] ?? id, values);
}

/** A template with its placeholders filled; a placeholder without value stays visible. */
export function fill(template: string, values: Values): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}

/**
 * A length of time: `20.0 s`, whole numbers without fraction when `exact`, from two minutes on `2 min 40 s`.
 * A no-break space stands before the unit.
 */
export function duration(words: Words, ms: number, exact = false): string {
  const seconds = ms / 1000;
  if (seconds < 0.0995 && seconds > 0) return say(words, 'unit.ms', { n: Math.round(ms) });
  if (seconds < 119.95) return say(words, 'unit.s', { n: trim(seconds, exact) });
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  if (hours > 0) return joinUnits(words, [hours, 'unit.h'], [minutes, 'unit.min']);
  return joinUnits(words, [minutes, 'unit.min'], [rest, 'unit.s']);
}

function joinUnits(words: Words, ...parts: readonly (readonly [number, string])[]): string {
  const shown = parts.filter(([n], index) => n > 0 || index === 0);
  return shown.map(([n, id]) => say(words, id, { n })).join(words['unit.join'] ?? ' ');
}

function trim(seconds: number, exact: boolean): string {
  const text = seconds.toFixed(1);
  return exact && text.endsWith('.0') ? text.slice(0, -2) : text;
}

/** A length of time as settings spell it: no fraction when it is whole (`30 s`). */
export function setting(words: Words, seconds: number): string {
  return duration(words, seconds * 1000, true);
}

/** From best to worst: `10–13 s`, or one duration when both read the same. */
export function span(words: Words, fromMs: number, toMs: number): string {
  if (Math.abs(toMs - fromMs) < 150) return duration(words, toMs);
  if (toMs >= 119_950) return say(words, 'unit.range', { from: duration(words, fromMs), to: duration(words, toMs) });
  const wide = toMs - fromMs >= 3000;
  const from = wide ? Math.floor(fromMs / 1000 + 0.05) : (fromMs / 1000).toFixed(1);
  const to = wide ? Math.ceil(toMs / 1000 - 0.05) : (toMs / 1000).toFixed(1);
  return say(words, 'unit.s', { n: `${from}–${to}` });
}

/** A moment for pills and rulers: `65.6 s`, from two minutes on `2:27`, from an hour on `1:02:27`. */
export function instant(words: Words, ms: number): string {
  if (ms < 119_950) return say(words, 'unit.s', { n: (ms / 1000).toFixed(1) });
  return clock(Math.round(ms / 1000));
}

/** A moment for lists, to the millisecond: `65.201 s`, `2:23.751`. */
export function exactInstant(words: Words, ms: number): string {
  if (ms < 120_000) return say(words, 'unit.s', { n: (ms / 1000).toFixed(3) });
  const fraction = String(Math.round(ms) % 1000).padStart(3, '0');
  return `${clock(Math.floor(ms / 1000))}.${fraction}`;
}

/** A moment on the ruler, whole seconds when it is whole: `15`, `2:45`. */
export function rulerInstant(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 120) return Number.isInteger(seconds) ? String(seconds) : trimZeros(seconds.toFixed(3));
  const fraction = ms % 1000 === 0 ? '' : trimZeros(`${(ms % 1000) / 1000}`).slice(1);
  return clock(Math.floor(seconds)) + fraction;
}

function trimZeros(text: string): string {
  return text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}

function clock(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const two = (n: number) => String(n).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
