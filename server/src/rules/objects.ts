// Which Kubernetes objects a YAML document holds: one, or the items of a List; and which documents are none of our business.

import { type Decoded, decode } from '../schema/decode';
import type { Definition } from '../schema/field';
import { kubernetes } from '../schema/kubernetes';
import type { YamlDocument } from '../yaml/document';
import { item, pairOf, resolve } from '../yaml/path';
import type { MapNode, YamlNode } from '../yaml/tree';
import { type Identity, identify } from './identity';
import { isTemplate } from './templates';

export interface KubernetesObject {
  readonly identity: Identity;
  readonly apiVersion: string;
  readonly kind: string;
  /** Path of the object in its document: empty, or `items[0]` inside a List. */
  readonly path: string;
  readonly node: MapNode;
  /** Field data of its kind; absent for a kind without any. */
  readonly definition?: Definition;
  /** The object as the server decodes it, without defaults. Empty when there is no definition. */
  readonly decoded: Decoded;
}

const NOTHING: Decoded = { value: {}, problems: [], versioned: [] };

/** The objects of a document; empty for templates, foreign kinds and files of other tools. */
export function objectsOf(document: YamlDocument, minor: number): KubernetesObject[] {
  if (isTemplate(document)) return [];
  const root = resolve(document.root);
  return root?.kind === 'map' ? objectsIn(root, minor) : [];
}

function objectsIn(root: MapNode, minor: number): KubernetesObject[] {
  const items = listItems(root);
  if (items === undefined) return object(root, '', minor);
  return items.flatMap((entry, index) => {
    const node = resolve(entry);
    return node?.kind === 'map' ? object(node, item('items', index), minor) : [];
  });
}

/** The items of `kind: List` (or `PodList`, …), which kubectl takes apart before it sends them. */
function listItems(root: MapNode): readonly (YamlNode | null)[] | undefined {
  if (!textOf(root, 'kind').endsWith('List')) return undefined;
  const items = resolve(pairOf(root, 'items')?.value);
  return items?.kind === 'seq' ? items.items.map((entry) => entry.value) : undefined;
}

function object(node: MapNode, path: string, minor: number): KubernetesObject[] {
  const identity = identify(node, minor);
  if (identity === undefined) return [];
  const { apiVersion, kind } = identity;
  const definition = kubernetes.definitionOf(apiVersion, kind);
  const decoded = definition === undefined ? NOTHING : decode(node, definition, minor);
  return [{ identity, apiVersion, kind, path, node, decoded, ...(definition === undefined ? {} : { definition }) }];
}

/** The string at a top-level key, or '' when there is none. */
export function textOf(map: MapNode, key: string): string {
  const value = resolve(pairOf(map, key)?.value);
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : '';
}
