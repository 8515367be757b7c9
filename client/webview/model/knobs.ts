// Every field of a behaviour as a control: how to read it from a scenario and how to set it. Table and pure functions.
import type {
  Behaviour,
  Exit,
  OnSigterm,
  ProbeAnswers,
  Scenario,
  Window,
} from '../../../server/src/simulation/scenario';
import { NEVER_SECONDS } from '../../../server/src/simulation/scenarios';
import type { ProbeKind } from '../../../server/src/simulation/trace';

/** Which runs of a container a control speaks of: all, or one entry of `runs`. */
export type RunChoice = 'all' | number;

export type KnobKind = 'seconds' | 'number' | 'flag' | 'windows' | 'exits';

export interface Knob {
  readonly id: string;
  readonly kind: KnobKind;
  /** Largest value of the slider; more can be typed. */
  readonly max: number;
  /** True when the field may be absent or last for ever, which the control calls `never`. */
  readonly never?: boolean;
  readonly read: (behaviour: Behaviour) => KnobValue;
  readonly write: (behaviour: Behaviour, value: KnobValue) => Behaviour;
}

export type KnobValue = number | boolean | string | undefined;

type Answers = keyof Pick<ProbeAnswers, 'readyAfter' | 'failsAt' | 'takes'>;
type Plain = 'imagePull' | 'preStopTakes' | 'postStartTakes';
type Flag = 'preStopFails' | 'postStartFails';

const plain = (id: Plain, max: number): Knob => ({
  id,
  kind: 'seconds',
  max,
  read: (behaviour) => behaviour[id] ?? 0,
  write: (behaviour, value) => put(behaviour, id, positive(value)),
});

const flag = (id: Flag): Knob => ({
  id,
  kind: 'flag',
  max: 1,
  read: (behaviour) => behaviour[id] === true,
  write: (behaviour, value) => put(behaviour, id, value === true ? true : undefined),
});

const answer = (id: Answers, max: number, never: boolean): Knob => ({
  id,
  kind: 'seconds',
  max,
  never,
  read: (behaviour) => readSeconds(behaviour[id], id === 'failsAt'),
  write: (behaviour, value) => put(behaviour, id, writeSeconds(value, id)),
});

const windows = (id: 'healthy' | 'hangs'): Knob => ({
  id,
  kind: 'windows',
  max: 0,
  read: (behaviour) => formatWindows(behaviour[id]),
  write: (behaviour, value) => put(behaviour, id, parseWindows(String(value ?? ''))),
});

const stop = (id: 'exitsAfter' | 'stopsServingAfter' | 'code', kind: KnobKind, max: number): Knob => ({
  id: `onSigterm.${id}`,
  kind,
  max,
  ...(id === 'stopsServingAfter' ? { never: true } : {}),
  read: (behaviour) => (id === 'stopsServingAfter' ? stopOf(behaviour)[id] : (stopOf(behaviour)[id] ?? 0)),
  write: (behaviour, value) => ({ ...behaviour, onSigterm: put(stopOf(behaviour), id, positive(value)) }),
});

/** The controls of one container, in the order of its life. */
export const KNOBS: readonly Knob[] = [
  plain('imagePull', 60),
  plain('postStartTakes', 60),
  flag('postStartFails'),
  answer('readyAfter', 60, true),
  answer('failsAt', 120, true),
  answer('takes', 10, false),
  windows('healthy'),
  windows('hangs'),
  {
    id: 'exits',
    kind: 'exits',
    max: 0,
    read: (behaviour) => formatExits(behaviour.exits),
    write: (behaviour, value) => put(behaviour, 'exits', parseExits(String(value ?? ''))),
  },
  plain('preStopTakes', 60),
  flag('preStopFails'),
  {
    id: 'onSigterm.ignores',
    kind: 'flag',
    max: 1,
    read: (behaviour) => behaviour.onSigterm === 'ignores',
    write: (behaviour, value) =>
      value === true ? { ...behaviour, onSigterm: 'ignores' } : put(behaviour, 'onSigterm', undefined),
  },
  stop('exitsAfter', 'seconds', 60),
  stop('stopsServingAfter', 'seconds', 60),
  stop('code', 'number', 255),
];

/** The controls of one probe's own answers, which replace the container's. */
export const PROBE_KNOBS: readonly Knob[] = [
  answer('readyAfter', 60, true),
  answer('failsAt', 120, true),
  answer('takes', 10, false),
  windows('healthy'),
  windows('hangs'),
];

/** The behaviour that the controls of a container show. */
export function behaviourFor(scenario: Scenario, container: string, run: RunChoice, probe?: ProbeKind): Behaviour {
  const common = scenario.behaviour[container] ?? {};
  const chosen = run === 'all' ? common : (common.runs?.[run] ?? {});
  return probe === undefined ? chosen : (chosen.probes?.[probe] ?? {});
}

