// Values that fit at the cursor: enums and truth values from the schema, names from the file and the workspace, well known
// words from tables.
import { divisorsFor, ENV_FIELD_PATHS, RESOURCE_FIELDS, VOLUME_FIELD_PATHS } from '../../kubernetes/downwardAPI';
import { LINUX_STOP_SIGNALS } from '../../kubernetes/signals';
import type { Field, ValueType } from '../../schema/field';
import type { Step } from '../fieldPlace';
import { FIELD_VALUES, VALUES } from './fieldTables';
import { nameValues } from './nameValues';
import { type Documented, type Proposal, scalarSource } from './proposal';
import { type Scope, scalarAt } from './scope';

/** A value before it is made YAML. */
export interface Value {
  readonly text: string;
  readonly kind?: Proposal['kind'];
  readonly note?: string;
  readonly docs?: Documented;
}

type Provider = (scope: Scope) => readonly Value[];

const words =
  (list: readonly string[]): Provider =>
  () =>
    list.map((text) => ({ text }));

/** `Definition.field` -> values; those of the schema are added where the provider is not in ONLY. */
const PROVIDERS: Readonly<Record<string, Provider>> = {
  'PodSpec.restartPolicy': restartPolicies,
  'Capabilities.add': words(VALUES.capabilities.filter((name) => name !== 'ALL')),
  'Capabilities.drop': words(VALUES.capabilities),
  'Lifecycle.stopSignal': words([
    ...VALUES.signals,
    ...LINUX_STOP_SIGNALS.filter((one) => !VALUES.signals.includes(one)),
  ]),
  'ObjectFieldSelector.fieldPath': fieldPaths,
  'ResourceFieldSelector.resource': words(RESOURCE_FIELDS),
  'ResourceFieldSelector.divisor': (scope) =>
    (divisorsFor(scalarAt(scope, [...scope.cursor.path.slice(0, -1), 'resource'])) ?? ['1']).map((text) => ({ text })),
  'TopologySpreadConstraint.topologyKey': words(VALUES.topologyKeys),
  'PodAffinityTerm.topologyKey': words(VALUES.topologyKeys),
  'Toleration.key': words(VALUES.taintKeys),
  'NodeSelectorRequirement.key': words(VALUES.nodeLabels),
  'LabelSelectorRequirement.key': (scope) => distinct(scope.names.pods().flatMap((pod) => Object.keys(pod.labels))),
  'LabelSelectorRequirement.values': labelValues,
  'Container.image': (scope) => scope.names.images().map((text) => ({ text, kind: 'name' as const })),
  'PolicyRule.verbs': words(VALUES.verbs),
  'CronJobSpec.schedule': words(VALUES.schedules),
  'Secret.type': words(VALUES.secretTypes),
  'EmptyDirVolumeSource.medium': words(['Memory']),
  'CrossVersionObjectReference.kind': words(['Deployment', 'StatefulSet', 'ReplicaSet']),
  'CrossVersionObjectReference.apiVersion': words(['apps/v1']),
  'NetworkPolicySpec.policyTypes': words(['Ingress', 'Egress']),
};

/** Providers that know better than the schema. */
const ONLY: ReadonlySet<string> = new Set(['PodSpec.restartPolicy', 'Lifecycle.stopSignal']);

/** Values of a field or of the items of a list field. */
export function fieldValues(scope: Scope, step: Step, type: ValueType): Proposal[] {
  const key = `${step.owner.name}.${step.field.name}`;
  const own = PROVIDERS[key]?.(scope) ?? [];
  const named = nameValues(scope, step);
  const schema = ONLY.has(key) ? [] : schemaValues(step.field, type);
  const usual = (FIELD_VALUES[key] ?? []).map((text): Value => ({ text }));
  const taken = new Set(scope.cursor.dash ? siblings(scope) : []);
  return toProposals(
    scope,
    [...named, ...own, ...schema, ...usual].filter(({ text }) => !taken.has(text)),
    type,
    key,
  );
}

/** Scalars of the list the cursor's item is in, the item itself left out. */
function siblings(scope: Scope): string[] {
  const index = scope.cursor.path.at(-1);
  if (typeof index !== 'number') return [];
  const list = scope.cursor.path.slice(0, -1);
  return Array.from({ length: 40 }, (_, i) => (i === index ? '' : scalarAt(scope, [...list, i]))).filter(
    (text) => text !== '',
  );
}

