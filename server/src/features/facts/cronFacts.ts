// Facts about a cron schedule: in words, and its next runs after a moment the shell hands in.
import { type CronTable, nextCronRuns, readCronSchedule } from '../../kubernetes/cronRuns';
import type { Texts } from '../../text/texts';

const RUNS = 3;

/** What a schedule says; empty when it does not parse. `nowMs` absent: no runs are given. */
export function cronFacts(schedule: string, timeZone: string | undefined, texts: Texts, nowMs?: number): string[] {
  const read = readCronSchedule(schedule);
  if (read === undefined) return [];
  if (read.kind === 'every') return [texts.say('facts-cron-every', { seconds: read.seconds })];
  const zone = timeZone ?? read.zone;
  const words = tableWords(read.table, texts);
  if (nowMs === undefined) return [words];
  const runs = nextCronRuns(read.table, nowMs, RUNS, zone ?? 'UTC');
  if (runs.length === 0) return [words, texts.say('facts-cron-never')];
  const list = runs.map((at) => formatTime(at, zone ?? 'UTC', texts)).join(texts.say('facts-list-comma'));
  return [
    words,
    texts.say(zone === undefined ? 'facts-cron-runs' : 'facts-cron-runs-zone', { list, zone: zone ?? 'UTC' }),
  ];
}

function formatTime(atMs: number, timeZone: string, texts: Texts): string {
  const options = {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  return new Intl.DateTimeFormat(texts.language === 'zh-cn' ? 'zh-CN' : 'en-GB', options).format(atMs);
}

function tableWords(table: CronTable, texts: Texts): string {
  const time = timeWords(table, texts);
  const days = dayWords(table, texts);
  const months =
    table.months.length === 12 ? '' : texts.say('facts-cron-months', { list: monthNames(table.months, texts) });
  return texts.say('facts-cron', { time, days: `${days}${months}` });
}

function timeWords({ minutes, hours }: CronTable, texts: Texts): string {
  const [minute = 0] = minutes;
  const step = stepOf(minutes, 60);
  if (hours.length === 24) {
    if (minutes.length === 60) return texts.say('facts-cron-each-minute');
    if (step !== undefined) return texts.say('facts-cron-each-minutes', { step });
    return texts.say('facts-cron-each-hour', { minutes: minutes.join(', ') });
  }
  if (minutes.length === 1 && stepOf(hours, 24) !== undefined && hours.length > 4) {
    return texts.say('facts-cron-each-hours', { step: stepOf(hours, 24) ?? 1, minute });
  }
  if (minutes.length * hours.length <= 6) {
    const times = hours.flatMap((hour) => minutes.map((one) => `${two(hour)}:${two(one)}`));
    return texts.say('facts-cron-at', { times: times.join(', ') });
  }
  const values = { minutes: ranges(minutes), hours: ranges(hours) };
  if (minutes.length === 60) return texts.say('facts-cron-minutes-of-all', values);
  return step === undefined
    ? texts.say('facts-cron-minutes-of', values)
    : texts.say('facts-cron-steps-of', { ...values, step });
}

/** The distance of evenly spaced values that start at 0 and fill the whole range. */
function stepOf(values: readonly number[], size: number): number | undefined {
  const step = values[1];
  if (values[0] !== 0 || step === undefined || values.length !== Math.ceil(size / step)) return undefined;
  return values.every((value, i) => value === i * step) ? step : undefined;
}

function dayWords({ days, weekdays, anyDay, anyWeekday }: CronTable, texts: Texts): string {
  const everyDay = days.length === 31;
  const everyWeekday = weekdays.length === 7;
  if (everyDay && everyWeekday) return texts.say('facts-cron-daily');
  const onDays = texts.say('facts-cron-days', { list: ranges(days) });
  const onWeekdays = texts.say('facts-cron-weekdays', { list: weekdayNames(weekdays, texts) });
  if (everyDay) return onWeekdays;
  if (everyWeekday) return onDays;
  return texts.say(anyDay || anyWeekday ? 'facts-cron-both' : 'facts-cron-either', {
    days: onDays,
    weekdays: onWeekdays,
  });
}

/** Numbers; three and more in a row are drawn together: `8–18`. */
function ranges(values: readonly number[]): string {
  return drawnTogether(values, String, (from, to) => `${from}–${to}`).join(', ');
}

function drawnTogether(
  values: readonly number[],
  name: (value: number) => string,
  range: (from: string, to: string) => string,
): string[] {
  const parts: string[] = [];
  for (let i = 0; i < values.length; ) {
    let end = i;
    while (values[end + 1] === (values[end] as number) + 1) end++;
    const run = values.slice(i, end + 1).map(name);
    if (run.length > 2) parts.push(range(run[0] as string, run.at(-1) as string));
    else parts.push(...run);
    i = end + 1;
  }
  return parts;
}

/** A Sunday; weekdays are counted from it. */
const A_SUNDAY = Date.UTC(2023, 0, 1);
const DAY_MS = 86_400_000;

function weekdayNames(values: readonly number[], texts: Texts): string {
  const format = new Intl.DateTimeFormat(localeOf(texts), { weekday: 'long', timeZone: 'UTC' });
  return named(values, (day) => format.format(A_SUNDAY + day * DAY_MS), texts);
}

function monthNames(values: readonly number[], texts: Texts): string {
  const format = new Intl.DateTimeFormat(localeOf(texts), { month: 'long', timeZone: 'UTC' });
  return named(values, (month) => format.format(Date.UTC(2023, month - 1, 1)), texts);
}

function named(values: readonly number[], name: (value: number) => string, texts: Texts): string {
  const range = (from: string, to: string) => texts.say('facts-cron-range', { from, to });
  return drawnTogether(values, name, range).join(texts.say('facts-list-comma'));
}

function localeOf({ language }: Texts): string {
  return language === 'zh-cn' ? 'zh-CN' : 'en';
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
