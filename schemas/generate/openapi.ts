// Reads a published OpenAPI (v2) document of Kubernetes: which fields are required, how lists merge, which kinds are served.
// The document's descriptions are left where they are.
import { readFileSync } from 'node:fs';

/** A property as far as it matters here. */
export interface OpenApiField {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly items?: OpenApiField;
  readonly additionalProperties?: OpenApiField;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
}

export interface OpenApiDefinition {
  readonly properties?: Readonly<Record<string, OpenApiField>>;
  readonly required?: readonly string[];
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

interface Operation {
  readonly 'x-kubernetes-group-version-kind'?: GroupVersionKind;
}

interface Document {
  readonly definitions: Readonly<Record<string, OpenApiDefinition>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** A kind that can be created, with the facts its URL tells. */
export interface CreatableKind extends GroupVersionKind {
  readonly namespaced: boolean;
  readonly resource: string;
}

/** One Kubernetes version's document. */
export interface OpenApi {
  /** By Go package and name: `core/v1.Probe`. */
  readonly definitions: ReadonlyMap<string, OpenApiDefinition>;
  readonly kinds: readonly CreatableKind[];
}

/** Reads `api/openapi-spec/swagger.json` of the module k8s.io/kubernetes in `directory`. */
export function readOpenApi(directory: string): OpenApi {
  const document = JSON.parse(readFileSync(`${directory}/api/openapi-spec/swagger.json`, 'utf8')) as Document;
  const definitions = new Map<string, OpenApiDefinition>();
  for (const [name, definition] of Object.entries(document.definitions)) definitions.set(shortName(name), definition);
  return { definitions, kinds: creatableKinds(document) };
}

/** `io.k8s.api.core.v1.Probe` is `core/v1.Probe`. */
export function shortName(name: string): string {
  const [type, version, group] = name.split('.').reverse();
  return `${group}/${version}.${type}`;
}

function creatableKinds(document: Document): CreatableKind[] {
  const kinds = new Map<string, CreatableKind>();
  for (const [path, operations] of Object.entries(document.paths)) {
    const gvk = operations.post?.['x-kubernetes-group-version-kind'];
    // a path with a name in it creates a subresource such as pods/eviction, which is no manifest
    if (!gvk || path.includes('{name}')) continue;
    const key = `${gvk.group}/${gvk.version}/${gvk.kind}`;
    const namespaced = path.includes('{namespace}');
    if (!kinds.has(key) || namespaced)
      kinds.set(key, { ...pick(gvk), namespaced, resource: path.replace(/^.*\//, '') });
  }
  return [...kinds.values()];
}

function pick({ group, version, kind }: GroupVersionKind): GroupVersionKind {
  return { group, version, kind };
}