/** Values below a map with free keys: quantities by resource, labels by key. */
export function mapValues(scope: Scope, step: Step, type: ValueType): Proposal[] {
  const key = String(scope.cursor.path.at(-1) ?? '');
  const field = `${step.owner.name}.${step.field.name}`;
  const found: Value[] = type.kind === 'quantity' ? quantities(key) : isLabels(field) ? labelsOf(scope, key) : [];
  return toProposals(scope, found, type, field);
}

function quantities(resource: string): Value[] {
  const table: Readonly<Record<string, readonly string[]>> = {
    cpu: VALUES.cpu,
    memory: VALUES.memory,
    storage: VALUES.storage,
    'ephemeral-storage': VALUES['ephemeral-storage'],
  };
  const name = /(cpu|ephemeral-storage|memory|storage)$/.exec(resource)?.[1] ?? '';
  return (table[name] ?? (resource.startsWith('hugepages-') ? ['2Mi', '1Gi'] : ['1', '2'])).map((text) => ({ text }));
}

function isLabels(field: string): boolean {
  return /\.(labels|matchLabels|selector)$/.test(field);
}

function labelsOf(scope: Scope, key: string): Value[] {
  const name = scalarAt(scope, [...scope.cursor.path.slice(0, scope.object?.depth ?? 0), 'metadata', 'name']);
  const used = scope.names.pods().flatMap((pod) => (pod.labels[key] === undefined ? [] : [pod.labels[key] as string]));
  return distinct([...used, ...(name === '' ? [] : [name])]);
}

function labelValues(scope: Scope): Value[] {
  const key = scalarAt(scope, [...scope.cursor.path.slice(0, -2), 'key']);
  return distinct(
    scope.names.pods().flatMap((pod) => (pod.labels[key] === undefined ? [] : [pod.labels[key] as string])),
  );
}

function distinct(list: readonly string[]): Value[] {
  return [...new Set(list)].map((text) => ({ text, kind: 'name' as const }));
}

function restartPolicies({ object }: Scope): Value[] {
  const kind = object?.kind ?? '';
  const list =
    kind === 'Job' || kind === 'CronJob'
      ? ['Never', 'OnFailure']
      : kind === 'Pod' || kind === 'PodTemplate'
        ? ['Always', 'OnFailure', 'Never']
        : ['Always'];
  return list.map((text) => ({ text, kind: 'enum' as const }));
}

function fieldPaths({ place }: Scope): Value[] {
  const files = place.steps.some(({ owner }) => owner.name === 'DownwardAPIVolumeFile');
  const labelled = ["metadata.labels['app']", "metadata.annotations['key']"];
  return [...(files ? VOLUME_FIELD_PATHS : ENV_FIELD_PATHS), ...labelled].map((text) => ({
    text,
    kind: 'enum' as const,
  }));
}

/** Enum, suggestions, truth values and the default of a field. */
function schemaValues(field: Field, type: ValueType): Value[] {
  const listed = [...(field.enum ?? []), ...(field.suggest ?? [])].map((text): Value => ({ text, kind: 'enum' }));
  const truth = type.kind === 'boolean' ? ['true', 'false'].map((text): Value => ({ text, kind: 'keyword' })) : [];
  const standard = field.default;
  const usual =
    typeof standard === 'string' || typeof standard === 'number' || typeof standard === 'boolean'
      ? [String(standard)]
      : [];
  const values = [...listed, ...truth];
  const first = usual
    .filter((text) => text !== '' && !values.some((value) => value.text === text))
    .map((text): Value => ({ text, note: 'default' }));
  return [...first, ...values];
}

/** Values as proposals, quoted where the field's type needs it. */
export function toProposals(scope: Scope, values: readonly Value[], type: ValueType, of: string): Proposal[] {
  const wantsText = type.kind === 'string' || type.kind === 'any';
  return values.map((value, i) => ({
    label: value.text,
    kind: value.kind ?? 'value',
    body: [scalarSource(value.text, scope.cursor.quote, wantsText)],
    plain: true,
    rank: i,
    docs: value.docs ?? { of, value: value.text },
    ...(value.note === undefined ? {} : { note: value.note }),
  }));
}
