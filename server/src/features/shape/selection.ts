// Selection ranges: word, value, entry, mapping, … up to the document and the file.
import type { Position, Range, SelectionRange } from 'vscode-languageserver-types';
import type { YamlDocument } from '../../yaml/document';
import type { Span, YamlNode } from '../../yaml/tree';
import type { FileAnalysis } from '../analysis';
import { rangeIn } from '../names/documentNames';
import { viewOf } from '../view';
import { contentEnd } from './extent';

/** One chain of ranges per position, the innermost first. */
export function selectionRanges(file: FileAnalysis, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => selectionAt(file, position));
}

function selectionAt(file: FileAnalysis, position: Position): SelectionRange {
  const { index, document, startLine } = file.stream.documentAt(position.line);
  const analysis = file.documents[index];
  const empty: Range = { start: position, end: position };
  if (analysis === undefined) return { range: empty };
  const offset = document.offsetAt({ line: position.line - startLine, character: position.character });
  const view = viewOf(analysis).document;
  const spans = [{ start: 0, end: document.text.length }, ...spansAt(view, offset)];
  let chain: SelectionRange | undefined;
  let last: Span | undefined;
  for (const span of spans) {
    if (last !== undefined && (span.start < last.start || span.end > last.end)) continue;
    if (last !== undefined && span.start === last.start && span.end === last.end) continue;
    const range = rangeIn(document, span, startLine);
    chain = chain === undefined ? { range } : { range, parent: chain };
    last = span;
  }
  return chain ?? { range: empty };
}

/** Spans that hold an offset, the widest first. */
function spansAt(document: YamlDocument, offset: number): Span[] {
  const { text } = document;
  const spans: Span[] = [];
  const push = (start: number, end: number): void => {
    const last = contentEnd(text, start, end);
    if (offset >= start && offset <= last) spans.push({ start, end: last });
  };
  let node: YamlNode | null = document.root;
  while (node !== null) {
    push(node.start, node.end);
    if (node.kind === 'map') {
      const pair = node.pairs.find(({ key, end }) => offset >= key.start && offset <= end);
      if (pair === undefined) break;
      push(pair.key.start, pair.end);
      if (offset <= pair.key.end) {
        push(pair.key.start, pair.key.end);
        break;
      }
      node = pair.value;
    } else if (node.kind === 'seq') {
      const entry = node.items.find(({ start, end }) => offset >= start && offset <= end);
      if (entry === undefined) break;
      const dash = node.flow ? entry.start : text.lastIndexOf('-', entry.start - 1);
      if (dash >= 0) push(dash, entry.end);
      node = entry.value;
    } else break;
  }
  if (node?.kind === 'scalar') push(...wordAt(text, offset));
  return spans;
}

/** The word at an offset: letters, digits and underscores. */
function wordAt(text: string, offset: number): [start: number, end: number] {
  let start = offset;
  let end = offset;
  while (start > 0 && /\w/.test(text[start - 1] as string)) start--;
  while (end < text.length && /\w/.test(text[end] as string)) end++;
  return [start, end];
}
