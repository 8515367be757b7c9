// A moment of a trace as people know it from kubectl: the row of `kubectl get pod`, conditions, container states.
// Folds the events up to the moment; runs nothing. Source: pkg/printers/internalversion/printers.go printPod (1.37).
import { humanDuration } from './humanDuration';
import type { ContainerPlan, PodPlan } from './plan';
import type { ContainerStateName, PodPhase, Trace, TraceEvent } from './trace';

export interface ContainerAt {
  readonly name: string;
  readonly role: ContainerPlan['role'];
  readonly state: ContainerStateName;
  /** Empty when the API says none. */
  readonly reason: string;
  readonly exitCode?: number;
  /** The back-off the waiting message speaks of, as `40s` or `2m40s`. */
  readonly backoff?: string;
  /** When the present process started or ended, in whole seconds as the API has it. */
  readonly sinceMs?: number;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restarts: number;
  /** End of the process before, in whole seconds as the API has it. */
  readonly lastEndMs?: number;
}

export interface ConditionAt {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  /** lastTransitionTime. */
  readonly sinceMs: number;
}

/** The columns of `kubectl get pod`. */
export interface PodRow {
  readonly name: string;
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
  readonly age: string;
}

export interface PodAt {
  /** False once the object is gone from the API server. */
  readonly exists: boolean;
  readonly row: PodRow;
  readonly phase: PodPhase;
  /** Reason of the phase, for example `DeadlineExceeded`; mostly empty. */
  readonly reason: string;
  /** Since when the pod is being deleted. */
  readonly deletionMs?: number;
  readonly conditions: readonly ConditionAt[];
  /** Init containers in order, then main containers in order. */
  readonly containers: readonly ContainerAt[];
  /** Number of events up to the moment. */
  readonly events: number;
}

interface Folded {
  state: ContainerStateName;
  reason: string;
  exitCode: number | undefined;
  backoff: string | undefined;
  ready: boolean;
  started: boolean;
  restarts: number;
  /** Runs of the container in the node, oldest first. */
  readonly runs: { startMs: number; endMs: number | undefined }[];
  /** Index into runs of the process the API speaks of. */
  shown: number;
  /** Number of runs that a restart in place has wiped out. */
  forgotten: number;
  lastEndMs: number | undefined;
}

interface Pod {
  exists: boolean;
  phase: PodPhase;
  reason: string;
  deletionMs: number | undefined;
  events: number;
  readonly conditions: Map<string, ConditionAt>;
  readonly containers: Map<string, Folded>;
}

/** The state of the pod in the API at a moment of a trace; `ms` after the pod reached the kubelet. */
export function stateAt(trace: Trace, plan: PodPlan, ms: number): PodAt {
  const pod: Pod = {
    exists: true,
    phase: 'Pending',
    reason: '',
    deletionMs: undefined,
    events: 0,
    conditions: new Map([['PodScheduled', { type: 'PodScheduled', status: 'True', reason: '', sinceMs: 0 }]]),
    containers: new Map(plan.containers.map((c) => [c.name, blank()])),
  };
  for (const event of trace.events) {
    if (event.atMs > ms) break;
    pod.events++;
    fold(pod, event);
  }
  const containers = plan.containers.map((c) => shownContainer(c, pod.containers.get(c.name)!));
  return {
    exists: pod.exists,
    row: rowOf(plan, pod, containers, ms),
    phase: pod.phase,
    reason: pod.reason,
    ...(pod.deletionMs === undefined ? {} : { deletionMs: pod.deletionMs }),
    conditions: [...pod.conditions.values()],
    containers,
    events: pod.events,
  };
}

function blank(): Folded {
  return {
    state: 'waiting',
    reason: '',
    exitCode: undefined,
    backoff: undefined,
    ready: false,
    started: false,
    restarts: 0,
    runs: [],
    shown: -1,
    forgotten: 0,
    lastEndMs: undefined,
  };
}

function fold(pod: Pod, event: TraceEvent): void {
  const c = event.container === undefined ? undefined : pod.containers.get(event.container);
  if (c !== undefined) foldContainer(c, event);
  else foldPod(pod, event);
}

function foldContainer(c: Folded, event: TraceEvent): void {
  const last = c.runs[c.runs.length - 1];
  if (event.event === 'container.started') c.runs.push({ startMs: event.atMs, endMs: undefined });
  else if (event.event === 'container.exited' && last !== undefined) last.endMs = event.atMs;
  else if (event.event === 'status.state') foldState(c, event);
  else if (event.event === 'status.ready') c.ready = event.value === true;
  else if (event.event === 'status.started') c.started = event.value === true;
  else if (event.event === 'status.restartCount') c.restarts = event.count ?? 0;
}

function foldState(c: Folded, event: TraceEvent): void {
  c.state = event.state === 'running' || event.state === 'terminated' ? event.state : 'waiting';
  c.reason = event.reason ?? '';
  c.exitCode = event.exitCode;
  c.backoff = event.backoff;
  const newest = c.runs.length - 1;
  if (c.state === 'running') {
    c.shown = newest;
    setLastEnd(c, newest - 1);
  } else if (c.state === 'terminated') {
    c.shown = c.runs.findLastIndex((run) => run.endMs !== undefined);
    setLastEnd(c, c.shown - 1);
  } else if (c.reason === 'RestartingAllContainers') {
    // a restart in place removes the processes with all that was known of their end
    c.forgotten = c.runs.length;
    c.lastEndMs = undefined;
  } else if (c.reason !== 'PodInitializing' && c.reason !== 'ContainerCreating') {
    setLastEnd(c, newest);
  }
}

