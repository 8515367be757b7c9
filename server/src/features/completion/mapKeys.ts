// Keys of maps with free keys: resources, labels, annotations, selectors, files of a ConfigMap.
import { CONTAINER_RESOURCES } from '../../kubernetes/resourceNames';
import type { Step } from '../fieldPlace';
import { together } from '../names/nameIndex';
import { VALUES } from './fieldTables';
import { literal, type Proposal, scalarSource } from './proposal';
import { type Scope, scalarAt } from './scope';

type Provider = (scope: Scope) => readonly Entry[];

interface Entry {
  readonly key: string;
  readonly value?: string;
  readonly note?: string;
}

const plain =
  (keys: readonly string[]): Provider =>
  () =>
    keys.map((key) => ({ key }));

const resources: Provider = plain([...CONTAINER_RESOURCES, 'hugepages-2Mi', 'hugepages-1Gi', 'nvidia.com/gpu']);

/** `Definition.field` -> keys worth offering. */
const PROVIDERS: Readonly<Record<string, Provider>> = {
  'ResourceRequirements.limits': resources,
  'ResourceRequirements.requests': resources,
  'VolumeResourceRequirements.requests': plain(['storage']),
  'VolumeResourceRequirements.limits': plain(['storage']),
  'PersistentVolumeSpec.capacity': plain(['storage']),
  'PodSpec.overhead': plain(['cpu', 'memory']),
  'ResourceQuotaSpec.hard': plain([
    'requests.cpu',
    'requests.memory',
    'limits.cpu',
    'limits.memory',
    'pods',
    'requests.storage',
    'persistentvolumeclaims',
    'services',
    'configmaps',
    'secrets',
    'services.loadbalancers',
    'services.nodeports',
    'requests.ephemeral-storage',
    'limits.ephemeral-storage',
  ]),
  'LimitRangeItem.default': plain(CONTAINER_RESOURCES),
  'LimitRangeItem.defaultRequest': plain(CONTAINER_RESOURCES),
  'LimitRangeItem.max': plain(CONTAINER_RESOURCES),
  'LimitRangeItem.min': plain(CONTAINER_RESOURCES),
  'PodSpec.nodeSelector': plain(VALUES.nodeLabels),
  'ObjectMeta.annotations': plain(VALUES.annotations),
  'ObjectMeta.labels': labels,
  'LabelSelector.matchLabels': podLabels,
  'ServiceSpec.selector': podLabels,
  'ReplicationControllerSpec.selector': podLabels,
};

/** Proposals for the keys of a map. */
export function mapKeys(scope: Scope, step: Step | undefined): Proposal[] {
  if (step === undefined) return [];
  const provider = PROVIDERS[`${step.owner.name}.${step.field.name}`];
  const taken = new Set(scope.cursor.keys);
  const entries = provider?.(scope) ?? [];
  const of = `${step.owner.name}.${step.field.name}`;
  return entries.filter(({ key }) => !taken.has(key)).map((entry, i) => proposal(scope, entry, i, of));
}

function proposal({ cursor }: Scope, { key, value, note }: Entry, rank: number, of: string): Proposal {
  const written = literal(scalarSource(key, cursor.quote, false));
  const after = value === undefined ? '' : literal(scalarSource(value, '', true));
  return {
    label: value === undefined ? key : `${key}: ${value}`,
    kind: value === undefined ? 'field' : 'name',
    body: [cursor.colon ? written : `${written}: ${after}`],
    rank,
    again: value === undefined,
    docs: { of, value: key },
    ...(cursor.quote === '' ? {} : { filter: cursor.quote + key }),
    ...(note === undefined ? {} : { note }),
  };
}

/** Labels for an object: those of the selector above a template, then the well known ones. */
function labels(scope: Scope): Entry[] {
  const selector = scope.names
    .selectorsOf(scope.uri, scope.index)
    .filter(({ kind }) => kind !== 'Service')
    .flatMap((use) => Object.entries(use.selector.matchLabels ?? {}));
  const own = scalarAt(scope, [...scope.cursor.path.slice(0, -1), 'name']);
  const name = own === '' ? objectName(scope) : own;
  const known = VALUES.objectLabels.map((key): Entry => {
    const named = key === 'app' || key === 'app.kubernetes.io/name';
    return named && name !== '' ? { key, value: name } : { key };
  });
  return [...selector.map(([key, value]) => ({ key, value })), ...known];
}

/** Name of the object the cursor is in, '' when it has none yet. */
export function objectName(scope: Scope): string {
  return scalarAt(scope, [...scope.cursor.path.slice(0, scope.object?.depth ?? 0), 'metadata', 'name']);
}

/** Labels of pods for a selector: the pod template beside it first, then the pods of the workspace. */
function podLabels(scope: Scope): Entry[] {
  const { names, uri, index } = scope;
  const namespace = namespaceOf(scope);
  const pods = names.pods().filter((pod) => together(pod.namespace, namespace));
  const own = pods.filter((pod) => pod.uri === uri && pod.document === index);
  const others = pods.filter((pod) => !own.includes(pod));
  const found = [...own, ...others].flatMap((pod) =>
    Object.entries(pod.labels).map(([key, value]) => ({ key, value, note: `${pod.kind}/${pod.name}` })),
  );
  const name = objectName(scope);
  const guess: Entry[] = name === '' ? [] : [{ key: 'app', value: name }];
  const bare: Entry[] = [{ key: 'app' }, { key: 'app.kubernetes.io/name' }, { key: 'app.kubernetes.io/instance' }];
  return [...found, ...guess, ...bare];
}

/** The namespace the object at the cursor names; undefined when it leaves it open. */
export function namespaceOf(scope: Scope): string | undefined {
  const path = [...scope.cursor.path.slice(0, scope.object?.depth ?? 0), 'metadata', 'namespace'];
  return scalarAt(scope, path) || undefined;
}
