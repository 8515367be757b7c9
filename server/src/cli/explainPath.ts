// Which field a path on the command line means: from a kind (`deploy.spec.replicas`), or from anywhere in a pod
// (`livenessProbe.periodSeconds`). Finds, prints nothing.
import { type FieldPlace, fieldPlace } from '../features/fieldPlace';
import type { Definition, Field, ValueType } from '../schema/field';
import { kubernetes } from '../schema/kubernetes';
import type { ServedKind } from '../schema/served';
import { nearest } from './arguments';
import { UsageError } from './usageError';

export interface Explained {
  readonly served: ServedKind;
  /** The kind's own definition. */
  readonly root: Definition;
  /** Names of the fields from the root on; empty for the kind itself. */
  readonly path: readonly string[];
  readonly place: FieldPlace;
  /** Other fields that the same words could mean. */
  readonly also: readonly string[];
}

/** Names that kubectl takes for kinds, beside the kind itself and its plural. */
const SHORT: Readonly<Record<string, string>> = {
  po: 'Pod',
  deploy: 'Deployment',
  sts: 'StatefulSet',
  ds: 'DaemonSet',
  rs: 'ReplicaSet',
  rc: 'ReplicationController',
  cj: 'CronJob',
  svc: 'Service',
  cm: 'ConfigMap',
  pvc: 'PersistentVolumeClaim',
  pv: 'PersistentVolume',
  ing: 'Ingress',
  netpol: 'NetworkPolicy',
  hpa: 'HorizontalPodAutoscaler',
  pdb: 'PodDisruptionBudget',
  sa: 'ServiceAccount',
  ns: 'Namespace',
  quota: 'ResourceQuota',
  limits: 'LimitRange',
  sc: 'StorageClass',
  pc: 'PriorityClass',
};

/** Where a field without a kind is looked for, in this order. */
const SEARCHED = [
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Service',
  'Ingress',
  'PersistentVolumeClaim',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'NetworkPolicy',
];

/** The kind or field that the words mean. Throws a sentence with the nearest match when there is none. */
export function findExplained(words: string, minor: number): Explained {
  const path = words
    .replace(/\[[^\]]*\]/g, '')
    .split('.')
    .filter((part) => part !== '');
  const [first] = path;
  if (first === undefined) throw new UsageError('cli.error.no-path');
  const served = kindNamed(first, minor);
  if (served !== undefined) return fromKind(served, path.slice(1));
  const [found, ...others] = anywhere(path, minor);
  if (found === undefined) throw unknown(path, minor);
  return {
    ...found,
    also: others.slice(0, 6).map(({ served: { kind }, path: at }) => [kind.toLowerCase(), ...at].join('.')),
  };
}

function kindNamed(word: string, minor: number): ServedKind | undefined {
  const lower = word.toLowerCase();
  const wanted = (Object.hasOwn(SHORT, lower) ? (SHORT[lower] as string) : word).toLowerCase();
  const row = kubernetes.served.all.find(({ kind, resource }) => kind.toLowerCase() === wanted || resource === wanted);
  if (row === undefined) return undefined;
  return kubernetes.served.versionsOf(row.kind, minor).find((one) => definitionOf(one) !== undefined);
}

function definitionOf({ apiVersion, kind }: ServedKind): Definition | undefined {
  return kubernetes.definitionOf(apiVersion, kind);
}

function fromKind(served: ServedKind, path: readonly string[]): Explained {
  const root = definitionOf(served) as Definition;
  const segments: (string | number)[] = [];
  let type: ValueType = { kind: 'object', definition: root };
  for (const name of path) {
    type = itemType(type, segments);
    if (type.kind === 'map') {
      segments.push(name);
      type = type.values;
      continue;
    }
    if (type.kind !== 'object') throw new UsageError('cli.error.no-fields-below', { value: name, type: type.kind });
    const { definition } = type;
    const field = definition.field(name);
    if (field === undefined) {
      const fields = definition.fields.map((one) => one.name);
      throw nearest('cli.error.no-field', name, fields, { owner: definition.name });
    }
    segments.push(name);
    type = field.type;
  }
  return { served, root, path, place: fieldPlace(root, segments), also: [] };
}

/** Steps into the items of lists, which a path on the command line leaves out. */
function itemType(type: ValueType, segments: (string | number)[]): ValueType {
  let inner = type;
  while (inner.kind === 'list') {
    segments.push(0);
    inner = inner.items;
  }
  return inner;
}

/** Every place below the usual kinds where the path leads somewhere, nearest to the root first, each definition once. */
function anywhere(path: readonly string[], minor: number): readonly Explained[] {
  const found: Explained[] = [];
  for (const { definition, served, at } of definitionsBelow(minor)) {
    if (!leads(definition, path)) continue;
    found.push(fromKind(served, [...at, ...path]));
  }
  return found.sort((a, b) => Number(isNew(a)) - Number(isNew(b)));
}

/** Fields that not every version has come after those that all have. */
function isNew({ place }: Explained): boolean {
  return place.steps.some(({ field }) => field.gates !== undefined || field.since !== undefined);
}

interface Below {
  readonly definition: Definition;
  readonly served: ServedKind;
  readonly at: readonly string[];
}

function definitionsBelow(minor: number): readonly Below[] {
  const seen = new Set<Definition>();
  const all: Below[] = [];
  for (const kind of SEARCHED) {
    const served = kindNamed(kind, minor);
    const root = served === undefined ? undefined : definitionOf(served);
    if (served === undefined || root === undefined) continue;
    const queue: Below[] = [{ definition: root, served, at: [] }];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (seen.has(next.definition)) continue;
      seen.add(next.definition);
      all.push(next);
      const { at } = next;
      for (const field of usualFirst(next.definition)) {
        const type = innermost(field.type);
        if (type.kind === 'object' && field.name !== 'status')
          queue.push({ definition: type.definition, served, at: [...at, field.name] });
      }
    }
  }
  return all;
}

/** A path without a kind means the containers people write, not the init containers that come first in the API. */
function usualFirst({ fields }: Definition): readonly Field[] {
  return [...fields].sort((a, b) => Number(b.name === 'containers') - Number(a.name === 'containers'));
}

/** What lists and maps hold in the end. */
export function innermost(type: ValueType): ValueType {
  if (type.kind === 'list') return innermost(type.items);
  return type.kind === 'map' ? innermost(type.values) : type;
}

function leads(definition: Definition, [first, ...rest]: readonly string[]): boolean {
  if (first === undefined) return true;
  const field = definition.field(first);
  if (field === undefined) return false;
  if (rest.length === 0) return true;
  let { type } = field;
  while (type.kind === 'list') type = type.items;
  if (type.kind === 'map') return rest.length === 1;
  return type.kind === 'object' && leads(type.definition, rest);
}

function unknown(path: readonly string[], minor: number): UsageError {
  const definitions = definitionsBelow(minor);
  const fields = new Set(definitions.flatMap(({ definition }) => definition.fields.map(({ name }) => name)));
  const missing = path.find((name) => !fields.has(name)) ?? (path[0] as string);
  const kinds = missing === path[0] ? SEARCHED.map((kind) => kind.toLowerCase()) : [];
  return nearest('cli.error.no-kind', missing, [...kinds, ...fields], {});
}
