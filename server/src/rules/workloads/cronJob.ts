// CronJob (ValidateCronJobCreate, batch/validation/validation.go, 1.37).
import { cronProblem } from '../../kubernetes/cron';
import { type Fields, isSet, maybeBoolean, maybeNumber, maybeText, objectOf, textOf } from '../../kubernetes/fields';
import { isTimeZone, timeZones } from '../../kubernetes/timeZones';
import { enumFixes, nearest, removeField, setTo } from '../fixes';
import { checkNonnegative, checkRequiredKnown, required } from '../kinds/report';
import { effectiveName } from '../metadata';
import type { CheckContext } from '../rule';
import { jobRules } from './jobRules';
import { checkJobSpec } from './jobSpec';

/** A Job's name is the CronJob's with 11 characters more, and may have 63. */
const NAME_MAX_LENGTH = 52;
/** One part of a time zone name (batch/validation validTimeZoneCharacters). */
const ZONE_PART = /^[A-Za-z.\-_0-9+]{1,14}$/;

/** Checks a CronJob whose defaults are filled in. */
export function checkCronJob(cronJob: Fields, ctx: CheckContext): void {
  const spec = objectOf(cronJob, 'spec');
  checkSchedule(textOf(spec, 'schedule'), 'spec.schedule', ctx);
  checkNonnegative(maybeNumber(spec, 'startingDeadlineSeconds'), 'spec.startingDeadlineSeconds', ctx);
  if (isSet(spec, 'timeZone')) checkTimeZone(maybeText(spec, 'timeZone') ?? '', 'spec.timeZone', ctx);
  const policies = ['Allow', 'Forbid', 'Replace'];
  checkRequiredKnown(textOf(spec, 'concurrencyPolicy'), policies, 'spec.concurrencyPolicy', ctx);
  checkJobTemplate(objectOf(objectOf(spec, 'jobTemplate'), 'spec'), 'spec.jobTemplate.spec', ctx);
  checkNonnegative(maybeNumber(spec, 'successfulJobsHistoryLimit'), 'spec.successfulJobsHistoryLimit', ctx);
  checkNonnegative(maybeNumber(spec, 'failedJobsHistoryLimit'), 'spec.failedJobsHistoryLimit', ctx);
  checkName(effectiveName(objectOf(cronJob, 'metadata')), ctx);
}

function checkName(name: string, ctx: CheckContext): void {
  if (name.length <= NAME_MAX_LENGTH) return;
  const short = name.slice(0, NAME_MAX_LENGTH).replace(/[-.]+$/, '');
  const values = { value: name, length: name.length, limit: NAME_MAX_LENGTH };
  ctx.report(jobRules.cronNameTooLong, 'metadata.name', values, { fixes: [setTo('metadata.name', short)] });
}

function checkJobTemplate(spec: Fields, path: string, ctx: CheckContext): void {
  checkJobSpec(spec, path, ctx);
  if (isSet(spec, 'selector')) {
    const at = `${path}.selector`;
    ctx.report(jobRules.cronSelector, at, undefined, { fixes: [removeField(at, true)] });
  }
  if (maybeBoolean(spec, 'manualSelector') !== true) return;
  const at = `${path}.manualSelector`;
  ctx.report(jobRules.cronManualSelector, at, undefined, { fixes: [removeField(at, true)] });
}

function checkSchedule(schedule: string, path: string, ctx: CheckContext): void {
  if (schedule === '') {
    required(path, ctx, '"0 * * * *"');
    return;
  }
  const problem = cronProblem(schedule);
  if (problem !== undefined) {
    const repaired = repairSchedule(schedule);
    const fixes = repaired === undefined ? [] : [setTo(path, repaired)];
    const rule = problem.reason === 'fields' ? jobRules.scheduleFields : jobRules.scheduleFormat;
    ctx.report(rule, path, { value: schedule, part: problem.part }, { fixes });
  }
  if (!schedule.includes('TZ')) return;
  const plain = /^(?:CRON_)?TZ=(\S*)\s+(.*)$/.exec(schedule);
  const edits = [
    { op: 'set', path: 'spec.timeZone', raw: JSON.stringify(plain?.[1] ?? '') },
    { op: 'set', path, raw: JSON.stringify(plain?.[2] ?? '') },
  ] as const;
  const fixes = plain === null ? [] : [{ title: 'fix-move-time-zone', edits, preferred: true }];
  ctx.report(jobRules.scheduleTimeZone, path, { value: schedule }, { fixes });
}

/** Usual slips: six fields (Quartz), day 7 for Sunday, a descriptor in capitals. */
function repairSchedule(schedule: string): string | undefined {
  const fields = schedule.trim().split(/\s+/);
  const candidates = [schedule.trim().toLowerCase()];
  if (fields.length === 6) candidates.push(fields.slice(1).join(' '), fields.slice(0, 5).join(' '));
  if (fields.length === 5) candidates.push([...fields.slice(0, 4), (fields[4] ?? '').replace('7', '0')].join(' '));
  return candidates.find((candidate) => candidate !== schedule && cronProblem(candidate) === undefined);
}

function checkTimeZone(zone: string, path: string, ctx: CheckContext): void {
  if (zone === '') {
    ctx.report(jobRules.timeZoneEmpty, path, undefined, { fixes: [setTo(path, 'Etc/UTC'), removeField(path)] });
    return;
  }
  if (zone.toLowerCase() === 'local') {
    ctx.report(jobRules.timeZoneLocal, path, { value: zone }, { fixes: [setTo(path, 'Etc/UTC'), removeField(path)] });
  } else if (!zone.split('/').every(isZonePart) || !isTimeZone(zone)) {
    const near = nearest(zone, timeZones());
    ctx.report(
      jobRules.timeZoneUnknown,
      path,
      { value: zone },
      { fixes: near === undefined ? [] : enumFixes(path, zone, [near]) },
    );
  }
}

function isZonePart(part: string): boolean {
  return part !== '.' && part !== '..' && !part.startsWith('-') && ZONE_PART.test(part);
}
