// Fix data -> text edits that keep the author's indentation, comments and line ends. Knows nothing of rules.
import type { TextEdit } from 'vscode-languageserver-types';
import type { FixEdit } from '../rules/finding';
import type { YamlDocument } from '../yaml/document';
import { placeOf, resolve } from '../yaml/path';
import type { MapNode, Pair, SeqNode, Span, YamlNode } from '../yaml/tree';

/** The edits of a fix, positions counted from the document's first line; undefined when one of them has no place. */
export function textEdits(edits: readonly FixEdit[], document: YamlDocument, object = ''): TextEdit[] | undefined {
  const result: TextEdit[] = [];
  for (const edit of edits) {
    const made = textEdit(edit, document, object);
    if (made === undefined) return undefined;
    result.push(made);
  }
  return result;
}

function textEdit(edit: FixEdit, document: YamlDocument, object: string): TextEdit | undefined {
  if (edit.op === 'text') return replace(document, edit.span, withLineEnds(edit.text, document));
  const path = object === '' ? edit.path : edit.path === '' ? object : `${object}.${edit.path}`;
  switch (edit.op) {
    case 'rename':
      return rename(path, edit.key, document);
    case 'set':
      return setScalar(path, edit.raw, document);
    case 'remove':
      return remove(path, document);
    case 'add':
      return addBlock(path, edit.block, document);
    case 'dash':
      return addDash(path, document);
  }
}

function replace(document: YamlDocument, { start, end }: Span, newText: string): TextEdit {
  return { range: { start: document.positionAt(start), end: document.positionAt(end) }, newText };
}

function rename(path: string, key: string, document: YamlDocument): TextEdit | undefined {
  const place = placeOf(document.root, path);
  return place.exact && place.key !== undefined ? replace(document, place.key, key) : undefined;
}

function setScalar(path: string, raw: string, document: YamlDocument): TextEdit | undefined {
  const place = placeOf(document.root, path);
  if (!place.exact) return addMissing(path, raw, document);
  if (place.node !== null && place.node.end > place.node.start) return replace(document, place.node, raw);
  if (place.key === undefined) return undefined;
  const colon = document.text.indexOf(':', place.key.end);
  if (colon < 0) return undefined;
  const at = colon + 1;
  return document.text[at] === ' '
    ? replace(document, { start: at + 1, end: at + 1 }, raw)
    : replace(document, { start: at, end: at }, ` ${raw}`);
}

/** Adds a field whose parent is written. */
function addMissing(path: string, raw: string, document: YamlDocument): TextEdit | undefined {
  const cut = path.lastIndexOf('.');
  const parent = cut < 0 ? '' : path.slice(0, cut);
  const name = path.slice(cut + 1);
  return addBlock(parent, `${name}: ${raw}`, document);
}

/** Adds lines to the mapping or list at a path, at the indentation its entries have. */
function addBlock(path: string, block: string, document: YamlDocument): TextEdit | undefined {
  const place = path === '' ? { node: document.root, exact: true } : placeOf(document.root, path);
  if (!place.exact) return undefined;
  const node = resolve(place.node);
  const holder = 'key' in place ? place.key : undefined;
  if (holder !== undefined && node?.kind === 'map' && node.flow && node.pairs.length === 0 && block.includes('\n')) {
    return openEmpty(holder, node, block, document);
  }
  if (node?.kind === 'map') return node.flow ? addToFlow(node, block, document) : addToMap(node, block, document);
  if (node?.kind === 'seq') return addToSeq(node, block, document);
  const key = 'key' in place ? place.key : undefined;
  if (key === undefined || (node !== null && node.kind === 'scalar' && node.value !== null)) return undefined;
  return addUnderKey(key, block, document);
}

function addToMap(node: MapNode, block: string, document: YamlDocument): TextEdit | undefined {
  const first = node.pairs[0];
  const last = node.pairs.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const column = document.positionAt(first.key.start).character;
  return insertLines(endOfEntry(last, document), block, column, document);
}

function addToSeq(node: SeqNode, block: string, document: YamlDocument): TextEdit | undefined {
  const last = node.items.at(-1);
  if (last === undefined) return replace(document, node, `[${block.replace(/^- /, '')}]`);
  if (node.flow) return replace(document, { start: last.end, end: last.end }, `, ${block.replace(/^- /, '')}`);
  const dash = dashColumn(last.start, document);
  return insertLines(contentEnd(last.value, last.end, document), block, dash, document);
}

function addToFlow(node: MapNode, block: string, document: YamlDocument): TextEdit | undefined {
  if (block.includes('\n')) return undefined;
  const last = node.pairs.at(-1);
  if (last === undefined) return replace(document, node, `{ ${block} }`);
  return replace(document, { start: last.end, end: last.end }, `, ${block}`);
}

/** `key: {}` becomes `key:` with lines below it. */
function openEmpty(key: Span, node: Span, block: string, document: YamlDocument): TextEdit {
  const column = document.positionAt(key.start).character + 2;
  const lines = block.split('\n').map((line) => ' '.repeat(column) + line);
  const gap = /\s*$/.exec(document.text.slice(0, node.start))?.[0].length ?? 0;
  return replace(document, { start: node.start - gap, end: node.end }, withLineEnds(`\n${lines.join('\n')}`, document));
}

function addUnderKey(key: Span, block: string, document: YamlDocument): TextEdit {
  const { line, character } = document.positionAt(key.start);
  return insertLines(document.lineEnd(line), block, character + 2, document);
}

