// What the schema says of one field, and how a line of schemas/structure.json is read. No table of fields lives here.

/** What JSON value a scalar of this type takes, named after what Go's decoder accepts for it. */
export type ScalarType =
  | 'string'
  | 'boolean'
  | 'int32'
  | 'int64'
  | 'float64'
  /** k8s.io/apimachinery/pkg/api/resource.Quantity: a number, or text such as `500m`. */
  | 'quantity'
  /** k8s.io/apimachinery/pkg/util/intstr.IntOrString: an int32, or any text. */
  | 'intOrString'
  /** RFC 3339 text, to the second. */
  | 'time'
  /** RFC 3339 text with microseconds. */
  | 'microTime'
  /** Go duration text (`1h30m`). */
  | 'duration'
  /** Base64 text. */
  | 'bytes'
  /** Anything at all. */
  | 'any';

const SCALARS: ReadonlySet<string> = new Set<ScalarType>([
  'string',
  'boolean',
  'int32',
  'int64',
  'float64',
  'quantity',
  'intOrString',
  'time',
  'microTime',
  'duration',
  'bytes',
  'any',
]);

/** What a value may be. */
export type ValueType =
  | { readonly kind: ScalarType }
  /** A mapping with the fields of a definition. */
  | { readonly kind: 'object'; readonly definition: Definition }
  | { readonly kind: 'list'; readonly items: ValueType }
  /** A mapping with free keys. */
  | { readonly kind: 'map'; readonly values: ValueType };

/** How items of a list are told apart: not at all, by their value, or by some of their fields. */
export type ListKind = 'atomic' | 'set' | 'map';

/** A struct of the Kubernetes API: the fields it may hold. */
export interface Definition {
  /** Go's name of the type, also the interface's name in kubernetes/types.ts. */
  readonly name: string;
  /** Fields of the newest version in the order of the Go source. */
  readonly fields: readonly Field[];
  /** A field of the newest version; names are case sensitive, as strict decoding is. */
  field(name: string): Field | undefined;
  /** A field that only older versions know (its `removed` is set). */
  removedField(name: string): Field | undefined;
  /** Fields that are not listed are kept as they are (`x-kubernetes-preserve-unknown-fields` of a custom resource). */
  readonly open?: boolean;
}

/** One field of a definition. Minor versions are plain numbers: 37 is Kubernetes 1.37. */
export interface Field {
  readonly name: string;
  readonly type: ValueType;
  /** Required by the published schema; validation may require more. */
  readonly required: boolean;
  readonly list?: ListKind;
  /** Fields that tell the items of a `map` list apart. */
  readonly listKeys?: readonly string[];
  /** All values the server accepts. */
  readonly enum?: readonly string[];
  /** Values of `enum` that are younger than the others, or have a gate of their own. */
  readonly valueVersions?: Readonly<Record<string, ValueVersion>>;
  /** Values worth offering where others are allowed too. */
  readonly suggest?: readonly string[];
  /** The value that counts when the field is absent: filled in by the server, or understood by the code that reads it. */
  readonly default?: DefaultValue;
  /** Names a default that depends on other fields; its words are in the texts table under this id. */
  readonly defaultRule?: string;
  /** Smallest and largest number the server accepts, whatever else the object holds. */
  readonly min?: number;
  readonly max?: number;
  /** The number must be larger than this one (amounts that must be positive). */
  readonly above?: number;
  /** True when 0 is accepted and then means: not set. */
  readonly zeroIsUnset?: boolean;
  /** Largest number of characters. */
  readonly maxLength?: number;
  /** Name of the form text must have, a key of the schema's `patterns` or a well known name such as `cron`. */
  readonly format?: string;
  /** Validation wants this field although the schema does not say so. */
  readonly requiredByValidation?: boolean;
  /** Validation refuses the field whatever it holds. */
  readonly rejected?: boolean;
  /** First minor version that knows the field; absent when it is older than 1.21 or as old as its definition. */
  readonly since?: number;
  /** First minor version that no longer knows it. */
  readonly removed?: number;
  /** Feature gates that decide whether the server keeps the field. */
  readonly gates?: readonly string[];
  /** Cannot be changed once the object exists. */
  readonly immutable?: boolean;
  readonly deprecated?: boolean;
}

