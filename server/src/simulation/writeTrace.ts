// Turns a trace into the JSON of the kubelet case files, where time is in seconds. Explanations are left out.
import type { Trace, TraceEvent } from './trace';

/** One event of a case file: time `t` in seconds, then the fields of the event. */
export type CaseEvent = { readonly t: number } & Omit<TraceEvent, 'atMs' | 'cause' | 'why'>;

/** The events of a trace as a case file holds them. */
export function traceToCase(trace: Trace): CaseEvent[] {
  return trace.events.map(({ atMs, cause: _cause, why: _why, ...fields }) => ({ t: atMs / 1000, ...fields }));
}
