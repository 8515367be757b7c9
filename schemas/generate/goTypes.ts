// What the Go type declarations say, as printed by go/types: read, name and resolve. Knows no OpenAPI document.

/** One member of a struct; an inlined struct has no `json` name. */
export interface GoField {
  readonly json?: string;
  readonly go: string;
  readonly markers?: readonly string[];
}

export interface GoType {
  /** Null for anything but a struct. */
  readonly fields: readonly GoField[] | null;
  readonly underlying?: string;
  readonly markers?: readonly string[];
  readonly constants?: readonly string[];
  readonly unmarshals?: boolean;
}

export interface GoPackage {
  readonly group: string;
  readonly types: Readonly<Record<string, GoType>>;
}

/** Packages by their short name, for example `core/v1`. */
export type GoPackages = Readonly<Record<string, GoPackage>>;

/** Go types that read their JSON themselves, and the name the structure uses for what they accept. */
const SELF_READING: Readonly<Record<string, string>> = {
  'api/resource.Quantity': 'quantity',
  'util/intstr.IntOrString': 'intOrString',
  'meta/v1.Time': 'time',
  'meta/v1.MicroTime': 'microTime',
  'meta/v1.Duration': 'duration',
  'meta/v1.FieldsV1': 'any',
  'runtime.RawExtension': 'any',
};

/** Go's own types, and named types of packages that are not read. */
const PLAIN: Readonly<Record<string, string>> = {
  string: 'string',
  bool: 'boolean',
  int32: 'int32',
  int64: 'int64',
  float64: 'float64',
  '[]byte': 'bytes',
  'types.UID': 'string',
  'types.NodeName': 'string',
};

/**
 * Types whose short name occurs in two packages. The better known one keeps the plain name; a kind keeps it before a part
 * of another kind.
 */
const RENAMED: Readonly<Record<string, string>> = {
  'autoscaling/v1.HorizontalPodAutoscaler': 'HorizontalPodAutoscalerV1',
  'autoscaling/v1.HorizontalPodAutoscalerSpec': 'HorizontalPodAutoscalerV1Spec',
  'autoscaling/v1.HorizontalPodAutoscalerStatus': 'HorizontalPodAutoscalerV1Status',
  'autoscaling/v1.CrossVersionObjectReference': 'CrossVersionObjectReferenceV1',
  'discovery/v1.EndpointPort': 'EndpointSlicePort',
  'core/v1.ResourceClaim': 'ContainerResourceClaim',
  'events/v1.Event': 'EventsEvent',
  'events/v1.EventSeries': 'EventsEventSeries',
  'flowcontrol/v1.Subject': 'FlowSchemaSubject',
};

/** The declaration behind a qualified name such as `core/v1.Probe`. */
export function declaration(packages: GoPackages, qualified: string): GoType | undefined {
  const dot = qualified.lastIndexOf('.');
  return packages[qualified.slice(0, dot)]?.types[qualified.slice(dot + 1)];
}

/** The name a struct has in the structure and in types.ts. */
export function definitionName(qualified: string): string {
  return RENAMED[qualified] ?? qualified.slice(qualified.lastIndexOf('.') + 1);
}

/** All JSON members of a struct in source order, inlined structs expanded where they stand. */
export function membersOf(packages: GoPackages, qualified: string): readonly GoField[] {
  const found = new Map<string, GoField>();
  for (const field of declaration(packages, qualified)?.fields ?? []) {
    const members = field.json ? [field] : membersOf(packages, field.go.replace(/^\*/, ''));
    // Go prefers the member that is nested less deeply; our own ones are seen either before or after, so they overwrite
    for (const member of members) if (field.json || !found.has(member.json ?? '')) found.set(member.json ?? '', member);
  }
  return [...found.values()];
}

/** What JSON value a Go type takes: `string`, `[]int32`, `{}quantity`, or the qualified name of a struct. */
export function valueType(packages: GoPackages, go: string): string {
  const bare = go.replace(/^\*/, '');
  const known = SELF_READING[bare] ?? PLAIN[bare];
  if (known) return known;
  if (bare.startsWith('[]')) return `[]${valueType(packages, bare.slice(2))}`;
  const map = /^map\[[^\]]*\](.*)$/.exec(bare);
  if (map) return `{}${valueType(packages, map[1] ?? '')}`;
  const type = declaration(packages, bare);
  if (type?.unmarshals) throw new Error(`${bare} reads its own JSON: say in goTypes.ts what it accepts`);
  if (type?.fields) return bare;
  if (type?.underlying) return valueType(packages, type.underlying);
  throw new Error(`Go type ${go} is not known`);
}

/** The named type of a field's innermost value, where enums hang: `[]core/v1.Foo` gives `core/v1.Foo`. */
export function elementType(go: string): string {
  return go.replace(/^(\*|\[\]|map\[[^\]]*\])+/, '');
}

/** The value of a marker such as `+featureGate=X`; undefined when the field does not carry it. */
export function marker(field: GoField, name: string): string | undefined {
  return field.markers?.find((m) => m.startsWith(`+${name}=`))?.slice(name.length + 2);
}
