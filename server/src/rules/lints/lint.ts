// What all lints share: the pod they look at, its containers, and fixes for fields that may not be there yet.
import { type Fields, isFields } from '../../kubernetes/fields';
import { isSidecar } from '../../kubernetes/podResources';
import type { Container, ObjectMeta, PodSpec } from '../../kubernetes/types';
import type { Fix, FixEdit } from '../finding';
import { yamlString } from '../fixes';
import type { CheckContext } from '../rule';

/** A pod or pod template as lints see it. */
export interface LintedPod {
  /** Kind of the object that holds it. */
  readonly kind: string;
  readonly namespace: string;
  readonly object: Fields;
  readonly metadata: ObjectMeta;
  /** The pod that will run, defaults filled in. */
  readonly spec: PodSpec;
  /** The spec as written. */
  readonly written: PodSpec;
  /** Path of the spec in its object. */
  readonly path: string;
  readonly containers: readonly LintedContainer[];
  /** The text of the value at a path of the object; undefined when it is not written. */
  readonly source: (path: string) => string | undefined;
}

export interface LintedContainer {
  readonly role: 'init' | 'sidecar' | 'main';
  readonly name: string;
  /** With defaults. */
  readonly container: Container;
  readonly written: Container;
  /** Path in the object. */
  readonly path: string;
  /** False without an image: it is being typed, or part of a patch that another tool merges. What it lacks says nothing. */
  readonly complete: boolean;
}

/** One lint, or a few that belong together. */
export type Lint = (pod: LintedPod, ctx: CheckContext) => void;

/** Containers of a running pod with what was written of them. */
export function lintedContainers(spec: PodSpec, written: PodSpec, path: string): LintedContainer[] {
  const list = (name: 'initContainers' | 'containers'): LintedContainer[] =>
    (spec[name] ?? []).map((container, i) => ({
      role: name === 'containers' ? 'main' : isSidecar(container) ? 'sidecar' : 'init',
      name: container.name ?? `${name}[${i}]`,
      container,
      written: written[name]?.[i] ?? {},
      path: `${path}.${name}[${i}]`,
      complete: (container.image ?? '') !== '',
    }));
  return [...list('initContainers'), ...list('containers')];
}

/** Containers that run for the life of the pod: main ones and sidecars. */
export function longRunning({ containers }: LintedPod): LintedContainer[] {
  return containers.filter(({ role }) => role !== 'init');
}

/** Whether the pod runs to completion. */
export function isBatch({ kind }: LintedPod): boolean {
  return kind === 'Job' || kind === 'CronJob';
}

/**
 * Writes a scalar at a path below `owner`, adding the maps on the way that are missing.
 * @param owner the value written at `path`
 */
export function putEdit(owner: unknown, path: string, keys: readonly [string, ...string[]], raw: string): FixEdit {
  let at = owner;
  let here = path;
  for (let i = 0; i < keys.length - 1; i++) {
    const key = keys[i] as string;
    const next = isFields(at) ? at[key] : undefined;
    if (!isFields(next)) return addEdit(here, keys.slice(i), raw);
    at = next;
    here = here === '' ? key : `${here}.${key}`;
  }
  const last = keys.at(-1) as string;
  return { op: 'set', path: here === '' ? last : `${here}.${last}`, raw };
}

function addEdit(path: string, keys: readonly string[], raw: string): FixEdit {
  const lines = keys.map((key, i) => `${'  '.repeat(i)}${key}:${i === keys.length - 1 ? ` ${raw}` : ''}`);
  return { op: 'add', path, block: lines.join('\n') };
}

/** A fix with a title of its own. */
export function fix(
  title: string,
  values: Readonly<Record<string, string | number>>,
  edits: readonly FixEdit[],
  preferred = true,
): Fix {
  return { title, values, edits, preferred };
}

/** Plain data as lines of block YAML, without outer indentation. */
export function yamlBlock(value: Readonly<Record<string, unknown>>): string {
  return blockLines(value).join('\n');
}

function blockLines(value: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(value).flatMap(([key, entry]) => {
    if (Array.isArray(entry) && entry.some(isFields)) {
      return [`${key}:`, ...entry.flatMap((item) => listItem(isFields(item) ? item : {}))];
    }
    if (isFields(entry) && Object.keys(entry).length > 0) {
      return [`${key}:`, ...blockLines(entry).map((line) => `  ${line}`)];
    }
    return [`${key}: ${flowYaml(entry)}`];
  });
}

function listItem(item: Fields): string[] {
  return blockLines(item).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`);
}

/** Plain data as one line of YAML. */
export function flowYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowYaml).join(', ')}]`;
  if (isFields(value)) return '{}';
  if (typeof value !== 'string') return String(value);
  return value.includes(',') ? JSON.stringify(value) : yamlString(value);
}
