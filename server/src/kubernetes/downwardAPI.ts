// What the downward API can hand to a container: field paths and resource fields, for environment variables and for files
// (pkg/apis/core/validation/validation.go, pkg/apis/core/pods/helpers.go and pkg/fieldpath, 1.37).

/** Field paths for environment variables; labels and annotations need a subscript. */
export const ENV_FIELD_PATHS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** Field paths for files of a downwardAPI volume. */
export const VOLUME_FIELD_PATHS: readonly string[] = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

/** Resource fields for both; huge pages come on top. */
export const RESOURCE_FIELDS: readonly string[] = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];

/** Field paths that the conversion of a selector lets through; the lists above then choose among them. */
const CONVERTIBLE: ReadonlySet<string> = new Set([
  ...ENV_FIELD_PATHS,
  ...VOLUME_FIELD_PATHS,
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]);

/** A field path taken apart; `subscript` is set for `metadata.labels['key']`. */
export interface FieldPath {
  readonly path: string;
  readonly subscript?: string;
}

/** Splits `path['key']`; anything else is a plain path. */
export function splitFieldPath(fieldPath: string): FieldPath {
  const start = fieldPath.indexOf("['");
  if (!fieldPath.endsWith("']") || start <= 0 || start + 2 > fieldPath.length - 2) return { path: fieldPath };
  return { path: fieldPath.slice(0, start), subscript: fieldPath.slice(start + 2, -2) };
}

/** The path as the server converts it (`spec.host` is an old name of `spec.nodeName`); undefined when it knows none such. */
export function convertFieldPath(fieldPath: string): FieldPath | undefined {
  const split = splitFieldPath(fieldPath);
  if (split.subscript !== undefined) {
    return split.path === 'metadata.annotations' || split.path === 'metadata.labels' ? split : undefined;
  }
  if (fieldPath === 'spec.host') return { path: 'spec.nodeName' };
  return CONVERTIBLE.has(fieldPath) ? split : undefined;
}

/** True for a field of requests or limits that may be handed out. */
export function isResourceField(resource: string): boolean {
  return RESOURCE_FIELDS.includes(resource) || isHugePageField(resource);
}

/** `requests.hugepages-…` and `limits.hugepages-…`. */
export function isHugePageField(resource: string): boolean {
  return resource.startsWith('requests.hugepages-') || resource.startsWith('limits.hugepages-');
}

/** Divisors for cpu. */
export const CPU_DIVISORS: readonly string[] = ['1m', '1'];
/** Divisors for memory, ephemeral storage and huge pages. */
export const BYTE_DIVISORS: readonly string[] = [
  '1',
  '1k',
  '1M',
  '1G',
  '1T',
  '1P',
  '1E',
  '1Ki',
  '1Mi',
  '1Gi',
  '1Ti',
  '1Pi',
  '1Ei',
];

/** Divisors that go with a resource field; undefined when the server does not look. */
export function divisorsFor(resource: string): readonly string[] | undefined {
  if (resource === 'limits.cpu' || resource === 'requests.cpu') return CPU_DIVISORS;
  return isResourceField(resource) ? BYTE_DIVISORS : undefined;
}
