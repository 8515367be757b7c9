// Builds the definitions of structure.json: every field of every stable kind, one line of text per field.
import {
  declaration,
  definitionName,
  elementType,
  type GoField,
  type GoPackages,
  membersOf,
  valueType,
} from './goTypes';
import type { OpenApi, OpenApiField } from './openapi';
import { CLOSED_TYPES, ENUM_CORRECTIONS, SUGGESTED_VALUES, SUGGESTING_TYPES } from './rulings/values';

/** A field before it becomes a line. `attributes` keep their order in the line. */
export interface StructureField {
  readonly name: string;
  /** As valueType() gives it, struct names already short. */
  readonly type: string;
  readonly required: boolean;
  readonly attributes: Map<string, string>;
  readonly go: GoField;
}

/** Definition name -> fields by name. */
export type Definitions = Map<string, Map<string, StructureField>>;

export interface Structure {
  /** `apps/v1/Deployment` -> definition name. */
  readonly kinds: Record<string, string>;
  readonly definitions: Definitions;
  readonly enums: Record<string, readonly string[]>;
  /** Definition name -> `core/v1.Probe`. */
  readonly origin: Map<string, string>;
}

/** The structure of all `roots` (kind key -> Go type) and what they reach. */
export function buildStructure(packages: GoPackages, openApi: OpenApi, roots: ReadonlyMap<string, string>): Structure {
  const structure: Structure = { kinds: {}, definitions: new Map(), enums: {}, origin: new Map() };
  for (const [key, go] of roots) {
    structure.kinds[key] = definitionName(go);
    addDefinition(structure, packages, openApi, go);
  }
  return structure;
}

function addDefinition(structure: Structure, packages: GoPackages, openApi: OpenApi, go: string): void {
  const name = definitionName(go);
  const other = structure.origin.get(name);
  if (other === go) return;
  if (other) throw new Error(`${other} and ${go} are both called ${name}: rename one in goTypes.ts`);
  structure.origin.set(name, go);
  const fields = new Map<string, StructureField>();
  structure.definitions.set(name, fields);
  const published = openApi.definitions.get(go);
  for (const member of membersOf(packages, go)) {
    const field = member.json ?? '';
    const type = valueType(packages, member.go);
    const struct = type.replace(/^(\[\]|\{\})+/, '');
    if (struct.includes('/')) addDefinition(structure, packages, openApi, struct);
    const attributes = listAttributes(published?.properties?.[field]);
    addValues(structure, packages, member, `${name}.${field}`, attributes);
    const required = published?.required?.includes(field) ?? false;
    fields.set(field, { name: field, type: shortType(type), required, attributes, go: member });
  }
}

function shortType(type: string): string {
  const struct = type.replace(/^(\[\]|\{\})+/, '');
  return struct.includes('/') ? type.slice(0, type.length - struct.length) + definitionName(struct) : type;
}

function listAttributes(property: OpenApiField | undefined): Map<string, string> {
  const attributes = new Map<string, string>();
  const list = property?.['x-kubernetes-list-type'];
  const keys = property?.['x-kubernetes-list-map-keys'];
  if (list) attributes.set('list', list === 'map' && keys ? keys.join(',') : list);
  return attributes;
}

function addValues(
  structure: Structure,
  packages: GoPackages,
  member: GoField,
  field: string,
  attributes: Map<string, string>,
): void {
  const corrected = ENUM_CORRECTIONS[field];
  if (corrected) {
    structure.enums[corrected.name] = corrected.values;
    attributes.set('enum', corrected.name);
    return;
  }
  const suggested = SUGGESTED_VALUES[field];
  if (suggested) {
    structure.enums[field] = suggested;
    attributes.set('suggest', field);
    return;
  }
  const go = elementType(member.go);
  const type = declaration(packages, go);
  if (!type?.constants) return;
  const name = definitionName(go);
  const closed = CLOSED_TYPES.has(name) || type.markers?.some((m) => m === '+enum' || m === '+k8s:enum');
  if (!closed && !SUGGESTING_TYPES.has(name)) return;
  const values = [...new Set(type.constants)].filter((value) => value !== '');
  const known = structure.enums[name];
  if (known && known.join() !== values.join()) throw new Error(`two sets of values are called ${name}`);
  structure.enums[name] = values;
  attributes.set(closed ? 'enum' : 'suggest', name);
}

/** `containerPort! int32 min=1 max=65535`: name, `!` when required, type, attributes. */
export function fieldLine(field: StructureField): string {
  const attributes = [...field.attributes].map(([key, value]) => (value === '' ? ` ${key}` : ` ${key}=${value}`));
  return `${field.name}${field.required ? '!' : ''} ${field.type}${attributes.join('')}`;
}
