// Collects the events of a run, in the fixed order of a trace. Decides nothing.
import { type Clock, MS } from './clock';
import type { EventName, TraceEvent } from './trace';

/** An event as the engine reports it; the time is added here. */
export type Report = Omit<TraceEvent, 'atMs'>;

export interface Recorder {
  readonly events: TraceEvent[];
  readonly limit: number;
  truncated: boolean;
}

/** A recorder that keeps at most `limit` events. */
export function newRecorder(limit: number): Recorder {
  return { events: [], limit, truncated: false };
}

/** Writes an event down at the present instant; at the limit the clock stops. */
export function record(recorder: Recorder, clock: Clock, report: Report): void {
  if (recorder.events.length >= recorder.limit) {
    recorder.truncated = true;
    clock.stop();
    return;
  }
  // the report was made for this event alone, so it becomes the event; a copy would double the work of a long run
  recorder.events.push(Object.assign(report, { atMs: Math.round(clock.nowUs / MS) }));
}

// Causes before effects, node before API.
const rank: Readonly<Record<EventName, number>> = Object.fromEntries(
  (
    [
      'api.delete',
      'image.pulling',
      'image.pulled',
      'sandbox.created',
      'container.created',
      'container.started',
      'postStart.begin',
      'postStart.end',
      'preStop.begin',
      'probe',
      'probe.state',
      'preStop.end',
      'preStop.timeout',
      'signal',
      'container.exited',
      'sandbox.stopped',
      'container.removed',
      'k8s.event',
      'pod.phase',
      'status.state',
      'status.restartCount',
      'status.started',
      'status.ready',
      'pod.condition',
      'pod.deleted',
    ] satisfies EventName[]
  ).map((name, i) => [name, i]),
) as Record<EventName, number>;

/**
 * The events before `untilMs` in the order of a trace: by time, within a millisecond by name, container, attempt and so
 * on. A hook that ends at the very moment its time is up has not timed out.
 */
export function ordered(events: readonly TraceEvent[], untilMs: number): TraceEvent[] {
  const timedOut = events.some((e) => e.event === 'preStop.timeout');
  const ended = new Set(timedOut ? events.filter((e) => e.event === 'preStop.end').map(hookKey) : []);
  return events
    .filter((e) => e.atMs < untilMs && !(e.event === 'preStop.timeout' && ended.has(hookKey(e))))
    .sort(inOrder);
}

function hookKey(e: TraceEvent): string {
  return `${e.atMs} ${e.container}`;
}

function inOrder(a: TraceEvent, b: TraceEvent): number {
  return (
    a.atMs - b.atMs ||
    rank[a.event] - rank[b.event] ||
    text(a.container, b.container) ||
    (a.attempt ?? -1) - (b.attempt ?? -1) ||
    text(a.kind, b.kind) ||
    (a.try ?? 0) - (b.try ?? 0) ||
    text(a.reason, b.reason) ||
    text(a.message, b.message)
  );
}

function text(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
