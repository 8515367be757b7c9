// Custom resources: kinds that CustomResourceDefinitions of the workspace describe, as definitions like those of Kubernetes.
// Only structure is taken over (types, required, enums, bounds, texts); rules in expressions are not evaluated.

import { plainValue } from '../../schema/decode';
import type { Definition, Field, ValueType } from '../../schema/field';
import { kubernetes } from '../../schema/kubernetes';
import type { View } from '../view';

/** A kind under one of its versions. */
export interface CustomKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly definition: Definition;
}

type Json = Readonly<Record<string, unknown>>;

/** The kinds that the document defines; empty for all but CustomResourceDefinitions. */
export function customKindsOf(view: View): CustomKind[] {
  if (!view.document.text.includes('CustomResourceDefinition')) return [];
  const root = record(plainValue(view.document.root));
  const roots = root.kind === 'List' ? list(root.items).map(record) : [root];
  return roots.filter(({ kind }) => kind === 'CustomResourceDefinition').flatMap(kindsIn);
}

function kindsIn(root: Json): CustomKind[] {
  const spec = record(root.spec);
  const kind = record(spec.names).kind;
  if (typeof spec.group !== 'string' || typeof kind !== 'string') return [];
  return list(spec.versions).flatMap((one) => {
    const version = record(one);
    const schema = record(version.schema).openAPIV3Schema;
    if (typeof version.name !== 'string' || version.served === false || schema === undefined) return [];
    const apiVersion = `${spec.group}/${version.name}`;
    return [{ apiVersion, kind, definition: new CustomDefinition(kind, record(schema), true) }];
  });
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const descriptions = new WeakMap<Field, string>();

/** What the schema of a custom resource says of a field; undefined for fields of Kubernetes itself. */
export function descriptionOf(field: Field): string | undefined {
  return descriptions.get(field);
}

/** A struct of a custom resource; its fields are read when first asked for. Its name has a dot, as none of Kubernetes' has. */
class CustomDefinition implements Definition {
  readonly name: string;
  readonly open: boolean;
  private known: ReadonlyMap<string, Field> | undefined;

  constructor(
    path: string,
    private readonly schema: Json,
    private readonly top: boolean,
  ) {
    this.name = `custom.${path}`;
    this.open = isOpen(schema);
  }

  get fields(): readonly Field[] {
    return [...this.all().values()];
  }

  field(name: string): Field | undefined {
    return this.all().get(name);
  }

  removedField(): undefined {
    return undefined;
  }

  private all(): ReadonlyMap<string, Field> {
    this.known ??= this.read();
    return this.known;
  }

  private read(): ReadonlyMap<string, Field> {
    const fields = new Map<string, Field>();
    const required = new Set(list(this.schema.required));
    if (this.top) for (const field of objectFields()) fields.set(field.name, field);
    for (const [name, schema] of Object.entries(record(this.schema.properties))) {
      if (!fields.has(name)) fields.set(name, fieldFrom(name, record(schema), required.has(name), this.name));
    }
    return fields;
  }
}

/** The fields every object has. */
function objectFields(): readonly Field[] {
  const pod = kubernetes.definition('Pod');
  return ['apiVersion', 'kind', 'metadata'].flatMap((name) => pod?.field(name) ?? []);
}

function fieldFrom(name: string, schema: Json, required: boolean, owner: string): Field {
  const values = list(schema.enum).filter((one): one is string => typeof one === 'string');
  const standard = schema.default;
  const field: Field = {
    name,
    type: typeFrom(schema, `${owner.slice('custom.'.length)}.${name}`),
    required,
    ...(values.length > 0 ? { enum: values } : {}),
    ...(typeof standard === 'string' || typeof standard === 'number' || typeof standard === 'boolean'
      ? { default: standard }
      : {}),
    ...(typeof schema.minimum === 'number' ? { min: schema.minimum } : {}),
    ...(typeof schema.maximum === 'number' ? { max: schema.maximum } : {}),
    ...(typeof schema.maxLength === 'number' ? { maxLength: schema.maxLength } : {}),
  };
  if (typeof schema.description === 'string') descriptions.set(field, schema.description);
  return field;
}

function typeFrom(schema: Json, path: string): ValueType {
  if (schema['x-kubernetes-int-or-string'] === true) return { kind: 'intOrString' };
  switch (schema.type) {
    case 'string':
      return { kind: 'string' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'integer':
      return { kind: 'int64' };
    case 'number':
      return { kind: 'float64' };
    case 'array':
      return { kind: 'list', items: typeFrom(record(schema.items), path) };
    case 'object':
      return objectFrom(schema, path);
    default:
      return { kind: 'any' };
  }
}

/** Fields beside those of the schema are kept: the author says so, or another object stands there. */
function isOpen(schema: Json): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true || schema['x-kubernetes-embedded-resource'] === true;
}

function objectFrom(schema: Json, path: string): ValueType {
  if (schema.properties !== undefined) {
    const definition = new CustomDefinition(path, schema, false);
    return { kind: 'object', definition };
  }
  const values = schema.additionalProperties;
  if (values === undefined || values === false) return { kind: 'any' };
  return { kind: 'map', values: typeFrom(record(values), path) };
}
