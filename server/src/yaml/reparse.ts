// Re-parses only the list item or mapping entry an edit falls into, when that is sure to give the tree a fresh parse would.
// The old tree is taken over: its untouched nodes keep their identity and are moved in place, so a document whose tree was
// taken must not be asked for it again (YamlDocument sees to that).
import { type Parsed, parseText } from './parse';
import type { MapNode, Pair, SeqItem, SeqNode, SyntaxProblem, YamlNode } from './tree';

/** An edit of a document's text: `[start, end)` of the old text became `inserted` characters. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly inserted: number;
}

/** The smallest part of the tree worth re-parsing alone; below that a fresh parse of the document is as quick. */
export const MIN_TEXT = 4000;

type Collection = MapNode | SeqNode;

/** One step down: a collection and which of its entries the edit is in. */
interface Step {
  readonly node: Collection;
  readonly index: number;
}

interface Region {
  /** Steps from the root to the entry. */
  readonly steps: readonly Step[];
  /** Old text of the entry: from the start of its first line to the start of the line after it. */
  readonly start: number;
  readonly end: number;
  readonly column: number;
}

/** The tree after an edit, or undefined when only a fresh parse can tell. */
export function reparse(old: Parsed, before: string, after: string, change: Change): Parsed | undefined {
  if (after.length < MIN_TEXT || old.anchors || old.root === null || !old.problems.every(staysLocal)) return undefined;
  const delta = change.inserted - (change.end - change.start);
  for (const region of regionsAround(old.root, before, change)) {
    const text = after.slice(region.start, region.end + delta);
    if (text.length > after.length / 2) return undefined;
    if (!old.problems.every(({ start, end }) => start >= region.start && end < region.end)) continue;
    const entry = parseEntry(text, region);
    if (entry !== undefined) return splice(old, region, entry, delta);
  }
  return undefined;
}

/**
 * Mistakes that the parser gets over within the entry they are in. Unclosed quotes and brackets, or a mapping on the line of its
 * key, take in what follows; whether a word without colon goes on in the next line (it has a text then) depends on lines above.
 */
function staysLocal({ code, values }: SyntaxProblem): boolean {
  if (code === 'yaml-missing-character') return values.missing === '';
  return code === 'yaml-bad-escape' || (code === 'yaml-missing-colon' && values.text === undefined);
}

/** The entries that hold the whole edit, the innermost first. */
function regionsAround(root: YamlNode, text: string, change: Change): Region[] {
  const regions: Region[] = [];
  const steps: Step[] = [];
  let node: YamlNode | null = root;
  let end = text.length;
  while (node !== null && (node.kind === 'map' || node.kind === 'seq') && !node.flow) {
    const starts = entryStarts(node, text);
    const index = starts.findLastIndex((start) => start <= change.start);
    const start = starts[index];
    if (index < 0 || start === undefined) break;
    end = starts[index + 1] ?? end;
    if (change.end > end || (change.end === end && end !== text.length)) break;
    steps.push({ node, index });
    const column = indentAt(text, start);
    if (isFirstOnLine(node, index, text, start + column)) regions.unshift({ steps: [...steps], start, end, column });
    node = node.kind === 'map' ? (node.pairs[index]?.value ?? null) : (node.items[index]?.value ?? null);
  }
  return regions;
}

/** Start of the line each entry begins on. */
function entryStarts(node: Collection, text: string): number[] {
  const offsets =
    node.kind === 'map'
      ? node.pairs.map(({ key }) => key.start)
      : node.items.map(({ start }) => dashBefore(text, start));
  return offsets.map((offset) => text.lastIndexOf('\n', offset - 1) + 1);
}

function dashBefore(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('-', offset - 1), 0);
}

function indentAt(text: string, lineStart: number): number {
  let at = lineStart;
  while (text.charCodeAt(at) === 32) at++;
  return at - lineStart;
}

/** Whether an entry's key or dash is the first thing on its line: `- - a` and `- key: b` begin in the middle of one. */
function isFirstOnLine(node: Collection, index: number, text: string, first: number): boolean {
  if (node.kind === 'map') return node.pairs[index]?.key.start === first;
  const start = node.items[index]?.start ?? -1;
  return text[first] === '-' && start > first && text.slice(first + 1, start).trim() === '';
}

interface Entry {
  readonly root: Collection;
  readonly problems: readonly SyntaxProblem[];
}

