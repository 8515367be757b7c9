// Keys that fit at the cursor, with what is written along with them: in a useful order, without those that are there
// already or that another one rules out.
import type { Definition, Field, ValueType } from '../../schema/field';
import { kubernetes } from '../../schema/kubernetes';
import { availability } from '../../schema/versions';
import { descriptionOf } from '../custom/customKinds';
import type { Step } from '../fieldPlace';
import { ABSENT_UNDER, EXCLUSIVE, MANAGED, ORDER, PARTS, type PartSnippet, RETIRED } from './fieldTables';
import { mapKeys, objectName } from './mapKeys';
import { type Documented, type Proposal, withoutStops } from './proposal';
import type { Scope } from './scope';
import { scalarAt } from './scope';
import { fieldSkeleton, itemSkeleton, type SkeletonFor } from './skeleton';

/** Proposals for a place that takes a key (or, where nothing is written yet, a list item). */
export function keyProposals(scope: Scope, type: ValueType, step: Step | undefined): Proposal[] {
  switch (type.kind) {
    case 'object':
      return [...fieldProposals(scope, type.definition, step), ...partProposals(scope, type.definition, step)];
    case 'map':
      return mapKeys(scope, step);
    default:
      return [];
  }
}

/** Ranks of the groups of keys; see Proposal.rank. */
const RANK = { required: 0, common: 100, part: 300, other: 400, alpha: 700, managed: 800, retired: 900 } as const;

function fieldProposals(scope: Scope, definition: Definition, step: Step | undefined): Proposal[] {
  const taken = new Set(scope.cursor.keys);
  const excluded = excludedBy(definition.name, taken);
  const absent = new Set(absentKeys(scope, definition, step));
  return definition.fields.flatMap((field, index) => {
    if (taken.has(field.name) || excluded.has(field.name) || absent.has(field.name)) return [];
    const here = overlaid(scope, field);
    if (here.rejected === true) return [];
    const rank = rankOf(scope, definition, here, index);
    return rank === undefined ? [] : [fieldProposal(scope, definition, here, rank)];
  });
}

/** What the field says below this very parent. */
function overlaid({ object, cursor }: Scope, field: Field): Field {
  if (object === undefined) return field;
  return kubernetes.fieldAt(object.definition, [...cursor.path.slice(object.depth), field.name]) ?? field;
}

/** Fields that another field of the object rules out. */
function excludedBy(definition: string, taken: ReadonlySet<string>): Set<string> {
  const excluded = new Set<string>();
  for (const group of EXCLUSIVE[definition] ?? []) {
    if (group.some((name) => taken.has(name))) for (const name of group) excluded.add(name);
  }
  return excluded;
}

