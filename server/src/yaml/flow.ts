// Where a cursor stands inside `{ … }` and `[ … ]`: read character by character, so that unfinished text is understood.
import { quoteEnd } from './lines';
import type { Segment } from './path';

export interface FlowCursor {
  readonly role: 'key' | 'value';
  /** From the value the outermost bracket opens to the place of the cursor. */
  readonly path: readonly Segment[];
  /** Keys of the innermost mapping, the one at the cursor not counted. */
  readonly keys: readonly string[];
  /** Start and end of the token at the cursor, quotes included. */
  readonly start: number;
  readonly end: number;
  readonly colon: boolean;
  /** The innermost bracket is a mapping. */
  readonly inMap: boolean;
}

interface Level {
  readonly map: boolean;
  readonly keys: string[];
  index: number;
  key: string | undefined;
  /** Where the current key or value begins. */
  start: number;
}

/** The cursor inside the flow collection that opens at `open`; undefined when it is closed before `offset`. */
export function flowCursor(text: string, open: number, offset: number): FlowCursor | undefined {
  const levels: Level[] = [];
  let i = open;
  while (i < offset) {
    const next = step(text, i, levels, offset);
    if (next === undefined) return undefined;
    i = next;
    if (levels.length === 0) return undefined;
  }
  const level = levels.at(-1);
  return level === undefined ? undefined : describe(text, levels, level, offset);
}

/** Reads one token at `i`; the index behind it, or undefined when the cursor is inside a comment. */
function step(text: string, i: number, levels: Level[], offset: number): number | undefined {
  const char = text[i] as string;
  const level = levels.at(-1);
  if (char === '{' || char === '[')
    levels.push({ map: char === '{', keys: [], index: 0, key: undefined, start: i + 1 });
  else if (char === '}' || char === ']') {
    levels.pop();
    const outer = levels.at(-1);
    if (outer !== undefined) outer.start = i + 1;
  } else if (char === ',' && level !== undefined) nextEntry(level, text, i);
  else if (char === ':' && level?.map === true && /[\s,}\]]|^$/.test(text[i + 1] ?? '')) {
    level.key = bare(text.slice(level.start, i));
    level.keys.push(level.key);
    level.start = i + 1;
  } else if ((char === '"' || char === "'") && level !== undefined && text.slice(level.start, i).trim() === '') {
    const end = quoteEnd(text, i + 1, char);
    return end < 0 || end >= offset ? offset : end + 1;
  } else if (char === '#' && /\s/.test(text[i - 1] ?? ' ')) {
    const end = text.indexOf('\n', i);
    return end < 0 || end >= offset ? undefined : end;
  }
  return i + 1;
}

function nextEntry(level: Level, text: string, comma: number): void {
  if (level.map && level.key === undefined) {
    const key = bare(text.slice(level.start, comma));
    if (key !== '') level.keys.push(key);
  }
  level.index++;
  level.key = undefined;
  level.start = comma + 1;
}

function bare(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/s, '$2');
}

function describe(text: string, levels: readonly Level[], level: Level, offset: number): FlowCursor {
  const start = Math.min(skipBlanks(text, level.start), offset);
  const end = Math.max(tokenEnd(text, start), offset);
  const role = level.map && level.key === undefined ? 'key' : 'value';
  const path = levels.flatMap((one, depth): Segment[] => {
    const last = depth === levels.length - 1;
    if (!one.map) return [one.index];
    return last && role === 'key' ? [] : [one.key ?? ''];
  });
  const keys = [...level.keys.slice(0, role === 'value' && level.map ? -1 : undefined), ...keysAfter(text, end, level)];
  const colon = /^\s*:/.test(text.slice(end, end + 20));
  return { role, path, keys, start, end, colon, inMap: level.map };
}

function skipBlanks(text: string, at: number): number {
  let i = at;
  while (i < text.length && /[ \t\r\n]/.test(text[i] as string)) i++;
  return i;
}

/** End of the plain or quoted token at `start`. */
function tokenEnd(text: string, start: number): number {
  const first = text[start];
  if (first === '"' || first === "'") {
    const close = quoteEnd(text, start + 1, first);
    const line = text.indexOf('\n', start);
    if (close >= 0 && (line < 0 || close < line)) return close + 1;
  }
  let i = start;
  while (i < text.length && !/[,{}[\]\r\n]/.test(text[i] as string)) {
    if (text[i] === ':' && /[\s,}\]]/.test(text[i + 1] ?? ' ')) break;
    i++;
  }
  while (i > start && /\s/.test(text[i - 1] as string)) i--;
  return i;
}

/** Keys of the same mapping that stand behind the cursor, on the same line. */
function keysAfter(text: string, from: number, level: Level): string[] {
  if (!level.map) return [];
  const line = text.indexOf('\n', from);
  const rest = text.slice(from, line < 0 ? undefined : line);
  const keys: string[] = [];
  let depth = 0;
  for (const [token] of rest.matchAll(/[{[]|[}\]]|,\s*"?[\w./-]+"?\s*:/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 0) keys.push(bare(token.slice(1, -1)));
    if (depth < 0) break;
  }
  return keys;
}
