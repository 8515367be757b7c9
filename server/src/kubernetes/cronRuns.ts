// When a cron schedule runs next (github.com/robfig/cron/v3 spec.go SpecSchedule.Next, as the CronJob controller of 1.37 uses it). Pure:
// the moment to count from is handed in.
import { cronProblem } from './cron';
import { parseDuration } from './duration';

/** A schedule taken apart: which minutes, hours, days, months and weekdays (0 = Sunday) it names. */
export interface CronTable {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
  /** True when the field is `*` or `?`, with or without a step: then the other of days and weekdays decides alone. */
  readonly anyDay: boolean;
  readonly anyWeekday: boolean;
}

export type CronSchedule =
  | { readonly kind: 'table'; readonly table: CronTable; readonly zone?: string }
  /** `@every 1h30m`, counted from the controller's start. */
  | { readonly kind: 'every'; readonly seconds: number };

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ');

/** Reads a schedule; undefined when the API server would refuse it. */
export function readCronSchedule(schedule: string): CronSchedule | undefined {
  if (cronProblem(schedule) !== undefined) return undefined;
  const zoned = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/s.exec(schedule);
  const zone = zoned?.[1];
  const spec = (zoned?.[2] ?? schedule).trim();
  if (spec.startsWith('@every ')) {
    const ms = parseDuration(spec.slice('@every '.length).trim());
    return ms === undefined ? undefined : { kind: 'every', seconds: Math.max(Math.floor(ms / 1000), 1) };
  }
  const fields = (DESCRIPTORS[spec] ?? spec).split(/\s+/);
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = fields;
  const table: CronTable = {
    minutes: valuesOf(minute, 0, 59),
    hours: valuesOf(hour, 0, 23),
    days: valuesOf(day, 1, 31),
    months: valuesOf(month, 1, 12, MONTHS),
    weekdays: valuesOf(weekday, 0, 6, WEEKDAYS),
    anyDay: isAny(day),
    anyWeekday: isAny(weekday),
  };
  return { kind: 'table', table, ...(zone === undefined ? {} : { zone }) };
}

function isAny(field: string): boolean {
  return field.split(',').some((range) => /^[*?]/.test(range));
}

function valuesOf(field: string, min: number, max: number, names?: readonly string[]): number[] {
  const values = new Set<number>();
  for (const range of field.split(',')) {
    const [span = '', step] = range.split('/');
    const [first = '', last] = span.split('-');
    const any = first === '*' || first === '?';
    const from = any ? min : numberOf(first, min, names);
    const to = any || (last === undefined && step !== undefined) ? max : numberOf(last ?? first, min, names);
    for (let value = from; value <= to; value += Math.max(Number(step ?? 1), 1)) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function numberOf(text: string, min: number, names: readonly string[] = []): number {
  const index = names.indexOf(text.toLowerCase());
  return index >= 0 ? index + min : Number(text);
}

const DAY_MS = 86_400_000;
/** Days looked ahead: leap days come every eight years at worst. */
const HORIZON_DAYS = 366 * 9;

/**
 * The next runs after a moment, as milliseconds since the epoch; fewer when the schedule ends (30 February never comes).
 * @param zone IANA time zone; the controller manager's own, usually UTC, when absent.
 */
export function nextCronRuns(table: CronTable, afterMs: number, count: number, zone = 'UTC'): number[] {
  const runs: number[] = [];
  const start = Math.floor((afterMs + offsetMs(zone, afterMs)) / DAY_MS) * DAY_MS;
  for (let day = 0; day <= HORIZON_DAYS && runs.length < count; day++) {
    const date = new Date(start + day * DAY_MS);
    if (!table.months.includes(date.getUTCMonth() + 1) || !dayMatches(table, date)) continue;
    for (const hour of table.hours) {
      for (const minute of table.minutes) {
        const wall = start + day * DAY_MS + hour * 3_600_000 + minute * 60_000;
        const at = instantOf(wall, zone);
        if (at !== undefined && at > afterMs && runs.length < count) runs.push(at);
      }
    }
  }
  return runs;
}

/** Days of the month and weekdays: both when one of them is open, either when both are named (spec.go dayMatches). */
function dayMatches({ days, weekdays, anyDay, anyWeekday }: CronTable, date: Date): boolean {
  const day = days.includes(date.getUTCDate());
  const weekday = weekdays.includes(date.getUTCDay());
  return anyDay || anyWeekday ? day && weekday : day || weekday;
}

/** The moment a wall clock shows a time; undefined when it never does (clocks are put forward). */
function instantOf(wallMs: number, zone: string): number | undefined {
  const guess = wallMs - offsetMs(zone, wallMs);
  const at = wallMs - offsetMs(zone, guess);
  return at + offsetMs(zone, at) === wallMs ? at : undefined;
}

/** How far a zone is ahead of UTC at a moment, in milliseconds; 0 for a zone the platform does not know. */
function offsetMs(zone: string, atMs: number): number {
  if (zone === 'UTC' || zone === '') return 0;
  const format = formatOf(zone);
  if (format === undefined) return 0;
  const parts = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour % 24, minute, second) - Math.floor(atMs / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(timeZone)) formats.set(timeZone, makeFormat(timeZone));
  return formats.get(timeZone);
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!supported(timeZone)) return undefined;
  const numeric = 'numeric';
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  });
}

/** Trying is the only way to ask the platform for a zone. */
function supported(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
