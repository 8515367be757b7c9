// The block structure of a document read line by line: keys, dashes and columns, also where the YAML does not parse.
// Template expressions are masked first. Knows nothing of cursors, fields or values.
import type { YamlDocument } from './document';

/** What a line of a document holds. */
export interface Line {
  /** `text` lines continue a scalar of several lines, `flow` lines a flow collection. */
  readonly role: 'blank' | 'comment' | 'marker' | 'text' | 'flow' | 'content';
  /** Column of the first character that is not white space. */
  readonly indent: number;
  /** Columns of the dashes that open list items on this line. */
  readonly dashes: readonly number[];
  /** Column of what follows the dashes; for a bare dash the column behind it. */
  readonly column: number;
  /** The key of the line without quotes; absent when it has none. */
  readonly key?: string;
  /** Column just behind the key, its quotes included (the colon's column, blanks aside). */
  readonly keyEnd: number;
  /** Column of the value, or -1 when nothing follows the colon (or the dashes). */
  readonly value: number;
}

const cache = new WeakMap<YamlDocument, readonly Line[]>();

/** The lines of a document; the same array while its text is the same. */
export function linesOf(document: YamlDocument): readonly Line[] {
  const known = cache.get(document);
  if (known !== undefined) return known;
  const lines = scan(maskTemplates(document.text).split(/\r\n|\n|\r/));
  cache.set(document, lines);
  return lines;
}

/**
 * The text with its template expressions made harmless, every offset kept: a line of nothing but `{{ … }}` or `{% … %}`
 * becomes a comment, as do all lines of a longer one; an expression inside a line becomes a word of the same length.
 */
