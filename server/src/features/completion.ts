// Completion: keys, values and snippets that fit at the cursor.
import type { CompletionItem } from 'vscode-languageserver-types';
import type { Texts } from '../text/texts';
import type { Position } from '../yaml/document';
import type { FileAnalysis } from './analysis';

/** What can be written at a position of the file. */
export function complete(_file: FileAnalysis, _position: Position, _texts: Texts): CompletionItem[] {
  return [];
}
