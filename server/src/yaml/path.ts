// Field paths as the API server spells them (`spec.containers[0].env[1].name`, `metadata.labels[app]`) <-> places in a tree.
import type { MapNode, Pair, Span, YamlNode } from './tree';

/** A key of a map or an index of a list. */
export type Segment = string | number;

/** Extends a path by the key of a struct or of a map; keys of maps are written like fields, as the server's decoder does. */
export function child(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** Extends a path by a list index. */
export function item(path: string, index: number): string {
  return `${path}[${index}]`;
}

/** Follows aliases to the node they stand for. */
export function resolve(node: YamlNode | null | undefined): Exclude<YamlNode, { kind: 'alias' }> | null {
  let current = node ?? null;
  for (let hops = 0; current !== null && current.kind === 'alias'; hops++) {
    if (hops > 100) return null;
    current = current.target ?? null;
  }
  return current;
}

/** The last pair with this key: the one Kubernetes keeps when a key is repeated. Merged maps (`<<`) are looked into. */
export function pairOf(map: MapNode, key: string): Pair | undefined {
  for (let i = map.pairs.length - 1; i >= 0; i--) {
    const pair = map.pairs[i] as Pair;
    if (pair.key.text === key) return pair;
  }
  return mergedPair(map, key, 0);
}

function mergedPair(map: MapNode, key: string, depth: number): Pair | undefined {
  if (depth > 20) return undefined;
  for (const pair of map.pairs) {
    if (pair.key.text !== '<<' || pair.key.style !== 'plain') continue;
    const value = resolve(pair.value);
    const sources = value?.kind === 'seq' ? value.items.map((entry) => resolve(entry.value)) : [value];
    for (const source of sources) {
      if (source?.kind !== 'map') continue;
      const found = source.pairs.findLast((inner) => inner.key.text === key) ?? mergedPair(source, key, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

export interface Place {
  /** Key of the last map step that was found; undefined for list items and the document itself. */
  readonly key?: Span;
  /** The value there; null when nothing is written. */
  readonly node: YamlNode | null;
  /** Map that holds the key, or the nearest one above. */
  readonly parent?: MapNode;
  /** Whether the whole path is in the text; otherwise this is its nearest ancestor. */
  readonly exact: boolean;
}

/** Where a path leads, as far as the text goes. Dots inside keys are understood: the longest key that fits is taken. */
export function placeOf(root: YamlNode | null, path: string): Place {
  let node: YamlNode | null = root;
  let key: Span | undefined;
  let parent: MapNode | undefined;
  let rest = path;
  const stop = (exact: boolean): Place => ({
    node,
    exact,
    ...(key === undefined ? {} : { key }),
    ...(parent === undefined ? {} : { parent }),
  });
  while (rest !== '') {
    const here = resolve(node);
    if (here?.kind === 'map') {
      const step = keyStep(here, rest);
      if (step === undefined) return stop(false);
      key = step.pair.key;
      parent = here;
      node = step.pair.value;
      rest = step.rest;
    } else if (here?.kind === 'seq') {
      const match = /^\[(\d+)\]/.exec(rest);
      const entry = match === null ? undefined : here.items[Number(match[1])];
      if (match === null || entry === undefined) return stop(false);
      key = undefined;
      node = entry.value ?? {
        kind: 'scalar',
        style: 'plain',
        text: '',
        value: null,
        start: entry.start,
        end: entry.end,
      };
      rest = rest.slice(match[0].length);
    } else return stop(false);
  }
  return stop(true);
}

function keyStep(map: MapNode, rest: string): { pair: Pair; rest: string } | undefined {
  const bracket = /^\.?\[([^\]]*)\]/.exec(rest);
  if (bracket !== null) {
    const pair = pairOf(map, bracket[1] as string);
    return pair === undefined ? undefined : { pair, rest: rest.slice(bracket[0].length) };
  }
  const text = rest.startsWith('.') ? rest.slice(1) : rest;
  const simple = /^[^.[]+/.exec(text)?.[0] ?? '';
  let best: Pair | undefined;
  for (const candidate of map.pairs) {
    const name = candidate.key.text;
    if (
      name.length < simple.length ||
      !text.startsWith(name) ||
      (best !== undefined && name.length < best.key.text.length)
    )
      continue;
    const next = text[name.length];
    if (next === undefined || next === '.' || next === '[') best = candidate;
  }
  best ??= pairOf(map, simple);
  return best === undefined ? undefined : { pair: best, rest: text.slice(best.key.text.length) };
}

export interface AtOffset {
  readonly path: string;
  readonly segments: readonly Segment[];
  /** The pair whose key or value the offset is in, if the innermost step is a map. */
  readonly pair?: Pair;
  readonly onKey: boolean;
  readonly node: YamlNode | null;
  /** Maps from the root down to the innermost one. */
  readonly maps: readonly MapNode[];
}

/** The innermost key or item at an offset. */
export function atOffset(root: YamlNode | null, offset: number): AtOffset {
  let node = root;
  let path = '';
  let pair: Pair | undefined;
  let onKey = false;
  const segments: Segment[] = [];
  const maps: MapNode[] = [];
  for (;;) {
    if (node?.kind === 'map') {
      maps.push(node);
      const found = node.pairs.find((candidate) => offset >= candidate.key.start && offset <= candidate.end);
      if (found === undefined) break;
      pair = found;
      path = child(path, found.key.text);
      segments.push(found.key.text);
      onKey = offset <= found.key.end;
      node = found.value;
      if (onKey) break;
    } else if (node?.kind === 'seq') {
      const index = node.items.findIndex((candidate) => offset >= candidate.start && offset <= candidate.end);
      if (index < 0) break;
      path = item(path, index);
      segments.push(index);
      pair = undefined;
      node = node.items[index]?.value ?? null;
    } else break;
  }
  return { path, segments, onKey, node, maps, ...(pair === undefined ? {} : { pair }) };
}
