// Advice: an edit of the manifest that would make this scenario go better, proved by simulating it. A note says what no
// edit can mend. Edits name fields; how they become text is not known here.
import type { ContainerPlan, PodPlan, ProbePlan } from '../plan';
import type { Scenario } from '../scenario';
import type { Trace } from '../trace';
import { DEFAULT_PROPAGATION_MS, type Drawing, draw } from './build';
import type { Facts } from './facts';
import { duration, say, setting, type Values, type Words } from './words';

/** One change of a field, by path relative to the pod spec. `raw` and `block` are YAML source. */
export type FieldEdit =
  | { readonly op: 'set'; readonly path: string; readonly raw: string }
  | { readonly op: 'add'; readonly path: string; readonly block: string };

export interface Advice {
  readonly id: string;
  /** The sentence; `code` in backquotes, the gain in brackets. */
  readonly text: string;
  /** Empty for a note. */
  readonly edits: readonly FieldEdit[];
  readonly after?: Drawing;
  /** Field path of the first edit, for a link. */
  readonly path?: string;
}

export interface AdviceInput {
  readonly plan: PodPlan;
  readonly scenario: Scenario;
  readonly before: Drawing;
  readonly words: Words;
  readonly propagationMs?: number;
  readonly simulate: (plan: PodPlan, scenario: Scenario) => Trace;
}

interface Proposal {
  readonly id: string;
  readonly edits: readonly FieldEdit[];
  readonly plan: PodPlan;
  readonly values: Values;
  /** What must become smaller, in milliseconds. */
  readonly measure: (facts: Facts) => number | undefined;
}

type Proposer = (input: AdviceInput) => Proposal | undefined;

/** Everything worth advising, the most telling first; an edit that does not help by a tenth of a second is dropped. */
export function adviceFor(input: AdviceInput): readonly Advice[] {
  const proposals = PROPOSERS.map((propose) => propose(input)).filter((proposal) => proposal !== undefined);
  const advice = proposals.flatMap((proposal) => proved(input, proposal));
  return [...advice, ...notes(input)];
}

/** Runs the edited pod through the same scenario and keeps the proposal when it gains something. */
function proved(input: AdviceInput, proposal: Proposal): readonly Advice[] {
  const trace = input.simulate(proposal.plan, longer(input.scenario));
  const propagation = input.propagationMs === undefined ? {} : { propagationMs: input.propagationMs };
  const after = draw({ trace, plan: proposal.plan, scenario: input.scenario, words: input.words, ...propagation });
  const before = proposal.measure(input.before.facts) ?? Infinity;
  const now = proposal.measure(after.facts);
  if (now === undefined || before - now < 100) return [];
  const gain = before === Infinity ? '' : duration(input.words, before - now);
  const values = { ...proposal.values, gain, now: duration(input.words, now) };
  const first = proposal.edits[0];
  return [
    {
      id: proposal.id,
      text: say(input.words, before === Infinity ? `advice.${proposal.id}.cure` : `advice.${proposal.id}`, values),
      edits: proposal.edits,
      after,
      ...(first === undefined ? {} : { path: first.path }),
    },
  ];
}

/** An edit may make things take longer: the observation goes on a little. */
function longer(scenario: Scenario): Scenario {
  return { ...scenario, until: scenario.until + 30 };
}

const PROPOSERS: readonly Proposer[] = [
  startupThreshold,
  livenessDelay,
  probeGrace,
  preStopSleep,
  graceForDrain,
  livenessPeriod,
  startupPeriod,
  readinessPeriod,
];

function replaced(plan: PodPlan, container: ContainerPlan, change: Partial<ContainerPlan>): PodPlan {
  return { ...plan, containers: plan.containers.map((one) => (one === container ? { ...one, ...change } : one)) };
}

/** Time for a slow start: enough tries of the startup probe. */
function startupThreshold({ plan, before, words }: AdviceInput): Proposal | undefined {
  const kill = before.facts.startupKill;
  const probe = kill?.container.startupProbe;
  if (kill?.needsMs === undefined || probe === undefined) return undefined;
  const tries = Math.ceil((kill.needsMs / 1000 + 10) / probe.periodSeconds) + 1;
  const container = plan.containers.find(({ name }) => name === kill.container.name)!;
  return {
    id: 'startupThreshold',
    edits: [{ op: 'set', path: `${container.path}.startupProbe.failureThreshold`, raw: String(tries) }],
    plan: replaced(plan, container, { startupProbe: { ...probe, failureThreshold: tries } }),
    values: { tries, allowed: setting(words, tries * probe.periodSeconds), needs: duration(words, kill.needsMs) },
    measure: ({ firstReadyMs }) => firstReadyMs,
  };
}

