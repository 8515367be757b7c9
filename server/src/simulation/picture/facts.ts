// The few numbers a reader asks for, taken from a trace: ready when, down how long, deleted how, requests lost.
// No words here; summary and advice both read these.
import type { ContainerPlan } from '../plan';
import type { Scenario } from '../scenario';
import { appSpans, behaviourOfRun } from './app';
import type { Scene } from './containerLane';
import { readySpells } from './podLanes';
import { type Run, runsOf } from './runs';
import { fateMs, type Traffic } from './serviceLanes';

export interface Outage {
  readonly container: ContainerPlan;
  /** The app falls silent. */
  readonly hungMs: number;
  /** The stop signal of the kill that follows, or absent when nothing notices. */
  readonly noticedMs?: number;
  readonly againMs?: number;
  readonly killed: boolean;
}

export interface CrashLoop {
  readonly container: ContainerPlan;
  readonly runs: readonly Run[];
  readonly code: number;
  readonly oom: boolean;
  /** Every run ended by itself with the same code. */
  readonly everyTime: boolean;
  readonly firstWaitMs: number;
  readonly lastWaitMs: number;
}

export interface StartupKill {
  readonly container: ContainerPlan;
  readonly kind: 'startup' | 'liveness';
  readonly kills: number;
  /** Seconds after its start at which the app would have answered; absent: never. */
  readonly needsMs?: number;
  readonly allowedMs: number;
}

export interface HookFailure {
  readonly container: string;
  readonly afterMs: number;
  readonly times: number;
}

export interface Deletion {
  readonly requestedMs: number;
  readonly graceMs: number;
  readonly goneMs?: number;
  /** Containers that had to be killed. */
  readonly killed: readonly string[];
}

export interface Facts {
  readonly firstReadyMs?: number;
  /** Ready no later than the first status after the start, without any readiness probe. */
  readonly unasked: boolean;
  readonly outage?: Outage;
  readonly crash?: CrashLoop;
  readonly startupKill?: StartupKill;
  /** A postStart hook that fails, so that its container is killed. */
  readonly hookFailure?: HookFailure;
  readonly deletion?: Deletion;
  readonly completedMs?: number;
  readonly phase: string;
  readonly phaseReason?: string;
  readonly restarts: number;
  readonly refusedMs: number;
  readonly unansweredMs: number;
  /** Requests refused after the deletion. */
  readonly refusedAtEndMs: number;
  readonly unreadyWhileRunningMs?: number;
}

/** The facts of a simulation. */
export function factsOf(scene: Scene, traffic: Traffic): Facts {
  const { events } = scene.trace;
  const ready = readySpells(scene).find((spell) => spell.ready);
  const phases = events.filter((event) => event.event === 'pod.phase');
  const last = phases[phases.length - 1];
  const mains = scene.plan.containers.filter(({ role }) => role !== 'init');
  const deletion = deletionOf(scene);
  const crash = crashOf(scene);
  const outage = outageOf(scene);
  const startupKill = startupKillOf(scene);
  const hookFailure = hookFailureOf(scene);
  const ended = last?.state === 'Succeeded' || last?.state === 'Failed' ? last : undefined;
  return {
    ...(ready === undefined ? {} : { firstReadyMs: ready.fromMs }),
    unasked: mains.every(
      ({ readinessProbe, startupProbe }) => readinessProbe === undefined && startupProbe === undefined,
    ),
    ...(outage === undefined ? {} : { outage }),
    ...(crash === undefined ? {} : { crash }),
    ...(startupKill === undefined ? {} : { startupKill }),
    ...(hookFailure === undefined ? {} : { hookFailure }),
    ...(deletion === undefined ? {} : { deletion }),
    ...(ended === undefined || deletion !== undefined ? {} : { completedMs: ended.atMs }),
    phase: last?.state ?? 'Pending',
    ...(last?.reason === undefined ? {} : { phaseReason: last.reason }),
    restarts: restartsOf(scene),
    refusedMs: fateMs(traffic, 'refused'),
    unansweredMs: fateMs(traffic, 'unanswered'),
    refusedAtEndMs: refusedAfter(traffic, deletion?.requestedMs),
  };
}

function restartsOf(scene: Scene): number {
  return scene.plan.containers.reduce(
    (sum, { name }) => sum + Math.max(0, runsOf(scene.trace.events, name).length - 1),
    0,
  );
}

function refusedAfter(traffic: Traffic, ms: number | undefined): number {
  if (ms === undefined) return 0;
  const late = traffic.requests.filter(({ state, toMs }) => state !== 'served' && toMs > ms);
  return late.reduce((sum, stretch) => sum + stretch.toMs - Math.max(stretch.fromMs, ms), 0);
}

