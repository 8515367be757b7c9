// Best and worst case over everything a manifest cannot know: the phases of the node and the moment things happen.
// Found by running the engine at the phases that matter, not by formulas of its own. Pure; a few milliseconds per pod.
import type { NodeParameters } from './node';
import type { ContainerPlan, PodPlan, ProbePlan } from './plan';
import type { Behaviour, Scenario } from './scenario';
import { simulate } from './simulate';
import type { Trace, TraceEvent } from './trace';

/** A span of time that lasts between `bestMs` and `worstMs`, whole milliseconds. */
export interface Between {
  readonly bestMs: number;
  readonly worstMs: number;
}

export interface HangOutlook {
  readonly container: string;
  /** From the moment the app falls silent to the stop signal. */
  readonly stop: Between;
  /** From the moment the app falls silent to the start of the next process. */
  readonly restart: Between;
}

export interface Outlook {
  /** From the pod's arrival to the Ready condition; absent when it does not become ready within an hour. */
  readonly ready?: Between;
  /** One entry for each container whose liveness probe notices that it hangs. */
  readonly restartAfterHang: readonly HangOutlook[];
  /** From the DELETE request to the end of the last process, and to the end of the object. Absent for pods that end. */
  readonly deletion?: { readonly processes: Between; readonly object: Between };
  /** The same when the app does not react to its stop signal. */
  readonly deletionIgnored?: { readonly processes: Between; readonly object: Between };
  /**
   * How long clients are still sent to the pod after its app has stopped serving. Beyond the kubelet: it rests on
   * `propagationMs`, the time until EndpointSlice, kube-proxy and load balancers have taken the pod out.
   */
  readonly refused?: Between;
}

export interface OutlookOptions {
  /** What the app does; absent: answers at once, and exits 0 at once on its stop signal. */
  readonly behaviour?: Readonly<Record<string, Behaviour>>;
  readonly gates?: Readonly<Record<string, boolean>>;
  /** From the DELETE request until no client is sent to the pod any more. */
  readonly propagationMs?: number;
  /** Latencies of the node; its phases are replaced by all of them. */
  readonly node?: NodeParameters;
  /** The parts to work out beside `ready`; all of them when absent. Each takes some dozens of runs of the engine. */
  readonly parts?: readonly OutlookPart[];
}

export type OutlookPart = 'restart' | 'deletion';

/** Three seconds: EndpointSlice controller, watch and kube-proxy of an idle cluster. A guess, stated as one. */
const defaultPropagationMs = 3_000;
/** Relist phases tried in any case, in milliseconds; others are added where they could make a difference. */
const phases = [503, 3, 997];
/** Spans that differ by less than this, in milliseconds, do not depend on the phase. */
const sameMs = 20;
const horizons = [40, 300, 3_600];

interface Run {
  readonly plan: PodPlan;
  readonly options: OutlookOptions;
}

/** The outlook of a pod. Never throws; parts that make no sense for the pod are absent. */
export function outlook(plan: PodPlan, options: OutlookOptions = {}): Outlook {
  const run: Run = { plan, options };
  const { parts = ['restart', 'deletion'] } = options;
  const first = untilReady(run);
  if (first === undefined) return { restartAfterHang: [] };
  const { readyMs } = first;
  const ready = overPhases(first.trace, readyMs, (phase) => readyAt(play(run, phase, readyMs / 1000 + 15)));
  const steadyMs = (ready?.worstMs ?? readyMs) + 3_000;
  return {
    ...(ready === undefined ? {} : { ready }),
    restartAfterHang: parts.includes('restart')
      ? plan.containers.flatMap((c) => hangOutlook(run, c, steadyMs) ?? [])
      : [],
    ...(parts.includes('deletion') ? deletions(run, steadyMs) : {}),
  };
}

function untilReady(run: Run): { readonly trace: Trace; readonly readyMs: number } | undefined {
  for (const seconds of horizons) {
    const trace = play(run, 503, seconds);
    const readyMs = readyAt(trace);
    if (readyMs !== undefined) return { trace, readyMs };
    if (trace.truncated) return undefined;
  }
  return undefined;
}

function readyAt(trace: Trace): number | undefined {
  return trace.events.find((e) => e.event === 'pod.condition' && e.kind === 'Ready' && e.state === 'True')?.atMs;
}

