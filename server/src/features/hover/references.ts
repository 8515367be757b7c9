// Hover on a name: what it stands for, in this file or elsewhere in the workspace.
import type { Texts } from '../../text/texts';
import { placeOf, resolve } from '../../yaml/path';
import type { LocatedName, NameIndex } from '../names/nameIndex';
import type { View } from '../view';

/** Lines about the name at a place; empty when it stands for nothing known. */
export function nameLines(name: LocatedName, names: NameIndex, view: View, texts: Texts): string[] {
  const same = names.same(name);
  const declared = same.filter(({ role }) => role === 'declaration');
  const uses = same.length - declared.length;
  const first = declared[0];
  const lines: string[] = [];
  if (name.sort === 'volume' && first !== undefined) {
    const source = volumeSource(view, first.about);
    if (source !== '') lines.push(texts.say('name-volume', { name: name.name, source }));
  }
  if (name.sort === 'port' && first !== undefined) {
    const number = scalarText(view, `${first.about}.containerPort`);
    if (number !== '' && first.uri === name.uri && first.document === name.document)
      lines.push(texts.say('name-port', { name: name.name, number }));
  }
  if (name.role === 'declaration') lines.push(texts.say('name-uses', { count: uses }));
  else if (first === undefined && DECLARED_SOMEWHERE.has(name.sort))
    lines.push(texts.say('name-unknown', { name: name.name }));
  else if (first !== undefined && first.uri !== name.uri) {
    lines.push(texts.say('name-declared-in', { file: fileName(first.uri), line: first.range.start.line + 1 }));
  }
  return lines;
}

const DECLARED_SOMEWHERE: ReadonlySet<string> = new Set(['volume', 'object', 'key']);

function fileName(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}

function volumeSource({ document }: View, about: string): string {
  if (about.includes('volumeClaimTemplates')) return 'volumeClaimTemplates';
  const node = resolve(placeOf(document.root, about).node);
  return node?.kind === 'map' ? (node.pairs.find((pair) => pair.key.text !== 'name')?.key.text ?? 'emptyDir') : '';
}

function scalarText({ document }: View, path: string): string {
  const { node, exact } = placeOf(document.root, path);
  const value = exact ? resolve(node) : null;
  return value?.kind === 'scalar' ? value.text : '';
}
