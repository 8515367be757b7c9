// What the app inside a container does during a run, read from the scenario: starting, answering, silent, closing down.
// An assumption of the reader's, never a fact of the kubelet's.
import type { Behaviour, OnSigterm, ProbeAnswers, Scenario, Window } from '../scenario';
import type { ProbeKind } from '../trace';
import type { Run } from './runs';

/** `closing`: after the stop signal and still serving; `deaf`: after the stop signal and no longer serving. */
export type AppState = 'starting' | 'answering' | 'silent' | 'closing' | 'deaf';

export interface AppSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly state: AppState;
  /** Field of the behaviour that ends the span before, when a reader may move it. */
  readonly knob?: 'readyAfter' | 'failsAt';
}

/** The behaviour of one run: the entry of `runs` (the last one repeats) laid over the common fields, as the engine does. */
export function behaviourOfRun(scenario: Scenario, container: string, attempt: number): Behaviour {
  const common = scenario.behaviour[container] ?? {};
  const own = common.runs?.[Math.min(attempt, (common.runs?.length ?? 0) - 1)];
  if (own === undefined) return common;
  const onSigterm = own.onSigterm ?? common.onSigterm;
  return {
    ...common,
    ...own,
    probes: { ...common.probes, ...own.probes },
    ...(onSigterm === undefined ? {} : { onSigterm }),
  };
}

/** How the app answers requests: as it answers the readiness probe, else as it answers every probe. */
export function answersOf(behaviour: Behaviour, kind?: ProbeKind): ProbeAnswers {
  if (kind !== undefined) return behaviour.probes?.[kind] ?? behaviour;
  return behaviour.probes?.readiness ?? behaviour;
}

/** The spans of one run from its start to its end (or `untilMs`). */
export function appSpans(run: Run, behaviour: Behaviour, untilMs: number): readonly AppSpan[] {
  const endMs = run.exitedMs ?? untilMs;
  const stopMs = run.signalMs ?? Number.POSITIVE_INFINITY;
  const cuts = cutsOf(run, answersOf(behaviour), behaviour.onSigterm).filter((ms) => ms > run.startedMs && ms < endMs);
  const edges = [run.startedMs, ...[...new Set(cuts)].sort((a, b) => a - b), endMs];
  const spans: AppSpan[] = [];
  for (let index = 1; index < edges.length; index++) {
    const fromMs = edges[index - 1]!;
    const toMs = edges[index]!;
    const state = stateDuring(run, answersOf(behaviour), behaviour.onSigterm, fromMs, stopMs);
    const knob = knobAt(run, answersOf(behaviour), fromMs);
    const last = spans[spans.length - 1];
    if (last?.state === state) spans[spans.length - 1] = { ...last, toMs };
    else spans.push({ fromMs, toMs, state, ...(knob === undefined ? {} : { knob }) });
  }
  return spans;
}

function cutsOf(run: Run, answers: ProbeAnswers, onSigterm: OnSigterm | 'ignores' | undefined): readonly number[] {
  const windows: readonly Window[] = [...(answers.healthy ?? []), ...(answers.hangs ?? [])];
  const seconds = [answers.readyAfter, answers.failsAt, ...windows.flat()].filter((s) => s !== undefined);
  const cuts = seconds.map((s) => run.startedMs + Math.round(s * 1000));
  if (run.signalMs !== undefined) {
    cuts.push(run.signalMs);
    const stops = stopsServingAfter(onSigterm);
    if (stops !== undefined) cuts.push(run.signalMs + Math.round(stops * 1000));
  }
  return cuts;
}

function stopsServingAfter(onSigterm: OnSigterm | 'ignores' | undefined): number | undefined {
  if (onSigterm === undefined || onSigterm === 'ignores') return undefined;
  return onSigterm.stopsServingAfter;
}

function stateDuring(
  run: Run,
  answers: ProbeAnswers,
  onSigterm: OnSigterm | 'ignores' | undefined,
  fromMs: number,
  stopMs: number,
): AppState {
  const second = (fromMs - run.startedMs) / 1000;
  const answering = isHealthy(answers, second) && !inside(answers.hangs ?? [], second);
  if (fromMs >= stopMs && onSigterm !== 'ignores') {
    const stops = stopsServingAfter(onSigterm);
    return answering && (stops === undefined || fromMs < stopMs + stops * 1000) ? 'closing' : 'deaf';
  }
  if (answering) return 'answering';
  return hasAnsweredBy(answers, second) ? 'silent' : 'starting';
}

function isHealthy(answers: ProbeAnswers, second: number): boolean {
  if (answers.healthy !== undefined) return inside(answers.healthy, second);
  return second >= (answers.readyAfter ?? 0) && second < (answers.failsAt ?? Number.POSITIVE_INFINITY);
}

function hasAnsweredBy(answers: ProbeAnswers, second: number): boolean {
  const first = answers.healthy === undefined ? (answers.readyAfter ?? 0) : (answers.healthy[0]?.[0] ?? 0);
  return second > first || (answers.hangs !== undefined && second >= first);
}

function inside(windows: readonly Window[], second: number): boolean {
  return windows.some(([from, to]) => second >= from && second < to);
}

function knobAt(run: Run, answers: ProbeAnswers, ms: number): 'readyAfter' | 'failsAt' | undefined {
  if (answers.healthy !== undefined) return undefined;
  const second = (ms - run.startedMs) / 1000;
  if (answers.readyAfter !== undefined && Math.abs(answers.readyAfter - second) < 0.001) return 'readyAfter';
  return answers.failsAt !== undefined && Math.abs(answers.failsAt - second) < 0.001 ? 'failsAt' : undefined;
}

/** True while the app answers requests, closing down included as long as it serves. */
export function serves(state: AppState): boolean {
  return state === 'answering' || state === 'closing';
}
