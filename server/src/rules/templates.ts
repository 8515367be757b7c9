// What a document leaves to a tool that runs before Kubernetes sees it: templates (Helm, Jinja, ytt), placeholders such as
// `${VAR}`, patches. Recognises them and says which findings are true nevertheless; evaluates nothing.
import type { YamlDocument } from '../yaml/document';
import { placeOf, resolve } from '../yaml/path';
import type { MapNode, SeqNode, Span, YamlNode } from '../yaml/tree';
import type { Finding } from './finding';

/** Expressions that stand for text: `{{ … }}` (Helm, Jinja), `{% … %}` and `{# … #}` (Jinja). */
const EXPRESSION = /\{\{|\{[%#].*?[%#]\}/g;
/** A comment that ytt reads: `#@ if`, `#@overlay/match`, `#@data/values`. */
const YTT = /(?<=^|[ \t])#@/gm;
/** `${VAR}`, `${VAR:-1}` (envsubst, Flux, Make), `__VAR__` (sed) and expressions inside a value. Kubernetes' own `$(VAR)` is none. */
const PLACEHOLDER = /\$\{[A-Za-z_][^}\n]*\}|\{\{.*?\}\}|\{%.*?%\}|__[A-Z][A-Z0-9_]*__/;
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
  const braces = document.final ? text.includes('{{') : /\{[{%#]/.test(text);
  const ytt = !document.final && text.includes('#@');
  if (!braces && !ytt && !hasPlaceholders(document)) return false;
  const safe = braces || ytt ? safeSpans(document.root) : [];
  const isOpen = (at: number): boolean => !safe.some(({ start, end }) => at >= start && at < end);
  for (const { index } of braces ? text.matchAll(EXPRESSION) : []) {
    if (isOpen(index) && !inComment(text, index)) return true;
  }
  for (const { index } of ytt ? text.matchAll(YTT) : []) if (isOpen(index)) return true;
  if (document.final) return braces && document.problems.length > 0;
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
    known = !document.final && PLACEHOLDER.test(document.text);
    open.set(document, known);
  }
  return known;
}

const open = new WeakMap<YamlDocument, boolean>();

/** Whether the source between two offsets is, or holds, a placeholder. */
export function isPlaceholder({ text }: YamlDocument, { start, end }: Span): boolean {
  return PLACEHOLDER.test(text.slice(start, end));
}

/** Words that stand for placeholders while an object is checked, and what they stand for. */
export class StandIns {
  private readonly placeholders = new Map<string, string>();

  /**
   * A decoded value with words in the place of its placeholders, so that checks go on behind a name that is still open. What
   * they say of the words themselves is left out afterwards.
   */
  put<T>(value: T): T {
    if (typeof value === 'string') return value.replace(PLACEHOLDERS, (placeholder) => this.word(placeholder)) as T;
    if (Array.isArray(value)) return value.map((item: unknown) => this.put(item)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [this.put(key), this.put<unknown>(inner)]),
    ) as T;
  }

  /** A name as short as a port's; different placeholders give different words. */
  private word(placeholder: string): string {
    const letters = placeholder.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const start = `x${letters}`.slice(0, 12).replace(/-+$/, '');
    let word = start;
    for (let i = 2; (this.placeholders.get(word) ?? placeholder) !== placeholder; i++) word = `${start}-${i}`;
    this.placeholders.set(word, placeholder);
    return word;
  }

  /** A finding that names what is written again. */
  restore(finding: Finding): Finding {
    const { values } = finding;
    if (values === undefined || this.placeholders.size === 0) return finding;
    const restored = Object.entries(values).map(([key, value]) => [
      key,
      typeof value === 'string' ? this.written(value) : value,
    ]);
    return { ...finding, values: Object.fromEntries(restored) as typeof values };
  }

  private written(text: string): string {
    return text.replace(/x-[a-z0-9-]+/g, (word) => this.placeholders.get(word) ?? word);
  }
}

/**
 * The findings that are true whatever the placeholders of the document stand for.
 * @param dropped placeholders where another type belongs: the checks did not see them
 */
export function besidesPlaceholders(
  findings: readonly Finding[],
  document: YamlDocument,
  dropped: readonly Span[] = [],
): Finding[] {
  return findings.filter((finding) => !isAboutPlaceholder(finding, document, dropped));
}

/** Commands and arguments are text for a shell, which has its own `${VAR}`. */
const SHELL = /(^|\.)(command|args)(\[|$)/;

/** Whether a finding is about a placeholder, or about what follows from one. */
export function isAboutPlaceholder(finding: Finding, document: YamlDocument, dropped: readonly Span[]): boolean {
  const { path, markPath, object = '', span, type } = finding;
  if (type === 'Syntax' || (type === undefined && SHELL.test(path))) return false;
  if (span !== undefined && isPlaceholder(document, span)) return true;
  const places = [path, markPath ?? path].map((one) => placeOf(document.root, joined(object, one)));
  return places.some(({ node, exact }) => {
    const here = resolve(node);
    if (here === null) return false;
    if (here.kind === 'scalar') return isPlaceholder(document, here);
    const around = dropped.some(({ start, end }) => start >= here.start && end <= here.end);
    if (exact) return around || holdsPlaceholder(here, document);
    // what is not written is a default, which may follow from what was dropped; or it is missing, whatever that was
    return around && type !== undefined && type !== 'FieldValueRequired';
  });
}

function joined(object: string, path: string): string {
  if (object === '' || path === '') return object + path;
  return `${object}.${path}`;
}

/** Whether a collection of scalars has a placeholder among them. */
function holdsPlaceholder(node: MapNode | SeqNode, document: YamlDocument): boolean {
  const values = node.kind === 'map' ? node.pairs.map(({ value }) => value) : node.items.map(({ value }) => value);
  const scalars = values.map(resolve);
  return (
    scalars.every((value) => value?.kind === 'scalar') &&
    scalars.some((value) => value !== null && isPlaceholder(document, value))
  );
}

/** Whether a document is written as a strategic merge patch: part of an object, laid over a whole one. */
export function isPatch({ text, final }: YamlDocument): boolean {
  return !final && text.includes('$') && DIRECTIVE_LINE.test(text);
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
  const place = placeOf(document.root, joined(object, path));
  return place.exact && resolve(place.node)?.kind === 'scalar';
}
