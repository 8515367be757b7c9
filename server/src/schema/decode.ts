// YAML tree + field data -> plain object, exactly as the API server's strict decoder fills its Go types, with everything it
// complains about. Never throws: what a type cannot hold is left out, so a broken manifest still gives an object.
// Sources: sigs.k8s.io/yaml (YAMLToJSON), sigs.k8s.io/json (strict decoding), apimachinery's UnmarshalJSON methods (1.37).
import { parseDuration } from '../kubernetes/duration';
import { parseQuantity } from '../kubernetes/quantity';
import { child, item, resolve } from '../yaml/path';
import type { MapNode, Pair, ScalarNode, Span, YamlNode } from '../yaml/tree';
import type { Definition, Field, ValueType } from './field';
import { NEWEST_MINOR } from './versions';

export type DecodeProblem =
  | {
      readonly kind: 'unknown';
      readonly path: string;
      readonly key: Span;
      readonly name: string;
      readonly owner: Definition;
    }
  | { readonly kind: 'duplicate'; readonly path: string; readonly key: Span; readonly name: string }
  | {
      readonly kind: 'mismatch';
      readonly path: string;
      readonly want: string;
      readonly got: string;
      readonly node: Span;
    };

/** A written field that not every version knows, or that a feature gate guards. */
export interface VersionedField {
  readonly path: string;
  readonly key: Span;
  readonly field: Field;
}

export interface Decoded {
  readonly value: Record<string, unknown>;
  readonly problems: readonly DecodeProblem[];
  readonly versioned: readonly VersionedField[];
}

/** Decodes a mapping as an object of the given definition, as a server of the given minor version does. */
export function decode(node: MapNode, definition: Definition, minor: number): Decoded {
  const decoder = new Decoder(minor, node.end - node.start >= WORTH_KEEPING);
  const value = decoder.struct(node, definition, '');
  return { value, problems: decoder.problems, versioned: decoder.versioned };
}

/** Characters from which an object is large enough for its list items to be remembered. */
const WORTH_KEEPING = 8000;

/** What decoding one item of a list came to. Holds while the node is the same: an edit replaces every node around it. */
interface KeptItem {
  readonly definition: Definition;
  readonly minor: number;
  readonly path: string;
  readonly value: Record<string, unknown>;
  readonly problems: readonly DecodeProblem[];
  readonly versioned: readonly VersionedField[];
}

const keptItems = new WeakMap<MapNode, KeptItem>();

/** Items of lists below which no key is repeated. */
const withoutDuplicates = new WeakSet<YamlNode>();

/** Repeated keys anywhere below a node; the API server refuses them also under fields it does not look into. */
export function duplicateKeys(root: YamlNode | null): DecodeProblem[] {
  const problems: DecodeProblem[] = [];
  const keep = root !== null && root.end - root.start >= WORTH_KEEPING;
  const walk = (node: YamlNode | null, path: string): void => {
    if (node?.kind === 'map') {
      const seen = new Set<string>();
      for (const { key, value } of node.pairs) {
        const at = child(path, key.text);
        if (seen.has(key.text) && key.text !== '<<') {
          problems.push({ kind: 'duplicate', path: at, key, name: key.text });
        }
        seen.add(key.text);
        walk(value, at);
      }
    } else if (node?.kind === 'seq') {
      node.items.forEach((entry, i) => {
        if (entry.value === null || withoutDuplicates.has(entry.value)) return;
        const before = problems.length;
        walk(entry.value, item(path, i));
        if (keep && entry.value.kind === 'map' && problems.length === before) withoutDuplicates.add(entry.value);
      });
    }
  };
  walk(root, '');
  return problems;
}

/** The JSON name of a key: YAML 1.1 booleans and numbers become text (sigs.k8s.io/yaml convertToJSONableObject). */
export function keyName(key: ScalarNode): string {
  if (key.style !== 'plain' || typeof key.value === 'string') return key.text;
  return key.value === null ? '' : String(key.value);
}

class Decoder {
  readonly problems: DecodeProblem[] = [];
  readonly versioned: VersionedField[] = [];

  /** @param keep whether the items of lists are remembered from one decoding to the next */
  constructor(
    private readonly minor: number,
    private readonly keep: boolean,
  ) {}