/** The scenario with one control of a container changed. */
export function withKnob(
  scenario: Scenario,
  container: string,
  run: RunChoice,
  probe: ProbeKind | undefined,
  knob: Knob,
  value: KnobValue,
): Scenario {
  const common = scenario.behaviour[container] ?? {};
  const change = (behaviour: Behaviour): Behaviour => {
    if (probe === undefined) return knob.write(behaviour, value);
    const answers = knob.write(behaviour.probes?.[probe] ?? {}, value);
    const probes = { ...behaviour.probes, [probe]: answers };
    if (Object.keys(answers).length === 0) delete probes[probe];
    return put(behaviour, 'probes', Object.keys(probes).length === 0 ? undefined : probes);
  };
  const next = run === 'all' ? change(common) : { ...common, runs: withRun(common.runs ?? [], run, change) };
  return { ...scenario, behaviour: { ...scenario.behaviour, [container]: next } };
}

function withRun(
  runs: readonly Behaviour[],
  run: number,
  change: (behaviour: Behaviour) => Behaviour,
): readonly Behaviour[] {
  const length = Math.max(runs.length, run + 1);
  return Array.from({ length }, (_, index) => (index === run ? change(runs[index] ?? {}) : (runs[index] ?? {})));
}

/** The scenario after a grip was dragged to a moment. */
export function withGrip(
  scenario: Scenario,
  grip: { knob: string; container?: string },
  seconds: number,
  attempt: number,
): Scenario {
  const value = Math.max(0, Math.round(seconds * 10) / 10);
  if (grip.knob === 'deleteAt') return { ...scenario, deleteAt: value, until: Math.max(scenario.until, value + 60) };
  const container = grip.container ?? '';
  const common = scenario.behaviour[container] ?? {};
  const runs = common.runs?.length ?? 0;
  const run: RunChoice = runs === 0 ? 'all' : Math.min(attempt, runs - 1);
  const at = scenario.until < 3600 ? { ...scenario, until: Math.max(scenario.until, value + 60) } : scenario;
  if (grip.knob === 'exitAt') return withExit(at, container, attempt, value);
  const knob = KNOBS.find(({ id }) => id === grip.knob || id === `onSigterm.${grip.knob}`);
  return knob === undefined ? scenario : withKnob(at, container, run, undefined, knob, value);
}

function withExit(scenario: Scenario, container: string, attempt: number, at: number): Scenario {
  const common = scenario.behaviour[container] ?? {};
  const exits = common.exits ?? [];
  const place = Math.min(attempt, exits.length - 1);
  const next = exits.map((exit, index) => (index === place && exit !== null ? { ...exit, at } : exit));
  return { ...scenario, behaviour: { ...scenario.behaviour, [container]: { ...common, exits: next } } };
}

function put<Item extends object, Key extends keyof Item>(item: Item, key: Key, value: Item[Key] | undefined): Item {
  const { [key]: _old, ...rest } = item;
  return value === undefined ? (rest as Item) : ({ ...rest, [key]: value } as Item);
}

function positive(value: KnobValue): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function stopOf(behaviour: Behaviour): OnSigterm {
  return behaviour.onSigterm === undefined || behaviour.onSigterm === 'ignores' ? {} : behaviour.onSigterm;
}

function readSeconds(value: number | undefined, absentIsNever: boolean): KnobValue {
  if (value === undefined) return absentIsNever ? undefined : 0;
  return value >= NEVER_SECONDS ? undefined : value;
}

function writeSeconds(value: KnobValue, id: Answers): number | undefined {
  if (typeof value === 'number') return positive(value);
  return id === 'readyAfter' ? NEVER_SECONDS : undefined;
}

/** `10-20, 40-50` */
export function formatWindows(list: readonly Window[] | undefined): string {
  return (list ?? []).map(([from, to]) => `${from}-${to}`).join(', ');
}

/** Windows as typed; undefined when nothing usable is there. */
export function parseWindows(text: string): readonly Window[] | undefined {
  const found = [...text.matchAll(/(\d+(?:\.\d+)?)\s*(?:-|–|\.\.)\s*(\d+(?:\.\d+)?)/g)];
  const list = found.map((match): Window => [Number(match[1]), Number(match[2])]).filter(([from, to]) => to > from);
  return list.length === 0 ? undefined : list;
}

/** `2.2:1, 8:137 oom, never`: second and exit code of each run, the last one repeats. */
export function formatExits(exits: Behaviour['exits']): string {
  return (exits ?? [])
    .map((exit) => (exit === null ? 'never' : `${exit.at}:${exit.code}${exit.oom === true ? ' oom' : ''}`))
    .join(', ');
}

/** Exits as typed; undefined when nothing usable is there. */
export function parseExits(text: string): readonly (Exit | null)[] | undefined {
  const list = text.split(/[,;，；]/).flatMap((part): (Exit | null)[] => {
    if (/^\s*(never|null|-)\s*$/i.test(part)) return [null];
    const match = /^\s*(\d+(?:\.\d+)?)\s*(?::\s*(\d+))?\s*(oom)?\s*$/i.exec(part);
    if (match === null) return [];
    const oom = match[3] !== undefined;
    return [{ at: Number(match[1]), code: Number(match[2] ?? (oom ? 137 : 0)), ...(oom ? { oom } : {}) }];
  });
  return list.length === 0 ? undefined : list;
}
