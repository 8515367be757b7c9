// The status manager: keeps the newest status and writes it to the API server. Source: pkg/kubelet/status/status_manager.go.
import { deleteFinished, type Patch, patchStatus } from './apiServer';
import { SECOND } from './clock';
import { containersReady, ready, terminalCondition } from './conditions';
import { lost } from './containerStatuses';
import type { Kubelet } from './kubelet';
import type { PodPlan } from './plan';
import {
  type Condition,
  type ConditionType,
  type ContainerState,
  type ContainerStatus,
  conditionOf,
  isTerminal,
  type PodObject,
  type PodStatus,
  sameStatus,
} from './podObject';
import { couldRestartAll, shouldRestart } from './restartPolicy';
import { watchDeadline } from './syncLoop';

/** Takes over a status made at a sync; with a deletion pending it is written even if nothing changed. */
export function setPodStatus(k: Kubelet, pod: PodObject, status: PodStatus): void {
  update(k, pod, status, pod.deletionUs !== undefined, false);
}

/** Readiness of a process changed: it goes into the API at once. */
export function setReadiness(k: Kubelet, containerId: string, value: boolean): void {
  change(k, containerId, (c) => (c.ready === value ? undefined : { ...c, ready: value }), true);
}

/** `started` of a process changed: it goes into the API at once. */
export function setStartup(k: Kubelet, containerId: string, value: boolean): void {
  change(k, containerId, (c) => (c.started === value ? undefined : { ...c, started: value }), false);
}

/** The pod's sandbox is there: the condition does not wait for the end of the sync (kubelet.go OnPodSandboxReady). */
export function setSandboxReady(k: Kubelet, pod: PodObject): void {
  k.clock.soon(() => {
    const status = k.status.cached?.status ?? pod.status;
    setPodStatus(k, pod, replaced(status, { type: 'PodReadyToStartContainers', status: 'True' }));
  });
}

/** Last word on a pod: every container gets an end, the phase becomes terminal, and the object may be deleted. */
export function terminatePod(k: Kubelet, pod: PodObject): void {
  const status = k.status.cached?.status ?? pod.status;
  const initialized = hasInitialized(k.plan, pod.status);
  const until = lastStartedInit(status.initContainers);
  update(
    k,
    pod,
    {
      ...status,
      containers: initialized ? status.containers.map(ended) : status.containers,
      initContainers: status.initContainers.map((c, i) => (i <= until ? ended(c) : c)),
      phase: isTerminal(status.phase) ? status.phase : 'Failed',
    },
    true,
    true,
  );
}

function change(
  k: Kubelet,
  id: string,
  edit: (c: ContainerStatus) => ContainerStatus | undefined,
  readiness: boolean,
): void {
  const pod = k.pod;
  const old = k.status.cached?.status;
  if (pod === undefined || old === undefined) return;
  const inList = (list: readonly ContainerStatus[]): readonly ContainerStatus[] | undefined => {
    const found = list.find((c) => c.containerId === id);
    const next = found === undefined ? undefined : edit(found);
    return next === undefined ? undefined : list.map((c) => (c === found ? next : c));
  };
  const containers = inList(old.containers);
  const isMain = old.containers.some((c) => c.containerId === id);
  const initContainers = isMain ? undefined : inList(old.initContainers);
  if (containers === undefined && initContainers === undefined) return;
  let status: PodStatus = {
    ...old,
    containers: containers ?? old.containers,
    initContainers: initContainers ?? old.initContainers,
  };
  if (readiness) {
    const all = [...status.initContainers, ...status.containers];
    status = replaced(status, ready(k.plan, all, status.phase));
    status = replaced(status, containersReady(k.plan, all, status.phase));
  }
  update(k, pod, status, false, false);
}

function update(k: Kubelet, pod: PodObject, next: PodStatus, force: boolean, finished: boolean): void {
  const { cached } = k.status;
  const old = cached?.status ?? pod.status;
  if (!transitionAllowed(k.plan, old, next)) return;
  const status = normalized({ ...next, startUs: old.startUs ?? next.startUs ?? k.clock.nowUs });
  if (cached !== undefined && !force && sameStatus(cached.status, status)) return;
  k.status.cached = { status, finished: finished || cached?.finished === true };
  k.status.version++;
  if (cached === undefined && old.startUs === undefined) watchDeadline(k);
  if (k.status.queued) return;
  k.status.queued = true;
  k.clock.soon(() => {
    k.status.queued = false;
    write(k);
  });
}

