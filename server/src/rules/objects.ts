// Which Kubernetes objects a YAML document holds: one, or the items of a List; and which documents are none of our business.

import { type Decoded, decode } from '../schema/decode';
import type { Definition } from '../schema/field';
import { kubernetes } from '../schema/kubernetes';
import type { YamlDocument } from '../yaml/document';
import { item, pairOf, resolve } from '../yaml/path';
import type { MapNode, YamlNode } from '../yaml/tree';
import { type Identity, identify } from './identity';

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
  if (root?.kind === 'map') return objectsIn(root, minor);
  if (root?.kind !== 'seq') return [];
  return [];
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

/**
 * Whether a document is a template (Helm, Jinja, …): `{{` breaks its YAML or stands outside quoted and block text, where
 * the text is not yet what Kubernetes will see.
 */
export function isTemplate(document: YamlDocument): boolean {
  if (!document.text.includes('{{')) return false;
  if (document.problems.length > 0) return true;
  const safe = safeSpans(document.root);
  for (let at = document.text.indexOf('{{'); at >= 0; at = document.text.indexOf('{{', at + 2)) {
    if (!safe.some(([start, end]) => at >= start && at < end) && !inComment(document.text, at)) return true;
  }
  return false;
}

function safeSpans(root: YamlNode | null): [start: number, end: number][] {
  const spans: [number, number][] = [];
  const walk = (node: YamlNode | null): void => {
    if (node === null) return;
    if (node.kind === 'scalar') {
      if (node.style !== 'plain') spans.push([node.start, node.end]);
    } else if (node.kind === 'seq') for (const entry of node.items) walk(entry.value);
    else if (node.kind === 'map') {
      for (const { key, value } of node.pairs) {
        walk(key);
        walk(value);
      }
    }
  };
  walk(root);
  return spans;
}

function inComment(text: string, at: number): boolean {
  const start = Math.max(text.lastIndexOf('\n', at), text.lastIndexOf('\r', at)) + 1;
  return /(^|\s)#/.test(text.slice(start, at));
}