/** Plays the pod on a node of this relist phase, with changes to the scenario. */
function play(run: Run, relistPhaseMs: number, untilSeconds: number, change: Partial<Scenario> = {}): Trace {
  const { behaviour = {}, gates, node } = run.options;
  const scenario: Scenario = {
    behaviour,
    deleteAt: null,
    until: untilSeconds,
    ...(gates === undefined ? {} : { gates }),
    ...change,
  };
  const syncPhaseMs = (relistPhaseMs + 250) % 1000;
  return simulate(run.plan, scenario, { eventLimit: 3_000, ...node, relistPhaseMs, syncPhaseMs });
}

/**
 * The span of a measure over all phases: at a few of them, and if they differ, with a relist just before and just after
 * the events that it could see.
 */
function overPhases(
  trace: Trace,
  untilMs: number,
  measure: (phase: number) => number | undefined,
): Between | undefined {
  const values = phases.map(measure);
  const coarse = spanOf(values);
  if (coarse === undefined || coarse.worstMs - coarse.bestMs < sameMs) return coarse;
  const edges = trace.events.filter((e) => e.atMs <= untilMs && isEdge(e)).map((e) => e.atMs);
  return spanOf([...values, ...phasesAround([...edges.slice(-3), 253, 753]).map(measure)]);
}

/** The phases of a relist just before and just after some moments. */
function phasesAround(moments: readonly number[]): number[] {
  const near = moments.flatMap((ms) => [(ms + 998) % 1000, (ms + 4) % 1000]);
  return [...new Set(near)].filter((phase) => !phases.includes(phase));
}

function isEdge(e: TraceEvent): boolean {
  const names = ['container.exited', 'image.pulled', 'postStart.end', 'probe.state'];
  return names.includes(e.event);
}

function spanOf(values: readonly (number | undefined)[]): Between | undefined {
  const known = values.filter((v) => v !== undefined);
  if (known.length === 0 || known.length < values.length) return undefined;
  return { bestMs: Math.min(...known), worstMs: Math.max(...known) };
}

/** The app falls silent right after an answer (worst) and right before it is asked (best). */
function hangOutlook(run: Run, c: ContainerPlan, steadyMs: number): HangOutlook | undefined {
  const probe = c.livenessProbe;
  if (probe === undefined || c.role === 'init') return undefined;
  const need = noticeSeconds(probe) + graceSeconds(run.plan, probe) + 10;
  const calm = play(run, 503, (steadyMs + probe.initialDelaySeconds * 1000) / 1000 + 2 * probe.periodSeconds + 2);
  const answers = calm.events.filter(
    (e) =>
      e.event === 'probe' &&
      e.kind === 'liveness' &&
      e.container === c.name &&
      e.result === 'success' &&
      e.attempt === 0,
  );
  const answer = answers.find((e) => e.atMs >= steadyMs) ?? answers[answers.length - 1];
  const start = calm.events.find((e) => e.event === 'container.started' && e.container === c.name);
  if (answer === undefined || start === undefined) return undefined;
  const tookMs = Math.round((answer.took ?? 0.002) * 1000);
  const moments = [answer.atMs - tookMs - 1, answer.atMs - tookMs + 1];
  const stops: (number | undefined)[] = [];
  const restarts: (number | undefined)[] = [];
  for (const hangMs of moments) {
    const behaviour = hanging(run, c.name, (hangMs - start.atMs) / 1000);
    const { events } = play(run, 503, hangMs / 1000 + need, { behaviour });
    const signal = events.find((e) => e.event === 'signal' && e.container === c.name && e.atMs >= hangMs);
    const again = events.find((e) => e.event === 'container.started' && e.container === c.name && e.attempt === 1);
    stops.push(signal === undefined ? undefined : signal.atMs - hangMs);
    restarts.push(again === undefined ? undefined : again.atMs - hangMs);
  }
  const stop = spanOf(stops);
  if (stop === undefined) return undefined;
  return { container: c.name, stop, restart: spanOf(restarts) ?? stop };
}

/** A process that hangs is deaf to probes from then on, and so is its answer to the stop signal as the scenario says. */
function hanging(run: Run, name: string, seconds: number): Readonly<Record<string, Behaviour>> {
  const own = run.options.behaviour?.[name] ?? {};
  const hangs = [...(own.hangs ?? []), [seconds, 1e9] as const];
  const probes = Object.fromEntries(
    Object.entries(own.probes ?? {}).map(([kind, answers]) => [
      kind,
      { ...answers, hangs: [...(answers?.hangs ?? []), [seconds, 1e9] as const] },
    ]),
  );
  return { ...run.options.behaviour, [name]: { ...own, hangs, ...(own.probes === undefined ? {} : { probes }) } };
}

