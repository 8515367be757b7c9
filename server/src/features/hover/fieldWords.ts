// Words about a field from the schema: type, default, range, versions, gate, values, page of the reference.
import type { Definition, Field, ValueType } from '../../schema/field';
import { kubernetes } from '../../schema/kubernetes';
import { availability } from '../../schema/versions';
import type { Texts } from '../../text/texts';
import { descriptionOf } from '../custom/customKinds';
import type { Step } from '../fieldPlace';

/** A type as people say it: `[]ContainerPort`, `map[string]quantity`, `int32`. */
export function typeName(type: ValueType): string {
  if (type.kind === 'object') return type.definition.name;
  if (type.kind === 'list') return `[]${typeName(type.items)}`;
  if (type.kind === 'map') return `map[string]${typeName(type.values)}`;
  return type.kind;
}

/** What is written about a field: its own text, else that of the object it holds. */
export function fieldText({ owner, field }: Step, texts: Texts): string | undefined {
  const own = texts.field(`${owner.name}.${field.name}`) ?? descriptionOf(field);
  if (own !== undefined) return own;
  let type = field.type;
  while (type.kind === 'list') type = type.items;
  return type.kind === 'object' ? texts.field(type.definition.name) : undefined;
}

/** One line of properties: default, range, required, versions. Empty when there is nothing to say. */
export function propertyLine({ field }: Step, minor: number, texts: Texts): string {
  return [
    field.required || field.requiredByValidation === true ? texts.say('hover-required') : '',
    defaultWords(field, texts),
    rangeWords(field, texts),
    versionWords(field, minor, texts),
    field.immutable === true ? texts.say('hover-immutable') : '',
    field.deprecated === true ? texts.say('hover-deprecated') : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function defaultWords(field: Field, texts: Texts): string {
  if (field.defaultRule !== undefined && texts.has(field.defaultRule)) return texts.say(field.defaultRule);
  const value = field.default;
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text === '' ? '' : texts.say('hover-default', { value: text });
}

function rangeWords({ min, max, maxLength, zeroIsUnset, type }: Field, texts: Texts): string {
  if (type.kind === 'map' || type.kind === 'list' || type.kind === 'object') return '';
  const zero = zeroIsUnset === true ? ` ${texts.say('hover-zero-is-unset')}` : '';
  if (min !== undefined && max !== undefined) return texts.say('hover-range', { min, max }) + zero;
  if (min !== undefined) return texts.say('hover-min', { min }) + zero;
  if (max !== undefined) return texts.say('hover-max', { max }) + zero;
  return maxLength === undefined ? '' : texts.say('hover-max-length', { maxLength });
}

/** The oldest version the product answers for; what was there before needs no mention. */
const OLD = 24;

function versionWords(field: Field, minor: number, texts: Texts): string {
  const state = availability(field, minor, (name) => kubernetes.gate(name));
  const since =
    field.since !== undefined && field.since > OLD ? texts.say('hover-since', { version: `1.${field.since}` }) : '';
  if (state.state === 'tooNew')
    return texts.say('hover-too-new', { version: `1.${state.since}`, chosen: `1.${minor}` });
  if (state.state === 'removed') return texts.say('hover-removed', { version: `1.${state.removed}` });
  if (state.state !== 'gated') return since;
  const id = state.on ? 'hover-gate-on' : 'hover-gate-off';
  const gate = texts.say(id, { gate: state.gate, stage: state.stage, version: `1.${minor}` });
  return since === '' ? gate : `${since} · ${gate}`;
}

/** Most values shown; longer sets are cut. */
const MOST_VALUES = 12;

/** The values a field takes, as one line; empty when they are not a set. */
export function valueLine({ field }: Step, texts: Texts): string {
  const values = field.enum ?? field.suggest ?? [];
  if (values.length === 0) return '';
  const shown = values.slice(0, MOST_VALUES).map((value) => `\`${value}\``);
  const more = values.length > MOST_VALUES ? [`… (${values.length})`] : [];
  return texts.say('hover-values', { values: [...shown, ...more].join(', ') });
}

const PAGE = 'https://kubernetes.io/docs/reference/generated/kubernetes-api';

let homes: ReadonlyMap<string, string> | undefined;

/** Address of a definition in the API reference of a version; undefined for definitions of unknown group. */
export function referenceLink(definition: Definition, minor: number): string | undefined {
  homes ??= findHomes();
  const home = homes.get(definition.name);
  return home === undefined ? undefined : `${PAGE}/v1.${minor}/#${definition.name.toLowerCase()}-${home}`;
}

/** Definitions that every group shares (k8s.io/apimachinery/pkg/apis/meta/v1). */
const META = [
  'ObjectMeta',
  'LabelSelector',
  'LabelSelectorRequirement',
  'OwnerReference',
  'ManagedFieldsEntry',
  'Condition',
];

/** `v1-core` for what a Pod holds, `v1-apps` for what only Deployments hold, and so on: the group that reaches it first. */
function findHomes(): Map<string, string> {
  const found = new Map<string, string>(META.map((name) => [name, 'v1-meta']));
  const rows = kubernetes.served.all.filter((row) => kubernetes.definitionOf(row.apiVersion, row.kind) !== undefined);
  const core = rows.filter((row) => row.apiVersion === 'v1');
  for (const row of [...core, ...rows.filter((one) => one.apiVersion !== 'v1')]) {
    const [group = '', version] = row.apiVersion.includes('/') ? row.apiVersion.split('/') : ['core', row.apiVersion];
    const definition = kubernetes.definitionOf(row.apiVersion, row.kind);
    if (definition !== undefined) claim(definition, `${version}-${group.split('.')[0]}`, found);
  }
  return found;
}

function claim(definition: Definition, home: string, found: Map<string, string>): void {
  if (found.has(definition.name)) return;
  found.set(definition.name, home);
  for (const field of definition.fields) {
    let { type } = field;
    while (type.kind === 'list' || type.kind === 'map') type = type.kind === 'list' ? type.items : type.values;
    if (type.kind === 'object') claim(type.definition, home, found);
  }
}
