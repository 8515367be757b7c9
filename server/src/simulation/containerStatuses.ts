// Container statuses as the API shows them, from what the runtime shows and what was said before.
// Source: pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses (1.37, default gates).
import type { Kubelet, SeenContainer, SeenPod, StartFailure } from './kubelet';
import { restartingAll } from './phase';
import type { ContainerPlan } from './plan';
import type { ContainerState, ContainerStatus, PodStatus, Terminated } from './podObject';
import { shouldRestart } from './restartPolicy';

type Draft = { -readonly [K in keyof ContainerStatus]: ContainerStatus[K] };

/** What a list of statuses is made from. */
export interface StatusInput {
  readonly seen: SeenPod;
  readonly old: PodStatus;
  /** True when the pod has a deletion timestamp: nothing is restarted then. */
  readonly deleted: boolean;
  /** True while all containers are being restarted in place. */
  readonly restarting: boolean;
}

/** Statuses of main containers (sorted by name, as the kubelet does) or of init containers (in order). */
export function containerStatuses(k: Kubelet, input: StatusInput, role: 'main' | 'init'): ContainerStatus[] {
  const plans = k.plan.containers.filter((c) => (c.role === 'main') === (role === 'main'));
  const hasInit = k.plan.containers.some((c) => c.role !== 'main');
  const oldList = role === 'main' ? input.old.containers : input.old.initContainers;
  const statuses = plans.map((c) =>
    statusOf(
      k,
      input,
      c,
      hasInit,
      oldList.find((s) => s.name === c.name),
    ),
  );
  return role === 'main' ? statuses.sort((a, b) => (a.name < b.name ? -1 : 1)) : statuses;
}

function statusOf(
  k: Kubelet,
  input: StatusInput,
  c: ContainerPlan,
  hasInit: boolean,
  old?: ContainerStatus,
): ContainerStatus {
  const attempts = input.seen.containers.filter((s) => s.name === c.name).slice(0, 2);
  const newest = attempts[0];
  const status: Draft = newest === undefined ? unseen(input, c, hasInit, old) : converted(newest, old, !freshStatus(k));
  const last = attempts[1];
  if (last !== undefined) {
    const state = stateOf(last);
    if (state.is === 'terminated') status.lastTermination = state;
    else delete status.lastTermination;
  }
  if (c.role !== 'main' && newest !== undefined && newest.state === 'exited' && newest.exitCode === 0) return status;
  if (c.role === 'init' && newest === undefined && status.state.is === 'waiting' && mainSeen(k, input.seen)) {
    status.state = completed;
    return status;
  }
  if (toBeStarted(k, input, c, newest)) applyFailure(status, k.startFailures.get(c.name));
  return status;
}

/** A container that shall start but could not is waiting, with the reason of the failure. */
function applyFailure(status: Draft, failure: StartFailure | undefined): void {
  if (failure === undefined) return;
  if (status.state.is === 'terminated') status.lastTermination = status.state;
  status.state = { is: 'waiting', reason: failure.reason, message: failure.message };
}

/** The status of a container the runtime does not show. */
function unseen(input: StatusInput, c: ContainerPlan, hasInit: boolean, old: ContainerStatus | undefined): Draft {
  const reason = hasInit ? 'PodInitializing' : 'ContainerCreating';
  const status: Draft =
    old?.state.is === 'terminated'
      ? { ...old }
      : {
          name: c.name,
          state: { is: 'waiting', reason },
          ready: false,
          restartCount: old?.restartCount ?? 0,
          containerId: '',
          ...(old?.lastTermination === undefined ? {} : { lastTermination: old.lastTermination }),
        };
  if (old === undefined) return status;
  if (input.restarting && old.state.is !== 'waiting') {
    status.state = { is: 'waiting', reason: restartingAll };
    status.lastTermination = lost(restartingAll);
    status.restartCount = old.restartCount + 1;
    return status;
  }
  if (old.state.is !== 'running' || status.lastTermination !== undefined) return status;
  status.lastTermination = lost('ContainerStatusUnknown');
  if (!input.deleted) status.restartCount++;
  return status;
}

/** The status of the newest attempt the runtime shows. */
function converted(seen: SeenContainer, old: ContainerStatus | undefined, keepStarted: boolean): Draft {
  const status: Draft = {
    name: seen.name,
    state: stateOf(seen),
    ready: false,
    restartCount: Math.max(seen.restartCount, old?.restartCount ?? 0),
    containerId: seen.id,
  };
  if (old === undefined) return status;
  if (old.containerId !== seen.id && old.state.is === 'terminated') status.lastTermination = old.state;
  else if (old.lastTermination !== undefined) status.lastTermination = old.lastTermination;
  if (seen.state !== 'running') return status;
  if (old.state.is === 'terminated' && old.restartCount >= seen.restartCount)
    status.restartCount = old.restartCount + 1;
  if (old.started !== undefined && keepStarted) status.started = old.started;
  return status;
}

/**
 * Gate ChangeContainerStatusOnKubeletRestart, off by default and deprecated: a new process no longer inherits `started`
 * from the one before.
 */
export function freshStatus(k: Kubelet): boolean {
  return k.scenario.gates?.ChangeContainerStatusOnKubeletRestart === true;
}

function stateOf(seen: SeenContainer): ContainerState {
  if (seen.state === 'created') return { is: 'waiting' };
  if (seen.state === 'running') return { is: 'running', startedUs: seen.startedUs };
  return {
    is: 'terminated',
    exitCode: seen.exitCode,
    reason: seen.reason,
    containerId: seen.id,
    startedUs: seen.startedUs,
    finishedUs: seen.finishedUs,
  };
}

/** container/helpers.go ShouldContainerBeRestarted. */
function toBeStarted(k: Kubelet, input: StatusInput, c: ContainerPlan, newest: SeenContainer | undefined): boolean {
  if (input.deleted) return false;
  return mayStart(k, c, newest);
}

/** True when a container that is not being deleted has no running process and its policy asks for one. */
export function mayStart(k: Kubelet, c: ContainerPlan, newest: SeenContainer | undefined): boolean {
  if (newest === undefined || newest.state === 'created') return true;
  return newest.state === 'exited' && shouldRestart(k.plan, c, newest.exitCode);
}

function mainSeen(k: Kubelet, seen: SeenPod): boolean {
  return k.plan.containers.some((c) => c.role === 'main' && seen.containers.some((s) => s.name === c.name));
}

/** What is said of an init container whose record the runtime has lost after the pod was initialized. */
const completed: Terminated = {
  is: 'terminated',
  exitCode: 0,
  reason: 'Completed',
  containerId: '',
  startedUs: 0,
  finishedUs: 0,
};

/** The end of a container that is no longer there. */
export function lost(reason: string): Terminated {
  return { is: 'terminated', exitCode: 137, reason, containerId: '', startedUs: 0, finishedUs: 0 };
}
