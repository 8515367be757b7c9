// Which line of the pod spec is behind an event of the API, and why it came now. Paths are relative to the spec.
import type { Kubelet } from './kubelet';
import type { ContainerPlan, PodPlan } from './plan';
import type { Condition, ContainerStatus, PodStatus } from './podObject';
import type { Report } from './recorder';
import { restartCause } from './restartPolicy';

type About = Pick<Report, 'cause' | 'why'>;

/** Behind a change of the phase. */
export function phaseCause(plan: PodPlan, status: PodStatus): About {
  if (status.reason === 'DeadlineExceeded') {
    const seconds = plan.activeDeadlineSeconds ?? 0;
    return { cause: 'activeDeadlineSeconds', why: { id: 'deadline.exceeded', values: { seconds } } };
  }
  const policy = plan.restartPolicy;
  if (status.phase === 'Succeeded')
    return { cause: 'restartPolicy', why: { id: 'phase.succeeded', values: { policy } } };
  if (status.phase === 'Failed') return { cause: 'restartPolicy', why: { id: 'phase.failed', values: { policy } } };
  if (status.phase === 'Running') return { cause: 'containers', why: { id: 'phase.running', values: {} } };
  return { cause: 'containers', why: { id: 'phase.pending', values: {} } };
}

/** Behind a change of a condition. */
export function conditionCause(plan: PodPlan, status: PodStatus, condition: Condition): About {
  switch (condition.type) {
    case 'Ready':
    case 'ContainersReady':
      return readyCause(plan, status, condition);
    case 'Initialized': {
      const first = plan.containers.find((c) => c.role !== 'main');
      return first === undefined
        ? { cause: 'containers' }
        : { cause: 'initContainers', why: initializedWhy(condition) };
    }
    case 'PodReadyToStartContainers':
      return {
        cause: 'containers',
        why: { id: condition.status === 'True' ? 'sandbox.up' : 'sandbox.down', values: {} },
      };
    case 'AllContainersRestarting': {
      const c = plan.containers.find((x) => x.restartPolicyRules?.some((r) => r.action === 'RestartAllContainers'));
      return { cause: c === undefined ? 'containers' : `${c.path}.restartPolicyRules` };
    }
    default:
      return { cause: 'containers' };
  }
}

/** Behind a change of one field of a container's status. */
export function statusCause(k: Kubelet, c: ContainerStatus, field: 'state' | 'count' | 'started' | 'ready'): About {
  const plan = k.plan.containers.find((x) => x.name === c.name);
  if (plan === undefined) return { cause: 'containers' };
  if (field === 'started') return flagCause(plan, c, 'startup');
  if (field === 'ready') return flagCause(plan, c, 'readiness');
  const end = c.state.is === 'terminated' ? c.state : c.lastTermination;
  const restart = end === undefined ? 'restartPolicy' : restartCause(plan, end.exitCode);
  return field === 'state' ? stateCause(plan, c, restart) : { cause: restart };
}

function flagCause(plan: ContainerPlan, c: ContainerStatus, kind: 'startup' | 'readiness'): About {
  const has = (kind === 'startup' ? plan.startupProbe : plan.readinessProbe) !== undefined;
  const value = kind === 'startup' ? c.started === true : c.ready;
  const id = value ? (has ? `flag.${kind}.passed` : `flag.${kind}.noProbe`) : `flag.${kind}.lost`;
  return { cause: has ? `${plan.path}.${kind}Probe` : plan.path, why: { id, values: { container: plan.name } } };
}

function stateCause(plan: ContainerPlan, c: ContainerStatus, restart: string): About {
  if (c.state.is === 'waiting') {
    if (c.state.reason === 'CrashLoopBackOff') {
      return { cause: restart, why: { id: 'waiting.crashLoop', values: { container: plan.name } } };
    }
    if (c.state.reason === 'PostStartHookError') return { cause: `${plan.path}.lifecycle.postStart` };
    if (c.state.reason === 'ErrImageNeverPull') return { cause: `${plan.path}.imagePullPolicy` };
    if (c.state.reason === 'PodInitializing') return { cause: 'initContainers' };
    return { cause: plan.path };
  }
  return { cause: plan.path, why: { id: `status.${c.state.is}`, values: { container: plan.name } } };
}

function readyCause(plan: PodPlan, status: PodStatus, condition: Condition): About {
  if (condition.reason === 'ReadinessGatesNotReady') {
    const gates = plan.readinessGates.join(', ');
    return { cause: 'readinessGates', why: { id: 'ready.gates', values: { gates } } };
  }
  if (condition.reason !== 'ContainersNotReady') return { cause: 'containers' };
  const names = [...status.initContainers, ...status.containers].filter((c) => !c.ready).map((c) => c.name);
  const waiting = plan.containers.filter((c) => c.role !== 'init' && names.includes(c.name));
  const first = waiting.find((c) => c.readinessProbe !== undefined) ?? waiting[0];
  if (first === undefined) return { cause: 'containers' };
  return {
    cause: first.readinessProbe === undefined ? first.path : `${first.path}.readinessProbe`,
    why: { id: 'ready.waitsFor', values: { containers: waiting.map((c) => c.name).join(', ') } },
  };
}

function initializedWhy(condition: Condition): { id: string; values: Record<string, string> } {
  return { id: condition.status === 'True' ? 'initialized.yes' : 'initialized.no', values: {} };
}
