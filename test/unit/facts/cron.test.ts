// Cron schedules in words and their next runs.
import { describe, expect, it } from 'vitest';
import { cronFacts } from '../../../server/src/features/facts/cronFacts';
import { nextCronRuns, readCronSchedule } from '../../../server/src/kubernetes/cronRuns';
import { texts } from '../../support/texts';

const NOW = Date.UTC(2026, 1, 27, 23, 58, 30);

function runs(schedule: string, count = 3, zone?: string): string[] {
  const read = readCronSchedule(schedule);
  if (read?.kind !== 'table') throw new Error(schedule);
  return nextCronRuns(read.table, NOW, count, zone).map((at) => new Date(at).toISOString().slice(0, 16));
}

describe('next runs', () => {
  it.each([
    ['* * * * *', ['2026-02-27T23:59', '2026-02-28T00:00', '2026-02-28T00:01']],
    ['*/15 * * * *', ['2026-02-28T00:00', '2026-02-28T00:15', '2026-02-28T00:30']],
    ['30 2 * * *', ['2026-02-28T02:30', '2026-03-01T02:30', '2026-03-02T02:30']],
    ['0 0 1 * *', ['2026-03-01T00:00', '2026-04-01T00:00', '2026-05-01T00:00']],
    ['0 9 * * MON-FRI', ['2026-03-02T09:00', '2026-03-03T09:00', '2026-03-04T09:00']],
    ['0 0 29 2 *', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['0 0 13 * 5', ['2026-03-06T00:00', '2026-03-13T00:00', '2026-03-20T00:00']],
    ['0 0 */10 * 1', ['2026-05-11T00:00', '2026-06-01T00:00', '2026-08-31T00:00']],
    ['5/20 1 * * *', ['2026-02-28T01:05', '2026-02-28T01:25', '2026-02-28T01:45']],
    ['@hourly', ['2026-02-28T00:00', '2026-02-28T01:00', '2026-02-28T02:00']],
    ['0 0 30 2 *', []],
  ])('%s', (schedule, wanted) => expect(runs(schedule, Math.max(wanted.length, 1))).toEqual(wanted));

  it('follow a time zone through the change of clocks', () => {
    expect(runs('0 9 * * *', 2, 'Asia/Shanghai')).toEqual(['2026-02-28T01:00', '2026-03-01T01:00']);
    const read = readCronSchedule('30 2 * * *');
    if (read?.kind !== 'table') throw new Error('table');
    const spring = nextCronRuns(read.table, Date.UTC(2026, 2, 28, 12), 2, 'Europe/Berlin');
    // 2:30 does not exist on 29 March 2026 in Berlin.
    expect(spring.map((at) => new Date(at).toISOString())).toEqual([
      '2026-03-30T00:30:00.000Z',
      '2026-03-31T00:30:00.000Z',
    ]);
  });

  it('are not asked of what the server refuses', () => {
    for (const schedule of ['', '* * * *', '61 * * * *', '@never', 'TZ=No/Where * * * * *']) {
      expect(readCronSchedule(schedule), schedule).toBeUndefined();
    }
  });
});

describe('words', () => {
  const say = (schedule: string, language: 'en' | 'zh-cn' = 'en', zone?: string) =>
    cronFacts(schedule, zone, texts(language));

  it.each([
    ['* * * * *', 'Every minute, every day.'],
    ['*/5 * * * *', 'Every 5 minutes, every day.'],
    ['0 * * * *', 'Every hour at minute 0, every day.'],
    ['0 */2 * * *', 'Every 2 hours at minute 0, every day.'],
    ['30 2 * * 1', 'At 02:30, on Monday.'],
    ['0 8,20 * * *', 'At 08:00, 20:00, every day.'],
    ['0 0 1 1 *', 'At 00:00, on day 1 of the month in January.'],
    ['*/10 8-18 * * 1-5', 'Every 10 minutes in hours 8–18, on Monday to Friday.'],
    ['0 0 13 * 5', 'At 00:00, on day 13 of the month and also on Friday.'],
    ['@every 90m', 'Every 5400 s, counted from the start of the controller.'],
  ])('%s', (schedule, words) => expect(say(schedule)).toEqual([words]));

  it('come in Chinese', () => {
    expect(say('30 2 * * 1', 'zh-cn')).toEqual(['每逢星期一，02:30。']);
    expect(say('*/5 * * * *', 'zh-cn')).toEqual(['每天，每 5 分钟。']);
  });

  it('name the next runs and their zone', () => {
    expect(cronFacts('0 9 * * *', 'Asia/Shanghai', texts(), NOW)[1]).toContain(
      'Next runs (Asia/Shanghai): Sat, 28/02/2026, 09:00',
    );
    expect(cronFacts('0 0 30 2 *', undefined, texts(), NOW)[1]).toBe('It never comes: no month has such a day.');
    expect(cronFacts('nonsense', undefined, texts(), NOW)).toEqual([]);
  });
});
