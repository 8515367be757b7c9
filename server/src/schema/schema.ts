// Answers what Kubernetes says of a kind and of the field at a path. Reads the data it is handed (schemas/*.json) bit by
// bit: a definition is read when it is first asked for. Knows nothing of texts, documents or rules.
import { type Definition, type Field, type FieldContext, readAttributes, readField, type ValueType } from './field';
import { kindKey, readServed, type ServedData, type ServedKinds } from './served';
import { type FeatureGate, readGate } from './versions';

/** schemas/structure.json. */
export interface StructureData {
  /** The Kubernetes version it was made from: `1.37.2`. */
  readonly kubernetes: string;
  /** `apps/v1/Deployment` -> definition. */
  readonly kinds: Readonly<Record<string, string>>;
  /** Sets of values by name. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
  /** Regular expressions (whole text) by name. */
  readonly patterns: Readonly<Record<string, string>>;
  /** Feature gate -> `alpha=28 beta=29 on=29 ga=33 removed=36`. */
  readonly gates: Readonly<Record<string, string>>;
  /** Definition -> lines that readField() reads. */
  readonly definitions: Readonly<Record<string, readonly string[]>>;
  /** Enum value -> since when and behind which gates: `TolerationOperator.Lt` -> `since=35 gates=..`. */
  readonly values: Readonly<Record<string, string>>;
  /** Fields that say something else inside one parent: `Container.livenessProbe.successThreshold` -> attributes. */
  readonly exceptions: Readonly<Record<string, string>>;
}

export interface Schema {
  /** The Kubernetes version the data was made from: `1.37.2`. */
  readonly version: string;
  /** Which kinds each version serves, and what became of the others. */
  readonly served: ServedKinds;
  /** The fields of a kind; undefined when no stable version serves it. */
  definitionOf(apiVersion: string, kind: string): Definition | undefined;
  /** A definition by its Go name (`Probe`). */
  definition(name: string): Definition | undefined;
  /**
   * The field a path leads to, starting below `definition`. A path is text as the server spells it
   * (`spec.containers[0].image`) or its segments; indices and map keys step into lists and maps. Undefined when there is
   * no such field, or when the path ends inside a list or map (ask typeAt).
   */
  fieldAt(definition: Definition, path: string | readonly (string | number)[]): Field | undefined;
  /** The type of whatever a path leads to: of a field, a list item or a map value. */
  typeAt(definition: Definition, path: string | readonly (string | number)[]): ValueType | undefined;
  /** States of a feature gate over time. */
  gate(name: string): FeatureGate | undefined;
  /** A regular expression the whole text must match, by the name a field's `format` gives; undefined for other formats. */
  pattern(format: string): string | undefined;
}

/** A schema over `structure` (and, when handed in, the table of served kinds). */
export function createSchema(structure: StructureData, served: ServedData): Schema {
  const definitions = new Map<string, Definition>();
  const context: FieldContext = {
    enums: structure.enums,
    values: structure.values,
    definition: (name) => {
      const found = definition(name);
      if (!found) throw new Error(`structure.json has no ${name}`);
      return found;
    },
  };
  const definition = (name: string): Definition | undefined => {
    const known = definitions.get(name);
    const lines = Object.hasOwn(structure.definitions, name) ? structure.definitions[name] : undefined;
    if (known || !lines) return known;
    const read = lazyDefinition(name, lines, context);
    definitions.set(name, read);
    return read;
  };
  const exception = exceptionReader(structure, context);
  const servedKinds = readServed(served);
  return {
    version: structure.kubernetes,
    served: servedKinds,
    definition,
    definitionOf: (apiVersion, kind) => {
      const key = kindKey(apiVersion, kind);
      return Object.hasOwn(structure.kinds, key) ? definition(structure.kinds[key] ?? '') : undefined;
    },
    fieldAt: (start, path) => walk(start, segmentsOf(path), exception).field,
    typeAt: (start, path) => walk(start, segmentsOf(path), exception).type,
    gate: (name) => (Object.hasOwn(structure.gates, name) ? readGate(name, structure.gates[name] ?? '') : undefined),
    pattern: (format) => (Object.hasOwn(structure.patterns, format) ? structure.patterns[format] : undefined),
  };
}

/** A definition whose lines are read when the first question is asked. */
function lazyDefinition(name: string, lines: readonly string[], context: FieldContext): Definition {
  let content: Content | undefined;
  const read = (): Content => {
    content ??= readLines(lines, context);
    return content;
  };
  return {
    name,
    get fields() {
      return read().fields;
    },
    field: (field) => read().current.get(field),
    removedField: (field) => read().removed.get(field),
  };
}

interface Content {
  readonly fields: readonly Field[];
  readonly current: ReadonlyMap<string, Field>;
  readonly removed: ReadonlyMap<string, Field>;
}

function readLines(lines: readonly string[], context: FieldContext): Content {
  const all = lines.map((line) => readField(line, context));
  const byName = (fields: readonly Field[]): ReadonlyMap<string, Field> => new Map(fields.map((f) => [f.name, f]));
  const fields = all.filter(({ removed }) => removed === undefined);
  return { fields, current: byName(fields), removed: byName(all.filter(({ removed }) => removed !== undefined)) };
}

type ExceptionReader = (holder: Definition, via: string, field: Field) => Field;

/** Overlays what a field says inside one parent: a liveness probe's successThreshold is 1 and nothing else. */
function exceptionReader({ exceptions }: StructureData, context: FieldContext): ExceptionReader {
  return (holder, via, field) => {
    const key = `${holder.name}.${via}.${field.name}`;
    const attributes = Object.hasOwn(exceptions, key) ? exceptions[key] : undefined;
    if (attributes === undefined) return field;
    return { ...field, ...readAttributes(attributes, context) };
  };
}

interface Step {
  readonly field: Field | undefined;
  readonly type: ValueType | undefined;
}

function walk(start: Definition, path: readonly (string | number)[], exception: ExceptionReader): Step {
  let type: ValueType | undefined = { kind: 'object', definition: start };
  let field: Field | undefined;
  let holder: { readonly definition: Definition; readonly via: string } | undefined;
  for (const segment of path) {
    if (type.kind === 'list' && typeof segment === 'number') {
      type = type.items;
      field = undefined;
    } else if (type.kind === 'map') {
      type = type.values;
      field = undefined;
    } else if (type.kind === 'object' && typeof segment === 'string') {
      const found: Field | undefined = type.definition.field(segment);
      if (!found) return { field: undefined, type: undefined };
      field = holder ? exception(holder.definition, holder.via, found) : found;
      holder = { definition: type.definition, via: segment };
      type = found.type;
    } else return { field: undefined, type: undefined };
  }
  return { field, type };
}

/** Splits a path as the server spells it: `metadata.labels[app.kubernetes.io/name]`, `spec.containers[0].ports`. */
export function segmentsOf(path: string | readonly (string | number)[]): readonly (string | number)[] {
  if (typeof path !== 'string') return path;
  const segments: (string | number)[] = [];
  for (const [, name, inside] of path.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g)) {
    if (name !== undefined) segments.push(name);
    else segments.push(/^\d+$/.test(inside ?? '') ? Number(inside) : (inside ?? ''));
  }
  return segments;
}
