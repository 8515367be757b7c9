// The pod worker: merges wishes for a sync, does one sync at a time, and decides what comes after it.
// Source: pkg/kubelet/pod_workers.go (1.37). The random part of the re-sync delays is left out (factor 1).
import { SECOND, sleep, type Task, US } from './clock';
import type { Kubelet, PodUpdate, UpdateKind } from './kubelet';
import { newerThan, relistPod } from './pleg';
import type { PodObject } from './podObject';
import { isTerminal } from './podObject';
import { enqueue } from './syncLoop';
import { type SyncError, syncPod, syncTerminatedPod, syncTerminatingPod } from './syncPod';

/** Seconds to the next sync after one without error (kubelet configuration syncFrequency). */
const resyncSeconds = 60;
/** Seconds to the next sync after an error (kubelet.go backOffPeriod). */
const retrySeconds = 10;

/** Something wishes a sync of the pod. Terminates the pod when it is deleted, over, or gone. */
export function updatePod(k: Kubelet, wish: { readonly pod: PodObject; readonly kind: UpdateKind }): void {
  const w = k.worker;
  if (w.finished) return;
  const { pod } = wish;
  if (!w.terminating) {
    if (pod.deletionUs !== undefined) w.deleted = true;
    w.terminating = pod.deletionUs !== undefined || isTerminal(pod.status.phase) || wish.kind === 'kill';
    if (w.terminating) k.clock.fire(w.cancel);
  }
  let update: PodUpdate = wish;
  if (w.terminating && !w.terminated) {
    w.graceSeconds = effectiveGrace(k, pod);
    update = { ...wish, graceSeconds: w.graceSeconds };
  }
  w.pending = update;
  k.clock.send(w.wake);
  if (w.exists) return;
  w.exists = true;
  k.clock.spawn(podWorkerLoop(k));
}

/** The grace period of the termination can only shrink, and is at least a second. */
function effectiveGrace(k: Kubelet, pod: PodObject): number {
  let grace = k.worker.graceSeconds;
  const own = pod.deletionGraceSeconds;
  let overridden = false;
  if (own !== undefined && (grace === 0 || own < grace)) {
    grace = own;
    overridden = true;
  }
  if (!overridden && grace === 0) grace = k.plan.terminationGracePeriodSeconds;
  return Math.max(grace, 1);
}

function* podWorkerLoop(k: Kubelet): Task {
  const w = k.worker;
  while (!w.finished) {
    yield { on: [w.wake] };
    w.wake.fired = false;
    const update = w.pending;
    if (update === undefined) continue;
    const work = w.terminated ? 'terminated' : w.terminating ? 'terminating' : 'sync';
    delete w.pending;
    w.wake.fired = false;
    w.active = mergedUpdate(w.active, update);
    if (yield* workOnce(k, work, update)) return;
  }
}

/** The worker remembers the newest pod and the last grace period. */
function mergedUpdate(active: PodUpdate | undefined, update: PodUpdate): PodUpdate {
  const graceSeconds = update.graceSeconds ?? active?.graceSeconds;
  return { pod: update.pod, kind: 'sync', ...(graceSeconds === undefined ? {} : { graceSeconds }) };
}

/** One sync; true when the pod is finished. */
function* workOnce(k: Kubelet, work: 'sync' | 'terminating' | 'terminated', update: PodUpdate): Task<boolean> {
  const w = k.worker;
  const seen = yield* newerThan(k, w.lastSyncUs);
  if (work === 'terminated') {
    yield* syncTerminatedPod(k, update.pod, seen);
    w.finished = true;
    return true;
  }
  if (work === 'terminating') {
    w.startedTerminating = true;
    yield* syncTerminatingPod(k, update.pod, seen, update.graceSeconds);
    w.lastSyncUs = k.clock.nowUs;
    w.terminated = true;
    w.terminatedUs = k.clock.nowUs;
    again(k, 0);
    return false;
  }
  const outcome = yield* syncPod(k, update.pod, seen);
  w.lastSyncUs = k.clock.nowUs;
  if (outcome.relist) yield* requestRelist(k);
  if (outcome.over) {
    w.terminating = true;
    w.startedTerminating = true;
    again(k, 0);
  } else {
    enqueue(k, resyncDelayUs(k, outcome.error));
    if (w.pending !== undefined) k.clock.send(w.wake);
  }
  return false;
}

/** The next stage begins as soon as possible: with the update that waits, or once more with the last one. */
function again(k: Kubelet, delayUs: number): void {
  const w = k.worker;
  w.pending ??= w.active!;
  k.clock.send(w.wake);
  enqueue(k, delayUs);
}

/** The relist is asked for a moment later than the sync that asks. */
function* requestRelist(k: Kubelet): Task {
  yield sleep(k.clock, US);
  const requestedUs = k.clock.nowUs;
  k.clock.soon(() => relistPod(k, requestedUs));
}

function resyncDelayUs(k: Kubelet, error: SyncError | undefined): number {
  if (error === undefined) return resyncSeconds * SECOND;
  if (error.retryUs === undefined) return retrySeconds * SECOND;
  return Math.min(Math.max(error.retryUs - k.clock.nowUs, 0), resyncSeconds * SECOND);
}
