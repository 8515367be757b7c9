// The lane of one probe: its attempts as marks and the kubelet's verdict as a line through them.
import type { ContainerPlan, ProbePlan } from '../plan';
import type { ProbeKind, TraceEvent } from '../trace';
import { type Scene, toldAt } from './containerLane';
import type { Lane, Mark, MarkShape, Wire, WireLook } from './picture';
import { type Run, runsOf } from './runs';
import { turnsVerdict } from './tell';
import { say, setting } from './words';

/** The lane of a probe; its note reads period × threshold. */
export function probeLane(scene: Scene, container: ContainerPlan, kind: ProbeKind, probe: ProbePlan): Lane {
  return {
    id: `${container.name}/${kind}`,
    kind: 'probe',
    title: say(scene.words, `probe.${kind}.lane`),
    note: say(scene.words, 'lane.probe', {
      period: setting(scene.words, probe.periodSeconds),
      threshold: probe.failureThreshold,
    }),
    depth: 1,
    container: container.name,
    probe: kind,
    cause: `${container.path}.${kind}Probe`,
    bars: [],
    wires: verdictWires(scene, container, kind),
    marks: probeMarks(scene, container, kind, probe),
    frames: [],
    grips: [],
  };
}

function probeMarks(scene: Scene, container: ContainerPlan, kind: ProbeKind, probe: ProbePlan): readonly Mark[] {
  const marks: Mark[] = [];
  const { events } = scene.trace;
  events.forEach((event, index) => {
    if (event.event !== 'probe' || event.container !== container.name || event.kind !== kind) return;
    const turns = turnsVerdict(events, index);
    const count = scene.story.countOf.get(index) ?? 1;
    const took = event.took === undefined ? 0 : Math.round(event.took * 1000);
    marks.push({
      atMs: event.atMs,
      ...(took > 50 ? { sinceMs: event.atMs - took } : {}),
      shape: shapeOf(event, turns),
      labels: labelsOf(scene, event, count, probe),
      routine: event.result === 'success' && !turns,
      ...(turns || (event.result !== 'success' && count === 1) ? {} : { foldable: true }),
      ...toldAt(scene.story, index),
    });
  });
  return marks;
}

function shapeOf(event: TraceEvent, turns: boolean): MarkShape {
  if (event.result === 'success') return turns ? 'checkDisc' : 'dot';
  if (event.result === 'error') return 'query';
  return turns ? 'crossDisc' : 'cross';
}

function labelsOf(scene: Scene, event: TraceEvent, count: number, probe: ProbePlan): readonly string[] {
  if (event.result === 'success') {
    const wanted = probe.successThreshold;
    return wanted > 1 && count < wanted ? [`${count}/${wanted}`] : [];
  }
  if (count > probe.failureThreshold) return [];
  const ratio = `${count}/${probe.failureThreshold}`;
  if (event.result !== 'timeout') return [ratio];
  const timeout = setting(scene.words, probe.timeoutSeconds);
  return [`${ratio} ${say(scene.words, 'mark.timeout', { timeout })}`, ratio];
}

/** The verdict over time: nothing known yet, good, bad. It ends with the process, or with the probing. */
function verdictWires(scene: Scene, container: ContainerPlan, kind: ProbeKind): readonly Wire[] {
  const runs = runsOf(scene.trace.events, container.name);
  return runs.flatMap((run) => runWires(scene, container, kind, run));
}

function runWires(scene: Scene, container: ContainerPlan, kind: ProbeKind, run: Run): readonly Wire[] {
  const endMs = wireEnd(scene, container, kind, run);
  const wires: Wire[] = [];
  let look = 'none' as WireLook;
  let fromMs = run.startedMs;
  let answered = false;
  const turn = (atMs: number, next: WireLook) => {
    if (next === look) return;
    if (atMs > fromMs) wires.push({ fromMs, toMs: atMs, look, labels: [] });
    look = next;
    fromMs = atMs;
  };
  for (const event of scene.trace.events) {
    if (event.container !== container.name || event.kind !== kind) continue;
    if (event.atMs < run.startedMs || event.atMs > endMs) continue;
    if (event.event === 'probe') {
      answered ||= event.result === 'success';
      if (event.result === 'success' && kind === 'liveness' && look === 'none') turn(event.atMs, 'good');
    } else if (event.event === 'probe.state') turn(event.atMs, verdictLook(kind, event.state, answered));
  }
  if (endMs > fromMs && (kind !== 'startup' || look !== 'good')) wires.push({ fromMs, toMs: endMs, look, labels: [] });
  return wires;
}

function verdictLook(kind: ProbeKind, state: string | undefined, answered: boolean): WireLook {
  if (state === 'Success') return kind === 'liveness' && !answered ? 'none' : 'good';
  if (state !== 'Failure') return 'none';
  return kind === 'readiness' && !answered ? 'none' : 'bad';
}

/** Liveness and startup probes of main containers end with the pod's deletion (prober_manager.go StopLivenessAndStartup). */
function wireEnd(scene: Scene, container: ContainerPlan, kind: ProbeKind, run: Run): number {
  const exit = run.exitedMs ?? scene.endMs;
  const deleted = scene.trace.events.find((event) => event.event === 'api.delete')?.atMs;
  if (kind === 'readiness' || container.role !== 'main' || deleted === undefined) return exit;
  return deleted > run.startedMs ? Math.min(exit, deleted) : run.startedMs;
}
