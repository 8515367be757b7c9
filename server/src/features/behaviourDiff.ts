// What an edit changes in behaviour: two versions of a file, object by object, as numbers and findings. No sentences here.
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Between } from '../simulation/outlook';
import type { Texts } from '../text/texts';
import type { FileAnalysis } from './analysis';
import { DEFAULT_SETTINGS, type DiagnosticData, type DiagnosticSettings, diagnose } from './diagnostics';
import { type ContainerFacts, podFacts } from './facts/podFacts';
import { type Measures, measuresOf } from './measures';
import type { PodView } from './pods';
import { scenarioComment } from './scenarioComment';

/** What can change; ids of its words in the texts table follow `diff.`. */
export type Subject =
  | keyof Measures
  | 'qos'
  | 'restartPolicy'
  | 'container'
  | 'oomScoreAdj'
  | 'cpuMax'
  | 'cpuWeight'
  | 'memoryMax';

/** A value before or after. */
export type Amount =
  | { readonly kind: 'span'; readonly span: Between }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: number };

export interface Change {
  readonly subject: Subject;
  readonly container?: string;
  /** Absent where there was or is none: a pod that never becomes ready, no limit. */
  readonly before?: Amount;
  readonly after?: Amount;
  /** For the app's users; absent where neither is better. */
  readonly verdict?: 'better' | 'worse';
}

export interface FindingLine {
  readonly rule: string;
  readonly severity: number;
  readonly path: string;
  readonly message: string;
}

/** One object of the two files. */
export interface ObjectDiff {
  readonly kind: string;
  readonly name: string;
  readonly state: 'both' | 'added' | 'removed';
  readonly changes: readonly Change[];
  readonly gained: readonly FindingLine[];
  readonly lost: readonly FindingLine[];
  /** The pods compared, for pictures. */
  readonly pods: { readonly before?: PodView; readonly after?: PodView };
}

/** The objects that behave differently, in the order of the new file; then those that are gone. */
export function behaviourDiff(
  before: FileAnalysis,
  after: FileAnalysis,
  texts: Texts,
  settings: DiagnosticSettings = DEFAULT_SETTINGS,
): readonly ObjectDiff[] {
  const old = objectsIn(before, texts, settings);
  const now = objectsIn(after, texts, settings);
  const pairs = paired(old, now);
  const diffs = now.map((object) => compareObjects(pairs.get(object), object));
  const matched = new Set(pairs.values());
  const gone = old.filter((object) => !matched.has(object)).map((object) => compareObjects(object, undefined));
  return [...diffs, ...gone].filter(
    ({ state, changes, gained, lost }) => state !== 'both' || changes.length + gained.length + lost.length > 0,
  );
}

/** An object with what is compared. */
interface Compared {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly pod?: PodView;
  readonly text: string;
  readonly findings: readonly FindingLine[];
}

function objectsIn(file: FileAnalysis, texts: Texts, settings: DiagnosticSettings): readonly Compared[] {
  const found = diagnose(file, texts, settings);
  return file.documents.flatMap((analysis, index) => {
    const findings = found.filter(({ data }) => (data as DiagnosticData).document === index).map(findingLine);
    return analysis.objects.map(({ path, kind, decoded }, position): Compared => {
      const pod = analysis.pods.find(({ object }) => object.path === path);
      const { metadata } = decoded.value as { metadata?: { name?: unknown; namespace?: unknown } };
      return {
        kind,
        name: pod?.name ?? String(metadata?.name ?? ''),
        namespace: String(metadata?.namespace ?? ''),
        ...(pod === undefined ? {} : { pod }),
        text: analysis.document.text,
        // the findings of a List are told once, with its first item
        findings: position === 0 ? findings : [],
      };
    });
  });
}

function findingLine({ code, severity = 1, message, data }: Diagnostic): FindingLine {
  const text = typeof message === 'string' ? message : message.value;
  return { rule: String(code), severity, path: (data as DiagnosticData).path, message: text };
}

/** Each new object with its old self: same kind, namespace and name; else the only two of a kind left over (renamed). */
function paired(old: readonly Compared[], now: readonly Compared[]): ReadonlyMap<Compared, Compared> {
  const pairs = new Map<Compared, Compared>();
  const left = new Set(old);
  const take = (object: Compared, match: Compared | undefined): void => {
    if (match === undefined) return;
    pairs.set(object, match);
    left.delete(match);
  };
  for (const object of now)
    take(
      object,
      [...left].find((one) => sameName(one, object)),
    );
  for (const object of now.filter((one) => !pairs.has(one))) {
    const rest = [...left].filter(({ kind }) => kind === object.kind);
    const others = now.filter((one) => one.kind === object.kind && !pairs.has(one));
    if (rest.length === 1 && others.length === 1) take(object, rest[0]);
  }
  return pairs;
}

function sameName(a: Compared, b: Compared): boolean {
  return a.kind === b.kind && a.name === b.name && a.namespace === b.namespace;
}

function compareObjects(before: Compared | undefined, after: Compared | undefined): ObjectDiff {
  const { kind = '', name = '' } = after ?? before ?? {};
  const both = before !== undefined && after !== undefined;
  const pods = {
    ...(before?.pod === undefined ? {} : { before: before.pod }),
    ...(after?.pod === undefined ? {} : { after: after.pod }),
  };
  return {
    kind,
    name,
    state: both ? 'both' : after === undefined ? 'removed' : 'added',
    changes: both ? podChanges(before, after) : [],
    gained: both ? without(after.findings, before.findings) : (after?.findings ?? []),
    lost: both ? without(before.findings, after.findings) : [],
    pods,
  };
}