/** Since when, and behind which gates, an enum value is accepted. */
export type ValueVersion = Pick<Field, 'since' | 'gates'>;

export type DefaultValue =
  | string
  | number
  | boolean
  | null
  | readonly DefaultValue[]
  | { readonly [key: string]: DefaultValue };

/** What a line needs to be read: sets of values, and other definitions by name. */
export interface FieldContext {
  readonly enums: Readonly<Record<string, readonly string[]>>;
  /** `TolerationOperator.Lt` -> `since=35 gates=..`. */
  readonly values: Readonly<Record<string, string>>;
  readonly definition: (name: string) => Definition;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads a line such as `containerPort! int32 min=1 max=65535`: name, `!` when required, type, attributes. In values a
 * space is written `%20`.
 */
export function readField(line: string, context: FieldContext): Field {
  const [name = '', type = '', ...attributes] = line.split(' ');
  const required = name.endsWith('!');
  const field: Mutable<Field> = {
    name: required ? name.slice(0, -1) : name,
    type: readType(type, context),
    required,
  };
  for (const attribute of attributes) readAttribute(field, attribute, context);
  return field;
}

/** Reads `max=1 since=35` without a field around it. */
export function readAttributes(text: string, context: FieldContext): Partial<Field> {
  const { name: _name, type: _type, required: _required, ...rest } = readField(`? any ${text}`, context);
  return rest;
}

function readAttribute(field: Mutable<Field>, attribute: string, context: FieldContext): void {
  const equals = attribute.indexOf('=');
  const key = equals < 0 ? attribute : attribute.slice(0, equals);
  const value = equals < 0 ? '' : attribute.slice(equals + 1).replaceAll('%20', ' ');
  ATTRIBUTES[key]?.(field, value, context);
}

const ATTRIBUTES: Readonly<Record<string, (field: Mutable<Field>, value: string, context: FieldContext) => void>> = {
  list: (field, value) => {
    field.list = value === 'atomic' || value === 'set' ? value : 'map';
    if (field.list === 'map') field.listKeys = value.split(',');
  },
  enum: (field, value, context) => {
    field.enum = context.enums[value] ?? [];
    const versions = field.enum
      .filter((text) => Object.hasOwn(context.values, `${value}.${text}`))
      .map((text) => [text, readAttributes(context.values[`${value}.${text}`] ?? '', context)] as const);
    if (versions.length > 0) field.valueVersions = Object.fromEntries(versions);
  },
  suggest: (field, value, { enums }) => {
    field.suggest = enums[value] ?? [];
  },
  default: (field, value) => {
    field.default = JSON.parse(value) as DefaultValue;
  },
  defaultRule: (field, value) => {
    field.defaultRule = value;
  },
  min: (field, value) => {
    field.min = Number(value);
  },
  above: (field, value) => {
    field.above = Number(value);
  },
  max: (field, value) => {
    field.max = Number(value);
  },
  maxLength: (field, value) => {
    field.maxLength = Number(value);
  },
  format: (field, value) => {
    field.format = value;
  },
  since: (field, value) => {
    field.since = Number(value);
  },
  removed: (field, value) => {
    field.removed = Number(value);
  },
  gates: (field, value) => {
    field.gates = value.split(',');
  },
  zeroIsUnset: (field) => {
    field.zeroIsUnset = true;
  },
  needed: (field) => {
    field.requiredByValidation = true;
  },
  rejected: (field) => {
    field.rejected = true;
  },
  immutable: (field) => {
    field.immutable = true;
  },
  deprecated: (field) => {
    field.deprecated = true;
  },
};

function readType(text: string, context: FieldContext): ValueType {
  if (text.startsWith('[]')) return { kind: 'list', items: readType(text.slice(2), context) };
  if (text.startsWith('{}')) return { kind: 'map', values: readType(text.slice(2), context) };
  if (SCALARS.has(text)) return { kind: text as ScalarType };
  // asked for when first needed: a definition may hold itself
  return {
    kind: 'object',
    get definition() {
      return context.definition(text);
    },
  };
}
