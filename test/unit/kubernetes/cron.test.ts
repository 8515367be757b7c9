// Cron schedules and time zone names against what Go's parser and time zone loader say.
import { describe, expect, it } from 'vitest';
import { cronProblem } from '../../../server/src/kubernetes/cron';
import { isTimeZone, timeZones } from '../../../server/src/kubernetes/timeZones';

const GOOD = [
  '* * * * *',
  '*/5 0-23/2 1,15 jan-MAR sun',
  '0 4 ? * 1-5',
  '59 23 31 12 6',
  '5/15 * * * *',
  '+5 * * * *',
  ', * * * *',
  '0\t0  1 1 0',
  '@hourly',
  '@annually',
  '@midnight',
  '@every 1h30m',
  '@every -1.5s',
  '@every 0',
  'TZ=Europe/Berlin 0 4 * * *',
  'CRON_TZ=UTC @daily',
];

const BAD = [
  ['* * * *', 'fields'],
  ['0 * * * * *', 'fields'],
  ['', 'fields'],
  ['60 * * * *', 'above'],
  ['* 24 * * *', 'above'],
  ['* * 0 * *', 'below'],
  ['* * 32 * *', 'above'],
  ['* * * 13 *', 'above'],
  ['* * * * 7', 'above'],
  ['5-1 * * * *', 'reversed'],
  ['1-2-3 * * * *', 'hyphens'],
  ['1/2/3 * * * *', 'slashes'],
  ['*/0 * * * *', 'step'],
  ['a * * * *', 'number'],
  ['* * * janu *', 'number'],
  ['*/x * * * *', 'number'],
  ['1.5 * * * *', 'number'],
  ['99999999999999999999 * * * *', 'number'],
  ['@Hourly', 'descriptor'],
  ['@every', 'descriptor'],
  ['@every 5', 'duration'],
  ['@every 1d', 'duration'],
  ['TZ=UTC', 'zone'],
  ['TZ=Nowhere/Land 0 0 * * *', 'zone'],
] as const;

describe('cron schedules', () => {
  it.each(GOOD)('%s is accepted', (schedule) => {
    expect(cronProblem(schedule)).toBeUndefined();
  });

  it.each(BAD)('%s: %s', (schedule, reason) => {
    expect(cronProblem(schedule)?.reason).toBe(reason);
  });
});

describe('time zones', () => {
  it.each(['UTC', 'Etc/UTC', 'Etc/GMT+12', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'EST5EDT', 'Zulu'])(
    '%s exists',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
      expect(timeZones()).toContain(name);
    },
  );

  it.each(['utc', 'Europe', 'Europe/berlin', 'Asia/Peking', '+02:00', 'Europe/Berlin ', 'zone.tab'])(
    '%s does not',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});