function write(k: Kubelet): void {
  const { cached, version } = k.status;
  if (cached === undefined || k.status.written >= version) return;
  const current = k.api.pod;
  if (current === undefined) return;
  const merged = mergedStatus(current.status, cached.status, !k.worker.terminated);
  const patch: Patch = patchStatus(k, merged);
  k.status.written = version;
  if (patch.pod.deletionUs !== undefined && isTerminal(patch.pod.status.phase) && cached.finished) {
    deleteFinished(k);
    delete k.status.cached;
  }
}

/** A terminal phase is held back as long as containers could be running (status_manager.go mergePodStatus). */
function mergedStatus(old: PodStatus, next: PodStatus, couldRun: boolean): PodStatus {
  let status = next;
  if (!isTerminal(old.phase) && isTerminal(next.phase) && couldRun) {
    const { reason: _, ...rest } = next;
    status = { ...rest, phase: old.phase, ...(old.reason === undefined ? {} : { reason: old.reason }) };
  }
  if (!isTerminal(status.phase)) return status;
  const isTrue = (type: ConditionType): boolean => conditionOf(status, type)?.status === 'True';
  if (!isTrue('Ready') && !isTrue('ContainersReady')) return status;
  status = replaced(status, terminalCondition('ContainersReady', status.phase));
  return replaced(status, terminalCondition('Ready', status.phase));
}

/** A container that is over for good cannot come back in the API (status_manager.go checkContainerStateTransition). */
function transitionAllowed(plan: PodPlan, old: PodStatus, next: PodStatus): boolean {
  if (plan.restartPolicy === 'Always' || couldRestartAll(plan)) return true;
  const stuck = (was: ContainerStatus, list: readonly ContainerStatus[]): boolean => {
    const container = plan.containers.find((c) => c.name === was.name);
    if (container === undefined || container.role === 'sidecar' || was.state.is !== 'terminated') return false;
    if (was.state.exitCode !== 0 && plan.restartPolicy === 'OnFailure') return false;
    if (shouldRestart(plan, container, was.state.exitCode)) return false;
    return list.some((c) => c.name === was.name && c.state.is !== 'terminated');
  };
  return (
    !old.containers.some((c) => stuck(c, next.containers)) &&
    !old.initContainers.some((c) => stuck(c, next.initContainers))
  );
}

/** Times in the API are whole seconds (normalizeStatus). */
function normalized(status: PodStatus): PodStatus {
  return {
    ...status,
    ...(status.startUs === undefined ? {} : { startUs: wholeSeconds(status.startUs) }),
    containers: status.containers.map(normalizedContainer),
    initContainers: status.initContainers.map(normalizedContainer),
  };
}

function normalizedContainer(c: ContainerStatus): ContainerStatus {
  const state = wholeState(c.state);
  return state === c.state ? c : { ...c, state };
}

function wholeState(state: ContainerState): ContainerState {
  if (state.is !== 'running') return state;
  const startedUs = wholeSeconds(state.startedUs);
  return startedUs === state.startedUs ? state : { ...state, startedUs };
}

function wholeSeconds(us: number): number {
  return Math.floor(us / SECOND) * SECOND;
}

function replaced(status: PodStatus, condition: Condition): PodStatus {
  const found = status.conditions.some((c) => c.type === condition.type);
  const list = found
    ? status.conditions.map((c) => (c.type === condition.type ? condition : c))
    : [...status.conditions, condition];
  return { ...status, conditions: list };
}

function ended(c: ContainerStatus): ContainerStatus {
  return c.state.is === 'terminated' ? c : { ...c, state: lost('ContainerStatusUnknown') };
}

function hasInitialized(plan: PodPlan, status: PodStatus): boolean {
  const inits = plan.containers.filter((c) => c.role !== 'main');
  const lastPlan = inits[inits.length - 1];
  if (lastPlan === undefined) return true;
  if (status.containers.some((c) => c.lastTermination !== undefined || c.state.is !== 'waiting')) return true;
  const last = status.initContainers[inits.length - 1];
  if (last === undefined) return false;
  if (lastPlan.role === 'sidecar') return last.state.is === 'running' && last.started === true;
  return last.lastTermination?.exitCode === 0 || (last.state.is === 'terminated' && last.state.exitCode === 0);
}

/** Index of the last init container that shows any sign of a start; at least the first. */
function lastStartedInit(list: readonly ContainerStatus[]): number {
  for (let i = list.length - 1; i >= 0; i--) {
    const c = list[i]!;
    if (c.state.is !== 'waiting' || c.lastTermination !== undefined) return i;
  }
  return 0;
}
