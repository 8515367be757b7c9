// Text of one YAML document -> tree with spans and syntax problems. Never throws. The only importer of the `yaml` package.
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
  type Scalar as YamlScalar,
} from 'yaml';
import { quickRead } from './quick';
import { resolvePlain } from './scalar';
import type {
  AliasNode,
  MapNode,
  Pair,
  Scalar,
  ScalarNode,
  ScalarStyle,
  SeqItem,
  Span,
  SyntaxProblem,
  YamlNode,
} from './tree';

/** Nesting the API server's YAML reader accepts (go.yaml.in/yaml/v2 parserc.go max_flow_level, max_indents). */
const MAX_DEPTH = 10_000;

/** What follows a hundred mistakes is noise. */
const MAX_PROBLEMS = 100;

/** Characters of a document, or of a file, that are read. More would fill the memory before anyone could read the findings. */
export const LARGEST_TEXT = 16_000_000;

export interface Parsed {
  readonly root: YamlNode | null;
  readonly problems: readonly SyntaxProblem[];
  /** Whether the document declares anchors or uses aliases. */
  readonly anchors: boolean;
}

/** Parses the text of one document (no second `---`). */
export function parseText(text: string): Parsed {
  if (text.length > LARGEST_TEXT) return { root: null, problems: [tooLarge(text.length)], anchors: false };
  const quick = quickRead(text, readFlow);
  return quick === undefined ? parseFully(text) : { root: quick, problems: [], anchors: false };
}

/** A flow collection that is all of a text and has nothing wrong. */
function readFlow(text: string): YamlNode | undefined {
  const { root, problems, anchors } = parseFully(text);
  return problems.length > 0 || anchors || root === null || !('flow' in root) ? undefined : root;
}

/** The same by the full parser, whatever the text. */
export function parseFully(text: string): Parsed {
  const nul = text.indexOf('\0');
  if (nul >= 0) return { root: null, problems: [problem('yaml-control-character', nul, nul + 1)], anchors: false };
  try {
    const document = parseDocument(text, {
      version: '1.1',
      schema: 'failsafe',
      merge: false,
      uniqueKeys: false,
      prettyErrors: false,
      strict: true,
      logLevel: 'silent',
    });
    return convert(document, text);
  } catch (error) {
    if (!(error instanceof RangeError)) {
      return { root: null, problems: [problem('yaml-unreadable', 0, Math.min(text.length, 1))], anchors: false };
    }
    return { root: null, problems: [problem('yaml-too-deep', 0, Math.min(text.length, 1))], anchors: false };
  }
}

function tooLarge(length: number): SyntaxProblem {
  const millions = (characters: number): string => String(Math.ceil(characters / 1_000_000));
  return problem('yaml-too-large', 0, 1, { size: millions(length), limit: millions(LARGEST_TEXT) });
}

function problem(
  code: string,
  start: number,
  end: number,
  values: Readonly<Record<string, string>> = {},
): SyntaxProblem {
  return { code, start, end, values };
}

function convert(document: Document.Parsed, text: string): Parsed {
  let converter = new Converter();
  let root = document.contents === null ? null : converter.node(document.contents as Node, 0);
  if (root !== null && converter.anchored && excessiveAliasing(root)) {
    // what stands behind the aliases is left out: no reader of the tree has to fear their number
    converter = new Converter(false);
    root = converter.node(document.contents as Node, 0);
    converter.problems.push(problem('yaml-alias-bomb', root.start, Math.min(root.start + 1, text.length)));
  }
  if (document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) throw new RangeError('nested too deeply');
  const problems = document.errors.slice(0, MAX_PROBLEMS).map((error) => syntaxProblem(error, text));
  return { root, problems: [...problems, ...converter.problems], anchors: converter.anchored };
}

const CODES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'yaml-tab-indent',
  BAD_INDENT: 'yaml-indentation',
  BLOCK_AS_IMPLICIT_KEY: 'yaml-nested-mapping',
  MULTILINE_IMPLICIT_KEY: 'yaml-missing-colon',
  MISSING_CHAR: 'yaml-missing-character',
  BAD_SCALAR_START: 'yaml-bad-scalar-start',
  BAD_DQ_ESCAPE: 'yaml-bad-escape',
  BAD_ALIAS: 'yaml-bad-alias',
  UNEXPECTED_TOKEN: 'yaml-unexpected-token',
  BLOCK_IN_FLOW: 'yaml-block-in-flow',
  MULTIPLE_ANCHORS: 'yaml-multiple-anchors',
  MULTIPLE_TAGS: 'yaml-multiple-tags',
  BAD_DIRECTIVE: 'yaml-bad-directive',
  KEY_OVER_1024_CHARS: 'yaml-long-key',
};