function setLastEnd(c: Folded, index: number): void {
  if (index >= c.forgotten) c.lastEndMs = c.runs[index]?.endMs ?? c.lastEndMs;
}

function foldPod(pod: Pod, event: TraceEvent): void {
  if (event.event === 'pod.phase') {
    pod.phase = (event.state ?? pod.phase) as PodPhase;
    pod.reason = event.reason ?? '';
  } else if (event.event === 'pod.condition') {
    foldCondition(pod, event);
  } else if (event.event === 'api.delete') {
    pod.deletionMs ??= event.atMs;
  } else if (event.event === 'pod.deleted') {
    pod.exists = false;
  }
}

function foldCondition(pod: Pod, event: TraceEvent): void {
  const type = event.kind ?? '';
  const old = pod.conditions.get(type);
  const status = event.state ?? '';
  const sinceMs = old !== undefined && old.status === status ? old.sinceMs : wholeSecond(event.atMs);
  pod.conditions.set(type, { type, status, reason: event.reason ?? '', sinceMs });
}

function shownContainer(plan: ContainerPlan, c: Folded): ContainerAt {
  const run = c.runs[c.shown];
  const since = c.state === 'running' ? run?.startMs : c.state === 'terminated' ? run?.endMs : undefined;
  return {
    name: plan.name,
    role: plan.role,
    state: c.state,
    reason: c.reason,
    ...(c.exitCode === undefined ? {} : { exitCode: c.exitCode }),
    ...(c.backoff === undefined ? {} : { backoff: c.backoff }),
    ...(since === undefined ? {} : { sinceMs: wholeSecond(since) }),
    ready: c.ready,
    started: c.started,
    restarts: c.restarts,
    ...(c.lastEndMs === undefined ? {} : { lastEndMs: wholeSecond(c.lastEndMs) }),
  };
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

interface Row {
  reason: string;
  ready: number;
  restarts: number;
  lastEndMs: number | undefined;
}

function rowOf(plan: PodPlan, pod: Pod, containers: readonly ContainerAt[], ms: number): PodRow {
  const inits = containers.filter((c) => c.role !== 'main');
  const row: Row = { reason: pod.reason || pod.phase, ready: 0, restarts: 0, lastEndMs: undefined };
  const initializing = countInits(row, inits);
  const initialized = pod.conditions.get('Initialized')?.status === 'True';
  if (!initializing || initialized) {
    const sidecars = inits.filter((c) => c.role === 'sidecar');
    row.restarts = 0;
    row.lastEndMs = undefined;
    for (const c of countedSidecars(inits, sidecars)) countRestarts(row, c);
    countMains(
      row,
      pod,
      containers.filter((c) => c.role === 'main'),
    );
  }
  const over = pod.phase === 'Succeeded' || pod.phase === 'Failed';
  const total = containers.filter((c) => c.role !== 'init').length;
  const ago = row.restarts !== 0 && row.lastEndMs !== undefined ? ` (${humanDuration(ms - row.lastEndMs)} ago)` : '';
  return {
    name: plan.name,
    ready: `${row.ready}/${total}`,
    status: pod.deletionMs !== undefined && !over ? 'Terminating' : row.reason,
    restarts: `${row.restarts}${ago}`,
    age: humanDuration(ms),
  };
}

/** Goes through the init containers up to the first that is not done; true if there is one. */
function countInits(row: Row, inits: readonly ContainerAt[]): boolean {
  for (const [i, c] of inits.entries()) {
    countRestarts(row, c);
    if (c.state === 'terminated' && c.exitCode === 0) continue;
    if (c.role === 'sidecar' && c.started) {
      if (c.ready) row.ready++;
      continue;
    }
    if (c.state === 'terminated') row.reason = `Init:${c.reason || `ExitCode:${c.exitCode}`}`;
    else if (c.state === 'waiting' && c.reason !== '' && c.reason !== 'PodInitializing')
      row.reason = `Init:${c.reason}`;
    else row.reason = `Init:${i}/${inits.length}`;
    return true;
  }
  return false;
}

/** kubectl counts the sidecars it has come to before it stopped at an init container that is not done. */
function countedSidecars(inits: readonly ContainerAt[], sidecars: readonly ContainerAt[]): readonly ContainerAt[] {
  const stop = inits.findIndex(
    (c) => !((c.state === 'terminated' && c.exitCode === 0) || (c.role === 'sidecar' && c.started)),
  );
  const seen = stop < 0 ? inits : inits.slice(0, stop + 1);
  return sidecars.filter((c) => seen.includes(c));
}

function countRestarts(row: Row, c: ContainerAt): void {
  row.restarts += c.restarts;
  if (c.lastEndMs !== undefined && c.lastEndMs > (row.lastEndMs ?? -1)) row.lastEndMs = c.lastEndMs;
}

/** The API lists main containers by name; kubectl goes from the last to the first, so the first has the last word. */
function countMains(row: Row, pod: Pod, mains: readonly ContainerAt[]): void {
  let running = false;
  let errorReason = '';
  for (const c of [...mains].sort((a, b) => (a.name < b.name ? 1 : -1))) {
    countRestarts(row, c);
    if (c.state === 'waiting' && c.reason !== '') {
      row.reason = c.reason;
    } else if (c.state === 'terminated') {
      row.reason = c.reason || `ExitCode:${c.exitCode}`;
      if (c.exitCode !== 0) errorReason = row.reason;
    } else if (c.ready && c.state === 'running') {
      running = true;
      row.ready++;
    }
  }
  if (row.reason !== 'Completed') return;
  if (running && pod.conditions.get('Ready')?.status === 'True') row.reason = 'Running';
  else if (errorReason !== '') row.reason = errorReason;
  else if (running) row.reason = 'NotReady';
}
