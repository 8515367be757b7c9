// Indentation of a new line: below a key its value, below the first key of a list item the next key of the same item.
import type { Position, TextEdit } from 'vscode-languageserver-types';
import type { YamlDocument } from '../../yaml/document';
import { indentOf, type Line, linesOf } from '../../yaml/lines';
import type { FileAnalysis } from '../analysis';

/** The edit that puts a line just begun at its column; none when it stands right or when the place is unclear. */
export function onNewLine(file: FileAnalysis, { line }: Position, tabSize: number): TextEdit[] {
  const { document, startLine } = file.stream.documentAt(line);
  const number = line - startLine;
  const lines = linesOf(document);
  const above = lines[number - 1];
  const here = document.lineText(number);
  if (above === undefined || here.trim() !== '') return [];
  const column = columnBelow(above, lines, number, document, tabSize);
  const indent = indentOf(here);
  if (column === undefined || (indent === column && !here.includes('\t'))) return [];
  const range = { start: { line, character: 0 }, end: { line, character: indent } };
  return [{ range, newText: ' '.repeat(column) }];
}

function columnBelow(
  above: Line,
  lines: readonly Line[],
  number: number,
  document: YamlDocument,
  tabSize: number,
): number | undefined {
  if (above.role !== 'content') return undefined;
  const step = Math.max(1, Math.min(tabSize, 8));
  if (above.key === undefined) return above.value < 0 || above.dashes.length === 0 ? undefined : above.dashes[0];
  if (above.value >= 0) {
    const value = document.lineText(number - 1).slice(above.value);
    return /^[|>][-+0-9]*\s*(#.*)?$/.test(value) ? above.column + step : above.column;
  }
  const below = lines.slice(number + 1).find(({ role }) => role === 'content');
  return below !== undefined && below.indent > above.column ? below.indent : above.column + step;
}
