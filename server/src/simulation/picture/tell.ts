// A trace in words: which events are worth telling, what they say, which line of the manifest they come from.
import type { ContainerPlan, PodPlan, ProbePlan } from '../plan';
import type { ProbeKind, Trace, TraceEvent } from '../trace';
import type { Told } from './picture';
import { exactInstant, fill, say, setting, type Values, type Words } from './words';

/** The told events of a trace and, for each event of the trace, its place among them (-1 when it is not told). */
export interface Story {
  readonly told: Told[];
  readonly placeOf: readonly number[];
  /** Consecutive equal results of the probe event at this place in the trace, for "2 of 3". */
  readonly countOf: ReadonlyMap<number, number>;
}

/** Tells a trace. `why` sentences come from the table of texts under the ids that the engine gives. */
export function tellTrace(trace: Trace, plan: PodPlan, words: Words): Story {
  const told: Told[] = [];
  const countOf = countResults(trace.events);
  const probed = probedVerdicts(trace.events);
  const placeOf = trace.events.map((event, index) => {
    const text = textOf(event, { plan, words, count: countOf.get(index) ?? 0 });
    if (text === undefined) return -1;
    const why = fullWhy(trace.events, index, countOf.get(index) ?? 0, plan, words);
    const cause = causeOf(event, plan);
    told.push({
      atMs: event.atMs,
      lane: laneOf(event),
      ...containerOf(event, plan),
      text,
      routine: isRoutine(event, index, probed),
      ...(why === undefined ? {} : { why }),
      ...(cause === undefined ? {} : { cause }),
      assumed: false,
      event,
    });
    return told.length - 1;
  });
  return { told, placeOf, countOf };
}

/** The container an event speaks of; a pull names only the image, its cause the container. */
function containerOf(event: TraceEvent, plan: PodPlan): { container?: string } {
  if (event.container !== undefined) return { container: event.container };
  const owner = plan.containers.find(({ path }) => event.cause?.startsWith(`${path}.`));
  return owner === undefined ? {} : { container: owner.name };
}

/** Places of probe results that changed a verdict at the same moment. */
function probedVerdicts(events: readonly TraceEvent[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const event of events) if (event.event === 'probe.state') keys.add(verdictKey(event));
  return keys;
}

function verdictKey(event: TraceEvent): string {
  return `${event.container}/${event.kind}/${event.attempt}/${Math.round(event.atMs / 4)}`;
}

/** True when a probe event's answer changed the verdict of its probe. */
export function turnsVerdict(events: readonly TraceEvent[], index: number): boolean {
  const probe = events[index]!;
  const wanted = probe.result === 'success' ? 'Success' : 'Failure';
  for (let near = index + 1; near < events.length && events[near]!.atMs <= probe.atMs + 2; near++) {
    if (isVerdict(events[near]!, probe, wanted)) return true;
  }
  for (let near = index - 1; near >= 0 && events[near]!.atMs >= probe.atMs; near--) {
    if (isVerdict(events[near]!, probe, wanted)) return true;
  }
  return false;
}

function isVerdict(event: TraceEvent, probe: TraceEvent, state: string): boolean {
  return (
    event.event === 'probe.state' &&
    event.container === probe.container &&
    event.kind === probe.kind &&
    event.state === state
  );
}

function isRoutine(event: TraceEvent, _index: number, verdicts: ReadonlySet<string>): boolean {
  if (event.event !== 'probe') return false;
  return event.result === 'success' && !verdicts.has(verdictKey(event));
}

/** Counts equal results in a row per probe. A liveness or startup verdict restarts the count (prober worker.go, 1.37). */
function countResults(events: readonly TraceEvent[]): ReadonlyMap<number, number> {
  const streaks = new Map<string, { good: boolean; count: number }>();
  const counts = new Map<number, number>();
  events.forEach((event, index) => {
    if (event.event !== 'probe') return;
    const key = `${event.container}/${event.kind}`;
    const good = event.result === 'success';
    const before = streaks.get(key);
    const count = before !== undefined && before.good === good ? before.count + 1 : 1;
    counts.set(index, count);
    const held = event.kind !== 'readiness' && turnsVerdict(events, index) && (!good || event.kind === 'startup');
    streaks.set(key, { good, count: held ? 0 : count });
  });
  return counts;
}

interface Telling {
  readonly plan: PodPlan;
  readonly words: Words;
  readonly count: number;
}

