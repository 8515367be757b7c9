// What a sync has to do: sandbox, kills, starts, in place restart. Decides only, does nothing.
// Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions, kuberuntime_container.go
// computeInitContainerActions (1.37).
import { mayStart } from './containerStatuses';
import { initContainers, type Kubelet, mainContainers, type SeenContainer, type SeenPod } from './kubelet';
import type { ContainerPlan } from './plan';
import type { PodObject } from './podObject';
import { verdictOf } from './probeManager';
import { restartsAfterProbe, restartsAll } from './restartPolicy';

/** Why a container is killed: it decides which grace period counts. */
export type KillReason = 'liveness' | 'startup' | 'postStart' | 'restartAll' | 'pod';

export interface Doomed {
  readonly id: string;
  readonly message: string;
  readonly reason: KillReason;
}

export interface Actions {
  killPod: boolean;
  createSandbox: boolean;
  readonly sandboxAttempt: number;
  readonly toKill: Doomed[];
  initToStart: ContainerPlan[];
  toStart: ContainerPlan[];
  toReset: { readonly id: string; readonly kill: boolean }[];
}

/** The actions for a pod as it was last seen. `restarting`: all containers are to be restarted in place. */
export function podActions(k: Kubelet, pod: PodObject, seen: SeenPod, restarting: boolean): Actions {
  const newest = seen.sandboxes[0];
  const createSandbox = newest?.ready !== true;
  const actions: Actions = {
    killPod: createSandbox,
    createSandbox,
    sandboxAttempt: newest === undefined ? 0 : newest.attempt + (createSandbox ? 1 : 0),
    toKill: [],
    initToStart: [],
    toStart: [],
    toReset: [],
  };
  if (restarting) actions.toReset = toReset(k, seen);
  else if (createSandbox) planNewSandbox(k, seen, actions);
  else if (initActions(k, pod, seen, actions) && !actions.killPod) mainActions(k, pod, seen, actions);
  return actions;
}

/** Dead attempts of init containers beyond the newest: removed before anything is started. */
export function pruned(k: Kubelet, seen: SeenPod): string[] {
  return initContainers(k.plan).flatMap((c) =>
    seen.containers
      .filter((s) => s.name === c.name && s.state === 'exited')
      .slice(1)
      .map((s) => s.id),
  );
}

/** All containers, those whose end asked for it last. */
function toReset(k: Kubelet, seen: SeenPod): Actions['toReset'] {
  const sources: Actions['toReset'][] = [[], []];
  const targets: Actions['toReset'][] = [[], []];
  [mainContainers(k.plan), initContainers(k.plan)].forEach((list, group) => {
    for (const c of list) {
      for (const s of seen.containers.filter((x) => x.name === c.name)) {
        if (s.state !== 'exited') targets[group]!.push({ id: s.id, kill: true });
        else (restartsAll(c, s.exitCode) ? sources : targets)[group]!.push({ id: s.id, kill: false });
      }
    }
  });
  return [...targets.flat(), ...sources.flat()];
}

function planNewSandbox(k: Kubelet, seen: SeenPod, actions: Actions): void {
  if (k.plan.restartPolicy === 'Never' && actions.sandboxAttempt !== 0 && seen.containers.length > 0) {
    actions.createSandbox = false;
    return;
  }
  const mains = mainContainers(k.plan);
  const start = mains.filter((c) => {
    const runOnce = (c.restartPolicy ?? k.plan.restartPolicy) === 'OnFailure';
    return !(runOnce && succeeded(c, seen));
  });
  if (start.length === 0 && mains.some((c) => find(seen, c) !== undefined)) {
    actions.createSandbox = false;
    return;
  }
  const first = initContainers(k.plan)[0];
  if (first !== undefined) actions.initToStart = [first];
  else actions.toStart = start;
}

function succeeded(c: ContainerPlan, seen: SeenPod): boolean {
  const s = find(seen, c);
  return s !== undefined && s.state === 'exited' && s.exitCode === 0;
}

function find(seen: SeenPod, c: ContainerPlan): SeenContainer | undefined {
  return seen.containers.find((s) => s.name === c.name);
}