export function maskTemplates(text: string): string {
  if (!/\{[{%#]/.test(text)) return text;
  return text
    .replace(/^[ \t]*(?:\{\{(?:(?!\}\})[\s\S]){0,4000}\}\}|\{#(?:(?!#\})[\s\S]){0,4000}#\})[ \t]*$/gm, maskLines)
    .replace(/^([ \t]*)(\{[{%][^\n]*[}%]\})([ \t]*)$/gm, maskLine)
    .replace(/\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}/g, maskWord);
}

/** An expression that fills its lines. */
function maskLines(whole: string): string {
  return whole.replace(/[^\s\r\n][^\r\n]*/g, (line) => `#${'x'.repeat(line.length - 1)}`);
}

function maskLine(whole: string, before: string, inside: string, after: string): string {
  return /[}%]\}.*[^\s{].*\{[{%]/.test(inside) ? whole : `${before}#${'x'.repeat(inside.length - 1)}${after}`;
}

function maskWord(expression: string): string {
  return 'x'.repeat(expression.length);
}

const BLANK: Omit<Line, 'role'> = { indent: 0, dashes: [], column: 0, keyEnd: 0, value: -1 };

function scan(texts: readonly string[]): Line[] {
  const lines: Line[] = [];
  let index = 0;
  while (index < texts.length) {
    const line = readLine(texts[index] as string);
    lines.push(line);
    index++;
    if (line.role !== 'content' || line.value < 0) continue;
    const { role, count } = continuation(texts, index, line);
    for (let i = 0; i < count; i++, index++) lines.push({ ...BLANK, role, indent: indentOf(texts[index] as string) });
  }
  return lines;
}

/** How many lines after a line belong to the value that begins on it. */
function continuation(texts: readonly string[], next: number, line: Line): { role: 'text' | 'flow'; count: number } {
  const source = texts[next - 1] as string;
  const value = source.slice(line.value);
  const parent = line.key === undefined ? (line.dashes.at(-1) ?? line.indent - 1) : line.column;
  if (/^[|>][-+0-9]*\s*(#.*)?$/.test(value)) return { role: 'text', count: blockLines(texts, next, parent) };
  if (value[0] === '"' || value[0] === "'") return { role: 'text', count: quotedLines(texts, next, value) };
  if (value[0] === '{' || value[0] === '[') return { role: 'flow', count: flowLines(texts, next, value, parent) };
  return { role: 'text', count: 0 };
}

function blockLines(texts: readonly string[], next: number, parent: number): number {
  let end = next;
  for (let i = next; i < texts.length; i++) {
    const text = texts[i] as string;
    if (text.trim() === '') continue;
    if (indentOf(text) <= parent) break;
    end = i + 1;
  }
  return end - next;
}

/** A quoted scalar that does not end within some lines was never meant to go on: it is taken to end on its own line. */
const LONGEST_QUOTED = 200;

function quotedLines(texts: readonly string[], next: number, value: string): number {
  const quote = value[0] as string;
  if (quoteEnd(value, 1, quote) >= 0) return 0;
  for (let i = next; i < texts.length && i < next + LONGEST_QUOTED; i++) {
    if (/^\s*(- )*[\w./-]+:(\s|$)/.test(texts[i] as string)) return 0;
    if (quoteEnd(texts[i] as string, 0, quote) >= 0) return i + 1 - next;
  }
  return 0;
}

/** Index of the closing quote at or after `from`, or -1. */
export function quoteEnd(text: string, from: number, quote: string): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\' && quote === '"') i++;
    else if (text[i] === quote) {
      if (quote === "'" && text[i + 1] === "'") i++;
      else return i;
    }
  }
  return -1;
}

function flowLines(texts: readonly string[], next: number, value: string, parent: number): number {
  let depth = flowDepth(value, 0);
  let i = next;
  while (depth > 0 && i < texts.length) {
    const text = texts[i] as string;
    if (text.trim() !== '' && indentOf(text) <= parent && !/^\s*[\]}]/.test(text)) break;
    depth = flowDepth(text, depth);
    i++;
  }
  return i - next;
}

/** Open brackets after a text, starting from `depth`; quotes and comments are respected. */
function flowDepth(text: string, depth: number): number {
  let open = depth;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char === '"' || char === "'") {
      const end = quoteEnd(text, i + 1, char);
      if (end < 0) return open;
      i = end;
    } else if (char === '{' || char === '[') open++;
    else if (char === '}' || char === ']') open--;
    else if (char === '#' && (i === 0 || /\s/.test(text[i - 1] as string))) return open;
    if (open === 0) return 0;
  }
  return open;
}

/** Number of white-space characters at the start of a line; a tab counts as one column. */
export function indentOf(text: string): number {
  return /^[ \t\uFEFF]*/.exec(text)?.[0].length ?? 0;
}

function readLine(text: string): Line {
  const indent = indentOf(text);
  if (indent === text.length) return { ...BLANK, role: 'blank', indent };
  if (text[indent] === '#') return { ...BLANK, role: 'comment', indent };
  if (/^(---|\.\.\.)(\s|$)/.test(text) || text[0] === '%') return { ...BLANK, role: 'marker', indent };
  const dashes: number[] = [];
  let column = indent;
  for (;;) {
    const dash = /^-([ \t]+|$)/.exec(text.slice(column));
    if (dash === null) break;
    dashes.push(column);
    column += dash[0].length;
    if (column >= text.length)
      return { role: 'content', indent, dashes, column: column + (dash[1] === '' ? 1 : 0), keyEnd: column, value: -1 };
  }
  const key = keyAt(text, column);
  if (key === undefined)
    return { role: 'content', indent, dashes, column, keyEnd: column, value: valueAt(text, column) };
  return {
    role: 'content',
    indent,
    dashes,
    column,
    key: key.name,
    keyEnd: key.end,
    value: valueAt(text, key.colon + 1),
  };
}

interface Key {
  readonly name: string;
  readonly end: number;
  readonly colon: number;
}

/** The key that begins at a column; undefined when no colon follows it. */
export function keyAt(text: string, column: number): Key | undefined {
  const first = text[column];
  if (first === '"' || first === "'") {
    const close = quoteEnd(text, column + 1, first);
    const colon = close < 0 ? null : /^\s*:(?=\s|$)/.exec(text.slice(close + 1));
    if (close < 0 || colon === null) return undefined;
    return { name: text.slice(column + 1, close), end: close + 1, colon: close + colon[0].length };
  }
  if (first === '{' || first === '[') return undefined;
  const match = /^(?:[&!]\S*[ \t]+)?([^\s#&!|>@`%,[\]{}:*?-][^#]*?|[?:*-][^\s#][^#]*?)[ \t]*:(?=\s|$)/.exec(
    text.slice(column),
  );
  if (match === null) return undefined;
  const colon = column + match[0].length - 1;
  return { name: (match[1] as string).trim(), end: column + match[0].slice(0, -1).trimEnd().length, colon };
}

/** Column of the value at or after a column, anchors and tags skipped; -1 when only blanks or a comment follow. */
function valueAt(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && (text[at] === ' ' || text[at] === '\t')) at++;
    if (at >= text.length || text[at] === '#') return -1;
    const props = /^[&!]\S*(?=\s|$)/.exec(text.slice(at));
    if (props === null) return at;
    at += props[0].length;
  }
}