const TELLERS: Partial<Record<TraceEvent['event'], (event: TraceEvent, telling: Telling) => string | undefined>> = {
  'api.delete': (event, { words }) => say(words, 'told.delete', { grace: setting(words, event.grace ?? 0) }),
  'image.pulling': (event, { words }) => say(words, 'told.pulling', named(event)),
  'image.pulled': (event, { words }) => say(words, 'told.pulled', named(event)),
  'container.started': (event, { words }) =>
    say(words, (event.attempt ?? 0) === 0 ? 'told.started' : 'told.startedAgain', {
      ...named(event),
      run: (event.attempt ?? 0) + 1,
    }),
  'container.exited': (event, { words }) =>
    say(words, event.reason === 'OOMKilled' ? 'told.oom' : 'told.exited', {
      ...named(event),
      code: event.exitCode ?? 0,
    }),
  signal: (event, { words }) =>
    event.grace === undefined
      ? say(words, 'told.kill', { ...named(event), signal: event.signal ?? 'SIGKILL' })
      : say(words, 'told.signal', {
          ...named(event),
          signal: event.signal ?? 'SIGTERM',
          grace: setting(words, event.grace),
        }),
  probe: tellProbe,
  'postStart.begin': (event, { words }) => say(words, 'told.hookBegins', { ...named(event), hook: 'postStart' }),
  'postStart.end': (event, { words }) => tellHookEnd(event, words, 'postStart'),
  'preStop.begin': (event, { words }) => say(words, 'told.hookBegins', { ...named(event), hook: 'preStop' }),
  'preStop.end': (event, { words }) => tellHookEnd(event, words, 'preStop'),
  'preStop.timeout': (event, { words }) => say(words, 'told.hookCut', { ...named(event), hook: 'preStop' }),
  'status.state': tellState,
  'pod.phase': (event, { words }) =>
    say(words, event.reason === undefined ? 'told.phase' : 'told.phaseBecause', {
      phase: event.state ?? '',
      reason: event.reason ?? '',
    }),
  'pod.condition': tellCondition,
  'pod.deleted': (_event, { words }) => say(words, 'told.gone'),
};

function textOf(event: TraceEvent, telling: Telling): string | undefined {
  const text = TELLERS[event.event]?.(event, telling);
  if (text === undefined || event.container === undefined) return text;
  if (telling.plan.containers.length < 2 || text.includes(event.container)) return text;
  return say(telling.words, 'told.ofContainer', { container: event.container, text });
}

function named(event: TraceEvent): Values {
  return { container: event.container ?? '' };
}

function tellProbe(event: TraceEvent, { words, plan, count }: Telling): string {
  const kind = event.kind as ProbeKind;
  const probe = probeOf(plan, event.container, kind);
  const values = { kind: say(words, `probe.${kind}`), count };
  if (event.result === 'success') {
    const threshold = probe?.successThreshold ?? 1;
    return say(words, threshold > 1 && count <= threshold ? 'told.probePassedCount' : 'told.probePassed', {
      ...values,
      threshold,
    });
  }
  const threshold = probe?.failureThreshold ?? 3;
  const id =
    event.result === 'timeout'
      ? 'told.probeTimeout'
      : event.result === 'error'
        ? 'told.probeError'
        : 'told.probeFailed';
  return say(words, count > threshold ? `${id}.more` : id, {
    ...values,
    threshold,
    timeout: setting(words, event.took ?? probe?.timeoutSeconds ?? 1),
  });
}

function tellHookEnd(event: TraceEvent, words: Words, hook: string): string {
  const failed = event.result !== undefined && event.result !== 'success';
  return say(words, failed ? 'told.hookFailed' : 'told.hookEnds', { ...named(event), hook });
}

function tellState(event: TraceEvent, { words }: Telling): string | undefined {
  if (event.state !== 'waiting' || event.reason === undefined) return undefined;
  if (event.reason === 'ContainerCreating' || event.reason === 'PodInitializing') return undefined;
  return say(words, 'told.shown', { reason: event.reason });
}

function tellCondition(event: TraceEvent, { words, plan }: Telling): string | undefined {
  if (event.atMs <= 1) return undefined;
  if (event.kind === 'Ready') {
    if (event.state === 'True') return say(words, plan.restartPolicy === 'Always' ? 'told.ready' : 'told.readyJob');
    if (event.reason === 'PodCompleted' || event.reason === 'PodFailed') return undefined;
    return say(words, plan.restartPolicy === 'Always' ? 'told.notReady' : 'told.notReadyJob');
  }
  const hasInit = plan.containers.some((container) => container.role !== 'main');
  if (event.kind === 'Initialized' && hasInit && event.state === 'True') return say(words, 'told.initialized');
  return undefined;
}