/** Fields that make no sense here: by the key above, or because an init container ends before they could act. */
function absentKeys(scope: Scope, definition: Definition, step: Step | undefined): readonly string[] {
  if (step === undefined || scope.cursor.path.length === 0) return scope.cursor.path.length === 0 ? ['status'] : [];
  const names = scope.place.steps.map(({ field }) => field.name);
  const under = [names.at(-1) ?? '', names.slice(-2).join('.')].flatMap((key) => ABSENT_UNDER[key] ?? []);
  if (definition.name !== 'Container') return under;
  if (step.field.name !== 'initContainers') return under;
  const sidecar = scalarAt(scope, [...scope.cursor.path, 'restartPolicy']) === 'Always';
  return sidecar ? under : [...under, 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'];
}

function rankOf({ minor }: Scope, definition: Definition, field: Field, index: number): number | undefined {
  const state = availability(field, minor, (name) => kubernetes.gate(name));
  if (state.state === 'tooNew' || state.state === 'removed') return undefined;
  if (RETIRED[definition.name]?.includes(field.name) === true || field.deprecated === true) return RANK.retired + index;
  if (MANAGED[definition.name]?.includes(field.name) === true) return RANK.managed + index;
  if (state.state === 'gated' && !state.on) return RANK.alpha + index;
  const order = ORDER[definition.name] ?? (isObject(definition) ? ORDER.Pod : undefined);
  const common = order?.indexOf(field.name) ?? -1;
  if (field.required || field.requiredByValidation === true) return RANK.required + (common < 0 ? index : common);
  return common < 0 ? RANK.other + index : RANK.common + common;
}

function isObject(definition: Definition): boolean {
  return definition.field('apiVersion') !== undefined && definition.field('metadata') !== undefined;
}

function fieldProposal(scope: Scope, definition: Definition, field: Field, rank: number): Proposal {
  const { cursor, minor } = scope;
  const state = availability(field, minor, (name) => kubernetes.gate(name));
  const retired = rank >= RANK.retired;
  return {
    label: field.name,
    kind: 'field',
    ...bodyOf(scope, definition, field),
    rank,
    detail: typeText(field.type),
    docs: docsOf(definition, field),
    ...(state.state === 'gated' ? { note: state.stage } : {}),
    ...(retired ? { deprecated: true } : {}),
    ...(cursor.quote === '' ? {} : { filter: cursor.quote + field.name }),
  };
}

/** Fields of custom resources bring their own words. */
function docsOf(definition: Definition, field: Field): Documented {
  const own = descriptionOf(field);
  return own === undefined ? { of: `${definition.name}.${field.name}` } : { of: 'text', value: own };
}

function bodyOf(
  scope: Scope,
  definition: Definition,
  field: Field,
): { body: readonly string[]; plain?: boolean; again?: boolean } {
  const { cursor } = scope;
  if (cursor.colon) return { body: [field.name], plain: true };
  if (cursor.flow) return { body: [flowBody(field)], again: true };
  const { lines, again } = fieldSkeleton(definition, field, skeletonFor(scope));
  return { body: lines, again };
}

function flowBody({ name, type }: Field): string {
  if (type.kind === 'object' || type.kind === 'map') return `${name}: { $1 }`;
  return type.kind === 'list' ? `${name}: [$1]` : `${name}: `;
}

/** A type in a few characters: `[]ContainerPort`, `string`, `object`. */
export function typeText(type: ValueType): string {
  if (type.kind === 'object') return type.definition.name;
  if (type.kind === 'list') return `[]${typeText(type.items)}`;
  if (type.kind === 'map') return `map[string]${typeText(type.values)}`;
  return type.kind;
}

/** Snippets for parts of an object whose key is still free. */
function partProposals(scope: Scope, definition: Definition, step: Step | undefined): Proposal[] {
  const { cursor, minor } = scope;
  if (cursor.flow || cursor.colon) return [];
  const taken = new Set([...cursor.keys, ...absentKeys(scope, definition, step)]);
  return PARTS.filter(
    (part) => part.on === definition.name && !taken.has(part.key ?? '') && (part.since ?? 0) <= minor,
  ).map((part, i) => partProposal(part, RANK.part + i));
}

function partProposal(part: PartSnippet, rank: number): Proposal {
  return {
    label: part.label,
    kind: 'snippet',
    body: part.body,
    rank,
    docs: { of: `snippet-${part.id}`, value: part.body.map(withoutStops).join('\n') },
  };
}

/** An item with all it needs, labelled by the fields it writes: `- name, image`. */
function wholeItem(lines: readonly string[], name: string): Proposal {
  const keys = lines.flatMap((line) => /^(?:- | {2})?([\w.]+):/.exec(line)?.[1] ?? []);
  const label = `${lines[0]?.startsWith('- ') === true ? '- ' : ''}${keys.join(', ')}`;
  return { label, kind: 'snippet', body: lines, rank: -10, again: true, note: name, docs: { of: name } };
}

function skeletonFor(scope: Scope): SkeletonFor {
  return { kind: scope.object?.kind ?? '', name: objectName(scope) };
}

/** Proposals for a new item of a list, its dash included where none is typed. */
export function itemProposals(scope: Scope, step: Step, dash: boolean): Proposal[] {
  const { type } = step.field;
  if (type.kind !== 'list') return [];
  const lead = dash ? '' : '- ';
  const rest = dash ? '' : '  ';
  const lines = itemSkeleton(step.owner, step.field, skeletonFor(scope)).map(
    (line, i) => (i === 0 ? lead : rest) + line,
  );
  if (type.items.kind !== 'object') return [];
  const { name } = type.items.definition;
  const whole = lines.length > 1 || !dash ? [wholeItem(lines, name)] : [];
  const parts = PARTS.filter((part) => part.on === `${name}[]` && (part.since ?? 0) <= scope.minor).map((part, i) => {
    const body = dash ? part.body.map((line) => line.slice(2)) : part.body;
    return { ...partProposal(part, RANK.part + i), body };
  });
  return [...whole, ...parts];
}