/** A liveness probe that kills a slow start and no startup probe: wait before asking. */
function livenessDelay({ plan, before, words }: AdviceInput): Proposal | undefined {
  const kill = before.facts.startupKill;
  const probe = kill?.container.livenessProbe;
  if (kill?.needsMs === undefined || kill.kind !== 'liveness' || probe === undefined) return undefined;
  const delay = Math.ceil(kill.needsMs / 1000) + 5;
  const container = plan.containers.find(({ name }) => name === kill.container.name)!;
  return {
    id: 'livenessDelay',
    edits: [{ op: 'set', path: `${container.path}.livenessProbe.initialDelaySeconds`, raw: String(delay) }],
    plan: replaced(plan, container, { livenessProbe: { ...probe, initialDelaySeconds: delay } }),
    values: { delay, needs: duration(words, kill.needsMs) },
    measure: (facts) => (facts.startupKill === undefined ? (facts.firstReadyMs ?? 0) : undefined),
  };
}

/** A hung process rarely heeds SIGTERM: a short grace period of the probe's own. */
function probeGrace({ plan, before }: AdviceInput): Proposal | undefined {
  const hang = before.facts.outage;
  const probe = hang?.container.livenessProbe;
  if (hang === undefined || !hang.killed || probe === undefined) return undefined;
  const seconds = 5;
  if ((probe.terminationGracePeriodSeconds ?? plan.terminationGracePeriodSeconds) <= seconds + 2) return undefined;
  const container = plan.containers.find(({ name }) => name === hang.container.name)!;
  return {
    id: 'probeGrace',
    edits: [{ op: 'set', path: `${container.path}.livenessProbe.terminationGracePeriodSeconds`, raw: String(seconds) }],
    plan: replaced(plan, container, { livenessProbe: { ...probe, terminationGracePeriodSeconds: seconds } }),
    values: { seconds },
    measure: downMs,
  };
}

function downMs({ outage }: Facts): number | undefined {
  return outage?.againMs === undefined ? undefined : outage.againMs - outage.hungMs;
}

/** Notice a hang sooner. */
function livenessPeriod({ plan, before }: AdviceInput): Proposal | undefined {
  const hang = before.facts.outage;
  const probe = hang?.container.livenessProbe;
  if (hang?.noticedMs === undefined || probe === undefined || probe.periodSeconds < 6) return undefined;
  const period = Math.max(3, Math.round(probe.periodSeconds / 2));
  const container = plan.containers.find(({ name }) => name === hang.container.name)!;
  return {
    id: 'livenessPeriod',
    edits: [{ op: 'set', path: `${container.path}.livenessProbe.periodSeconds`, raw: String(period) }],
    plan: replaced(plan, container, { livenessProbe: { ...probe, periodSeconds: period } }),
    values: { period },
    measure: downMs,
  };
}

/** Keep serving until nobody sends requests any more. */
function preStopSleep(input: AdviceInput): Proposal | undefined {
  const { plan, before, words } = input;
  if (before.facts.refusedAtEndMs < 50 || before.facts.deletion === undefined) return undefined;
  const container = plan.containers.find(
    ({ role, preStop }) => role === 'main' && (preStop === undefined || preStop.handler === 'sleep'),
  );
  if (container === undefined) return undefined;
  const propagation = (input.propagationMs ?? DEFAULT_PROPAGATION_MS) / 1000;
  const seconds = Math.ceil(propagation) + 2;
  if ((container.preStop?.sleepSeconds ?? 0) >= seconds) return undefined;
  const needed = graceNeeded(input, container, seconds);
  const grace = needed > plan.terminationGracePeriodSeconds ? needed : undefined;
  const edits: FieldEdit[] = [sleepEdit(container, seconds)];
  if (grace !== undefined) edits.push({ op: 'set', path: 'terminationGracePeriodSeconds', raw: String(grace) });
  const edited = replaced(plan, container, { preStop: { handler: 'sleep', sleepSeconds: seconds } });
  return {
    id: grace === undefined ? 'preStopSleep' : 'preStopSleepGrace',
    edits,
    plan: grace === undefined ? edited : { ...edited, terminationGracePeriodSeconds: grace },
    values: { seconds, grace: grace ?? 0, lost: duration(words, before.facts.refusedAtEndMs) },
    measure: ({ refusedAtEndMs }) => refusedAtEndMs,
  };
}

function sleepEdit(container: ContainerPlan, seconds: number): FieldEdit {
  const path = `${container.path}.lifecycle`;
  if (container.preStop?.handler === 'sleep')
    return { op: 'set', path: `${path}.preStop.sleep.seconds`, raw: String(seconds) };
  const block = `preStop:\n  sleep:\n    seconds: ${seconds}`;
  if (container.postStart !== undefined || container.stopSignal !== undefined) return { op: 'add', path, block };
  const indented = block
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  return { op: 'add', path: container.path, block: `lifecycle:\n${indented}` };
}

/** Seconds of grace that sleep and the app's own closing down need, with room. */
function graceNeeded({ scenario }: AdviceInput, container: ContainerPlan, sleepSeconds: number): number {
  const reacts = scenario.behaviour[container.name]?.onSigterm;
  const exitsAfter = reacts === undefined || reacts === 'ignores' ? 0 : (reacts.exitsAfter ?? 0);
  return Math.ceil((sleepSeconds + exitsAfter + 5) / 5) * 5;
}