/** The lane that shows an event. */
function laneOf(event: TraceEvent): string {
  if (event.event === 'pod.condition') return 'pod/ready';
  if (event.container === undefined) return 'pod';
  if (event.event === 'probe') return `${event.container}/${event.kind}`;
  if (event.event === 'signal' || event.event.startsWith('preStop')) return `${event.container}/shutdown`;
  if (event.event.startsWith('postStart')) return `${event.container}/postStart`;
  return event.container;
}

/** The engine's sentence, for probes with what their answer does to the verdict, else one of ours. */
function fullWhy(
  events: readonly TraceEvent[],
  index: number,
  count: number,
  plan: PodPlan,
  words: Words,
): string | undefined {
  const event = events[index]!;
  const own = whyOf(event, words) ?? ourWhy(event, words);
  if (event.event !== 'probe') return own;
  const effect = effectOf(events, index, count, plan, words);
  return [own, effect].filter((text) => text !== undefined).join(words['sentence.space'] ?? ' ');
}

/** What an answer does: turns the verdict, or counts towards it. */
function effectOf(
  events: readonly TraceEvent[],
  index: number,
  count: number,
  plan: PodPlan,
  words: Words,
): string | undefined {
  const event = events[index]!;
  if (turnsVerdict(events, index)) {
    const id = event.result === 'success' ? 'why.turns.good' : `why.turns.bad.${event.kind}`;
    return say(words, id, { count, container: event.container ?? '' });
  }
  if (event.result === 'success' || event.result === 'error') return undefined;
  const probe = probeOf(plan, event.container, event.kind as ProbeKind);
  if (probe === undefined || count >= probe.failureThreshold) return undefined;
  return say(words, 'why.counts', { threshold: probe.failureThreshold, period: setting(words, probe.periodSeconds) });
}

/** Sentences for events that the engine leaves unexplained. */
function ourWhy(event: TraceEvent, words: Words): string | undefined {
  const id = event.event === 'pod.condition' ? `why.${event.event}.${event.kind}.${event.state}` : `why.${event.event}`;
  return words[id] === undefined ? undefined : say(words, id, { container: event.container ?? '' });
}

/** The sentence of the engine; shorter where a number in it is nothing. */
function whyOf(event: TraceEvent, words: Words): string | undefined {
  if (event.why === undefined) return undefined;
  const { id, values } = event.why;
  const variant = 'hook' in values && (values.waited ?? 0) === 0 ? (values.hook === 0 ? '.plain' : '.hook') : '';
  const template = words[`why.${id}${variant}`] ?? words[`why.${id}`];
  return template === undefined ? undefined : fill(template, values);
}

/** The field that an event comes from: the engine's, for stop signals the probe or hook that decides. */
function causeOf(event: TraceEvent, plan: PodPlan): string | undefined {
  const container = plan.containers.find((candidate) => candidate.name === event.container);
  const kill = /^stop\.(liveness|startup)$/.exec(event.why?.id ?? '')?.[1];
  if (kill !== undefined && container !== undefined) return `${container.path}.${kill}Probe`;
  if (event.event === 'signal' && container?.preStop !== undefined && event.grace !== undefined) {
    return `${container.path}.lifecycle.preStop`;
  }
  return event.cause ?? likelyCause(event, container);
}

function likelyCause(event: TraceEvent, container: ContainerPlan | undefined): string | undefined {
  if (container === undefined) return event.event === 'api.delete' ? 'terminationGracePeriodSeconds' : undefined;
  if (event.event === 'probe') return `${container.path}.${event.kind}Probe`;
  if (event.event.startsWith('preStop')) return `${container.path}.lifecycle.preStop`;
  if (event.event.startsWith('postStart')) return `${container.path}.lifecycle.postStart`;
  if (event.event.startsWith('image.')) return `${container.path}.image`;
  if (event.event === 'signal')
    return container.preStop === undefined ? 'terminationGracePeriodSeconds' : `${container.path}.lifecycle.preStop`;
  return `${container.path}.image`;
}

/** The probe of a container, when it has one. */
export function probeOf(plan: PodPlan, container: string | undefined, kind: ProbeKind): ProbePlan | undefined {
  return plan.containers.find((candidate) => candidate.name === container)?.[`${kind}Probe`];
}

/** The kinds of probes that a container has, in the order in which they act. */
export function probeKinds(container: ContainerPlan): readonly ProbeKind[] {
  return (['startup', 'readiness', 'liveness'] as const).filter((kind) => container[`${kind}Probe`] !== undefined);
}

/** A told event with its moment, as a list or a screen reader gives it. */
export function sentenceOf(told: Told, words: Words): string {
  return say(words, 'told.sentence', { at: exactInstant(words, told.atMs), text: told.text });
}
