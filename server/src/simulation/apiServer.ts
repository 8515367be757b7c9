// The API server's view of the one pod: deletions, status patches, and what a watcher sees of them.
// Source: apiserver registry/rest/delete.go BeforeDelete, pkg/registry/core/pod/strategy.go CheckGracefulDelete (1.37).

import { conditionCause, phaseCause, statusCause } from './causes';
import { SECOND } from './clock';
import { emit, type Kubelet } from './kubelet';
import {
  type Condition,
  type ContainerState,
  type ContainerStatus,
  isTerminal,
  type PodObject,
  type PodStatus,
  sameStatus,
} from './podObject';
import { onPodAdded, onPodReconciled, onPodRemoved, onPodUpdated } from './syncLoop';

export interface Patch {
  readonly pod: PodObject;
}

/** The pod reaches the kubelet. */
export function createPod(k: Kubelet): void {
  const pod = k.api.pod;
  if (pod !== undefined) watched(k, () => onPodAdded(k, pod));
}

/** A user's DELETE request, with `--grace-period` in seconds or none. */
export function deletePod(k: Kubelet, graceSeconds: number | null | undefined): void {
  const pod = k.api.pod;
  if (pod === undefined) return;
  const own = graceSeconds ?? undefined;
  const asked = own !== undefined && own < 0 ? 1 : own;
  if (pod.deletionUs === undefined) firstDelete(k, pod, asked);
  else laterDelete(k, pod, asked, pod.deletionUs, pod.deletionGraceSeconds ?? 0);
}

/** The kubelet asks for the removal of a pod that is over (grace period 0). */
export function deleteFinished(k: Kubelet): void {
  const pod = k.api.pod;
  if (pod === undefined) return;
  store(k, { ...pod, deletionUs: k.clock.nowUs, deletionGraceSeconds: 0 });
  remove(k, false);
}

/** Writes a new status; the events are what a watcher sees change. */
export function patchStatus(k: Kubelet, status: PodStatus): Patch {
  const old = k.api.pod!;
  const first = old.deletionUs !== undefined && !k.api.deletionRounded;
  if (!first && sameStatus(old.status, status)) return { pod: old };
  diff(k, old.status, status);
  // a deletion timestamp loses its fraction when the object is written out, which the kubelet takes for an update
  const pod: PodObject = {
    ...old,
    status,
    ...(first ? { deletionUs: Math.floor(old.deletionUs / SECOND) * SECOND } : {}),
  };
  k.api.pod = pod;
  if (first) k.api.deletionRounded = true;
  watched(k, () => (first ? onPodUpdated(k, pod) : onPodReconciled(k, pod)));
  return { pod };
}

function firstDelete(k: Kubelet, pod: PodObject, asked: number | undefined): void {
  const wanted = isTerminal(pod.status.phase) ? 0 : (asked ?? k.plan.terminationGracePeriodSeconds);
  const grace = wanted < 0 ? 1 : wanted;
  report(k, grace, asked);
  store(k, { ...pod, deletionUs: k.clock.nowUs + grace * SECOND, deletionGraceSeconds: grace });
  if (grace === 0) remove(k, true);
}

/** A later request can only shorten the grace period. */
function laterDelete(k: Kubelet, pod: PodObject, asked: number | undefined, deletionUs: number, old: number): void {
  if (old === 0) {
    report(k, asked ?? 0, asked);
    remove(k, true);
    return;
  }
  report(k, asked ?? old, asked);
  if (asked === undefined || asked >= old) return;
  const moved = deletionUs - old * SECOND + asked * SECOND;
  const past = moved < k.clock.nowUs;
  store(k, {
    ...pod,
    deletionUs: past ? k.clock.nowUs : moved,
    deletionGraceSeconds: past && asked !== 0 ? 1 : asked,
  });
  if (asked === 0) remove(k, true);
}

function report(k: Kubelet, grace: number, asked: number | undefined): void {
  const spec = k.plan.terminationGracePeriodSeconds;
  const id = asked === undefined ? 'delete.graceOfPod' : 'delete.graceAsked';
  emit(k, {
    event: 'api.delete',
    grace,
    cause: 'terminationGracePeriodSeconds',
    why: { id, values: { grace, spec } },
  });
}

