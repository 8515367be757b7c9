// The status of the whole pod, made anew at every sync. Source: pkg/kubelet/kubelet_pods.go generateAPIPodStatus (1.37).
import { allShouldRestart, conditions } from './conditions';
import { containerStatuses, type StatusInput } from './containerStatuses';
import { pastDeadline } from './deadline';
import { type Kubelet, mainContainers, type SeenPod } from './kubelet';
import { phaseOf } from './phase';
import { isTerminal, type PodObject, type PodStatus } from './podObject';
import { withProbes } from './probeManager';

/** Makes the status. `over`: the containers are dead and stay so. Asks unready containers' readiness probes to run. */
export function generateStatus(k: Kubelet, pod: PodObject, seen: SeenPod, over: boolean): PodStatus {
  const old = k.status.cached?.status ?? pod.status;
  const input: StatusInput = {
    seen,
    old,
    deleted: pod.deletionUs !== undefined,
    restarting: allShouldRestart(k.plan, seen, old),
  };
  const bare = {
    containers: containerStatuses(k, input, 'main'),
    initContainers: containerStatuses(k, input, 'init'),
  };
  const mains = mainContainers(k.plan);
  const begun = seen.active.some((s) => mains.some((c) => c.name === s.name));
  let phase = phaseOf(k.plan, [...bare.containers, ...bare.initContainers], over, begun);
  if (!isTerminal(phase)) {
    if (isTerminal(old.phase)) phase = old.phase;
    else if (isTerminal(pod.status.phase)) phase = pod.status.phase;
  }
  let reason = phase === old.phase ? (old.reason ?? pod.status.reason) : undefined;
  if (pastDeadline(k)) {
    phase = 'Failed';
    reason = 'DeadlineExceeded';
  }
  if (isTerminal(pod.status.phase)) phase = pod.status.phase;
  const { containers, initContainers } = withProbes(k, bare);
  return {
    phase,
    ...(reason === undefined ? {} : { reason }),
    conditions: conditions({ plan: k.plan, old, seen, initContainers, containers, phase }),
    initContainers,
    containers,
  };
}
