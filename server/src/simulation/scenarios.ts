// Ready-made scenarios for a pod: what its app might do, with numbers that suit the pod's own settings. No sentences.
import type { ContainerPlan, PodPlan, ProbePlan } from './plan';
import type { Behaviour, Scenario } from './scenario';

/** In the order in which they are offered. `complete` replaces `life` for pods that run to completion. */
export type ScenarioId =
  | 'life'
  | 'complete'
  | 'slowStart'
  | 'neverReady'
  | 'deadlock'
  | 'crashAtStart'
  | 'oomKill'
  | 'sigtermIgnored'
  | 'slowDrain'
  | 'imagePullSlow';

export interface NamedScenario {
  readonly id: ScenarioId;
  readonly scenario: Scenario;
}

/** Seconds that stand for "never" in a behaviour. */
export const NEVER_SECONDS = 1_000_000;

/** The scenarios that make sense for a pod; the first one is the default. */
export function scenariosFor(plan: PodPlan): readonly NamedScenario[] {
  const runsToEnd = plan.restartPolicy !== 'Always';
  const first = runsToEnd ? [named('complete', complete(plan))] : [named('life', life(plan))];
  return [
    ...first,
    named('slowStart', slowStart(plan)),
    ...(runsToEnd ? [] : [named('neverReady', neverReady(plan))]),
    named('deadlock', deadlock(plan)),
    named('crashAtStart', crashAtStart(plan)),
    named('oomKill', oomKill(plan)),
    named('sigtermIgnored', sigtermIgnored(plan)),
    named('slowDrain', slowDrain(plan)),
    named('imagePullSlow', imagePullSlow(plan)),
  ];
}

function named(id: ScenarioId, scenario: Scenario): NamedScenario {
  return { id, scenario };
}

/** A behaviour for every container by its role; init containers always end by themselves. */
function each(plan: PodPlan, main: (container: ContainerPlan) => Behaviour): Record<string, Behaviour> {
  return Object.fromEntries(plan.containers.map((container) => [container.name, behaviourOf(plan, container, main)]));
}

function behaviourOf(
  plan: PodPlan,
  container: ContainerPlan,
  main: (container: ContainerPlan) => Behaviour,
): Behaviour {
  if (container.role === 'init') return { imagePull: 1, exits: [{ at: 3, code: 0 }] };
  if (container.role === 'sidecar')
    return { ...usual(plan, container), readyAfter: 1.2, onSigterm: { exitsAfter: 0.8, code: 0 } };
  return { ...usual(plan, container), ...main(container) };
}

/** A healthy app: pulled, up after a few seconds, closes down politely. */
function usual(plan: PodPlan, container: ContainerPlan): Behaviour {
  const grace = plan.terminationGracePeriodSeconds;
  return {
    imagePull: 2.4,
    ...(answersAnyone(plan, container) ? { readyAfter: startSeconds(container) } : {}),
    onSigterm: { exitsAfter: Math.min(4.2, Math.max(0.4, round(grace * 0.4))), code: 0 },
    ...(takesTime(container.preStop) ? { preStopTakes: Math.min(5, Math.max(1, round(grace * 0.2))) } : {}),
    ...(takesTime(container.postStart) ? { postStartTakes: 1.5 } : {}),
  };
}

/** A process of a job that no probe asks need not answer. */
function answersAnyone(plan: PodPlan, container: ContainerPlan): boolean {
  const { startupProbe, readinessProbe, livenessProbe } = container;
  return (
    plan.restartPolicy === 'Always' ||
    [startupProbe, readinessProbe, livenessProbe].some((probe) => probe !== undefined)
  );
}

function takesTime(hook: ContainerPlan['preStop']): boolean {
  return hook !== undefined && hook.handler !== 'sleep';
}

/** Seconds a healthy app takes to answer: a third of what its probes allow, at most 13.2. */
function startSeconds(container: ContainerPlan): number {
  const allowed = startAllowance(container);
  return round(Math.min(container.startupProbe === undefined ? 6.2 : 13.2, Math.max(1.2, allowed / 3)));
}

/** Seconds that startup or liveness probe give an app to answer for the first time. */
function startAllowance(container: ContainerPlan): number {
  const probe = container.startupProbe ?? container.livenessProbe;
  return probe === undefined ? 30 : budgetSeconds(probe);
}

function budgetSeconds(probe: ProbePlan): number {
  return probe.initialDelaySeconds + probe.periodSeconds * probe.failureThreshold;
}

/** Seconds until every probe of the pod has had its say a few times. */
function settleSeconds(plan: PodPlan): number {
  const seconds = plan.containers.map((container) => {
    const probes = [container.startupProbe, container.readinessProbe, container.livenessProbe].filter(
      (p) => p !== undefined,
    );
    return Math.max(
      0,
      ...probes.map((probe) => probe.initialDelaySeconds + probe.periodSeconds * (1 + probe.successThreshold)),
    );
  });
  return Math.max(10, ...seconds) + initSeconds(plan);
}

function initSeconds(plan: PodPlan): number {
  return plan.containers.filter(({ role }) => role !== 'main').length * 5;
}

