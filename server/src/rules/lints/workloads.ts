// Lints about controllers: rollouts, deadlines, jobs and their helpers.
import { maybeIntOrString, maybeNumber, numberOf, objectOf, textOf } from '../../kubernetes/fields';
import { probeNumbers } from '../../kubernetes/probeTiming';
import type { Container } from '../../kubernetes/types';
import { setRaw } from '../fixes';
import { type CheckContext, ruleTable } from '../rule';
import { HELPERS, imageMatches } from './imageKinds';
import { fix, isBatch, type LintedPod, yamlBlock } from './lint';

export const workloadLints = ruleTable('lint', {
  noSurge: { id: 'replicas-one-no-surge', severity: 'hint', path: 'spec.strategy', default: 'off' },
  deadline: { id: 'progress-deadline-before-ready', severity: 'warning', path: 'spec.progressDeadlineSeconds' },
  plainSidecar: { id: 'sidecar-as-plain-container', severity: 'info', path: 'containers[*]' },
  jobDisruption: { id: 'job-exit-143', severity: 'hint', path: 'spec.podFailurePolicy', default: 'off' },
});

/** Checks the controller around a pod. */
export function lintWorkload(pod: LintedPod, ctx: CheckContext): void {
  if (pod.kind === 'Deployment') {
    lintSurge(pod, ctx);
    lintDeadline(pod, ctx);
  }
  if (isBatch(pod)) {
    lintHelpers(pod, ctx);
    lintDisruption(pod, ctx);
  }
}

function lintSurge({ object }: LintedPod, ctx: CheckContext): void {
  const spec = objectOf(object, 'spec');
  if ((maybeNumber(spec, 'replicas') ?? 1) !== 1) return;
  const strategy = objectOf(spec, 'strategy');
  const rolling = objectOf(strategy, 'rollingUpdate');
  const unavailable = maybeIntOrString(rolling, 'maxUnavailable');
  const surge = maybeIntOrString(rolling, 'maxSurge');
  const recreate = textOf(strategy, 'type') === 'Recreate';
  // Percentages of unavailable pods are rounded down: only 100 % is one of one.
  const takesOne = unavailable === '100%' || (typeof unavailable === 'number' && unavailable >= 1);
  const noSurge = surge === 0 || surge === '0%' || surge === '0';
  if (!recreate && !takesOne && !noSurge) return;
  const at = recreate ? 'spec.strategy.type' : 'spec.strategy.rollingUpdate';
  const fixes = takesOne ? [setRaw('spec.strategy.rollingUpdate.maxUnavailable', '0')] : [];
  ctx.report(workloadLints.noSurge, at, undefined, { at: 'key', fixes });
}

const DEFAULT_DEADLINE_SECONDS = 600;

/** Worst time until a pod counts as available, by its probes; image pulls not counted. */
function lintDeadline({ object, spec: pod }: LintedPod, ctx: CheckContext): void {
  const spec = objectOf(object, 'spec');
  const deadline = maybeNumber(spec, 'progressDeadlineSeconds') ?? DEFAULT_DEADLINE_SECONDS;
  const seconds = Math.max(0, ...(pod.containers ?? []).map(readySeconds)) + numberOf(spec, 'minReadySeconds');
  if (seconds <= deadline) return;
  const written = maybeNumber(spec, 'progressDeadlineSeconds') !== undefined;
  const wanted = Math.ceil((seconds * 1.5) / 60) * 60;
  const edits = [{ op: 'set', path: 'spec.progressDeadlineSeconds', raw: String(wanted) } as const];
  const fixes = [fix('fix-set-value', { value: wanted }, edits)];
  const at = written ? 'spec.progressDeadlineSeconds' : 'spec';
  ctx.report(workloadLints.deadline, at, { seconds, deadline }, { at: written ? 'value' : 'key', fixes });
}

/** Seconds a container may take to become ready without being stopped, at the most. */
function readySeconds({ startupProbe, readinessProbe }: Container): number {
  const startup = startupProbe === undefined ? undefined : probeNumbers(startupProbe);
  const start =
    startup === undefined ? 0 : startup.initialDelaySeconds + startup.failureThreshold * startup.periodSeconds;
  if (readinessProbe === undefined) return start;
  const ready = probeNumbers(readinessProbe);
  return Math.max(start, ready.initialDelaySeconds) + ready.successThreshold * ready.periodSeconds;
}

/** A helper that never ends keeps the Job from completing. */
function lintHelpers({ containers }: LintedPod, ctx: CheckContext): void {
  const main = containers.filter(({ role }) => role === 'main');
  if (main.length < 2) return;
  for (const { name, container, path } of main) {
    if (!imageMatches(container.image ?? '', HELPERS) && !HELPERS.test(name)) continue;
    ctx.report(workloadLints.plainSidecar, path, { container: name }, { markPath: `${path}.name` });
  }
}

const DEFAULT_BACKOFF_LIMIT = 6;

function lintDisruption({ object, kind, spec }: LintedPod, ctx: CheckContext): void {
  const at = kind === 'CronJob' ? 'spec.jobTemplate.spec' : 'spec';
  const job = at.split('.').reduce(objectOf, object);
  if (job.podFailurePolicy !== undefined || spec.restartPolicy !== 'Never') return;
  const limit = maybeNumber(job, 'backoffLimit') ?? DEFAULT_BACKOFF_LIMIT;
  const block = yamlBlock({
    podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] },
  });
  const fixes = [fix('fix-ignore-disruption', {}, [{ op: 'add', path: at, block }])];
  ctx.report(workloadLints.jobDisruption, at, { limit }, { at: 'key', fixes });
}
