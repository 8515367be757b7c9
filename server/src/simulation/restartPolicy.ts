// Which container is started again after its end: pod policy, container policy, restart rules. No timing.
import type { ContainerPlan, PodPlan, RestartRulePlan } from './plan';

/** The first rule that matches an exit code (pkg/api/v1/pod/util.go FindMatchingContainerRestartRule, 1.37). */
export function matchingRule(container: ContainerPlan, exitCode: number): RestartRulePlan | undefined {
  return container.restartPolicyRules?.find((rule) => {
    const listed = rule.values.includes(exitCode);
    return (rule.operator === 'In' && listed) || (rule.operator === 'NotIn' && !listed);
  });
}

/** True when a matching rule asks for a restart of the whole pod in place. */
export function restartsAll(container: ContainerPlan, exitCode: number): boolean {
  return matchingRule(container, exitCode)?.action === 'RestartAllContainers';
}

/** True when any rule of the pod could restart all containers (util.go AllContainersCouldRestart). */
export function couldRestartAll(plan: PodPlan): boolean {
  return plan.containers.some((c) => c.restartPolicyRules?.some((r) => r.action === 'RestartAllContainers') === true);
}

/** Where the decision about an end comes from: the rule, the container's policy or the pod's, as a field path. */
export function restartCause(container: ContainerPlan, exitCode: number): string {
  if (container.restartPolicy === undefined) return 'restartPolicy';
  const rule = matchingRule(container, exitCode);
  const index = rule === undefined ? -1 : (container.restartPolicyRules?.indexOf(rule) ?? -1);
  return index < 0 ? `${container.path}.restartPolicy` : `${container.path}.restartPolicyRules[${index}]`;
}

/** True when a container that ended with this code shall run again (util.go ContainerShouldRestart, 1.37). */
export function shouldRestart(plan: PodPlan, container: ContainerPlan, exitCode: number): boolean {
  if (container.restartPolicy !== undefined) {
    const action = matchingRule(container, exitCode)?.action;
    if (action === 'Restart' || action === 'RestartAllContainers') return true;
    if (container.restartPolicy === 'Always') return true;
    if (container.restartPolicy === 'OnFailure') return exitCode !== 0;
    if (container.restartPolicy === 'Never') return false;
  }
  if (plan.restartPolicy === 'Never') return false;
  return plan.restartPolicy !== 'OnFailure' || exitCode !== 0;
}

/** True when a running container killed by a probe shall run again: rules do not count, as there is no exit code yet. */
export function restartsAfterProbe(plan: PodPlan, container: ContainerPlan): boolean {
  return (container.restartPolicy ?? plan.restartPolicy) !== 'Never';
}