/** Start, a stretch of steady life, delete. */
function life(plan: PodPlan): Scenario {
  const starts = most(...plan.containers.map(startSeconds));
  const deleteAt = Math.ceil((starts + settleSeconds(plan) + 25) / 10) * 10 + 0.2;
  return { behaviour: each(plan, () => ({})), deleteAt, until: deleteAt + plan.terminationGracePeriodSeconds + 40 };
}

/** A job: does its work and ends with 0. */
function complete(plan: PodPlan): Scenario {
  const work = Math.min(40.4, (plan.activeDeadlineSeconds ?? 120) * 0.6);
  return {
    behaviour: each(plan, () => ({ exits: [{ at: round(work), code: 0 }] })),
    deleteAt: null,
    until: work + initSeconds(plan) + 60,
  };
}

/** The app needs longer than usual: nine tenths of what a startup probe allows, more than a liveness probe bears. */
function slowStart(plan: PodPlan): Scenario {
  const needs = (container: ContainerPlan) =>
    container.startupProbe === undefined
      ? Math.max(45.2, startAllowance(container) + 15.2)
      : round(startAllowance(container) * 0.85);
  const longest = most(...plan.containers.filter(({ role }) => role === 'main').map(needs));
  const until = Math.min(900, longest * 2 + settleSeconds(plan) + 90);
  return { behaviour: each(plan, (container) => ({ readyAfter: round(needs(container)) })), deleteAt: null, until };
}

/** It starts and never answers. */
function neverReady(plan: PodPlan): Scenario {
  const allowed = most(...plan.containers.map(startAllowance));
  const until = Math.min(900, 3 * (allowed + plan.terminationGracePeriodSeconds) + 90);
  return { behaviour: each(plan, () => ({ readyAfter: NEVER_SECONDS })), deleteAt: null, until };
}

/** The process lives on but answers nothing; a hung process does not heed SIGTERM. After a restart it is well. */
function deadlock(plan: PodPlan): Scenario {
  const well = settleSeconds(plan);
  const notice = Math.max(
    ...plan.containers.map(({ livenessProbe }) => (livenessProbe === undefined ? 30 : budgetSeconds(livenessProbe))),
  );
  const behaviour = each(plan, (container) => {
    const failsAt = round(startSeconds(container) + well + 4.2);
    return { runs: [{ failsAt, onSigterm: 'ignores' }, {}], onSigterm: { exitsAfter: 0.5, code: 0 } };
  });
  const starts = most(...plan.containers.map(startSeconds));
  const until = Math.min(1800, starts + 2 * well + notice + plan.terminationGracePeriodSeconds + 90);
  // `ignores` of a run and fields of the whole container would be merged: the polite reaction goes to the later runs.
  for (const { name, role } of plan.containers) {
    if (role !== 'main') continue;
    const { onSigterm: _dropped, ...rest } = behaviour[name]!;
    behaviour[name] = { ...rest, runs: [rest.runs![0]!, { onSigterm: { exitsAfter: 0.5, code: 0 } }] };
  }
  return { behaviour, deleteAt: null, until };
}

/** The process ends with an error soon after each start. */
function crashAtStart(plan: PodPlan): Scenario {
  return { behaviour: each(plan, () => ({ exits: [{ at: 2.2, code: 1 }] })), deleteAt: null, until: 660 };
}

/** Killed for memory after half a minute of life, once; the next run is well. */
function oomKill(plan: PodPlan): Scenario {
  const at = round(most(...plan.containers.map(startSeconds)) + settleSeconds(plan) + 8.4);
  const behaviour = each(plan, () => ({ exits: [{ at, code: 137, oom: true }, null] }));
  return { behaviour, deleteAt: null, until: at + 2 * settleSeconds(plan) + 60 };
}

/** Deleted while serving; the process pays no heed to SIGTERM. */
function sigtermIgnored(plan: PodPlan): Scenario {
  const whole = life(plan);
  return { ...whole, behaviour: each(plan, () => ({ onSigterm: 'ignores' })) };
}

/** Deleted while serving; requests at hand take nearly all of the grace period. */
function slowDrain(plan: PodPlan): Scenario {
  const whole = life(plan);
  const exitsAfter = round(Math.max(1, plan.terminationGracePeriodSeconds * 0.8));
  return { ...whole, behaviour: each(plan, () => ({ onSigterm: { exitsAfter, code: 0 } })) };
}

/** A large image on a cold node. */
function imagePullSlow(plan: PodPlan): Scenario {
  const whole = plan.restartPolicy === 'Always' ? life(plan) : complete(plan);
  const behaviour = each(plan, (container) => ({
    imagePull: 48.3,
    ...(plan.restartPolicy === 'Always' ? {} : (whole.behaviour[container.name] ?? {})),
  }));
  for (const name of Object.keys(behaviour))
    if (plan.restartPolicy !== 'Always') behaviour[name] = { ...behaviour[name], imagePull: 48.3 };
  return { behaviour, deleteAt: null, until: whole.until + 100 };
}

/** The largest, 0 of none. */
function most(...values: readonly number[]): number {
  return Math.max(0, ...values);
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
