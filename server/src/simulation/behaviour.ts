// What one process does: the scenario's fields for one attempt of one container, and its answers. No kubelet in here.
import type { Behaviour, Exit, OnSigterm, ProbeAnswers, Window } from './scenario';
import type { ProbeKind } from './trace';

/** Reaction to the stop signal, with the gaps filled. */
export interface StopPlan {
  readonly ignores: boolean;
  readonly exitsAfter: number;
  readonly code: number;
  readonly stopsServingAfter?: number;
}

/** Behaviour of one process. Times in seconds. */
export interface Run {
  readonly answers: ProbeAnswers;
  readonly probes: Readonly<Partial<Record<ProbeKind, ProbeAnswers>>>;
  readonly exit?: Exit;
  readonly stop?: StopPlan;
  readonly preStopTakes: number;
  readonly preStopFails: boolean;
  readonly postStartTakes: number;
  readonly postStartFails: boolean;
  readonly imagePull: number;
}

export interface Answer {
  readonly ok: boolean;
  readonly hangs: boolean;
  /** Seconds. */
  readonly takes: number;
}

/** The behaviour of attempt `attempt`: the common fields overlaid by `runs[attempt]`, the last run repeats. */
export function runOf(behaviour: Behaviour | undefined, attempt: number): Run {
  const base: Behaviour = isObject(behaviour) ? behaviour : {};
  const runs = Array.isArray(base.runs) ? base.runs.filter(isObject) : [];
  const own: Behaviour = runs[Math.min(attempt, runs.length - 1)] ?? {};
  const both: Behaviour = { ...base, ...defined(own) };
  const exit = pick(exitsOf(base, own), attempt);
  const stop = stopPlan(base.onSigterm, own.onSigterm);
  return {
    answers: both,
    probes: { ...base.probes, ...own.probes },
    ...(isExit(exit) ? { exit } : {}),
    ...(stop === undefined ? {} : { stop }),
    preStopTakes: seconds(both.preStopTakes),
    preStopFails: both.preStopFails === true,
    postStartTakes: seconds(both.postStartTakes),
    postStartFails: both.postStartFails === true,
    imagePull: seconds(both.imagePull),
  };
}

/**
 * How the process answers a probe asked `ageUs` after its start and `sinceStopUs` after its stop signal (negative: none).
 */
export function answerOf(run: Run, kind: ProbeKind, ageUs: number, sinceStopUs: number): Answer {
  const answers = run.probes[kind] ?? run.answers;
  const age = toSeconds(ageUs);
  if (within(answers.hangs, age)) return { ok: false, hangs: true, takes: 0 };
  let ok = !(isNumber(answers.readyAfter) && age < answers.readyAfter);
  if (isNumber(answers.failsAt) && age >= answers.failsAt) ok = false;
  if (Array.isArray(answers.healthy) && answers.healthy.length > 0) ok = within(answers.healthy, age);
  const deaf = run.stop?.stopsServingAfter;
  if (sinceStopUs >= 0 && deaf !== undefined && toSeconds(sinceStopUs) >= deaf) ok = false;
  return { ok, hangs: false, takes: seconds(answers.takes) };
}

/** Seconds as a float, rounded like a clock that keeps whole seconds and a fraction apart. */
export function toSeconds(us: number): number {
  const whole = Math.floor(us / 1e6);
  return whole + (us - whole * 1e6) / 1e6;
}

function within(windows: readonly Window[] | undefined, age: number): boolean {
  return Array.isArray(windows) && windows.some((w) => Array.isArray(w) && age >= w[0] && age < w[1]);
}

function stopPlan(
  base: OnSigterm | 'ignores' | undefined,
  own: OnSigterm | 'ignores' | undefined,
): StopPlan | undefined {
  if (base === undefined && own === undefined) return undefined;
  const parts = [base, own];
  const fields: OnSigterm = Object.assign({}, ...parts.filter(isObject).map(defined));
  return {
    ignores: parts.includes('ignores'),
    exitsAfter: seconds(fields.exitsAfter),
    code: isNumber(fields.code) ? fields.code : 0,
    ...(isNumber(fields.stopsServingAfter) ? { stopsServingAfter: fields.stopsServingAfter } : {}),
  };
}

function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return Array.isArray(list) ? list : [];
}

/** A run's exits are laid over the common ones one by one, so what an entry leaves out stays. */
function exitsOf(base: Behaviour, own: Behaviour): readonly (Exit | null)[] {
  const common = listOf(base.exits);
  if (!Array.isArray(own.exits)) return common;
  return listOf(own.exits).map((exit, i) => (isObject(exit) && isObject(common[i]) ? { ...common[i], ...exit } : exit));
}

function pick<T>(list: readonly T[], index: number): T | undefined {
  return list[Math.min(index, list.length - 1)];
}

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined && v !== null)) as Partial<T>;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isExit(value: unknown): value is Exit {
  return isObject(value) && 'at' in value && 'code' in value && isNumber(value.at) && isNumber(value.code);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function seconds(value: unknown): number {
  return isNumber(value) && value > 0 ? value : 0;
}
