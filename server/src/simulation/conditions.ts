// The pod conditions the kubelet owns. Source: pkg/kubelet/status/generate.go, container/helpers.go (1.37).
import type { SeenPod } from './kubelet';
import type { ContainerPlan, PodPlan } from './plan';
import {
  type Condition,
  type ConditionType,
  type ContainerStatus,
  conditionOf,
  containerStatusOf,
  isTerminal,
  type PodStatus,
} from './podObject';
import { couldRestartAll, restartsAll } from './restartPolicy';
import type { PodPhase } from './trace';

/** What the conditions are made from. */
export interface ConditionInput {
  readonly plan: PodPlan;
  readonly old: PodStatus;
  readonly seen: SeenPod;
  readonly initContainers: readonly ContainerStatus[];
  readonly containers: readonly ContainerStatus[];
  readonly phase: PodPhase;
}

/** All conditions of a freshly made status, in the kubelet's order. */
export function conditions(input: ConditionInput): Condition[] {
  const { plan, old, seen, phase } = input;
  const statuses = [...input.initContainers, ...input.containers];
  const list = [
    readyToStart(seen),
    initialized(input, statuses),
    ready(plan, statuses, phase),
    containersReady(plan, statuses, phase),
    { type: 'PodScheduled', status: 'True' } as const,
  ];
  return couldRestartAll(plan) ? [...list, allRestarting(plan, seen, old, phase)] : list;
}

/** ContainersReady: all main containers and sidecars are ready. */
export function containersReady(plan: PodPlan, statuses: readonly ContainerStatus[], phase: PodPhase): Condition {
  return unready(plan, statuses, phase) ?? { type: 'ContainersReady', status: 'True' };
}

/** Ready: ContainersReady, and the conditions named by the readiness gates, which nobody sets here. */
export function ready(plan: PodPlan, statuses: readonly ContainerStatus[], phase: PodPhase): Condition {
  const not = unready(plan, statuses, phase);
  if (not !== undefined) return { ...not, type: 'Ready' };
  if (plan.readinessGates.length === 0) return { type: 'Ready', status: 'True' };
  const message = plan.readinessGates
    .map((gate) => `corresponding condition of pod readiness gate "${gate}" does not exist.`)
    .join(', ');
  return { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message };
}

/** What Ready and ContainersReady read when a pod in a terminal phase would still look ready. */
export function terminalCondition(type: ConditionType, phase: PodPhase): Condition {
  return { type, status: 'False', reason: phase === 'Failed' ? 'PodFailed' : 'PodCompleted' };
}

/**
 * True when the Ready condition seen in the API is not the one readiness gates ask for
 * (status_manager.go NeedToReconcilePodReadiness; it looks at main containers only, so sidecars count as unknown).
 */
export function needsReadinessSync(plan: PodPlan, status: PodStatus): boolean {
  if (plan.readinessGates.length === 0) return false;
  const now = conditionOf(status, 'Ready');
  if (now === undefined) return false;
  const wanted = ready(plan, status.containers, status.phase);
  return now.status !== wanted.status || now.message !== wanted.message;
}

/**
 * True when the pod is being, or has to be, restarted in place (container/helpers.go ShouldAllContainersRestart). Without
 * a look at the runtime only the API status counts.
 */
export function allShouldRestart(plan: PodPlan, seen: SeenPod | undefined, old: PodStatus): boolean {
  if (conditionOf(old, 'AllContainersRestarting')?.status === 'True') return true;
  if (!couldRestartAll(plan)) return false;
  return plan.containers.some((c) => {
    if (seen !== undefined) {
      const status = seen.containers.find((s) => s.name === c.name);
      if (status === undefined || status.state !== 'exited') return false;
      if (restartsAll(c, status.exitCode)) return true;
    }
    const state = containerStatusOf(old, c.name)?.state;
    return state?.is === 'terminated' && restartsAll(c, state.exitCode);
  });
}

function unready(plan: PodPlan, statuses: readonly ContainerStatus[], phase: PodPhase): Condition | undefined {
  const unknown: string[] = [];
  const notReady: string[] = [];
  const check = (c: ContainerPlan): void => {
    const status = statuses.find((s) => s.name === c.name);
    if (status === undefined) unknown.push(c.name);
    else if (!status.ready) notReady.push(c.name);
  };
  plan.containers.filter((c) => c.role === 'sidecar').forEach(check);
  plan.containers.filter((c) => c.role === 'main').forEach(check);
  if ((phase === 'Succeeded' && unknown.length === 0) || phase === 'Failed') {
    return terminalCondition('ContainersReady', phase);
  }
  const message = [
    ...(unknown.length > 0 ? [`containers with unknown status: [${unknown.join(' ')}]`] : []),
    ...(notReady.length > 0 ? [`containers with unready status: [${notReady.join(' ')}]`] : []),
  ].join(', ');
  return message === ''
    ? undefined
    : { type: 'ContainersReady', status: 'False', reason: 'ContainersNotReady', message };
}

function readyToStart(seen: SeenPod): Condition {
  const type = 'PodReadyToStartContainers';
  if (seen.sandboxes.length === 0) {
    return { type, status: 'False', reason: 'PodSandboxNotReady', message: 'No sandbox for pod can be found' };
  }
  if (seen.sandboxes[0]?.ready === true) return { type, status: 'True' };
  return { type, status: 'False', reason: 'PodSandboxNotReady', message: 'No ready sandbox for pod can be found' };
}

function initialized(input: ConditionInput, statuses: readonly ContainerStatus[]): Condition {
  const type = 'Initialized';
  const inits = input.plan.containers.filter((c) => c.role !== 'main');
  const incomplete = inits
    .filter((c) => {
      const status = statuses.find((s) => s.name === c.name);
      return c.role === 'sidecar' ? status?.started !== true : status?.ready !== true;
    })
    .map((c) => c.name);
  if (input.phase === 'Succeeded') return { type, status: 'True', reason: 'PodCompleted' };
  if (input.containers.some((c) => c.state.is !== 'waiting')) return { type, status: 'True' };
  if (incomplete.length === 0) return { type, status: 'True' };
  // once initialized, a pod stays so: a restart in place runs its init containers again
  if (conditionOf(input.old, type)?.status === 'True') return { type, status: 'True' };
  const message = `containers with incomplete status: [${incomplete.join(' ')}]`;
  return { type, status: 'False', reason: 'ContainersNotInitialized', message };
}

function allRestarting(plan: PodPlan, seen: SeenPod, old: PodStatus, phase: PodPhase): Condition {
  const type = 'AllContainersRestarting';
  if (isTerminal(phase)) return terminalCondition(type, phase);
  if (!allShouldRestart(plan, seen, old)) return { type, status: 'False' };
  const cleanedUp = plan.containers.every((c) => !seen.containers.some((s) => s.name === c.name));
  if (cleanedUp) return { type, status: 'False' };
  return {
    type,
    status: 'True',
    reason: 'RestartAllContainersStarted',
    message: 'container exited with restart policy rule',
  };
}