  struct(node: MapNode, definition: Definition, path: string): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const pair of effectivePairs(node)) {
      const name = keyName(pair.key);
      const at = child(path, name);
      const field = this.field(definition, name);
      if (field?.since !== undefined || field?.gates !== undefined || field?.removed !== undefined) {
        this.versioned.push({ path: at, key: pair.key, field });
      }
      if (field === undefined) {
        if (definition.open === true) set(value, name, plainValue(pair.value));
        else this.problems.push({ kind: 'unknown', path: at, key: pair.key, name, owner: definition });
      } else set(value, name, this.value(pair.value, field.type, at));
    }
    return value;
  }

  /** A field by name, one that only older versions know among them. */
  private field(definition: Definition, name: string): Field | undefined {
    return definition.field(name) ?? (this.minor < NEWEST_MINOR ? definition.removedField(name) : undefined);
  }

  private value(written: YamlNode | null, type: ValueType, path: string): unknown {
    const node = resolve(written);
    return node === null || isNull(node) ? undefined : this.present(node, type, path);
  }

  private present(node: Present, type: ValueType, path: string): unknown {
    switch (type.kind) {
      case 'object':
        if (node.kind !== 'map') return this.mismatch(node, path, 'object');
        return this.keep && path.endsWith(']')
          ? this.kept(node, type.definition, path)
          : this.struct(node, type.definition, path);
      case 'map':
        return node.kind === 'map' ? this.map(node, type.values, path) : this.mismatch(node, path, 'object');
      case 'list':
        return node.kind === 'seq' ? this.list(node, type.items, path) : this.mismatch(node, path, 'list');
      case 'any':
        return plainValue(node);
      default:
        return node.kind === 'scalar' ? this.scalar(node, type.kind, path) : this.mismatch(node, path, type.kind);
    }
  }

  private kept(node: MapNode, definition: Definition, path: string): Record<string, unknown> {
    const { minor } = this;
    let item = keptItems.get(node);
    if (item?.definition !== definition || item.minor !== minor || item.path !== path) {
      const alone = new Decoder(minor, false);
      const value = alone.struct(node, definition, path);
      item = { definition, minor, path, value, problems: alone.problems, versioned: alone.versioned };
      keptItems.set(node, item);
    }
    for (const problem of item.problems) this.problems.push(problem);
    for (const field of item.versioned) this.versioned.push(field);
    return item.value;
  }

  private map(node: MapNode, of: ValueType, path: string): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const pair of effectivePairs(node)) {
      const name = keyName(pair.key);
      set(value, name, this.value(pair.value, of, child(path, name)) ?? zeroOf(of));
    }
    return value;
  }

  private list(node: Extract<Present, { kind: 'seq' }>, of: ValueType, path: string): unknown[] {
    return node.items.map((entry, i) => this.value(entry.value, of, item(path, i)) ?? zeroOf(of));
  }

  private scalar(node: ScalarNode, want: ScalarKind, path: string): unknown {
    const value = SCALARS[want](node.value, node);
    return value === undefined ? this.mismatch(node, path, want) : value;
  }

  private mismatch(node: Present, path: string, want: string): undefined {
    this.problems.push({ kind: 'mismatch', path, want, got: shapeOf(node), node });
    return undefined;
  }
}

type Present = Exclude<YamlNode, { kind: 'alias' }>;
type ScalarKind = Exclude<ValueType['kind'], 'object' | 'map' | 'list' | 'any'>;
type ScalarReader = (value: ScalarNode['value'], node: ScalarNode) => unknown;

const INT32 = 2 ** 31;

function integer(value: ScalarNode['value'], low: number, high: number): number | undefined {
  if (typeof value === 'bigint')
    return high > INT32 && value >= -(2n ** 63n) && value < 2n ** 63n ? Number(value) : undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) >= 1e21) return undefined;
  return value >= low && value < high ? value : undefined;
}

const text: ScalarReader = (value) => (typeof value === 'string' ? value : undefined);

