// Linked editing: the places of a name inside one file that change together while it is typed over.
import type { Range } from 'vscode-languageserver-types';
import { type NameRequest, nameAt } from '../navigation/place';

/** Names that live in one document; others are for rename, which can reach more files. */
const LINKED: ReadonlySet<string> = new Set(['volume', 'port', 'container', 'resourceClaim', 'env', 'anchor']);

/** Ranges of one text, and what it may be made of while it is typed. */
export interface LinkedRanges {
  readonly ranges: Range[];
  readonly wordPattern: string;
}

/** The ranges that change together with the name at a position; null when it stands alone. */
export function linkedEditing(request: NameRequest): LinkedRanges | null {
  const name = nameAt(request);
  if (name === undefined || !LINKED.has(name.sort)) return null;
  const ranges = request.names
    .same(name)
    .filter(({ uri }) => uri === request.uri)
    .map(({ range }) => range);
  return ranges.length < 2 ? null : { ranges, wordPattern: '[-._a-zA-Z0-9]+' };
}
