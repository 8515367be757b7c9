// The kubelet's sync loop: what it does with news from the API server, the relist, the probes and its own tickers.
// Source: pkg/kubelet/kubelet.go syncLoopIteration, kubelet_pods.go HandlePodCleanups.
import { MS, order, SECOND } from './clock';
import { needsReadinessSync } from './conditions';
import { deadlineUs } from './deadline';
import type { Kubelet, Verdict } from './kubelet';
import type { PodObject } from './podObject';
import { updatePod } from './podWorker';
import { removeContainer } from './runtime';
import { setReadiness, setStartup } from './statusManager';
import type { ProbeKind } from './trace';

/** The pod arrives. */
export function onPodAdded(k: Kubelet, pod: PodObject): void {
  k.pod = pod;
  updatePod(k, { pod, kind: 'create' });
}

/** The pod was changed by somebody else: a deletion, or its echo. */
export function onPodUpdated(k: Kubelet, pod: PodObject): void {
  k.pod = pod;
  updatePod(k, { pod, kind: 'update' });
}

/** The status the kubelet wrote comes back. */
export function onPodReconciled(k: Kubelet, pod: PodObject): void {
  k.pod = pod;
  if (needsReadinessSync(k.plan, pod.status)) updatePod(k, { pod, kind: 'sync' });
}

/** The object is gone from the API server. */
export function onPodRemoved(k: Kubelet, pod: PodObject): void {
  delete k.pod;
  updatePod(k, { pod, kind: 'kill' });
  scheduleHousekeeping(k);
}

/** The relist found a container or sandbox started or dead. */
export function onLifecycleEvent(k: Kubelet, id: string, what: 'started' | 'died'): void {
  syncNow(k);
  if (what === 'died') cleanUpContainers(k, id);
}

/** A probe worker's verdict on a container changed. */
export function onVerdict(k: Kubelet, kind: ProbeKind, id: string, verdict: Verdict): void {
  if (kind === 'liveness' && verdict !== 'Failure') return;
  if (kind === 'readiness') setReadiness(k, id, verdict === 'Success');
  if (kind === 'startup') setStartup(k, id, verdict === 'Success');
  syncNow(k);
}

/** A re-sync is due at this moment: the loop finds it at its next tick. */
export function enqueue(k: Kubelet, delayUs: number): void {
  const due = k.clock.nowUs + delayUs;
  k.worker.dueUs = due;
  k.clock.at(tickAfter(k, due), () => k.clock.post(k.loop, 'tick', () => takeWork(k)), order.tick);
}

/** Looks at the active deadline at every tick from the one that can find it passed. */
export function watchDeadline(k: Kubelet): void {
  const deadline = deadlineUs(k);
  if (deadline === undefined) return;
  const tick = (): void => {
    if (k.worker.finished) return;
    k.clock.post(k.loop, 'tick', () => syncNow(k));
    k.clock.at(k.clock.nowUs + SECOND, tick, order.tick);
  };
  k.clock.at(tickAt(k, Math.max(deadline, k.clock.nowUs)), tick, order.tick);
}

function syncNow(k: Kubelet): void {
  if (k.pod !== undefined) updatePod(k, { pod: k.pod, kind: 'sync' });
}

function takeWork(k: Kubelet): void {
  if (k.worker.dueUs === undefined || k.worker.dueUs >= k.clock.nowUs) return;
  delete k.worker.dueUs;
  syncNow(k);
}

/** First sync tick at or after a moment. */
function tickAt(k: Kubelet, us: number): number {
  const phase = k.node.syncPhaseMs * MS;
  return Math.ceil((us - phase) / SECOND) * SECOND + phase;
}

/** First sync tick strictly after a moment. */
function tickAfter(k: Kubelet, us: number): number {
  const tick = tickAt(k, us);
  return tick > us ? tick : tick + SECOND;
}

function scheduleHousekeeping(k: Kubelet): void {
  const phase = k.node.housekeepingPhaseMs * MS;
  const period = 2 * SECOND;
  const at = (Math.floor((k.clock.nowUs - phase) / period) + 1) * period + phase;
  k.clock.at(
    at,
    () => {
      delete k.status.cached;
      if (!k.worker.finished) scheduleHousekeeping(k);
    },
    order.tick,
  );
}

/** Keeps the newest dead attempt of a container only, or none once a deleted pod is done (pod_container_deletor.go). */
function cleanUpContainers(k: Kubelet, exitedId: string): void {
  const seen = k.pleg.cached?.seen.containers ?? [];
  const all = k.worker.deleted && k.worker.terminated;
  const name = seen.find((c) => c.id === exitedId)?.name;
  if (!all && name === undefined) return;
  const dead = seen.filter((c) => c.state === 'exited' && (all || c.name === name));
  const doomed = dead.slice(all ? 0 : 1).map((c) => c.id);
  k.clock.soon(() => {
    for (const id of doomed) removeContainer(k, id);
  });
}
