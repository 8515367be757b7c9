// The runs (attempts) of a container in a trace: when each was created, started, signalled and ended. No drawing.
import type { TraceEvent } from '../trace';

export interface Run {
  readonly attempt: number;
  readonly startedMs: number;
  /** Absent while it runs. */
  readonly exitedMs?: number;
  readonly exitCode?: number;
  readonly reason?: string;
  /** First stop signal. */
  readonly signalMs?: number;
  readonly killedMs?: number;
  /** Index of the trace event. */
  readonly startIndex: number;
  readonly exitIndex?: number;
}

type Draft = { -readonly [Key in keyof Run]: Run[Key] };

/** The runs of one container, in order. */
export function runsOf(events: readonly TraceEvent[], container: string): readonly Run[] {
  const runs: Draft[] = [];
  events.forEach((event, index) => {
    if (event.container !== container) return;
    if (event.event === 'container.started') {
      runs.push({ attempt: event.attempt ?? runs.length, startedMs: event.atMs, startIndex: index });
      return;
    }
    const run = runs[runs.length - 1];
    if (run !== undefined) noteRunEvent(run, event, index);
  });
  return runs;
}

function noteRunEvent(run: Draft, event: TraceEvent, index: number): void {
  if (event.event === 'signal') {
    if (event.signal === 'SIGKILL') run.killedMs ??= event.atMs;
    else run.signalMs ??= event.atMs;
  } else if (event.event === 'container.exited' && run.exitedMs === undefined) {
    run.exitedMs = event.atMs;
    run.exitIndex = index;
    if (event.exitCode !== undefined) run.exitCode = event.exitCode;
    if (event.reason !== undefined) run.reason = event.reason;
  }
}
