// What can be written at a cursor: a key or a value, below which path, beside which keys, at which column. Works on text
// that is half typed, mis-indented or a template, because it reads lines and columns and never needs a parse.
import { type Block, blockPath, neighbours, openBlocks } from './blocks';
import type { YamlDocument } from './document';
import { flowCursor } from './flow';
import { indentOf, keyAt, type Line, linesOf, maskTemplates } from './lines';
import type { Segment } from './path';
import type { Span } from './tree';

export interface Cursor {
  /** `key`: a key of the mapping at `path`; `value`: the value at `path`, written behind its key or dash. */
  readonly role: 'key' | 'value';
  readonly path: readonly Segment[];
  /** Keys of the mapping that are written elsewhere. */
  readonly keys: readonly string[];
  /** What stands between the start of the token and the cursor, without its opening quote. */
  readonly typed: string;
  /** The token in the document's text, quotes included; empty when nothing is typed. */
  readonly span: Span;
  /** Opening quote of the token, or ''. */
  readonly quote: string;
  /** Column at which the token belongs; lines added below it are indented from here. */
  readonly column: number;
  /** White space before the token that puts it at the wrong column, and what it should be. */
  readonly reindent?: { readonly span: Span; readonly text: string };
  /** Nothing else stands in the mapping, so that the place could also take a list or a scalar. */
  readonly fresh: boolean;
  /** Text to write before anything else: a blank behind a bare colon or dash. */
  readonly lead: string;
  /** A dash opens an item on the line of the cursor. */
  readonly dash: boolean;
  /** The token stands alone on its line, where a new item of an open list could begin: the list and the dash's column. */
  readonly list?: { readonly path: readonly Segment[]; readonly column: number };
  readonly colon: boolean;
  readonly flow: boolean;
}

/** The cursor at an offset; undefined inside comments, block texts and other places where nothing can be completed. */
export function cursorAt(document: YamlDocument, offset: number): Cursor | undefined {
  const lines = linesOf(document);
  const { line: number, character } = document.positionAt(offset);
  const text = maskTemplates(document.text);
  const start = document.lineStarts[number] as number;
  const source = text.slice(start, document.lineEnd(number));
  const line = lines[number];
  if (line === undefined || inComment(source.slice(0, character))) return undefined;
  if (line.role === 'text' || (line.role === 'blank' && inBlockText(lines, number, character, document)))
    return undefined;
  if (line.role === 'marker') return undefined;
  const inFlow = cursorInFlow(document, text, lines, number, offset);
  if (inFlow !== undefined) return inFlow;
  if (line.role === 'flow') return undefined;
  return cursorInBlock({ document, lines, number, character, source, start });
}

