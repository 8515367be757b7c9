// The tree of one YAML document: plain data with exact source offsets, scalars resolved as the API server resolves them.
// Offsets count UTF-16 code units from the start of the document's own text, so a tree stays valid when the document moves.

/** A half-open range of offsets in the document's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How a scalar is written. Only `plain` scalars are resolved to null, booleans and numbers. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** A resolved scalar. `bigint` holds integers beyond 2^53, `number` all others. */
export type Scalar = string | number | bigint | boolean | null;

interface NodeBase extends Span {
  /** Explicit tag as written, for example `!!str` or `!Ref`. */
  readonly tag?: string;
  /** Anchor name declared on this node. */
  readonly anchor?: string;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly style: ScalarStyle;
  /** The text after unquoting and folding, before type resolution. */
  readonly text: string;
  /** The value after YAML 1.1 resolution (sigs.k8s.io/yaml goyaml.v2 resolve.go). */
  readonly value: Scalar;
  /** True when a plain scalar resolved to a float although it has no fraction (`1e3`, `.inf`). */
  readonly float?: boolean;
}

export interface Pair extends Span {
  /** The key. A complex key (map or list) is kept as a scalar with its source text. */
  readonly key: ScalarNode;
  /** `null` when nothing is written after the colon. */
  readonly value: YamlNode | null;
}

export interface MapNode extends NodeBase {
  readonly kind: 'map';
  readonly flow: boolean;
  /** All pairs in source order; repeated keys are all present, `<<` pairs too. */
  readonly pairs: readonly Pair[];
}

export interface SeqNode extends NodeBase {
  readonly kind: 'seq';
  readonly flow: boolean;
  /** `null` for an empty item (`- `). `span` covers the item from its dash. */
  readonly items: readonly SeqItem[];
}

export interface SeqItem extends Span {
  readonly value: YamlNode | null;
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
  /** The node the alias stands for; undefined when the anchor is unknown or the alias would contain itself. */
  readonly target: YamlNode | undefined;
}

export type YamlNode = ScalarNode | MapNode | SeqNode | AliasNode;

/** A problem the YAML reader found. Its message is looked up by `code` in the texts table. */
export interface SyntaxProblem extends Span {
  /** Stable code, for example `yaml-tab-indent`; also the rule id of the finding. */
  readonly code: string;
  /** Values for the message template. */
  readonly values: Readonly<Record<string, string>>;
}