function noticeSeconds(probe: ProbePlan): number {
  return (probe.failureThreshold + 2) * Math.max(probe.periodSeconds, probe.timeoutSeconds);
}

function graceSeconds(plan: PodPlan, probe: ProbePlan): number {
  return Math.max(probe.terminationGracePeriodSeconds ?? plan.terminationGracePeriodSeconds, 2);
}

function deletions(run: Run, steadyMs: number): Pick<Outlook, 'deletion' | 'deletionIgnored' | 'refused'> {
  const normal = deletion(run, steadyMs, run.options.behaviour ?? {});
  if (normal === undefined) return {};
  const deaf = Object.fromEntries(
    run.plan.containers.map((c) => [c.name, { ...run.options.behaviour?.[c.name], onSigterm: 'ignores' as const }]),
  );
  const ignored = deletion(run, steadyMs, deaf);
  const refused = spanOf(normal.refusedMs);
  return {
    deletion: { processes: normal.processes, object: normal.object },
    ...(ignored === undefined ? {} : { deletionIgnored: { processes: ignored.processes, object: ignored.object } }),
    ...(refused === undefined ? {} : { refused }),
  };
}

interface Deleted {
  readonly processes: Between;
  readonly object: Between;
  readonly refusedMs: readonly (number | undefined)[];
}

interface Deletion {
  readonly trace: Trace;
  readonly endMs: number;
  readonly goneMs: number | undefined;
  readonly refusedMs: number | undefined;
}

/** Deletes a pod in its steady state; the relist decides when the end of its processes is noticed. */
function deletion(run: Run, steadyMs: number, behaviour: Readonly<Record<string, Behaviour>>): Deleted | undefined {
  const deleteMs = Math.ceil(steadyMs / 1000) * 1000 + 500;
  const first = deleted(run, 503, deleteMs, behaviour);
  if (first === undefined) return undefined;
  const all: (Deletion | undefined)[] = [first];
  const measure = (phase: number): number => all.push(deleted(run, phase, deleteMs, behaviour));
  phasesAround([first.endMs]).forEach(measure);
  const steady = spanOf(all.map((d) => d?.endMs));
  if (steady === undefined || steady.worstMs - steady.bestMs >= sameMs) {
    const edges = first.trace.events.filter((e) => e.atMs >= deleteMs && isEdge(e)).map((e) => e.atMs);
    phasesAround([...edges.slice(-3), 253, 753]).forEach(measure);
  }
  const since = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms - deleteMs);
  const processes = spanOf(all.map((d) => since(d?.endMs)));
  const object = spanOf(all.map((d) => since(d?.goneMs)));
  if (processes === undefined || object === undefined) return undefined;
  return { processes, object, refusedMs: all.map((d) => d?.refusedMs) };
}

function deleted(
  run: Run,
  phase: number,
  deleteMs: number,
  behaviour: Readonly<Record<string, Behaviour>>,
): Deletion | undefined {
  const deleteAt = deleteMs / 1000;
  const trace = play(run, phase, deleteAt + run.plan.terminationGracePeriodSeconds + 15, { behaviour, deleteAt });
  const after = trace.events.filter((e) => e.atMs >= deleteMs);
  const endMs = after.filter((e) => e.event === 'container.exited').at(-1)?.atMs;
  if (endMs === undefined) return undefined;
  const propagationMs = run.options.propagationMs ?? defaultPropagationMs;
  const deafMs = servesUntil(run, behaviour, after);
  return {
    trace,
    endMs,
    goneMs: after.find((e) => e.event === 'pod.deleted')?.atMs,
    refusedMs: deafMs === undefined ? undefined : Math.max(deleteMs + propagationMs - deafMs, 0),
  };
}

/** When the first main container stops serving: at its end, or `stopsServingAfter` its stop signal. */
function servesUntil(
  run: Run,
  behaviour: Readonly<Record<string, Behaviour>>,
  after: readonly TraceEvent[],
): number | undefined {
  const moments = run.plan.containers
    .filter((c) => c.role === 'main')
    .flatMap((c) => {
      const end = after.find((e) => e.event === 'container.exited' && e.container === c.name)?.atMs;
      const signal = after.find((e) => e.event === 'signal' && e.container === c.name)?.atMs;
      const stop = behaviour[c.name]?.onSigterm;
      const serves = typeof stop === 'object' ? stop.stopsServingAfter : undefined;
      const deaf = signal === undefined || serves === undefined ? undefined : signal + serves * 1000;
      return [end, deaf].filter((ms) => ms !== undefined);
    });
  return moments.length === 0 ? undefined : Math.min(...moments);
}