function syntaxProblem(error: YAMLError, text: string): SyntaxProblem {
  const [from, to] = error.pos;
  const start = Math.min(from, text.length);
  const end = Math.min(Math.max(to, start + 1), text.length);
  const code = CODES[error.code] ?? 'yaml-syntax';
  if (error.message.startsWith('Implicit map key')) return problem('yaml-missing-colon', start, end);
  if (code === 'yaml-missing-character') {
    const missing = /(quote|[\]}:,"'])/.exec(error.message.replace(/^Missing |closing /g, ''))?.[1] ?? '';
    return problem(code, start, end, { missing: missing === 'quote' ? (text[start] ?? '"') : missing });
  }
  return problem(code, start, end, { text: text.slice(start, Math.min(end, start + 40)) });
}

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

class Converter {
  readonly problems: SyntaxProblem[] = [];
  anchored = false;
  private readonly anchors = new Map<string, YamlNode>();
  private readonly open = new Set<string>();

  /** @param followAliases false leaves every alias without a target */
  constructor(private readonly followAliases = true) {}

  node(node: Node, depth: number): YamlNode {
    if (depth > MAX_DEPTH) throw new RangeError('nested too deeply');
    if (isScalar(node)) return this.scalar(node);
    if (isMap(node)) return this.map(node, depth);
    if (isSeq(node)) return this.seq(node, depth);
    if (isAlias(node)) return this.alias(node);
    return { kind: 'scalar', style: 'plain', text: '', value: null, start: 0, end: 0 };
  }

  private scalar(node: YamlScalar): ScalarNode {
    const [start, end] = node.range ?? [0, 0];
    const style = STYLES[node.type ?? 'PLAIN'] ?? 'plain';
    const text = typeof node.value === 'string' ? node.value : node.value === null ? '' : String(node.value);
    const { value, float } = scalarValue(text, style, node.tag, node.source);
    return this.remember(node, {
      kind: 'scalar',
      style,
      text,
      value,
      start,
      end,
      ...(float ? { float } : {}),
      ...props(node),
    });
  }

  private map(node: YAMLMap, depth: number): MapNode {
    const [start, end] = node.range ?? [0, 0];
    this.enter(node);
    const pairs: Pair[] = [];
    for (const { key, value } of node.items) {
      const keyNode = key === null ? emptyKey(start) : this.key(key as Node, depth);
      const valueNode = value === null ? null : this.value(value as Node, depth + 1);
      pairs.push({ key: keyNode, value: valueNode, start: keyNode.start, end: valueNode?.end ?? keyNode.end });
    }
    const flow = node.flow === true;
    return this.remember(node, { kind: 'map', flow, pairs, start, end: endOf(flow, pairs, end), ...props(node) });
  }

  private key(key: Node, depth: number): ScalarNode {
    const node = this.node(key, depth + 1);
    if (node.kind === 'scalar') return node;
    if (node.kind === 'alias' && node.target?.kind === 'scalar')
      return { ...node.target, start: node.start, end: node.end };
    this.problems.push(problem('yaml-complex-key', node.start, node.end));
    return { kind: 'scalar', style: 'plain', text: '', value: '', start: node.start, end: node.end };
  }

  /** The value of a pair; an empty plain scalar without tag or anchor counts as nothing written. */
  private value(value: Node, depth: number): YamlNode | null {
    if (isScalar(value) && value.range !== undefined && value.range !== null) {
      if (value.range[0] === value.range[1] && value.anchor === undefined && value.tag === undefined) return null;
    }
    return this.node(value, depth);
  }

  private seq(node: YAMLSeq, depth: number): SeqNodeLike {
    const [start, end] = node.range ?? [0, 0];
    this.enter(node);
    const items: SeqItem[] = [];
    for (const item of node.items) {
      const at = (item as Node).range ?? [start, start];
      const value = isPairLike(item) ? this.pairItem(item, depth) : this.value(item as Node, depth + 1);
      items.push({ value, start: value?.start ?? at[0], end: value?.end ?? at[1] });
    }
    const flow = node.flow === true;
    return this.remember(node, { kind: 'seq', flow, items, start, end: endOf(flow, items, end), ...props(node) });
  }

  /** `[a: b]` in a flow list: a one-pair map. */
  private pairItem(item: { key: unknown; value: unknown }, depth: number): MapNode {
    const key = item.key === null ? emptyKey(0) : this.key(item.key as Node, depth);
    const value = item.value === null ? null : this.value(item.value as Node, depth + 1);
    const span = { start: key.start, end: value?.end ?? key.end };
    return { kind: 'map', flow: true, pairs: [{ key, value, ...span }], ...span };
  }