/** Parses the text of one entry alone; undefined unless it is surely read there as it would be in its place. */
function parseEntry(text: string, { steps, column }: Region): Entry | undefined {
  if (!staysInside(text, column)) return undefined;
  const kind = steps.at(-1)?.node.kind;
  const { root, problems, anchors } = parseText(text);
  if (!problems.every((one) => staysLocal(one) && one.end < text.length - 1)) return undefined;
  if (anchors || root === null || root.kind !== kind || root.flow) return undefined;
  const count = root.kind === 'map' ? root.pairs.length : root.items.length;
  // where an empty key (`: x`) is placed depends on what stands before it
  if (root.kind === 'map' && root.pairs[0]?.key.text === '') return undefined;
  return count === 1 && root.start === column && !endsEmpty(root) ? { root, problems } : undefined;
}

/** Whether the last thing of an entry is an empty value: how far that reaches depends on what follows. */
function endsEmpty(node: YamlNode | null): boolean {
  if (node === null) return true;
  if (node.kind === 'map') return node.pairs.length > 0 && !node.flow && endsEmpty(node.pairs.at(-1)?.value ?? null);
  if (node.kind === 'seq') return node.items.length > 0 && !node.flow && endsEmpty(node.items.at(-1)?.value ?? null);
  return node.kind === 'scalar' && node.start === node.end;
}

/** No line of the entry may end it: none is indented less, none is a tab, a marker or a directive; it ends with a line break. */
function staysInside(text: string, column: number): boolean {
  if (!text.endsWith('\n') || text.includes('\t') || text.includes('&') || text.includes('*')) return false;
  for (let at = 0; at < text.length; ) {
    const indent = indentAt(text, at);
    const first = text.charCodeAt(at + indent);
    const blank = first === 10 || first === 13 || Number.isNaN(first);
    if (!blank && (indent < column || (at === 0 && indent !== column))) return false;
    if (indent === 0 && (text.startsWith('---', at) || text.startsWith('...', at) || first === 37)) return false;
    const newline = text.indexOf('\n', at);
    at = newline < 0 ? text.length : newline + 1;
  }
  return indentAt(text, 0) === column;
}

/**
 * Puts the new entry in its place and moves everything behind it. The collections around it become new nodes, so that
 * whatever is known of a node by its identity stays true.
 */
function splice(old: Parsed, { steps, start }: Region, { root, problems }: Entry, delta: number): Parsed {
  move(root, start);
  let inner: Collection = root;
  let entry = root.kind === 'map' ? root.pairs[0] : root.items[0];
  for (let i = steps.length - 1; i >= 0; i--) {
    const { node, index } = steps[i] as Step;
    if (i < steps.length - 1) entry = { ...(entriesOf(node)[index] as Pair & SeqItem), value: inner, end: inner.end };
    moveEntriesAfter(node, index, delta);
    const isLast = index === entriesOf(node).length - 1;
    inner = { ...withEntry(node, index, entry as Pair & SeqItem), end: isLast ? inner.end : node.end + delta };
  }
  const moved = problems.map((one) => ({ ...one, start: one.start + start, end: one.end + start }));
  return { ...old, root: inner, problems: moved };
}

function entriesOf(node: Collection): readonly (Pair | SeqItem)[] {
  return node.kind === 'map' ? node.pairs : node.items;
}

function withEntry(node: Collection, index: number, entry: Pair & SeqItem): Collection {
  return node.kind === 'map'
    ? { ...node, pairs: node.pairs.with(index, entry) }
    : { ...node, items: node.items.with(index, entry) };
}

function moveEntriesAfter(node: Collection, index: number, delta: number): void {
  if (node.kind === 'map') {
    for (let i = index + 1; i < node.pairs.length; i++) movePair(node.pairs[i] as Pair, delta);
  } else for (let i = index + 1; i < node.items.length; i++) moveItem(node.items[i] as SeqItem, delta);
}

function movePair(pair: Pair, delta: number): void {
  shift(pair, delta);
  shift(pair.key, delta);
  if (pair.value !== null) move(pair.value, delta);
}

function moveItem(item: SeqItem, delta: number): void {
  shift(item, delta);
  if (item.value !== null) move(item.value, delta);
}

function move(node: YamlNode, delta: number): void {
  shift(node, delta);
  if (node.kind === 'map') for (const pair of node.pairs) movePair(pair, delta);
  if (node.kind === 'seq') for (const item of node.items) moveItem(item, delta);
}

function shift(span: { readonly start: number; readonly end: number }, delta: number): void {
  const target = span as { start: number; end: number };
  target.start += delta;
  target.end += delta;
}
