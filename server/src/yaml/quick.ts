// A reader of plain block YAML, as nearly all manifests are written: nested keys and dashes, one-line values, literal blocks.
// Gives up on anything else, for which the full parser is there; what it does read comes out exactly as from that one.
import { resolvePlain } from './scalar';
import type { MapNode, Pair, ScalarNode, SeqItem, SeqNode, YamlNode } from './tree';

/** Reads a flow collection of one line; undefined when that is not all there is. */
export type FlowReader = (text: string) => YamlNode | undefined;

/** Control characters, line separators, carriage returns, tabs, directives, ends of documents: for the full parser. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const UNUSUAL = /[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u2028\u2029\ufeff]|^%|^\.\.\./m;

const KEY = /([A-Za-z0-9_./][-A-Za-z0-9_./]*):(?=[ \n]|$)/y;
const DEEPEST = 100;
const LONGEST_KEY = 1000;

/** The tree of a document's text, or undefined when it holds anything unusual. */
export function quickRead(text: string, readFlow: FlowReader): YamlNode | undefined {
  return UNUSUAL.test(text) ? undefined : new QuickReader(text, readFlow).document();
}

const NOT_PLAIN = Symbol('not plain');

class QuickReader {
  /** Start of the current line of content, its indentation and its end (at the line break or the end of the text). */
  private line = 0;
  private column = 0;
  private end = 0;

  constructor(
    private readonly text: string,
    private readonly readFlow: FlowReader,
  ) {}

  document(): YamlNode | undefined {
    const { text } = this;
    let start = 0;
    if (text.startsWith('---')) {
      if (text.charCodeAt(3) !== 10) return undefined;
      start = 4;
    }
    try {
      if (!this.toContent(start) || this.column > 0) return undefined;
      const root = this.block(-1, 0);
      return this.line >= text.length ? root : undefined;
    } catch (error) {
      if (error === NOT_PLAIN) return undefined;
      throw error;
    }
  }

  private giveUp(): never {
    throw NOT_PLAIN;
  }

  /** Moves to the next line that is neither blank nor a comment; false at the end of the text. */
  private toContent(from: number): boolean {
    const { text } = this;
    let at = from;
    while (at < text.length) {
      let first = at;
      while (text.charCodeAt(first) === 32) first++;
      const newline = text.indexOf('\n', first);
      const end = newline < 0 ? text.length : newline;
      const code = text.charCodeAt(first);
      if (first < end && code !== 35) {
        if (first === at && text.startsWith('---', at)) this.giveUp();
        this.line = at;
        this.column = first - at;
        this.end = end;
        return true;
      }
      at = end + 1;
    }
    this.line = text.length;
    this.column = -1;
    this.end = text.length;
    return false;
  }

  private next(): void {
    this.toContent(this.end + 1);
  }

  /** The block that begins on the current line, whose lines are indented by more than `parent`. */
  private block(parent: number, depth: number): YamlNode {
    if (this.column <= parent || depth > DEEPEST) this.giveUp();
    return this.isDash(this.line + this.column) ? this.seq(this.column, depth) : this.map(this.column, depth);
  }

  private isDash(at: number): boolean {
    if (this.text.charCodeAt(at) !== 45) return false;
    const after = this.text.charCodeAt(at + 1);
    return after === 32 || after === 10 || Number.isNaN(after);
  }

  /** A mapping whose keys stand in `column`; the first one is on the current line. */
  private map(column: number, depth: number): MapNode {
    const pairs: Pair[] = [];
    do pairs.push(this.pair(this.line + column, column, depth));
    while (this.column === column && !this.isDash(this.line + column));
    if (this.column > column) this.giveUp();
    const start = (pairs[0] as Pair).start;
    return { kind: 'map', flow: false, pairs, start, end: (pairs.at(-1) as Pair).end };
  }

  private pair(at: number, column: number, depth: number): Pair {
    KEY.lastIndex = at;
    const name = KEY.exec(this.text)?.[1];
    if (name === undefined || name.length > LONGEST_KEY) this.giveUp();
    const key = plain(name, at, at + name.length);
    const value = this.value(at + name.length + 1, column, depth, true);
    return { key, value, start: at, end: value?.end ?? key.end };
  }

  private seq(column: number, depth: number): SeqNode {
    const items: SeqItem[] = [];
    const start = this.line + column;
    while (this.column === column && this.isDash(this.line + column)) {
      const value = this.item(this.line + column, column, depth);
      items.push({ value, start: value.start, end: value.end });
    }
    if (this.column > column) this.giveUp();
    return { kind: 'seq', flow: false, items, start, end: (items.at(-1) as SeqItem).end };
  }

  private item(dash: number, column: number, depth: number): YamlNode {
    let at = dash + 1;
    while (this.text.charCodeAt(at) === 32) at++;
    if (this.isDash(at)) this.giveUp();
    KEY.lastIndex = at;
    if (at < this.end && KEY.test(this.text)) return this.map(at - this.line, depth + 1);
    return this.value(dash + 1, column, depth, false) ?? this.giveUp();
  }