function hookFailureOf(scene: Scene): HookFailure | undefined {
  const { events } = scene.trace;
  const failed = events.filter((event) => event.event === 'postStart.end' && event.result !== 'success');
  const first = failed[0];
  if (first?.container === undefined) return undefined;
  const start = runsOf(events, first.container)[0]?.startedMs ?? 0;
  return { container: first.container, afterMs: first.atMs - start, times: failed.length };
}

function deletionOf(scene: Scene): Deletion | undefined {
  const { events } = scene.trace;
  const request = events.find((event) => event.event === 'api.delete');
  if (request === undefined) return undefined;
  const goneMs = events.find((event) => event.event === 'pod.deleted')?.atMs;
  const killed = events.filter(
    (event) => event.event === 'signal' && event.signal === 'SIGKILL' && event.atMs > request.atMs,
  );
  return {
    requestedMs: request.atMs,
    graceMs: (request.grace ?? scene.plan.terminationGracePeriodSeconds) * 1000,
    ...(goneMs === undefined ? {} : { goneMs }),
    killed: [...new Set(killed.map((event) => event.container ?? ''))],
  };
}

/** The first time an app that had answered falls silent without being asked to stop. */
function outageOf(scene: Scene): Outage | undefined {
  for (const container of scene.plan.containers) {
    const runs = runsOf(scene.trace.events, container.name);
    for (const [index, run] of runs.entries()) {
      const spans = appSpans(run, behaviourOfRun(scene.scenario, container.name, run.attempt), scene.endMs);
      const silent = spans.find((span, place) => span.state === 'silent' && place > 0);
      if (silent === undefined || silent.toMs - silent.fromMs < 100) continue;
      const next = runs[index + 1];
      return {
        container,
        hungMs: silent.fromMs,
        ...(run.signalMs === undefined ? {} : { noticedMs: run.signalMs }),
        ...(next === undefined
          ? recovery(spans.find((span) => span.fromMs >= silent.toMs)?.fromMs)
          : { againMs: next.startedMs }),
        killed: run.killedMs !== undefined,
      };
    }
  }
  return undefined;
}

function recovery(ms: number | undefined): { againMs?: number } {
  return ms === undefined ? {} : { againMs: ms };
}

/** A container whose process ended by itself with an error, or was killed for memory. */
function crashOf(scene: Scene): CrashLoop | undefined {
  for (const container of scene.plan.containers) {
    const runs = runsOf(scene.trace.events, container.name);
    const crashed = runs.filter(
      (run) => run.exitedMs !== undefined && run.signalMs === undefined && run.exitCode !== 0,
    );
    const first = crashed[0];
    if (first === undefined) continue;
    const waits = runs.slice(1).flatMap((run, index) => {
      const exited = runs[index]!.exitedMs;
      return exited === undefined ? [] : [run.startedMs - exited];
    });
    const long = waits.filter((wait) => wait > 5000);
    return {
      container,
      runs: crashed,
      code: first.exitCode ?? 0,
      oom: first.reason === 'OOMKilled',
      everyTime: crashed.length > 1 && crashed.length >= runs.length - 1,
      firstWaitMs: long[0] ?? 0,
      lastWaitMs: long[long.length - 1] ?? 0,
    };
  }
  return undefined;
}

/** A container that is killed by its probe before it ever answered. */
function startupKillOf(scene: Scene): StartupKill | undefined {
  for (const container of scene.plan.containers) {
    const kind = container.startupProbe !== undefined ? 'startup' : 'liveness';
    const probe = container[`${kind}Probe`];
    if (probe === undefined) continue;
    const runs = runsOf(scene.trace.events, container.name);
    const deletedMs = scene.trace.events.find((event) => event.event === 'api.delete')?.atMs ?? Infinity;
    const early = runs.filter((run) => {
      if (run.signalMs === undefined || run.signalMs >= deletedMs) return false;
      const spans = appSpans(
        { ...run, exitedMs: run.signalMs },
        behaviourOfRun(scene.scenario, container.name, run.attempt),
        scene.endMs,
      );
      return spans.every((span) => span.state === 'starting');
    });
    const first = early[0];
    if (first === undefined) continue;
    const needs = needsMs(scene.scenario, container.name, first.attempt);
    return {
      container,
      kind,
      kills: early.length,
      ...(needs === undefined ? {} : { needsMs: needs }),
      allowedMs: first.signalMs! - first.startedMs,
    };
  }
  return undefined;
}

function needsMs(scenario: Scenario, container: string, attempt: number): number | undefined {
  const behaviour = behaviourOfRun(scenario, container, attempt);
  const after = behaviour.probes?.startup?.readyAfter ?? behaviour.readyAfter;
  if (behaviour.healthy !== undefined || after === undefined || after > 86_400) return undefined;
  return after * 1000;
}
