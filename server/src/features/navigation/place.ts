// What stands under a cursor, for all requests about names: a position of a file with its names.
import type { Position } from 'vscode-languageserver-types';
import type { FileAnalysis } from '../analysis';
import type { LocatedName, NameIndex } from '../names/nameIndex';

export interface NameRequest {
  readonly uri: string;
  readonly file: FileAnalysis;
  readonly position: Position;
  /** Names of the workspace, this file included. */
  readonly names: NameIndex;
}

/** The name at a position; undefined where none stands. */
export function nameAt({ uri, position, names }: NameRequest): LocatedName | undefined {
  return names.at(uri, position);
}
