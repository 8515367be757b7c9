// activeDeadlineSeconds: when it has passed. Source: pkg/kubelet/active_deadline.go.
import { SECOND } from './clock';
import { type Kubelet, k8sEvent } from './kubelet';

/** The moment the pod is over its deadline; absent without a deadline or before the pod has a start time. */
export function deadlineUs(k: Kubelet): number | undefined {
  const seconds = k.plan.activeDeadlineSeconds;
  const start = (k.status.cached?.status ?? k.pod?.status)?.startUs;
  return seconds === undefined || start === undefined ? undefined : start + seconds * SECOND;
}

/** True when the deadline has passed; says so in an event each time it is asked, as the kubelet does. */
export function pastDeadline(k: Kubelet): boolean {
  const deadline = deadlineUs(k);
  if (deadline === undefined || k.clock.nowUs < deadline) return false;
  const seconds = k.plan.activeDeadlineSeconds ?? 0;
  k8sEvent(k, 'Normal', 'DeadlineExceeded', 'Pod was active on the node longer than the specified deadline', {
    cause: 'activeDeadlineSeconds',
    why: { id: 'deadline.exceeded', values: { seconds } },
  });
  return true;
}
