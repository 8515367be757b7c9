// What stands under a cursor, for all requests about names: a position of a file with its names.
import type { Position, Range } from 'vscode-languageserver-types';
import type { FileAnalysis } from '../analysis';
import type { LocatedName } from '../names/fileNames';
import type { NameIndex } from '../names/nameIndex';

export interface NameRequest {
  readonly uri: string;
  readonly file: FileAnalysis;
  readonly position: Position;
  /** Names of the workspace, this file included. */
  readonly names: NameIndex;
}

/** The name at a position; undefined where none stands. */
export function nameAt({ uri, position, names }: NameRequest): LocatedName | undefined {
  return names.file(uri)?.names.find(({ range }) => contains(range, position));
}

/** Whether a position lies in a range, its end included. */
export function contains({ start, end }: Range, { line, character }: Position): boolean {
  if (line < start.line || line > end.line) return false;
  if (line === start.line && character < start.character) return false;
  return line !== end.line || character <= end.character;
}