/** Whether a `#` before the cursor begins a comment. Quotes of plain text (`it's`) do not hide one. */
function inComment(before: string): boolean {
  const hash = /(^|\s)#/.exec(before);
  if (hash === null) return false;
  const head = before.slice(0, hash.index + hash[0].length);
  const quotes = (char: string): number => head.split(char).length - 1;
  const opens = /(?:^|[:[{,-]\s*)(["'])[^"']*$/.exec(head);
  return !(opens !== null && quotes(opens[1] as string) % 2 === 1);
}

/** A blank line below a block text and deeper than its key goes on with it. */
function inBlockText(lines: readonly Line[], number: number, character: number, document: YamlDocument): boolean {
  for (let i = number - 1; i >= 0; i--) {
    const line = lines[i] as Line;
    if (line.role === 'blank' || line.role === 'text') continue;
    if (line.role !== 'content' || line.value < 0) return false;
    const header = document.lineText(i).slice(line.value);
    const parent = line.key === undefined ? (line.dashes.at(-1) ?? line.indent) : line.column;
    return /^[|>][-+0-9]*\s*(#.*)?$/.test(header) && character > parent;
  }
  return false;
}

interface BlockPlace {
  readonly document: YamlDocument;
  readonly lines: readonly Line[];
  readonly number: number;
  readonly character: number;
  /** The line's text, templates masked. */
  readonly source: string;
  /** Offset of the line. */
  readonly start: number;
}

/** Lines above the cursor that are looked at for the bracket that opens its flow collection. */
const LONGEST_FLOW = 400;

function cursorInFlow(
  document: YamlDocument,
  text: string,
  lines: readonly Line[],
  number: number,
  offset: number,
): Cursor | undefined {
  for (let i = number; i >= 0 && i > number - LONGEST_FLOW; i--) {
    const line = lines[i] as Line;
    if (line.role !== 'content') {
      if (i === number && line.role === 'blank') continue;
      if (line.role === 'flow' || line.role === 'blank' || line.role === 'comment') continue;
      return undefined;
    }
    const open = (document.lineStarts[i] as number) + Math.max(line.value, 0);
    if (line.value < 0 || (text[open] !== '{' && text[open] !== '[') || open >= offset) return undefined;
    const flow = flowCursor(text, open, offset);
    if (flow === undefined) return undefined;
    const stack = openBlocks(lines, i + 1);
    const quote = quoteOf(text, flow.start);
    return {
      role: flow.role,
      path: [...blockPath(stack), ...flow.path],
      keys: flow.keys,
      typed: text.slice(flow.start + quote.length, offset),
      span: { start: flow.start, end: flow.end },
      quote,
      column: document.positionAt(flow.start).character,
      fresh: flow.keys.length === 0,
      lead: text[flow.start - 1] === ':' ? ' ' : '',
      dash: false,
      colon: flow.colon,
      flow: true,
    };
  }
  return undefined;
}

function quoteOf(text: string, at: number): string {
  const char = text[at];
  return char === '"' || char === "'" ? char : '';
}

function cursorInBlock(place: BlockPlace): Cursor | undefined {
  const { lines, number, character, source } = place;
  const line = lines[number] as Line;
  if (line.role === 'blank') return onBlankLine(place);
  if (character < line.column && !(line.value < 0 && line.key === undefined)) {
    return character === line.indent ? keyCursor(place, line) : undefined;
  }
  const key = keyAt(source, line.column);
  if (key !== undefined && character > key.colon) return valueCursor(place, line, key.colon + 1);
  return keyCursor(place, line);
}

/** The value behind the colon of a key. */
function valueCursor(place: BlockPlace, line: Line, from: number): Cursor | undefined {
  const { lines, number, character, source, start } = place;
  const stack = openBlocks(lines, number + 1);
  const begin = line.value < 0 ? Math.max(character, from) : line.value;
  if (line.value >= 0 && character < line.value && character > from && line.value - from > 1) {
    // between the colon and a value that stands further right: an anchor or tag, or blanks
    if (source.slice(from, line.value).trim() !== '') return undefined;
  }
  const first = source[begin] ?? '';
  if (first === '|' || first === '>') return undefined;
  const end = Math.max(valueEnd(source, begin), Math.min(character, source.length));
  const quote = quoteOf(source, begin);
  const at = Math.min(begin, character);
  return {
    role: 'value',
    path: blockPath(stack),
    keys: [],
    typed: source.slice(at + (at === begin ? quote.length : 0), Math.max(character, at)),
    span: { start: start + at, end: start + end },
    quote,
    column: line.column,
    fresh: true,
    lead: /\s/.test(source[at - 1] ?? ' ') ? '' : ' ',
    dash: false,
    colon: false,
    flow: false,
  };
}

/** End of a value on its line: before trailing blanks or a comment. */
function valueEnd(source: string, begin: number): number {
  const first = source[begin];
  if (first === '"' || first === "'") {
    const close = source.indexOf(first, begin + 1);
    if (close >= 0) return close + 1;
  }
  const comment = /\s+#/.exec(source.slice(begin));
  const text = comment === null ? source.slice(begin) : source.slice(begin, begin + comment.index);
  return begin + text.trimEnd().length;
}

/** A key, or what may become one: the token of a line, its dashes taken off. */
function keyCursor(place: BlockPlace, line: Line): Cursor | undefined {
  const { lines, number, character, source, start } = place;
  const key = keyAt(source, line.column);
  const bareDash = line.key === undefined && line.value < 0;
  const begin = bareDash ? Math.min(line.column, source.length) : line.column;
  const end = key === undefined ? Math.max(valueEnd(source, begin), Math.min(character, source.length)) : key.end;
  const stack = openBlocks(lines, number);
  let column = line.column;
  let list: Cursor['list'];
  if (line.dashes.length > 0) {
    for (const dash of line.dashes) pushItem(stack, dash, number);
  } else {
    const target = targetColumn(stack, lines, number, line.column);
    column = target.column;
    list = target.list;
    settle(stack, column, target.item);
  }
  const dash = line.dashes.length > 0;
  const keys = neighbours(lines, number, column, dash).map((other) => other.key);
  const quote = quoteOf(source, begin);
  const at = Math.min(begin, character);
  const wrong = !dash && column !== line.indent;
  return {
    role: 'key',
    path: blockPath(stack),
    keys,
    typed: source.slice(begin + quote.length, Math.max(character, begin)),
    span: { start: start + at, end: start + end },
    quote,
    column,
    fresh: keys.length === 0,
    lead: dash && /-$/.test(source.slice(0, begin)) ? ' ' : '',
    dash,
    colon: key !== undefined,
    flow: false,
    ...(wrong ? { reindent: { span: { start, end: start + line.indent }, text: ' '.repeat(column) } } : {}),
    ...(list === undefined ? {} : { list }),
  };
}

function onBlankLine(place: BlockPlace): Cursor {
  const { lines, number, character, source, start } = place;
  const stack = openBlocks(lines, number);
  const { column, list, item } = targetColumn(stack, lines, number, character);
  settle(stack, column, item);
  const keys = neighbours(lines, number, column, false).map((other) => other.key);
  const indent = indentOf(source);
  const tabs = source.slice(0, indent).includes('\t') && column === character;
  return {
    role: 'key',
    path: blockPath(stack),
    keys: item ? [] : keys,
    typed: '',
    span: { start: start + character, end: start + Math.max(indent, character) },
    quote: '',
    column,
    fresh: item || keys.length === 0,
    lead: '',
    dash: false,
    colon: false,
    flow: false,
    ...(column === character || tabs
      ? {}
      : { reindent: { span: { start, end: start + character }, text: ' '.repeat(column) } }),
    ...(list === undefined ? {} : { list }),
  };
}

function pushItem(stack: Block[], column: number, number: number): void {
  let index = 0;
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    if (top.column < column || (top.column === column && top.kind === 'key' && top.empty)) break;
    stack.pop();
    if (top.kind === 'item' && top.column === column) {
      index = top.index + 1;
      break;
    }
  }
  stack.push({ kind: 'item', column, line: number, key: '', index, empty: true });
}

interface Target {
  readonly column: number;
  /** The place is a list item without a dash yet. */
  readonly item: boolean;
  readonly list?: { readonly path: readonly Segment[]; readonly column: number };
}

/** Where a token that begins at column `at` belongs, given what is open above it. */
function targetColumn(stack: readonly Block[], lines: readonly Line[], number: number, at: number): Target {
  const inner = stack.at(-1);
  if (inner === undefined) return { column: 0, item: false };
  if (inner.empty && at > inner.column) {
    const below = nextContent(lines, number);
    const column = below !== undefined && below.indent > inner.column ? below.indent : at;
    return { column, item: false };
  }
  for (let depth = stack.length - 1; depth >= 0; depth--) {
    const block = stack[depth] as Block;
    const outer = stack[depth - 1];
    if (block.column < at) continue;
    if (outer !== undefined && outer.column >= at) continue;
    // the outermost block at or right of the cursor
    if (block.kind === 'item') return { column: block.column, item: true, list: listOf(stack, depth) };
    const next = stack[depth + 1];
    const sameColumnList = next?.kind === 'item' && next.column === block.column ? listOf(stack, depth + 1) : undefined;
    return { column: block.column, item: false, ...(sameColumnList === undefined ? {} : { list: sameColumnList }) };
  }
  return { column: inner.kind === 'item' ? inner.column + 2 : inner.column, item: false };
}

function listOf(stack: readonly Block[], depth: number): { path: Segment[]; column: number } {
  return { path: blockPath(stack.slice(0, depth)), column: (stack[depth] as Block).column };
}

function nextContent(lines: readonly Line[], number: number): Line | undefined {
  for (let i = number + 1; i < lines.length; i++) {
    const line = lines[i] as Line;
    if (line.role === 'content') return line;
    if (line.role === 'marker') return undefined;
  }
  return undefined;
}

/** Closes the blocks that a key at `column` (or a new item there) ends. */
function settle(stack: Block[], column: number, item: boolean): void {
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    if (top.column < column) return;
    if (item && top.kind === 'item' && top.column === column) {
      stack[stack.length - 1] = { ...top, index: top.index + 1 };
      return;
    }
    stack.pop();
  }
}