/** Inserts lines after the line an offset is on. */
function insertLines(after: number, block: string, column: number, document: YamlDocument): TextEdit {
  const { line } = document.positionAt(after);
  const end = document.lineEnd(line);
  const text = block
    .split('\n')
    .map((part) => (part === '' ? '' : ' '.repeat(column) + part))
    .join('\n');
  return replace(document, { start: end, end }, withLineEnds(`\n${text}`, document));
}

function endOfEntry(pair: Pair, document: YamlDocument): number {
  return pair.value === null ? pair.key.end : contentEnd(pair.value, pair.end, document);
}

/** End of what is written, trailing blank lines and comments of block collections not counted. */
function contentEnd(node: YamlNode | null, fallback: number, document: YamlDocument): number {
  if (node === null) return fallback;
  if (node.kind === 'map' && !node.flow) {
    const last = node.pairs.at(-1);
    return last === undefined ? node.end : endOfEntry(last, document);
  }
  if (node.kind === 'seq' && !node.flow) {
    const last = node.items.at(-1);
    return last === undefined ? node.end : contentEnd(last.value, last.end, document);
  }
  let { end } = node;
  while (end > node.start && /\s/.test(document.text[end - 1] as string)) end--;
  return end;
}

/** Column of the dash in front of an item. */
function dashColumn(itemStart: number, document: YamlDocument): number {
  const dash = document.text.lastIndexOf('-', itemStart - 1);
  return document.positionAt(Math.max(dash, 0)).character;
}

/** Removes a field or item with its lines, and with the comment lines that stand directly above it at its own column. */
function remove(path: string, document: YamlDocument): TextEdit | undefined {
  const place = placeOf(document.root, path);
  if (!place.exact) return undefined;
  const start = place.key?.start ?? itemStart(place.node, document);
  if (start === undefined) return undefined;
  const end = place.node === null ? (place.key?.end ?? start) : contentEnd(place.node, place.node.end, document);
  if (inFlow(place.parent) || path.endsWith(']')) {
    const flow = flowRange(start, Math.max(end, place.key?.end ?? end), document);
    if (inFlow(place.parent) || isFlowItem(path, document)) return replace(document, flow, '');
  }
  return removeLines(start, Math.max(end, place.key?.end ?? end), document);
}

function inFlow(parent: MapNode | undefined): boolean {
  return parent?.flow === true;
}

function isFlowItem(path: string, document: YamlDocument): boolean {
  const parent = resolve(placeOf(document.root, path.replace(/\[\d+\]$/, '')).node);
  return parent?.kind === 'seq' && parent.flow;
}

function itemStart(node: YamlNode | null, document: YamlDocument): number | undefined {
  return node === null ? undefined : Math.max(document.text.lastIndexOf('-', node.start - 1), 0);
}

/** An entry of `[…]` or `{…}` with the comma that goes with it. */
function flowRange(start: number, end: number, document: YamlDocument): Span {
  const after = /^\s*,\s*/.exec(document.text.slice(end))?.[0];
  if (after !== undefined) return { start, end: end + after.length };
  const before = /,?\s*$/.exec(document.text.slice(0, start))?.[0] ?? '';
  return { start: before.includes(',') ? start - before.length : start, end };
}

function removeLines(start: number, end: number, document: YamlDocument): TextEdit {
  const first = document.positionAt(start);
  const last = document.positionAt(end);
  const head = document.lineText(first.line).slice(0, first.character);
  const lineStart = document.lineStarts[first.line] as number;
  if (head.trim() !== '') return removeAfterDash(start, last.line, document);
  const next = document.lineStarts[last.line + 1] ?? document.text.length;
  return replace(document, { start: lineStart, end: next }, '');
}

/** The first field of a list item (`- name: x`): the next field moves up behind the dash. */
function removeAfterDash(start: number, lastLine: number, document: YamlDocument): TextEdit {
  const next = lastLine + 1;
  const column = document.positionAt(start).character;
  const nextText = next < document.lineStarts.length ? document.lineText(next) : '';
  const indent = /^ */.exec(nextText)?.[0].length ?? 0;
  if (nextText.trim() !== '' && indent === column) {
    return replace(document, { start, end: (document.lineStarts[next] as number) + indent }, '');
  }
  return replace(document, { start, end: document.lineEnd(lastLine) }, '{}');
}

/** `ports:` + mapping -> `ports:` + list of that mapping. */
function addDash(path: string, document: YamlDocument): TextEdit | undefined {
  const node = resolve(placeOf(document.root, path).node);
  const first = node?.kind === 'map' ? node.pairs[0] : undefined;
  if (node?.kind !== 'map' || first === undefined) return undefined;
  if (node.flow) return replace(document, node, `[${document.text.slice(node.start, node.end)}]`);
  const from = document.positionAt(first.key.start);
  const end = contentEnd(node, node.end, document);
  const start = document.lineStarts[from.line] as number;
  const lines = document.text.slice(start, end).split(/\r?\n/);
  const text = lines
    .map((line, i) => (i === 0 ? line.replace(/^(\s*)/, '$1- ') : line === '' ? line : `  ${line}`))
    .join('\n');
  return replace(document, { start, end }, withLineEnds(text, document));
}

function withLineEnds(text: string, document: YamlDocument): string {
  return document.text.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text;
}