function store(k: Kubelet, pod: PodObject): void {
  k.api.pod = pod;
  k.api.deletionRounded = false;
  watched(k, () => onPodUpdated(k, pod));
}

function remove(k: Kubelet, forced: boolean): void {
  const pod = k.api.pod!;
  delete k.api.pod;
  k.api.goneUs = k.clock.nowUs;
  emit(k, {
    event: 'pod.deleted',
    cause: 'terminationGracePeriodSeconds',
    why: { id: forced ? 'pod.forced' : 'pod.gone', values: {} },
  });
  k.api.onGone?.();
  watched(k, () => onPodRemoved(k, pod));
}

/** A change reaches the sync loop by way of the watch. */
function watched(k: Kubelet, handle: () => void): void {
  k.clock.post(k.watch, 'pods', () => k.clock.post(k.loop, 'pods', handle));
}

function diff(k: Kubelet, old: PodStatus, now: PodStatus): void {
  if (old.phase !== now.phase || old.reason !== now.reason) {
    emit(k, {
      event: 'pod.phase',
      state: now.phase,
      ...(now.reason === undefined ? {} : { reason: now.reason }),
      ...phaseCause(k.plan, now),
    });
  }
  for (const c of now.initContainers)
    diffContainer(
      k,
      old.initContainers.find((o) => o.name === c.name),
      c,
    );
  for (const c of now.containers)
    diffContainer(
      k,
      old.containers.find((o) => o.name === c.name),
      c,
    );
  for (const c of now.conditions) diffCondition(k, old, now, c);
}

function diffCondition(k: Kubelet, old: PodStatus, now: PodStatus, c: Condition): void {
  const was = old.conditions.find((o) => o.type === c.type);
  if (was !== undefined && was.status === c.status && was.reason === c.reason) return;
  emit(k, {
    event: 'pod.condition',
    kind: c.type,
    state: c.status,
    ...(c.reason === undefined ? {} : { reason: c.reason }),
    ...conditionCause(k.plan, now, c),
  });
}

function diffContainer(k: Kubelet, old: ContainerStatus | undefined, c: ContainerStatus): void {
  const container = c.name;
  const sameId = old?.containerId === c.containerId;
  if (key(c.state) !== (old === undefined ? '' : key(old.state)) || (!sameId && c.state.is !== 'waiting')) {
    emit(k, { event: 'status.state', container, ...stateFields(c.state), ...statusCause(k, c, 'state') });
  }
  if ((old?.restartCount ?? 0) !== c.restartCount) {
    emit(k, { event: 'status.restartCount', container, count: c.restartCount, ...statusCause(k, c, 'count') });
  }
  if ((old?.started === true) !== (c.started === true)) {
    emit(k, { event: 'status.started', container, value: c.started === true, ...statusCause(k, c, 'started') });
  }
  if ((old?.ready === true) !== c.ready) {
    emit(k, { event: 'status.ready', container, value: c.ready, ...statusCause(k, c, 'ready') });
  }
}

function stateFields(state: ContainerState): Record<string, string | number> {
  const { is: _, ...rest } = { ...state, state: state.is };
  if (state.is === 'running') return { state: 'running' };
  if (state.is === 'terminated') return { state: 'terminated', reason: state.reason, exitCode: state.exitCode };
  const backoff = backoffOf(state.message);
  return {
    state: rest.state,
    ...(state.reason === undefined ? {} : { reason: state.reason }),
    ...(backoff === undefined ? {} : { backoff }),
  };
}

function key(state: ContainerState): string {
  if (state.is === 'running') return 'running';
  if (state.is === 'terminated') return `terminated ${state.reason} ${state.exitCode}`;
  return `waiting ${state.reason ?? ''} ${backoffOf(state.message) ?? ''}`;
}

function backoffOf(message: string | undefined): string | undefined {
  return message?.startsWith('back-off ') === true ? message.split(' ')[1] : undefined;
}
