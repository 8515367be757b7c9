// The three kinds of pod sync: keep running, terminate, clean up. Source: pkg/kubelet/kubelet.go SyncPod,
// SyncTerminatingPod, SyncTerminatedPod; kuberuntime/kuberuntime_manager.go SyncPod (1.37).
import { sleep, type Task, TIMEOUT } from './clock';
import { killContainer, killPod } from './killContainer';
import { costUs, type Kubelet, k8sEvent, type Sandbox, type SeenPod } from './kubelet';
import type { ContainerPlan } from './plan';
import { type Actions, podActions, pruned } from './podActions';
import { conditionOf, isTerminal, type PodObject } from './podObject';
import { generateStatus } from './podStatus';
import { updatePod } from './podWorker';
import { addProbes, removeProbes, stopLivenessAndStartup } from './probeManager';
import { look, removeContainer, runSandbox } from './runtime';
import { startContainer } from './startContainer';
import { setPodStatus, setSandboxReady, terminatePod } from './statusManager';

/** A sync that failed: with the moment a back-off ends, or without. */
export interface SyncError {
  readonly retryUs?: number;
}

export interface SyncOutcome {
  /** The pod has reached a terminal phase. */
  readonly over: boolean;
  /** Something was done, so the runtime is looked at again at once. */
  readonly relist: boolean;
  readonly error?: SyncError;
}

/** Brings a pod that shall run nearer to what its spec asks for. */
export function* syncPod(k: Kubelet, pod: PodObject, seen: SeenPod): Task<SyncOutcome> {
  yield sleep(k.clock, costUs(k, 'syncCostMs'));
  const status = generateStatus(k, pod, seen, false);
  setPodStatus(k, pod, status);
  if (isTerminal(status.phase)) return { over: true, relist: false };
  if (!(yield* volumesMounted(k))) return { over: false, relist: false, error: {} };
  addProbes(k);
  const restarting = conditionOf(status, 'AllContainersRestarting')?.status === 'True';
  const result = yield* act(k, pod, seen, podActions(k, pod, seen, restarting));
  if (restarting && result.error === undefined && result.removed) updatePod(k, { pod, kind: 'update' });
  return {
    over: false,
    relist: result.worked && result.error === undefined,
    ...(result.error === undefined ? {} : { error: result.error }),
  };
}

/** Stops everything the last look has shown running. */
export function* syncTerminatingPod(k: Kubelet, pod: PodObject, seen: SeenPod, graceSeconds: number | undefined): Task {
  yield sleep(k.clock, costUs(k, 'syncCostMs'));
  setPodStatus(k, pod, generateStatus(k, pod, seen, false));
  stopLivenessAndStartup(k);
  yield* killPod(k, pod, seen, graceSeconds);
  removeProbes(k);
  setPodStatus(k, pod, generateStatus(k, pod, look(k), true));
}

/** Writes the last status; a deleted pod's object goes with it. */
export function* syncTerminatedPod(k: Kubelet, pod: PodObject, seen: SeenPod): Task {
  yield sleep(k.clock, costUs(k, 'syncCostMs'));
  setPodStatus(k, pod, generateStatus(k, pod, seen, true));
  yield* volumesUnmounted(k);
  terminatePod(k, pod);
}

/**
 * Waits for the pod's volumes; false when the pod is deleted before they are there (volumemanager
 * WaitForAttachAndMount). They are mounted in the background, within one or two tenths of a second.
 */
function* volumesMounted(k: Kubelet): Task<boolean> {
  if (k.plan.volumes !== true || k.worker.mounted) return true;
  const waitUs = costUs(k, 'volumeWaitMs');
  const untilUs = k.clock.nowUs + waitUs;
  const wake = yield { on: [k.worker.cancel], until: untilUs };
  const third = Math.floor((3 * (k.clock.nowUs - untilUs + waitUs)) / waitUs);
  k.worker.mounted = wake === TIMEOUT || (third >= 1 && k.clock.toss());
  return k.worker.mounted;
}