/** Killed although it was finishing: more grace. */
function graceForDrain(input: AdviceInput): Proposal | undefined {
  const { plan, before, scenario, words } = input;
  const deletion = before.facts.deletion;
  if (deletion === undefined || deletion.killed.length === 0 || scenario.gracePeriodOverride != null) return undefined;
  const killed = plan.containers.filter(({ name }) => deletion.killed.includes(name));
  const needs = killed.map((container) => {
    const reacts = scenario.behaviour[container.name]?.onSigterm;
    if (reacts === undefined || reacts === 'ignores' || reacts.exitsAfter === undefined || reacts.exitsAfter > 3600)
      return Infinity;
    return (
      reacts.exitsAfter + (container.preStop?.sleepSeconds ?? scenario.behaviour[container.name]?.preStopTakes ?? 0)
    );
  });
  const longest = Math.max(...needs);
  if (!Number.isFinite(longest)) return undefined;
  const grace = Math.ceil((longest + 5) / 5) * 5;
  return {
    id: 'graceForDrain',
    edits: [{ op: 'set', path: 'terminationGracePeriodSeconds', raw: String(grace) }],
    plan: { ...plan, terminationGracePeriodSeconds: grace },
    values: { grace, needs: setting(words, longest) },
    measure: (facts) => (facts.deletion?.killed.length ?? 0) * 1000,
  };
}

/** The app answers long before the startup probe asks again: ask every second. */
function startupPeriod(input: AdviceInput): Proposal | undefined {
  return probePeriod(input, 'startup');
}

function readinessPeriod(input: AdviceInput): Proposal | undefined {
  return probePeriod(input, 'readiness');
}

function probePeriod({ plan, before, words }: AdviceInput, kind: 'startup' | 'readiness'): Proposal | undefined {
  const { facts, picture } = before;
  if (facts.firstReadyMs === undefined || facts.startupKill !== undefined) return undefined;
  const container = plan.containers.find((one) => one.role === 'main' && one[`${kind}Probe`] !== undefined);
  const probe = container?.[`${kind}Probe`];
  if (container === undefined || probe === undefined) return undefined;
  const answers = picture.told.find(
    (told) => told.assumed && told.container === container.name && told.lane === container.name,
  );
  const waited = answers === undefined ? 0 : facts.firstReadyMs - answers.atMs;
  if (answers === undefined || waited < 1500 || (probe.periodSeconds < 2 && probe.initialDelaySeconds === 0))
    return undefined;
  const change = faster(probe, kind);
  if (change.edits.length === 0) return undefined;
  const edits = change.edits.map(
    ([field, value]): FieldEdit => ({ op: 'set', path: `${container.path}.${kind}Probe.${field}`, raw: String(value) }),
  );
  return {
    id: `${kind}Period`,
    edits,
    plan: replaced(plan, container, { [`${kind}Probe`]: change.probe }),
    values: {
      answers: duration(words, answers.atMs),
      ready: duration(words, facts.firstReadyMs),
      tries: change.probe.failureThreshold,
      period: change.probe.periodSeconds,
    },
    measure: ({ firstReadyMs }) => firstReadyMs,
  };
}

/** Asks every second and allows as long as before. */
function faster(
  probe: ProbePlan,
  kind: 'startup' | 'readiness',
): { probe: ProbePlan; edits: readonly (readonly [string, number])[] } {
  const periodSeconds = kind === 'startup' ? 1 : Math.max(1, Math.floor(probe.periodSeconds / 3));
  const failureThreshold = Math.ceil((probe.periodSeconds * probe.failureThreshold) / periodSeconds);
  const next: ProbePlan = {
    ...probe,
    periodSeconds,
    failureThreshold,
    initialDelaySeconds: 0,
    timeoutSeconds: Math.min(probe.timeoutSeconds, periodSeconds),
  };
  const fields = ['periodSeconds', 'failureThreshold', 'initialDelaySeconds', 'timeoutSeconds'] as const;
  return {
    probe: next,
    edits: fields.filter((field) => next[field] !== probe[field]).map((field) => [field, next[field]] as const),
  };
}

/** What no edit of a field known here can mend. */
function notes({ before, words }: AdviceInput): readonly Advice[] {
  const { crash, outage, unasked, firstReadyMs, refusedMs, startupKill } = before.facts;
  const note = (id: string, values: Values = {}, path?: string): Advice => ({
    id,
    text: say(words, `note.${id}`, values),
    edits: [],
    ...(path === undefined ? {} : { path }),
  });
  if (crash?.oom === true)
    return [note('oom', { container: crash.container.name }, `${crash.container.path}.resources`)];
  if (crash?.everyTime) {
    const each = crash.runs.length === 0 ? 0 : refusedMs / crash.runs.length;
    return [unasked && each > 50 ? note('crashUnasked', { lost: duration(words, each) }) : note('crash')];
  }
  if (outage !== undefined && outage.container.livenessProbe === undefined) {
    return [note('noLiveness', { container: outage.container.name }, outage.container.path)];
  }
  if (startupKill !== undefined && startupKill.needsMs === undefined)
    return [note('neverAnswers', { container: startupKill.container.name })];
  if (unasked && firstReadyMs !== undefined && refusedMs >= 50) {
    return [note('noReadiness', { lost: duration(words, refusedMs) })];
  }
  return [];
}
