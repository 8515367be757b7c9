// The phase of a pod from its container statuses. Source: pkg/kubelet/kubelet_pods.go getPhase (1.37).
import { initContainers, mainContainers } from './kubelet';
import type { ContainerPlan, PodPlan } from './plan';
import type { ContainerStatus, Terminated } from './podObject';
import { shouldRestart } from './restartPolicy';
import type { PodPhase } from './trace';

/** Reason of containers removed by a restart in place; such an end always counts as one to be restarted. */
export const restartingAll = 'RestartingAllContainers';

interface Counts {
  pendingInit: number;
  pendingSidecars: number;
  failedForGood: number;
  unknown: number;
  running: number;
  waiting: number;
  stopped: number;
  stoppedForGood: number;
  succeeded: number;
}

/** The phase. `over`: no container will run again; `begun`: a main container runs or ran in the present sandbox. */
export function phaseOf(plan: PodPlan, statuses: readonly ContainerStatus[], over: boolean, begun: boolean): PodPhase {
  const n = count(plan, statuses);
  if (n.failedForGood > 0) return 'Failed';
  if (n.pendingInit > 0 || (n.pendingSidecars > 0 && !begun) || n.waiting > 0) return 'Pending';
  if (n.running > 0 && n.unknown === 0) return 'Running';
  if (n.running === 0 && n.stopped > 0 && n.unknown === 0) {
    if (!over && n.stopped !== n.stoppedForGood) return 'Running';
    return n.stopped === n.succeeded ? 'Succeeded' : 'Failed';
  }
  return 'Pending';
}

function count(plan: PodPlan, statuses: readonly ContainerStatus[]): Counts {
  const n: Counts = {
    pendingInit: 0,
    pendingSidecars: 0,
    failedForGood: 0,
    unknown: 0,
    running: 0,
    waiting: 0,
    stopped: 0,
    stoppedForGood: 0,
    succeeded: 0,
  };
  const statusOf = (c: ContainerPlan): ContainerStatus | undefined => statuses.find((s) => s.name === c.name);
  for (const c of initContainers(plan)) {
    if (c.role === 'init') countInit(n, plan, c, statusOf(c));
    else countSidecar(n, statusOf(c));
  }
  for (const c of mainContainers(plan)) countMain(n, plan, c, statusOf(c));
  return n;
}

function countInit(n: Counts, plan: PodPlan, c: ContainerPlan, status: ContainerStatus | undefined): void {
  const end = endOf(status);
  if (end === undefined) n.pendingInit++;
  else if (end.exitCode !== 0 && !comesBack(plan, c, end)) n.failedForGood++;
}

function countSidecar(n: Counts, status: ContainerStatus | undefined): void {
  if (status === undefined) {
    n.unknown++;
  } else if (status.state.is === 'running') {
    if (status.started !== true) n.pendingSidecars++;
    n.running++;
  } else if (status.state.is === 'waiting' && status.lastTermination === undefined) {
    n.pendingSidecars++;
    n.waiting++;
  }
}

function countMain(n: Counts, plan: PodPlan, c: ContainerPlan, status: ContainerStatus | undefined): void {
  if (status === undefined) {
    n.unknown++;
  } else if (status.state.is === 'running') {
    n.running++;
  } else {
    const end = endOf(status);
    if (end === undefined) {
      n.waiting++;
      return;
    }
    n.stopped++;
    if (!comesBack(plan, c, end)) n.stoppedForGood++;
    if (status.state.is === 'terminated' && end.exitCode === 0) n.succeeded++;
  }
}

/** The end that counts: the present one, or the last one while the container waits for its next start. */
function endOf(status: ContainerStatus | undefined): Terminated | undefined {
  if (status === undefined) return undefined;
  if (status.state.is === 'terminated') return status.state;
  return status.state.is === 'waiting' ? status.lastTermination : undefined;
}

function comesBack(plan: PodPlan, c: ContainerPlan, end: Terminated): boolean {
  return shouldRestart(plan, c, end.exitCode) || end.reason === restartingAll;
}
