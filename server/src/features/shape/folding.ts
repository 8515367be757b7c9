// Folding: documents, mappings, list items, block texts and comment blocks.
import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import type { YamlDocument } from '../../yaml/document';
import { linesOf } from '../../yaml/lines';
import type { YamlNode } from '../../yaml/tree';
import type { DocumentAnalysis, FileAnalysis } from '../analysis';
import { viewOf } from '../view';
import { contentEnd } from './extent';

const cache = new WeakMap<DocumentAnalysis, readonly FoldingRange[]>();

/** The folding ranges of a file. */
export function foldingRanges(file: FileAnalysis): FoldingRange[] {
  return file.documents.flatMap((analysis, index) => {
    let ranges = cache.get(analysis);
    if (ranges === undefined) {
      ranges = rangesOf(viewOf(analysis).document);
      cache.set(analysis, ranges);
    }
    const line = file.stream.startLine(index);
    const inside = ranges.map((range) => ({
      ...range,
      startLine: range.startLine + line,
      endLine: range.endLine + line,
    }));
    return file.documents.length > 1 ? [...whole(analysis.document, line), ...inside] : inside;
  });
}

/** A document of a file of several, from its marker or first line to its last. */
function whole(document: YamlDocument, line: number): FoldingRange[] {
  const end = document.positionAt(contentEnd(document.text, 0, document.text.length)).line;
  const first = linesOf(document).findIndex(({ role }) => role === 'content' || role === 'marker');
  return first >= 0 && end > first
    ? [{ startLine: line + first, endLine: line + end, kind: FoldingRangeKind.Region }]
    : [];
}

function rangesOf(document: YamlDocument): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const add = (start: number, end: number): void => {
    const startLine = document.positionAt(start).line;
    const endLine = document.positionAt(contentEnd(document.text, start, end)).line;
    if (endLine > startLine) ranges.push({ startLine, endLine });
  };
  const walk = (node: YamlNode | null): void => {
    if (node?.kind === 'map') {
      for (const { key, value } of node.pairs) {
        if (value === null) continue;
        add(key.start, value.end);
        walk(value);
      }
    } else if (node?.kind === 'seq') {
      for (const { value } of node.items) {
        if (value?.kind === 'map' || value?.kind === 'seq') add(value.start, value.end);
        walk(value);
      }
    }
  };
  walk(document.root);
  return [...ranges, ...comments(document)];
}

/** Two and more comment lines in a row. */
function comments(document: YamlDocument): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const lines = linesOf(document);
  for (let i = 0; i < lines.length; i++) {
    if (lines[i]?.role !== 'comment') continue;
    const startLine = i;
    while (lines[i + 1]?.role === 'comment') i++;
    if (i > startLine) ranges.push({ startLine, endLine: i, kind: FoldingRangeKind.Comment });
  }
  return ranges;
}
