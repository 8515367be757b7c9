// Definition, references and highlights of names: volumes, ports, containers, objects, keys, anchors, labels.
import { type DocumentHighlight, DocumentHighlightKind, type Location } from 'vscode-languageserver-types';
import type { LocatedName } from '../names/nameIndex';
import { labelTargets } from './labels';
import { type NameRequest, nameAt } from './place';
import { portTargets } from './portNumbers';

/** Where the name at a position is declared; the pods that a selector chooses; the container port of a number. */
export function definition(request: NameRequest): Location[] {
  const name = nameAt(request);
  if (name === undefined) return [...labelTargets(request), ...portTargets(request)];
  const declared = request.names.declarations(name);
  const before = name.sort === 'anchor' ? declared.filter((one) => isBefore(one, name)).slice(-1) : declared;
  return before.map(locationOf);
}

function isBefore(a: LocatedName, b: LocatedName): boolean {
  return a.span.start <= b.span.start;
}

/** All places that mean the same as the name at a position. */
export function references(request: NameRequest, withDeclaration: boolean): Location[] {
  const name = nameAt(request);
  if (name === undefined) return labelTargets(request);
  const same = request.names.same(name);
  return same.filter(({ role }) => withDeclaration || role === 'reference').map(locationOf);
}

/** The same places in this file, told apart by declaration (write) and use (read). */
export function highlights(request: NameRequest): DocumentHighlight[] {
  const name = nameAt(request);
  if (name === undefined) return [];
  return request.names
    .same(name)
    .filter(({ uri }) => uri === request.uri)
    .map(({ range, role }) => ({
      range,
      kind: role === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}

function locationOf({ uri, range }: LocatedName): Location {
  return { uri, range };
}
