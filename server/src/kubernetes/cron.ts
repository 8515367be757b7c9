// Cron schedules as the API server reads them: github.com/robfig/cron/v3 parser.go ParseStandard. Grammar only, no clock.
import { isTimeZone } from './timeZones';

/** Why a schedule does not parse. `part` is the text that is wrong. */
export interface CronProblem {
  readonly reason:
    | 'fields'
    | 'number'
    | 'hyphens'
    | 'slashes'
    | 'below'
    | 'above'
    | 'reversed'
    | 'step'
    | 'descriptor'
    | 'duration'
    | 'zone';
  readonly part: string;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const FIELDS: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

const DESCRIPTORS: ReadonlySet<string> = new Set([
  '@yearly',
  '@annually',
  '@monthly',
  '@weekly',
  '@daily',
  '@midnight',
  '@hourly',
]);

const DURATION = /^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/;

/** The first thing wrong with a schedule, or undefined when the API server's parser accepts it (Kubernetes 1.37). */
export function cronProblem(schedule: string): CronProblem | undefined {
  let spec = schedule;
  if (spec.startsWith('TZ=') || spec.startsWith('CRON_TZ=')) {
    const space = spec.indexOf(' ');
    const zone = space < 0 ? '' : spec.slice(spec.indexOf('=') + 1, space);
    if (space < 0 || !isTimeZone(zone)) return { reason: 'zone', part: spec };
    spec = spec.slice(space).trim();
  }
  if (spec.startsWith('@')) return descriptorProblem(spec);
  const fields = spec.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== FIELDS.length) return { reason: 'fields', part: String(fields.length) };
  for (const [index, bounds] of FIELDS.entries()) {
    const problem = fieldProblem(fields[index] ?? '', bounds);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function descriptorProblem(spec: string): CronProblem | undefined {
  if (DESCRIPTORS.has(spec)) return undefined;
  if (!spec.startsWith('@every ')) return { reason: 'descriptor', part: spec };
  const duration = spec.slice('@every '.length);
  return DURATION.test(duration) ? undefined : { reason: 'duration', part: duration };
}

function fieldProblem(field: string, bounds: Bounds): CronProblem | undefined {
  for (const range of field.split(',')) {
    const problem = range === '' ? undefined : rangeProblem(range, bounds);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function rangeProblem(range: string, bounds: Bounds): CronProblem | undefined {
  const [span = '', step, ...moreSteps] = range.split('/');
  const ends = span.split('-');
  const star = ends[0] === '*' || ends[0] === '?';
  let start = bounds.min;
  let end = bounds.max;
  if (!star) {
    const first = numberOrName(ends[0] ?? '', bounds);
    if (first === undefined) return { reason: 'number', part: range };
    if (ends.length > 2) return { reason: 'hyphens', part: range };
    const last = ends.length === 2 ? numberOrName(ends[1] ?? '', bounds) : first;
    if (last === undefined) return { reason: 'number', part: range };
    start = first;
    end = last;
  }
  if (moreSteps.length > 0) return { reason: 'slashes', part: range };
  const width = step === undefined ? 1 : wholeNumber(step);
  if (width === undefined) return { reason: 'number', part: range };
  if (step !== undefined && ends.length === 1) end = bounds.max;
  if (start < bounds.min) return { reason: 'below', part: range };
  if (end > bounds.max) return { reason: 'above', part: range };
  if (start > end) return { reason: 'reversed', part: range };
  return width === 0 ? { reason: 'step', part: range } : undefined;
}

function numberOrName(text: string, bounds: Bounds): number | undefined {
  const index = bounds.names?.indexOf(text.toLowerCase()) ?? -1;
  return index >= 0 ? index + bounds.min : wholeNumber(text);
}

/** Go's strconv.Atoi, negative results refused. */
function wholeNumber(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = Number(text);
  return value < 0 || value > Number.MAX_SAFE_INTEGER ? undefined : value;
}
