// What a document leaves to a tool that runs before Kubernetes sees it: templates (Helm, Jinja, ytt), placeholders such as
// `${VAR}`, patches. Recognises them and says which findings are true nevertheless; evaluates nothing.
import type { YamlDocument } from '../yaml/document';
import { placeOf, resolve } from '../yaml/path';
import type { Span, YamlNode } from '../yaml/tree';
import type { Finding } from './finding';

/** Expressions that stand for text: `{{ … }}` (Helm, Jinja), `{% … %}` and `{# … #}` (Jinja). */
const EXPRESSION = /\{\{|\{[%#].*?[%#]\}/g;
/** A comment that ytt reads: `#@ if`, `#@overlay/match`, `#@data/values`. */
const YTT = /(?<=^|[ \t])#@/gm;
/** `${VAR}`, `${VAR:-1}` (envsubst, Flux, Make) and expressions inside a value. Kubernetes' own `$(VAR)` is none. */
const PLACEHOLDER = /\$\{[A-Za-z_][^}\n]*\}|\{\{.*?\}\}|\{%.*?%\}/;
const PLACEHOLDERS = new RegExp(PLACEHOLDER, 'g');
/** Directives of a strategic merge patch (apimachinery/pkg/util/strategicpatch/patch.go, 1.37). */
const DIRECTIVE = /^\$(patch|retainKeys|setElementOrder\/.+|deleteFromPrimitiveList\/.+)$/;
const DIRECTIVE_LINE = /^\s*(?:- )*["']?\$(?:patch|retainKeys|setElementOrder\/|deleteFromPrimitiveList\/)/m;

const templates = new WeakMap<YamlDocument, boolean>();

/**
 * Whether a document is a template: an expression stands outside of quotes, block text and comments, or breaks the YAML, so
 * that the text is not yet what Kubernetes will see.
 */
export function isTemplate(document: YamlDocument): boolean {
  let known = templates.get(document);
  if (known === undefined) {
    known = findTemplate(document);
    templates.set(document, known);
  }
  return known;
}

function findTemplate(document: YamlDocument): boolean {
  const { text } = document;
  const braces = /\{[{%#]/.test(text);
  const ytt = text.includes('#@');
  if (!braces && !ytt && !text.includes('${')) return false;
  const safe = braces || ytt ? safeSpans(document.root) : [];
  const isOpen = (at: number): boolean => !safe.some(({ start, end }) => at >= start && at < end);
  for (const { index } of braces ? text.matchAll(EXPRESSION) : []) {
    if (isOpen(index) && !inComment(text, index)) return true;
  }
  for (const { index } of ytt ? text.matchAll(YTT) : []) if (isOpen(index)) return true;
  return document.problems.some(({ start, end }) => PLACEHOLDER.test(linesAround(document, start, end)));
}

function linesAround(document: YamlDocument, start: number, end: number): string {
  const last = document.positionAt(Math.max(start, end)).line;
  return document.text.slice(document.lineStarts[document.positionAt(start).line], document.lineEnd(last));
}

/** Quoted and block scalars: what stands in them is text to YAML, whatever it looks like. */
function safeSpans(root: YamlNode | null): Span[] {
  const spans: Span[] = [];
  const walk = (node: YamlNode | null): void => {
    if (node === null) return;
    if (node.kind === 'scalar') {
      if (node.style !== 'plain') spans.push(node);
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

/** Whether a document holds placeholders that are replaced before it reaches Kubernetes. */
export function hasPlaceholders(document: YamlDocument): boolean {
  let known = open.get(document);
  if (known === undefined) {
    known = PLACEHOLDER.test(document.text);
    open.set(document, known);
  }
  return known;
}

const open = new WeakMap<YamlDocument, boolean>();

/** Whether the source between two offsets is, or holds, a placeholder. */
export function isPlaceholder({ text }: YamlDocument, { start, end }: Span): boolean {
  return PLACEHOLDER.test(text.slice(start, end));
}

/**
 * A decoded value with words in the place of its placeholders, so that checks go on behind a name that is still open. What
 * they say of the words themselves is left out afterwards.
 */
export function stoodIn<T>(value: T): T {
  if (typeof value === 'string') return value.replace(PLACEHOLDERS, word) as T;
  if (Array.isArray(value)) return value.map(stoodIn) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, stoodIn(inner as unknown)])) as T;
}

/** A name as short as a port's; different placeholders give different words. */
function word(placeholder: string): string {
  const letters = placeholder.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return `x${letters}`.slice(0, 15).replace(/-+$/, '');
}

/** The findings that are true whatever the placeholders of the document stand for. */
export function besidesPlaceholders(findings: readonly Finding[], document: YamlDocument): Finding[] {
  return findings.filter((finding) => !isAboutPlaceholder(finding, document));
}

/** Commands and arguments are text for a shell, which has its own `${VAR}`. */
const SHELL = /(^|\.)(command|args)(\[|$)/;

function isAboutPlaceholder({ path, object = '', span, type }: Finding, document: YamlDocument): boolean {
  if (type === 'Syntax' || (type === undefined && SHELL.test(path))) return false;
  if (span !== undefined && isPlaceholder(document, span)) return true;
  const whole = object === '' ? path : path === '' ? object : `${object}.${path}`;
  const node = resolve(placeOf(document.root, whole).node);
  if (node?.kind === 'map') {
    const values = node.pairs.map(({ value }) => resolve(value));
    return values.every((value) => value?.kind === 'scalar') && values.some((value) => holds(document, value));
  }
  return node?.kind === 'scalar' && holds(document, node);
}

function holds(document: YamlDocument, node: YamlNode | null): boolean {
  return node !== null && isPlaceholder(document, node);
}

/** Whether a document is written as a strategic merge patch: part of an object, laid over a whole one. */
export function isPatch({ text }: YamlDocument): boolean {
  return text.includes('$') && DIRECTIVE_LINE.test(text);
}

/** The findings that hold for part of an object too: what it does not say, it does not lack. */
export function besidesPatches(findings: readonly Finding[], document: YamlDocument): Finding[] {
  return findings.filter((finding) => holdsForPart(finding, document));
}

/** Whether a finding is true of part of an object too: not what is missing, not advice, not the directives of a patch. */
export function holdsForPart({ type, path, object = '', values }: Finding, document: YamlDocument): boolean {
  if (type === 'Syntax' || type === 'Identity' || type === 'DuplicateField' || type === 'TypeMismatch') return true;
  if (type === 'UnknownField') return !DIRECTIVE.test(String(values?.field));
  if (type === undefined || type === 'FieldValueRequired' || type === 'FieldValueNotFound') return false;
  // a value the patch writes itself is wrong wherever it is laid over
  const place = placeOf(document.root, object === '' ? path : `${object}.${path}`);
  return place.exact && resolve(place.node)?.kind === 'scalar';
}
