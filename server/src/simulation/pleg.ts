// The pod lifecycle event generator: looks at the runtime every second and on demand, tells the sync loop what changed.
// Relists that cannot find anything are not run but worked out. Source: pkg/kubelet/pleg/generic.go, container/cache.go.
import { MS, order, SECOND, Signal, type Task } from './clock';
import { type Kubelet, nothingSeen, type SeenPod } from './kubelet';
import { look } from './runtime';
import { onLifecycleEvent } from './syncLoop';

/** Something changed in the runtime: the next relist has something to find. */
export function changed(k: Kubelet): void {
  scheduleRelist(k);
}

/** Relist of this pod on request, at once; skipped if a global relist has been at work since. */
export function relistPod(k: Kubelet, requestedUs: number): void {
  if (requestedUs <= relistedUs(k)) return;
  reconcile(k, k.clock.nowUs);
  if (k.pleg.cached !== undefined) k.pleg.cached.observedUs = k.clock.nowUs;
  notify(k, k.clock.nowUs);
}

/** Waits for a status of the pod that is newer than a moment (container/cache.go GetNewerThan). */
export function* newerThan(k: Kubelet, minUs: number): Task<SeenPod> {
  const { cached } = k.pleg;
  const fresh =
    relistedUs(k) > minUs || (cached !== undefined && (cached.modifiedUs > minUs || cached.observedUs > minUs));
  if (!fresh) {
    const ready = new Signal();
    k.pleg.subscribers.push({ minUs, ready });
    scheduleRelist(k);
    yield { on: [ready] };
  }
  return k.pleg.cached?.seen ?? nothingSeen;
}

/** Time of the first relist after (or, with nothing at this instant yet, at) a moment, in microseconds. */
function nextRelist(k: Kubelet): number {
  const phase = k.node.relistPhaseMs * MS;
  const next = Math.ceil((k.clock.nowUs - phase) / SECOND) * SECOND + phase;
  return next <= k.pleg.relistedUs ? next + SECOND : next;
}

/** Time of the last relist, whether it was run or could not have found anything. */
function relistedUs(k: Kubelet): number {
  const phase = k.node.relistPhaseMs * MS;
  const last = (Math.ceil((k.clock.nowUs - phase) / SECOND) - 1) * SECOND + phase;
  return Math.max(k.pleg.relistedUs, last);
}

function scheduleRelist(k: Kubelet): void {
  const at = nextRelist(k);
  if (k.pleg.scheduledUs >= at) return;
  k.pleg.scheduledUs = at;
  k.clock.at(at, () => relist(k), order.relist);
}

function relist(k: Kubelet): void {
  const now = k.clock.nowUs;
  k.pleg.relistedUs = now;
  reconcile(k, now);
  notify(k, now);
}

function notify(k: Kubelet, timestampUs: number): void {
  const waiting = k.pleg.subscribers;
  if (waiting.length === 0) return;
  k.pleg.subscribers = waiting.filter((s) => timestampUs < s.minUs);
  for (const s of waiting) {
    if (timestampUs >= s.minUs) k.clock.fire(s.ready);
  }
}

type Seen = 'running' | 'exited' | 'unknown';

function reconcile(k: Kubelet, nowUs: number): void {
  const now = look(k);
  const before = states(k.pleg.old);
  const after = states(now);
  const events: { id: string; what: 'started' | 'died' | 'removed' | 'changed' }[] = [];
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const was = before.get(id);
    const is = after.get(id);
    if (was === is) continue;
    if (is === 'running') events.push({ id, what: 'started' });
    else if (is === 'exited') events.push({ id, what: 'died' });
    else if (is === 'unknown') events.push({ id, what: 'changed' });
    else {
      if (was !== 'exited') events.push({ id, what: 'died' });
      events.push({ id, what: 'removed' });
    }
  }
  if (events.length === 0) return;
  k.pleg.cached = { seen: now, modifiedUs: nowUs, observedUs: nowUs };
  notify(k, nowUs);
  k.pleg.old = now;
  for (const { id, what } of events) {
    if (what === 'started' || what === 'died') k.clock.post(k.loop, 'relist', () => onLifecycleEvent(k, id, what));
  }
}

/** A container that is created but not started counts as unknown, as the kubelet does not use that state. */
function states(seen: SeenPod): Map<string, Seen> {
  const map = new Map<string, Seen>();
  for (const c of seen.containers) map.set(c.id, c.state === 'created' ? 'unknown' : c.state);
  for (const s of seen.sandboxes) map.set(s.id, s.ready ? 'running' : 'exited');
  return map;
}
