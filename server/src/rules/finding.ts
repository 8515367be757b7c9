// A finding: what is wrong, at which field path, by which rule. Plain data; words and ranges are added by features/.
import type { Span } from '../yaml/tree';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** Error types of the API server's field errors (k8s.io/apimachinery/pkg/util/validation/field/errors.go), and the two before it. */
export type ErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid'
  | 'InternalError'
  | 'UnknownField'
  | 'DuplicateField'
  | 'TypeMismatch'
  | 'Identity'
  | 'Syntax';

/** One repair: edits by field path; features/codeActions turns it into text that keeps style and comments. */
export interface Fix {
  /** Id of the title in the texts table. */
  readonly title: string;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly edits: readonly FixEdit[];
  /** True when the fix is the obvious one (bound to "fix all" and to the preferred quick fix). */
  readonly preferred?: boolean;
}

export type FixEdit =
  /** Sets the scalar at `path` (adds the field to its parent when missing); `raw` is YAML source to write. */
  | { readonly op: 'set'; readonly path: string; readonly raw: string }
  /** Renames the key at `path`. */
  | { readonly op: 'rename'; readonly path: string; readonly key: string }
  /** Removes the field or list item at `path` with its lines. */
  | { readonly op: 'remove'; readonly path: string }
  /** Adds a block under `path`; `block` is YAML source with no outer indentation. */
  | { readonly op: 'add'; readonly path: string; readonly block: string }
  /** Makes the block at `path` a list of one item by writing a dash before it. */
  | { readonly op: 'dash'; readonly path: string }
  /** Replaces a span of the document's text. */
  | { readonly op: 'text'; readonly span: Span; readonly text: string };

export interface Finding {
  /** Stable rule id: diagnostic code, setting name, docs anchor. */
  readonly rule: string;
  readonly severity: Severity;
  /** Field path as the API server spells it, relative to its object (`spec.containers[0].image`). */
  readonly path: string;
  /** Path of the object in its document when it is an item of a List (`items[0]`). Paths in fixes are relative to it too. */
  readonly object?: string;
  readonly type?: ErrorType;
  /** Values for the rule's message template. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** Where to mark when `path` is wider than the culprit (`metadata.labels` for one of its keys). */
  readonly markPath?: string;
  /** Mark the key (default for unknown or missing fields) or the value. */
  readonly at?: 'key' | 'value';
  /** Exact range when the path alone does not give it (syntax problems, indentation). */
  readonly span?: Span;
  readonly fixes?: readonly Fix[];
  /** True when the server would stop before it (at a syntax error or a wrong type); batch output leaves it out. */
  readonly unreached?: boolean;
  /** True for a rule that is off unless the user gives it a severity. */
  readonly off?: boolean;
  /** True when this finding follows from another one; editors hide it, batch output keeps it. */
  readonly consequence?: boolean;
}