  /**
   * What follows a colon or a dash: on its line, or indented below it. Leaves the reader on the line after it.
   * @param ofKey a list may stand in the column of its key
   */
  private value(from: number, column: number, depth: number, ofKey: boolean): YamlNode | null {
    const { text, end } = this;
    let at = from;
    while (at < end && text.charCodeAt(at) === 32) at++;
    if (at === end || text.charCodeAt(at) === 35) {
      this.next();
      if (this.column > column) return this.block(column, depth + 1);
      return ofKey && this.column === column && this.isDash(this.line + column) ? this.seq(column, depth + 1) : null;
    }
    if (text.charCodeAt(at) === 124) return this.literal(at, column);
    const node = this.inline(at);
    this.next();
    if (this.column > column) this.giveUp();
    return node;
  }

  /** A value of one line. */
  private inline(at: number): YamlNode {
    const { text, end } = this;
    const code = text.charCodeAt(at);
    if (code === 34 || code === 39) return this.quoted(at, code);
    if (code === 91 || code === 123) return this.flow(at);
    if (!startsPlain(code) && !(code === 45 && text.charCodeAt(at + 1) > 32)) this.giveUp();
    const rest = text.slice(at, end);
    const comment = rest.indexOf(' #');
    const source = (comment < 0 ? rest : rest.slice(0, comment)).trimEnd();
    if (source.includes(': ') || source.endsWith(':')) this.giveUp();
    return plain(source, at, at + source.length);
  }

  private quoted(at: number, quote: number): ScalarNode {
    const { text, end } = this;
    const mark = quote === 34 ? '"' : "'";
    const close = text.indexOf(mark, at + 1);
    if (close < 0 || close >= end || text.charCodeAt(close + 1) === quote) this.giveUp();
    const value = text.slice(at + 1, close);
    if (value.includes('\\') || !/^ *( #.*)?$/.test(text.slice(close + 1, end))) this.giveUp();
    return { kind: 'scalar', style: quote === 34 ? 'double' : 'single', text: value, value, start: at, end: close + 1 };
  }

  private flow(at: number): YamlNode {
    const source = this.text.slice(at, this.end).trimEnd();
    if (source === '[]') return { kind: 'seq', flow: true, items: [], start: at, end: at + 2 };
    if (source === '{}') return { kind: 'map', flow: true, pairs: [], start: at, end: at + 2 };
    if (source.includes('#')) this.giveUp();
    const node = this.readFlow(source);
    if (node === undefined || node.start !== 0 || node.end !== source.length) this.giveUp();
    shift(node, at);
    return node;
  }

  /** `|` and `|-` with lines that are simply indented. */
  private literal(at: number, column: number): ScalarNode {
    const { text } = this;
    const header = text.slice(at, this.end);
    if (header !== '|' && header !== '|-') this.giveUp();
    const lines: string[] = [];
    let indent = -1;
    let kept = 0;
    let last = 0;
    let from = this.end + 1;
    while (from < text.length) {
      const newline = text.indexOf('\n', from);
      let first = from;
      while (text.charCodeAt(first) === 32) first++;
      if (first === newline) {
        if (first > from) this.giveUp();
        lines.push('');
      } else {
        if (first - from <= column) break;
        if (newline < 0) this.giveUp();
        if (indent < 0) indent = first - from;
        if (first - from < indent) this.giveUp();
        lines.push(text.slice(from + indent, newline));
        kept = lines.length;
        last = newline + 1;
      }
      from = newline + 1;
    }
    if (kept === 0) this.giveUp();
    this.toContent(from);
    const value = lines.slice(0, kept).join('\n') + (header === '|' ? '\n' : '');
    return { kind: 'scalar', style: 'literal', text: value, value, start: at, end: last };
  }
}

/** Whether a plain value may begin with a character; indicators and rare ones are left to the full parser. */
function startsPlain(code: number): boolean {
  if (code >= 97 && code <= 122) return true;
  return (code >= 46 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || code === 36 || code > 160;
}

function plain(source: string, start: number, end: number): ScalarNode {
  const { value, float } = resolvePlain(source);
  if (float) return { kind: 'scalar', style: 'plain', text: source, value, start, end, float: true };
  return { kind: 'scalar', style: 'plain', text: source, value, start, end };
}

function shift(node: YamlNode, by: number): void {
  move(node, by);
  if (node.kind === 'seq') {
    for (const entry of node.items) {
      move(entry, by);
      if (entry.value !== null) shift(entry.value, by);
    }
  } else if (node.kind === 'map') {
    for (const pair of node.pairs) {
      move(pair, by);
      shift(pair.key, by);
      if (pair.value !== null) shift(pair.value, by);
    }
  }
}

function move(span: { readonly start: number; readonly end: number }, by: number): void {
  const target = span as { start: number; end: number };
  target.start += by;
  target.end += by;
}