/** The findings of one side that the other does not have. One that moved, or whose numbers changed, is the same. */
function without(all: readonly FindingLine[], others: readonly FindingLine[]): readonly FindingLine[] {
  const key = ({ rule, path }: FindingLine): string => `${rule} ${path}`;
  const exact = ({ message }: FindingLine, finding: FindingLine): boolean => message === finding.message;
  const rest = [...others];
  return all.filter((finding) => {
    const same = rest.filter((other) => key(other) === key(finding));
    const match = same.find((other) => exact(other, finding)) ?? same[0];
    if (match !== undefined) rest.splice(rest.indexOf(match), 1);
    return match === undefined;
  });
}

const MEASURES: readonly (keyof Measures)[] = [
  'ready',
  'restart',
  'deletion',
  'deletionIgnored',
  'graceful',
  'refused',
];

function podChanges(before: Compared, after: Compared): readonly Change[] {
  if (before.pod === undefined || after.pod === undefined) return [];
  const old = measuresOf(before.pod, scenarioComment(before.text)?.behaviour);
  const now = measuresOf(after.pod, scenarioComment(after.text)?.behaviour);
  return [
    ...MEASURES.flatMap((subject) => spanChange(subject, old[subject], now[subject])),
    ...specChanges(before.pod, after.pod),
  ];
}

/** Spans that differ by less, in milliseconds, are the same to people. */
const noticedMs = 100;

function spanChange(subject: keyof Measures, before: Between | undefined, after: Between | undefined): Change[] {
  if (before === undefined && after === undefined) return [];
  if (before !== undefined && after !== undefined) {
    const moved = Math.max(Math.abs(after.bestMs - before.bestMs), Math.abs(after.worstMs - before.worstMs));
    if (moved < noticedMs) return [];
  }
  // that a hung app is never restarted is bad; so is a pod that never becomes ready
  const never = Number.POSITIVE_INFINITY;
  const longer = (after?.worstMs ?? never) - (before?.worstMs ?? never) + (after?.bestMs ?? 0) - (before?.bestMs ?? 0);
  const worse = subject === 'graceful' ? longer < 0 : longer > 0;
  return [{ subject, ...amounts(span(before), span(after)), verdict: worse ? 'worse' : 'better' }];
}

function span(between: Between | undefined): Amount | undefined {
  return between === undefined ? undefined : { kind: 'span', span: between };
}

function amounts(before: Amount | undefined, after: Amount | undefined): Pick<Change, 'before' | 'after'> {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** From the class that is killed last to the one that is killed first. */
const CLASSES: readonly string[] = ['Guaranteed', 'Burstable', 'BestEffort'];

function specChanges(before: PodView, after: PodView): readonly Change[] {
  const old = podFacts(before);
  const now = podFacts(after);
  const rank = CLASSES.indexOf(now.qos.qosClass) - CLASSES.indexOf(old.qos.qosClass);
  return [
    ...textChange('qos', old.qos.qosClass, now.qos.qosClass, rank),
    ...textChange('restartPolicy', old.spec.restartPolicy, now.spec.restartPolicy, 0),
    ...containerChanges(old.containers, now.containers),
  ];
}

/** @param rank above 0 for the worse, below for the better. */
function textChange(subject: Subject, before: string | undefined, after: string | undefined, rank: number): Change[] {
  if (before === after) return [];
  const verdict = rank === 0 ? {} : { verdict: rank > 0 ? ('worse' as const) : ('better' as const) };
  return [{ subject, ...amounts(text(before), text(after)), ...verdict }];
}

function text(value: string | undefined): Amount | undefined {
  return value === undefined ? undefined : { kind: 'text', text: value };
}

function containerChanges(before: readonly ContainerFacts[], after: readonly ContainerFacts[]): readonly Change[] {
  const old = new Map(before.map((one) => [one.name, one]));
  const now = new Map(after.map((one) => [one.name, one]));
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((container): readonly Change[] => {
    const was = old.get(container);
    const is = now.get(container);
    if (was === undefined || is === undefined) return textChange('container', was?.name, is?.name, 0);
    return kernelChanges(was, is).map((change) => ({ ...change, container }));
  });
}

function kernelChanges(was: ContainerFacts, is: ContainerFacts): readonly Change[] {
  const { v2: old } = was.cgroup;
  const { v2: now } = is.cgroup;
  const worse = is.oomScoreAdj - was.oomScoreAdj;
  const memory =
    old['memory.max'] === now['memory.max']
      ? []
      : [{ subject: 'memoryMax' as const, ...amounts(bytes(old['memory.max']), bytes(now['memory.max'])) }];
  return [
    ...textChange('oomScoreAdj', String(was.oomScoreAdj), String(is.oomScoreAdj), worse),
    ...textChange('cpuWeight', old['cpu.weight'], now['cpu.weight'], 0),
    ...textChange('cpuMax', old['cpu.max'], now['cpu.max'], 0),
    ...memory,
  ];
}

function bytes(value: string): Amount {
  return /^\d+$/.test(value) ? { kind: 'bytes', bytes: Number(value) } : { kind: 'text', text: value };
}
