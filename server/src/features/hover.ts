// Hover: what the field under the cursor means, and what it works out to in this pod.
import type { Hover } from 'vscode-languageserver-types';
import type { Texts } from '../text/texts';
import type { Position } from '../yaml/document';
import type { FileAnalysis } from './analysis';

/** The hover at a position of the file; null where there is nothing to say. */
export function hover(_file: FileAnalysis, _position: Position, _texts: Texts): Hover | null {
  return null;
}