  private alias(node: Alias): AliasNode {
    const [start, end] = node.range ?? [0, 0];
    this.anchored = true;
    const known = this.open.has(node.source) ? undefined : this.anchors.get(node.source);
    const target = this.followAliases ? known : undefined;
    if (this.followAliases && known === undefined && !this.open.has(node.source)) {
      this.problems.push(problem('yaml-bad-alias', start, end, { text: `*${node.source}` }));
    }
    if (this.open.has(node.source)) {
      this.problems.push(problem('yaml-alias-cycle', start, end, { name: node.source }));
    }
    return { kind: 'alias', name: node.source, target, start, end };
  }

  private enter(node: Node & { anchor?: string }): void {
    if (node.anchor !== undefined) {
      this.open.add(node.anchor);
      this.anchors.delete(node.anchor);
    }
  }

  private remember<T extends YamlNode>(node: { anchor?: string }, result: T): T {
    if (node.anchor !== undefined) {
      this.anchored = true;
      this.open.delete(node.anchor);
      this.anchors.set(node.anchor, result);
    }
    return result;
  }
}

type SeqNodeLike = Extract<YamlNode, { kind: 'seq' }>;

function isPairLike(item: unknown): item is { key: unknown; value: unknown } {
  return typeof item === 'object' && item !== null && 'key' in item && !isMap(item) && !isScalar(item);
}

/** A block collection ends with its last entry; what the parser adds to that depends on what follows. */
function endOf(flow: boolean, entries: readonly Span[], end: number): number {
  return flow ? end : (entries.at(-1)?.end ?? end);
}

function emptyKey(at: number): ScalarNode {
  return { kind: 'scalar', style: 'plain', text: '', value: null, start: at, end: at };
}

function props(node: { anchor?: string; tag?: string }): { anchor?: string; tag?: string } {
  return {
    ...(node.anchor === undefined ? {} : { anchor: node.anchor }),
    ...(node.tag === undefined || node.tag.startsWith('tag:yaml.org,2002:map') ? {} : { tag: node.tag }),
  };
}

/** Plain scalars are resolved; an explicit standard tag forces a type; other styles are strings. */
function scalarValue(
  text: string,
  style: ScalarStyle,
  tag: string | undefined,
  source: string | undefined,
): { value: Scalar; float: boolean } {
  const short = tag?.replace('tag:yaml.org,2002:', '!!');
  if (short === '!!str' || short === '!!binary' || short === '!') return { value: text, float: false };
  if (style !== 'plain' && short === undefined) return { value: text, float: false };
  const resolved = resolvePlain(style === 'plain' ? (source ?? text) : text);
  if (short === '!!float' && typeof resolved.value === 'number') return { value: resolved.value, float: true };
  return style === 'plain' || short !== undefined ? resolved : { value: text, float: false };
}

/**
 * Whether aliases make a document so much larger than written that the API server's reader gives up (decode.go of
 * go.yaml.in/yaml/v2 v2.4.4: allowedAliasRatio, "document contains excessive aliasing").
 */
function excessiveAliasing(root: YamlNode): boolean {
  const sizes = new Map<YamlNode, Size>();
  const { all, aliased } = sizeOf(root, sizes);
  if (aliased <= 100 || all <= 1000) return false;
  const share = Math.min(Math.max((all - 400_000) / 3_600_000, 0), 1);
  return aliased / all > 0.99 - 0.89 * share;
}

interface Size {
  /** Nodes when every alias is written out. */
  readonly all: number;
  /** Those of them that stand behind an alias. */
  readonly aliased: number;
}

function sizeOf(node: YamlNode, sizes: Map<YamlNode, Size>): Size {
  const known = sizes.get(node);
  if (known !== undefined) return known;
  let all = 1;
  let aliased = 0;
  const add = (inner: YamlNode | null): void => {
    if (inner === null) return;
    const size = sizeOf(inner, sizes);
    all += size.all;
    aliased += size.aliased;
  };
  if (node.kind === 'alias' && node.target !== undefined) {
    all += sizeOf(node.target, sizes).all;
    aliased = all - 1;
  } else if (node.kind === 'seq') for (const entry of node.items) add(entry.value);
  else if (node.kind === 'map') {
    for (const { value } of node.pairs) {
      all++;
      add(value);
    }
  }
  const size = { all, aliased };
  if (node.anchor !== undefined) sizes.set(node, size);
  return size;
}
