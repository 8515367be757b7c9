// The repair of a field that stands one or more levels too deep: its lines move out, behind the block they are in, to the
// nearest mapping above that has such a field. Only block style; comments on the field's own lines go along.
import type { Definition, ValueType } from '../schema/field';
import { kubernetes } from '../schema/kubernetes';
import type { YamlDocument } from '../yaml/document';
import { pairOf, placeOf, resolve } from '../yaml/path';
import type { MapNode, Pair, YamlNode } from '../yaml/tree';
import type { Fix } from './finding';

/** Levels that are looked at above the mapping of the field. */
const MOST_LEVELS = 3;

/** Fixes that move the field at `path` (from the object's root) out; none when no mapping above takes it. */
export function moveOutFixes(path: string, name: string, document: YamlDocument, root: YamlNode | null): Fix[] {
  const definition = definitionOf(root);
  const here = path.slice(0, Math.max(path.length - name.length - 1, 0));
  const holder = resolve(placeOf(root, here).node);
  const pair = holder?.kind === 'map' ? pairOf(holder, name) : undefined;
  if (definition === undefined || pair === undefined || holder?.kind !== 'map' || holder.flow) return [];
  if (holder.pairs.length < 2) return [];
  let inner = here;
  for (let level = 0; level < MOST_LEVELS && inner !== ''; level++) {
    const outer = parentPath(inner);
    const map = resolve(placeOf(root, outer).node);
    if (takes(kubernetes.typeAt(definition, outer), name) && map?.kind === 'map') {
      return pairOf(map, name) === undefined ? moved(pair, map, inner, document) : [];
    }
    inner = outer;
  }
  return [];
}

function definitionOf(root: YamlNode | null): Definition | undefined {
  const map = resolve(root);
  if (map?.kind !== 'map') return undefined;
  const text = (key: string): string => {
    const value = resolve(pairOf(map, key)?.value);
    return value?.kind === 'scalar' ? value.text : '';
  };
  return kubernetes.definitionOf(text('apiVersion'), text('kind'));
}

/** `a.b[0].c` -> `a.b[0]` -> `a.b` -> `a`. */
function parentPath(path: string): string {
  const at = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
  return at < 0 ? '' : path.slice(0, at);
}

function takes(type: ValueType | undefined, name: string): boolean {
  return type?.kind === 'object' && type.definition.field(name) !== undefined;
}

/** One edit over the lines from the field to the end of the block it leaves. */
function moved(pair: Pair, target: MapNode, inner: string, document: YamlDocument): Fix[] {
  const first = target.pairs[0];
  const block = target.pairs.find(({ key, end }) => key.start <= pair.key.start && end >= pair.key.end);
  if (target.flow || first === undefined || block === undefined || block.value === null) return [];
  const from = document.positionAt(pair.key.start);
  const lineStart = document.lineStarts[from.line] as number;
  if (document.text.slice(lineStart, pair.key.start).trim() !== '') return [];
  const shift = from.character - document.positionAt(first.key.start).character;
  const last = lastLine(pair.end, pair.key.end, document);
  const blockLast = lastLine(block.end, pair.end, document);
  if (shift <= 0 || blockLast < last) return [];
  const lines = (a: number, b: number): string[] =>
    Array.from({ length: b - a + 1 }, (_, i) => document.lineText(a + i));
  const own = lines(from.line, last).map((line) => line.slice(Math.min(shift, /^ */.exec(line)?.[0].length ?? 0)));
  const rest = last < blockLast ? lines(last + 1, blockLast) : [];
  const end = document.text.includes('\r\n') ? '\r\n' : '\n';
  const values = { field: pair.key.text, block: nameOf(inner) };
  const span = { start: lineStart, end: document.lineEnd(blockLast) };
  return [
    {
      title: 'fix-move-out',
      values,
      edits: [{ op: 'text', span, text: [...rest, ...own].join(end) }],
      preferred: true,
    },
  ];
}

/** Last line of a node, blanks behind it left out. */
function lastLine(end: number, atLeast: number, document: YamlDocument): number {
  let at = end;
  while (at > atLeast && /\s/.test(document.text[at - 1] as string)) at--;
  return document.positionAt(at).line;
}

function nameOf(path: string): string {
  return /([^.[\]]+)(\[\d+\])?$/.exec(path)?.[1] ?? '';
}
