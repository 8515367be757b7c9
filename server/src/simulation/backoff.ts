// Crash-loop back-off. Source: pkg/kubelet/kubelet.go (10 s doubling to 300 s, expired after 600 s), client-go
// util/flowcontrol/backoff.go, kuberuntime_manager.go doBackOff (1.37).
import { MS, SECOND } from './clock';
import { type Kubelet, k8sEvent, type SeenPod } from './kubelet';
import type { ContainerPlan } from './plan';
import { restartCause } from './restartPolicy';

/** First back-off in seconds (kubelet.go MaxContainerBackOff and initial, 1.37 default gates). */
export const firstBackoffSeconds = 10;
/** Longest back-off in seconds. */
export const maxBackoffSeconds = 300;
/** A run longer than this, in seconds, is forgiven. */
export const forgivenAfterSeconds = 600;

export interface BackoffHold {
  readonly seconds: number;
  /** When it ends, in microseconds. */
  readonly untilUs: number;
}

/**
 * Asks whether a container may be started now. A back-off holds it back; otherwise the next back-off is set, counted from
 * the end of the newest process that was dead when the sync began.
 */
export function backOff(k: Kubelet, container: ContainerPlan, seen: SeenPod): BackoffHold | undefined {
  const dead = seen.containers.find((c) => c.name === container.name && c.state === 'exited');
  if (dead === undefined) return undefined;
  collect(k);
  const endedUs = dead.finishedUs;
  const entry = k.backoff.get(container.name);
  const now = k.clock.nowUs;
  const limits = limitsOf(k);
  const fresh = entry === undefined || expired(endedUs, entry.updatedUs);
  if (!fresh && now - endedUs < entry.backoffSeconds * SECOND) {
    const cause = restartCause(container, dead.exitCode);
    const about = {
      container: container.name,
      cause,
      why: holdWhy(container, entry.backoffSeconds, now - endedUs, limits.max),
    };
    const message = `Back-off restarting failed container ${container.name} in pod ${k.plan.name}_${k.plan.namespace}`;
    k8sEvent(k, 'Warning', 'BackOff', message, about);
    return { seconds: entry.backoffSeconds, untilUs: endedUs + entry.backoffSeconds * SECOND };
  }
  const backoffSeconds = fresh ? limits.first : Math.min(entry.backoffSeconds * 2, limits.max);
  k.backoff.set(container.name, { backoffSeconds, updatedUs: now });
  return undefined;
}

/** `10s`, `1m20s`, `5m0s`, as the kubelet writes a back-off. */
export function goDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds % 60}s`;
}

/**
 * Gate ReduceDefaultCrashLoopBackOffDecay, off by default, makes it begin with 1 s. The end stays: the configuration's
 * default of 300 s beats the gate's 60 s as long as KubeletCrashLoopBackOffMax is on (kubelet.go newCrashLoopBackOff).
 */
function limitsOf(k: Kubelet): { readonly first: number; readonly max: number } {
  const reduced = k.scenario.gates?.ReduceDefaultCrashLoopBackOffDecay === true;
  return { first: reduced ? 1 : firstBackoffSeconds, max: maxBackoffSeconds };
}

function expired(eventUs: number, updatedUs: number): boolean {
  return eventUs - updatedUs > forgivenAfterSeconds * SECOND;
}

/** Housekeeping, every 2 s, drops entries that are too old, even in the middle of a back-off. */
function collect(k: Kubelet): void {
  const phase = k.node.housekeepingPhaseMs * MS;
  const period = 2 * SECOND;
  const lastUs = Math.floor((k.clock.nowUs - phase) / period) * period + phase;
  for (const [name, entry] of k.backoff) {
    if (expired(lastUs, entry.updatedUs)) k.backoff.delete(name);
  }
}

function holdWhy(
  container: ContainerPlan,
  backoff: number,
  sinceUs: number,
  max: number,
): { id: string; values: Record<string, string | number> } {
  const since = Math.round(sinceUs / (SECOND / 10)) / 10;
  return { id: 'backoff.holds', values: { container: container.name, backoff, since, max } };
}