const SCALARS: Readonly<Record<ScalarKind, ScalarReader>> = {
  string: text,
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  int32: (value) => integer(value, -INT32, INT32),
  int64: (value) => integer(value, -(2 ** 63), 2 ** 63),
  float64: (value) => (typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined),
  intOrString: (value) => (typeof value === 'string' ? value : integer(value, -INT32, INT32)),
  quantity: (value) => {
    if (typeof value === 'boolean' || value === null) return undefined;
    const written = typeof value === 'bigint' ? value.toString() : value;
    return parseQuantity(written) === undefined ? undefined : written;
  },
  time: (value) => (typeof value === 'string' && isTime(value) ? value : undefined),
  microTime: (value) => (typeof value === 'string' && isTime(value) ? value : undefined),
  duration: (value) => (typeof value === 'string' && parseDuration(value) !== undefined ? value : undefined),
  bytes: (value) => (typeof value === 'string' && isBase64(value) ? value : undefined),
};

/** RFC 3339, as time.Parse reads it (metav1.Time UnmarshalJSON). */
function isTime(source: string): boolean {
  const match = /^\d{4}-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)([.,]\d+)?(Z|[+-]\d\d:\d\d)$/.exec(source);
  if (match === null) return false;
  const [month, day, hour, minute, second] = match.slice(1, 6).map(Number) as [number, number, number, number, number];
  const days = new Date(Date.UTC(Number(source.slice(0, 4)), month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60;
}

/** encoding/base64 StdEncoding: padded, line breaks ignored. */
function isBase64(source: string): boolean {
  const bare = source.replace(/[\r\n]/g, '');
  return bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare);
}

function isNull(node: Present): boolean {
  return node.kind === 'scalar' && node.value === null;
}

function shapeOf(node: Present): string {
  if (node.kind === 'map') return 'object';
  if (node.kind === 'seq') return 'list';
  return typeof node.value === 'string' ? 'string' : typeof node.value === 'boolean' ? 'boolean' : 'number';
}

/** What Go holds for a null entry of a list or map: the type's zero value. */
function zeroOf(type: ValueType): unknown {
  switch (type.kind) {
    case 'object':
    case 'map':
      return {};
    case 'list':
      return [];
    case 'boolean':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
    case 'intOrString':
    case 'quantity':
      return 0;
    case 'any':
      return null;
    default:
      return '';
  }
}

function set(target: Record<string, unknown>, name: string, value: unknown): void {
  if (value === undefined) return;
  if (name === '__proto__')
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  else target[name] = value;
}

/** The pairs that count: `<<` merged in, the last of repeated keys only. */
export function effectivePairs(node: MapNode, depth = 0): readonly Pair[] {
  if (!needsMerging(node)) return node.pairs;
  const pairs = new Map<string, Pair>();
  for (const pair of node.pairs) {
    if (!isMerge(pair)) {
      pairs.set(keyName(pair.key), pair);
      continue;
    }
    const value = resolve(pair.value);
    const sources = value?.kind === 'seq' ? value.items.map((entry) => resolve(entry.value)).reverse() : [value];
    for (const source of sources) {
      if (source?.kind !== 'map' || depth > 20) continue;
      for (const inner of effectivePairs(source, depth + 1)) pairs.set(keyName(inner.key), inner);
    }
  }
  return [...pairs.values()];
}

function isMerge({ key }: Pair): boolean {
  return key.text === '<<' && key.style === 'plain';
}

function needsMerging(node: MapNode): boolean {
  if (node.pairs.length > 16) return true;
  for (let i = 0; i < node.pairs.length; i++) {
    const pair = node.pairs[i] as Pair;
    if (isMerge(pair)) return true;
    for (let j = 0; j < i; j++) if (node.pairs[j]?.key.text === pair.key.text) return true;
  }
  return false;
}

/** A node as plain JSON, for fields of any type. Bounded: aliases are followed to a depth of 100. */
export function plainValue(written: YamlNode | null, depth = 0): unknown {
  const node = resolve(written);
  if (node === null || depth > 100) return null;
  if (node.kind === 'scalar') return typeof node.value === 'bigint' ? Number(node.value) : node.value;
  if (node.kind === 'seq') return node.items.map((entry) => plainValue(entry.value, depth + 1));
  const value: Record<string, unknown> = {};
  for (const pair of effectivePairs(node)) set(value, keyName(pair.key), plainValue(pair.value, depth + 1));
  return value;
}