function mainActions(k: Kubelet, pod: PodObject, seen: SeenPod, actions: Actions): void {
  let keep = 0;
  for (const c of mainContainers(k.plan)) {
    const s = find(seen, c);
    if (s === undefined || s.state !== 'running') {
      if (pod.deletionUs === undefined && mayStart(k, c, s)) actions.toStart.push(c);
      continue;
    }
    const reason = failedProbe(k, s.id);
    if (reason === undefined) {
      keep++;
      continue;
    }
    const restart = restartsAfterProbe(k.plan, c);
    if (restart) actions.toStart.push(c);
    const message = `Container ${c.name} failed ${reason} probe${restart ? ', will be restarted' : ''}`;
    actions.toKill.push({ id: s.id, message, reason });
  }
  if (keep === 0 && actions.toStart.length === 0) {
    actions.killPod = true;
    actions.initToStart = [];
  }
}

function failedProbe(k: Kubelet, id: string): 'liveness' | 'startup' | undefined {
  if (verdictOf(k, 'liveness', id) === 'Failure') return 'liveness';
  return verdictOf(k, 'startup', id) === 'Failure' ? 'startup' : undefined;
}

/** Finds the next init container and the sidecars to restart, from the last one backwards; true once initialized. */
function initActions(k: Kubelet, pod: PodObject, seen: SeenPod, actions: Actions): boolean {
  const inits = initContainers(k.plan);
  if (inits.length === 0) return true;
  const mains = mainContainers(k.plan);
  let done = seen.active.some((s) => mains.some((c) => c.name === s.name));
  let previous = done;
  const start: ContainerPlan[] = [];
  for (let i = inits.length - 1; i >= 0; i--) {
    const c = inits[i]!;
    const s = seen.active.find((x) => x.name === c.name);
    if (s === undefined) {
      if (previous && c.role === 'sidecar') start.push(c);
      continue;
    }
    if (previous && c.role !== 'sidecar') continue;
    const passed =
      c.role === 'sidecar' ? sidecarAction(k, s, c, actions, start) : initAction(k, pod, s, c, seen, start);
    if (passed === 'dead') {
      actions.killPod = true;
      actions.initToStart = [];
      return false;
    }
    if (passed === 'initialized') {
      if (i === inits.length - 1) done = true;
      else if (!previous || c.role !== 'sidecar') start.push(inits[i + 1]!);
      if (c.role === 'sidecar') sidecarLiveness(k, s, c, actions, start);
    }
    previous = true;
  }
  if (!previous) start.push(inits[0]!);
  actions.initToStart = start.reverse();
  return done;
}

type Passed = 'initialized' | 'waiting' | 'dead';

function initAction(
  k: Kubelet,
  pod: PodObject,
  s: SeenContainer,
  c: ContainerPlan,
  seen: SeenPod,
  start: ContainerPlan[],
): Passed {
  if (s.state === 'running') return 'waiting';
  if (s.state === 'created') {
    start.push(c);
    return 'waiting';
  }
  if (s.exitCode === 0 && s.reason !== 'OOMKilled') return 'initialized';
  if (pod.deletionUs !== undefined || !mayStart(k, c, find(seen, c))) return 'dead';
  start.push(c);
  return 'waiting';
}

function sidecarAction(
  k: Kubelet,
  s: SeenContainer,
  c: ContainerPlan,
  actions: Actions,
  start: ContainerPlan[],
): Passed {
  if (s.state !== 'running') {
    start.push(c);
    return 'waiting';
  }
  if (c.startupProbe === undefined) return 'initialized';
  const verdict = verdictOf(k, 'startup', s.id);
  if (verdict === 'Failure') {
    actions.toKill.push({ id: s.id, message: `Init container ${c.name} failed startup probe`, reason: 'startup' });
    start.push(c);
  }
  return verdict === 'Success' ? 'initialized' : 'waiting';
}

function sidecarLiveness(
  k: Kubelet,
  s: SeenContainer,
  c: ContainerPlan,
  actions: Actions,
  start: ContainerPlan[],
): void {
  if (c.livenessProbe === undefined || verdictOf(k, 'liveness', s.id) !== 'Failure') return;
  actions.toKill.push({ id: s.id, message: `Init container ${c.name} failed liveness probe`, reason: 'liveness' });
  start.push(c);
}
