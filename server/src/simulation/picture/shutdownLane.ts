// The lanes of a container's hooks and of its shutdown: preStop, waiting for others, stop signal, grace budget, SIGKILL.
import type { ContainerPlan } from '../plan';
import type { TraceEvent } from '../trace';
import { type Scene, toldAt } from './containerLane';
import type { Bar, Frame, Lane, Mark } from './picture';
import { type Run, runsOf } from './runs';
import { duration, say, setting } from './words';

interface Kill {
  readonly run: Run;
  readonly beginMs: number;
  readonly signalMs?: number;
  readonly signalIndex?: number;
  readonly signal: string;
  readonly graceMs: number;
  readonly killIndex?: number;
  /** Start of the next process: the budget of this one is over by then. */
  readonly nextMs: number;
}

/** The shutdown lane, or nothing when the container is never asked to stop. */
export function shutdownLane(scene: Scene, container: ContainerPlan): Lane | undefined {
  const runs = runsOf(scene.trace.events, container.name);
  const kills = runs.flatMap((run, index) => killOf(scene, container, run, runs[index + 1]?.startedMs));
  if (kills.length === 0) return undefined;
  const grace = scene.plan.terminationGracePeriodSeconds;
  return {
    id: `${container.name}/shutdown`,
    kind: 'bar',
    title: say(scene.words, 'lane.shutdown'),
    note: setting(scene.words, deletionGrace(scene) ?? grace),
    depth: 1,
    container: container.name,
    cause: container.preStop === undefined ? 'terminationGracePeriodSeconds' : `${container.path}.lifecycle.preStop`,
    bars: kills.flatMap((kill) => killBars(scene, container, kill)),
    wires: [],
    marks: kills.flatMap((kill) => killMarks(scene, kill)),
    frames: kills.flatMap((kill) => budget(scene, kill)),
    grips: [],
  };
}

/** The lane of the postStart hook, or nothing when it never ran. */
export function postStartLane(scene: Scene, container: ContainerPlan): Lane | undefined {
  const bars = hookBars(scene, container, 'postStart');
  if (bars.length === 0) return undefined;
  return {
    id: `${container.name}/postStart`,
    kind: 'bar',
    title: 'postStart',
    note: '',
    depth: 1,
    container: container.name,
    cause: `${container.path}.lifecycle.postStart`,
    bars,
    wires: [],
    marks: hookFailures(scene, container, 'postStart'),
    frames: [],
    grips: [],
  };
}

function deletionGrace(scene: Scene): number | undefined {
  return scene.trace.events.find((event) => event.event === 'api.delete')?.grace;
}

function killOf(scene: Scene, container: ContainerPlan, run: Run, nextMs = Number.POSITIVE_INFINITY): readonly Kill[] {
  const { events } = scene.trace;
  const mine = (event: TraceEvent) =>
    event.container === container.name && (event.attempt === undefined || event.attempt === run.attempt);
  const find = (name: TraceEvent['event'], signal?: 'stop' | 'kill') =>
    events.findIndex((event) => {
      if (event.event !== name || !mine(event)) return false;
      return signal === undefined || (event.signal === 'SIGKILL') === (signal === 'kill');
    });
  const hook = find('preStop.begin');
  const stop = find('signal', 'stop');
  const kill = find('signal', 'kill');
  if (hook < 0 && stop < 0) return [];
  const signal = stop < 0 ? undefined : events[stop]!;
  const beginMs = Math.min(hook < 0 ? Infinity : events[hook]!.atMs, signal?.atMs ?? Infinity);
  const begun = waitsSince(scene, container, beginMs);
  const graceMs = (signal?.grace ?? scene.plan.terminationGracePeriodSeconds) * 1000;
  return [
    {
      run,
      nextMs,
      beginMs: begun,
      ...(signal === undefined ? {} : { signalMs: signal.atMs, signalIndex: stop }),
      signal: signal?.signal ?? 'SIGTERM',
      graceMs,
      ...(kill < 0 ? {} : { killIndex: kill }),
    },
  ];
}

/** A sidecar's budget runs from the deletion, also while it waits for the main containers. */
function waitsSince(scene: Scene, container: ContainerPlan, beginMs: number): number {
  if (container.role !== 'sidecar') return beginMs;
  const deleted = scene.trace.events.find((event) => event.event === 'api.delete')?.atMs;
  return deleted === undefined || deleted > beginMs ? beginMs : deleted;
}

