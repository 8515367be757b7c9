// Rename: what may be renamed, which names Kubernetes would take, and the edits everywhere the name is used.
import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import {
  isConfigMapKey,
  isDNS1123Label,
  isDNS1123Subdomain,
  isEnvVarName,
  isValidPortName,
} from '../../kubernetes/names';
import type { LocatedName } from '../names/nameIndex';
import { type NameRequest, nameAt } from './place';

/** Why a rename is refused: an id of the texts table with its values. */
export interface Refusal {
  readonly refused: string;
  readonly values: Readonly<Record<string, string>>;
}

export type Prepared = { readonly range: Range; readonly placeholder: string } | Refusal;

/** The name that would be renamed, or why it cannot be. */
export function prepareRename(request: NameRequest): Prepared {
  const name = nameAt(request);
  if (name === undefined) return { refused: 'rename-nothing', values: {} };
  return { range: name.range, placeholder: name.name };
}

/** The edits of a rename, or why it is refused. */
export function rename(request: NameRequest, newName: string): WorkspaceEdit | Refusal {
  const name = nameAt(request);
  if (name === undefined) return { refused: 'rename-nothing', values: {} };
  const values = { name: newName, old: name.name };
  if (!isGoodName(name, newName)) return { refused: `rename-bad-${badWords(name)}`, values };
  const same = request.names.same(name);
  if (newName !== name.name && isTaken(request, same, newName)) return { refused: 'rename-taken', values };
  const changes: Record<string, TextEdit[]> = {};
  for (const { uri, range } of same) {
    const edits = changes[uri] ?? [];
    edits.push({ range, newText: newName });
    changes[uri] = edits;
  }
  return { changes };
}

function isGoodName({ sort }: LocatedName, name: string): boolean {
  switch (sort) {
    case 'anchor':
      return /^[^\s,[\]{}*&]+$/.test(name);
    case 'env':
      return isEnvVarName(name);
    case 'key':
      return isConfigMapKey(name);
    case 'port':
      return isValidPortName(name);
    case 'object':
      return isDNS1123Subdomain(name);
    default:
      return isDNS1123Label(name);
  }
}

/** Which words say what a good name looks like. */
function badWords({ sort }: LocatedName): string {
  return sort === 'anchor' || sort === 'env' || sort === 'key' || sort === 'port' || sort === 'object' ? sort : 'label';
}

/** Whether something of the new name is declared where the old one is. */
function isTaken({ names }: NameRequest, same: readonly LocatedName[], newName: string): boolean {
  return same.some((name) => {
    const others = names.same({ ...name, name: newName });
    return others.some((other) => other.role === 'declaration' && other.uri === name.uri);
  });
}