/**
 * Volumes are unmounted in the background, at the next tenth of a second after the last process or the one after it
 * (volumemanager populator and reconciler, 100 ms each); a look that comes between the two may cost a wait.
 */
function* volumesUnmounted(k: Kubelet): Task {
  if (k.plan.volumes !== true || !k.worker.mounted) return;
  const early = k.clock.nowUs - k.worker.terminatedUs <= costUs(k, 'volumeWaitMs') / 3 + costUs(k, 'syncCostMs');
  if (early && k.clock.toss()) yield sleep(k.clock, costUs(k, 'volumeWaitMs'));
}

interface Result {
  /** True when anything at all was tried. */
  worked: boolean;
  removed: boolean;
  error?: SyncError;
}

function* act(k: Kubelet, pod: PodObject, seen: SeenPod, actions: Actions): Task<Result> {
  const result: Result = { worked: false, removed: false };
  if (actions.createSandbox && actions.sandboxAttempt > 0) {
    const message = 'Pod sandbox changed, it will be killed and re-created.';
    k8sEvent(k, 'Normal', 'SandboxChanged', message, { cause: 'restartPolicy' });
  }
  if (actions.killPod) {
    result.worked = true;
    yield* killPod(k, pod, seen, undefined);
    if (actions.createSandbox) purgeInitContainers(k, seen);
  } else {
    yield* killUnwanted(k, pod, actions, result);
    yield* reset(k, pod, actions, result);
  }
  for (const id of pruned(k, seen)) removeContainer(k, id);
  let sandbox: Sandbox | undefined = k.runtime.sandboxes[0];
  if (actions.createSandbox) {
    result.worked = true;
    sandbox = yield* runSandbox(k, actions.sandboxAttempt);
    setSandboxReady(k, pod);
  }
  if (sandbox !== undefined) yield* startDue(k, pod, seen, actions, sandbox, result);
  return result;
}

function* killUnwanted(k: Kubelet, pod: PodObject, actions: Actions, result: Result): Task {
  for (const doomed of actions.toKill) {
    result.worked = true;
    yield* killContainer(k, pod, doomed.id, { message: doomed.message, reason: doomed.reason });
  }
}

/** Kills and removes all containers for a restart of the pod in place. */
function* reset(k: Kubelet, pod: PodObject, actions: Actions, result: Result): Task {
  for (const { id, kill } of actions.toReset) {
    result.worked = true;
    result.removed = true;
    if (kill) yield* killContainer(k, pod, id, { message: 'killing', reason: 'restartAll', graceSeconds: 0 });
    removeContainer(k, id);
  }
}

function* startDue(
  k: Kubelet,
  pod: PodObject,
  seen: SeenPod,
  actions: Actions,
  sandbox: Sandbox,
  result: Result,
): Task {
  for (const container of actions.initToStart) {
    if (yield* tryStart(k, pod, seen, container, sandbox, result)) continue;
    // a sidecar that does not start holds nobody back
    if (container.role !== 'sidecar') return;
  }
  for (const container of actions.toStart) yield* tryStart(k, pod, seen, container, sandbox, result);
}

function* tryStart(
  k: Kubelet,
  pod: PodObject,
  seen: SeenPod,
  container: ContainerPlan,
  sandbox: Sandbox,
  result: Result,
): Task<boolean> {
  result.worked = true;
  const failure = yield* startContainer(k, pod, seen, container, sandbox);
  if (failure === undefined) {
    k.startFailures.delete(container.name);
    return true;
  }
  k.startFailures.set(container.name, failure);
  result.error = earliest(result.error, failure.retryUs);
  return false;
}

function earliest(error: SyncError | undefined, retryUs: number | undefined): SyncError {
  const all = [error?.retryUs, retryUs].filter((t) => t !== undefined);
  return all.length === 0 ? {} : { retryUs: Math.min(...all) };
}

/** A new sandbox starts from the first init container: what is known of them is removed. */
function purgeInitContainers(k: Kubelet, seen: SeenPod): void {
  for (const c of seen.containers) {
    if (k.plan.containers.some((p) => p.name === c.name && p.role !== 'main')) removeContainer(k, c.id);
  }
}