function killBars(scene: Scene, container: ContainerPlan, kill: Kill): readonly Bar[] {
  const bars: Bar[] = [...hookBars(scene, container, 'preStop', kill.run.attempt)];
  const endMs = kill.run.exitedMs ?? scene.endMs;
  const hookEnd = bars[0]?.toMs ?? kill.beginMs;
  const signalMs = kill.signalMs ?? endMs;
  if (container.role === 'sidecar' && signalMs - hookEnd > 250) {
    const main = scene.plan.containers.find(({ role }) => role === 'main')?.name ?? '';
    const label = say(scene.words, 'bar.waitsFor', { container: main });
    bars.push({
      fromMs: hookEnd,
      toMs: signalMs,
      open: false,
      look: 'waits',
      labels: [label, say(scene.words, 'bar.waits')],
    });
  }
  if (kill.signalMs !== undefined && endMs - kill.signalMs >= 20) {
    const took = duration(scene.words, endMs - kill.signalMs);
    bars.push({
      fromMs: kill.signalMs,
      toMs: endMs,
      open: kill.run.exitedMs === undefined,
      look: 'stopping',
      labels: [`${kill.signal} · ${took}`, kill.signal, took],
      ...toldAt(scene.story, kill.signalIndex),
    });
  }
  return bars;
}

function killMarks(scene: Scene, kill: Kill): readonly Mark[] {
  const marks: Mark[] = [];
  if (kill.signalMs !== undefined) {
    marks.push({
      atMs: kill.signalMs,
      shape: 'flag',
      labels: [],
      routine: false,
      ...toldAt(scene.story, kill.signalIndex),
    });
    const deadline = kill.signalMs + kill.graceMs;
    if (kill.killIndex === undefined && kill.run.exitedMs !== undefined && deadline <= kill.nextMs) {
      const labels = [say(scene.words, 'mark.else', { signal: 'SIGKILL' })];
      marks.push({ atMs: deadline, shape: 'wouldKill', labels, routine: false });
    }
  }
  if (kill.killIndex !== undefined) {
    const atMs = scene.trace.events[kill.killIndex]!.atMs;
    marks.push({ atMs, shape: 'kill', labels: ['SIGKILL'], routine: false, ...toldAt(scene.story, kill.killIndex) });
  }
  return marks;
}

/** The dashed frame up to the deadline, and how much of it is left. */
function budget(scene: Scene, kill: Kill): readonly Frame[] {
  if (kill.signalMs === undefined) return [];
  const deadline = kill.signalMs + kill.graceMs;
  const usedMs = Math.min(kill.run.exitedMs ?? scene.endMs, deadline);
  const spare = deadline - usedMs;
  const word = duration(scene.words, spare);
  const labels =
    kill.run.exitedMs === undefined || spare < 50 ? [] : [say(scene.words, 'frame.spare', { time: word }), word];
  return [{ fromMs: kill.beginMs, toMs: Math.min(deadline, kill.nextMs), usedMs, labels }];
}

function hookBars(
  scene: Scene,
  container: ContainerPlan,
  hook: 'preStop' | 'postStart',
  attempt?: number,
): readonly Bar[] {
  const bars: Bar[] = [];
  const { events } = scene.trace;
  events.forEach((event, index) => {
    if (event.event !== `${hook}.begin` || event.container !== container.name) return;
    if (attempt !== undefined && event.attempt !== undefined && event.attempt !== attempt) return;
    const end = events.slice(index).find((later) => endsHook(later, hook, container.name));
    const toMs = end?.atMs ?? scene.endMs;
    if (toMs - event.atMs < 20) return;
    const took = duration(scene.words, toMs - event.atMs);
    bars.push({
      fromMs: event.atMs,
      toMs,
      open: end === undefined,
      look: 'hook',
      labels: [`${hook} ${took}`, hook, took],
      ...toldAt(scene.story, index),
    });
  });
  return bars;
}

function endsHook(event: TraceEvent, hook: string, container: string): boolean {
  if (event.container !== container) return false;
  return event.event === `${hook}.end` || event.event === `${hook}.timeout` || event.event === 'container.exited';
}

function hookFailures(scene: Scene, container: ContainerPlan, hook: 'postStart'): readonly Mark[] {
  return scene.trace.events.flatMap((event, index): readonly Mark[] => {
    if (event.event !== `${hook}.end` || event.container !== container.name || event.result === 'success') return [];
    return [{ atMs: event.atMs, shape: 'crossDisc', labels: [], routine: false, ...toldAt(scene.story, index) }];
  });
}
