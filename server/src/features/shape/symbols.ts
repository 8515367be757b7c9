// Outline: every document under the name of its object, list items under their own names. Levels that say nothing (`spec`,
// `template`, lists of named items) are left out, so that a container stands right below its workload.
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { textOf } from '../../rules/objects';
import { child, item, resolve } from '../../yaml/path';
import type { MapNode, YamlNode } from '../../yaml/tree';
import type { DocumentAnalysis, FileAnalysis } from '../analysis';
import { rangeIn } from '../names/documentNames';
import { type View, viewOf } from '../view';
import { contentEnd } from './extent';

/** Most symbols of one document; what is beyond them is left out. */
const MOST_SYMBOLS = 4000;

const cache = new WeakMap<DocumentAnalysis, readonly DocumentSymbol[]>();

/** The outline of a file. */
export function documentSymbols(file: FileAnalysis): DocumentSymbol[] {
  return file.documents.flatMap((analysis, index) => {
    let symbols = cache.get(analysis);
    if (symbols === undefined) {
      symbols = new Outline(viewOf(analysis)).symbols();
      cache.set(analysis, symbols);
    }
    const line = file.stream.startLine(index);
    return line === 0 ? [...symbols] : symbols.map((symbol) => moved(symbol, line));
  });
}

function moved(symbol: DocumentSymbol, lines: number): DocumentSymbol {
  const { range, selectionRange, children } = symbol;
  return {
    ...symbol,
    range: movedRange(range, lines),
    selectionRange: movedRange(selectionRange, lines),
    ...(children === undefined ? {} : { children: children.map((one) => moved(one, lines)) }),
  };
}

function movedRange({ start, end }: DocumentSymbol['range'], lines: number): DocumentSymbol['range'] {
  return { start: { ...start, line: start.line + lines }, end: { ...end, line: end.line + lines } };
}

/** Keys whose own level is not shown: their entries stand one level further out. */
const THROUGH: ReadonlySet<string> = new Set(['spec', 'template', 'jobTemplate']);

/** Words for items of well known lists, and the field that names them. */
const ITEMS: Readonly<Record<string, readonly [word: string, kind: SymbolKind]>> = {
  containers: ['container', SymbolKind.Module],
  initContainers: ['init container', SymbolKind.Module],
  ephemeralContainers: ['ephemeral container', SymbolKind.Module],
  volumes: ['volume', SymbolKind.Package],
  volumeClaimTemplates: ['claim template', SymbolKind.Package],
  volumeMounts: ['mount', SymbolKind.Field],
  ports: ['port', SymbolKind.Interface],
  env: ['env', SymbolKind.Variable],
  rules: ['rule', SymbolKind.Field],
  subjects: ['subject', SymbolKind.Field],
  tolerations: ['toleration', SymbolKind.Field],
};

class Outline {
  private left = MOST_SYMBOLS;

  constructor(private readonly view: View) {}

  symbols(): DocumentSymbol[] {
    const { objects, document } = this.view;
    const root = resolve(document.root);
    if (objects.length === 0) return root?.kind === 'map' ? this.foreign(root) : [];
    return objects.map((object) => {
      const metadata = resolve(object.node.pairs.find((pair) => pair.key.text === 'metadata')?.value);
      const name = metadata?.kind === 'map' ? textOf(metadata, 'name') || textOf(metadata, 'generateName') : '';
      const namespace = metadata?.kind === 'map' ? textOf(metadata, 'namespace') : '';
      const label = name === '' ? object.kind : `${object.kind}/${name}`;
      return this.symbol(
        label,
        namespace || object.apiVersion,
        SymbolKind.Class,
        object.node,
        object.node,
        this.entries(object.node, object.path),
      );
    });
  }

  /** A document of another kind: its keys as they are, or its object when it looks like one. */
  private foreign(root: MapNode): DocumentSymbol[] {
    const kind = textOf(root, 'kind');
    const metadata = resolve(root.pairs.find((pair) => pair.key.text === 'metadata')?.value);
    const name = metadata?.kind === 'map' ? textOf(metadata, 'name') : '';
    if (kind === '') return this.entries(root, '');
    const label = name === '' ? kind : `${kind}/${name}`;
    return [this.symbol(label, textOf(root, 'apiVersion'), SymbolKind.Class, root, root, this.entries(root, ''))];
  }

  private entries(map: MapNode, path: string): DocumentSymbol[] {
    return map.pairs.flatMap(({ key, value }) => {
      const node = value;
      if (node === null || this.left <= 0) return [];
      const at = child(path, key.text);
      if (node.kind === 'map' && THROUGH.has(key.text)) return this.entries(node, at);
      if (node.kind === 'seq' && ITEMS[key.text] !== undefined) return this.items(node, key.text, at);
      if (node.kind === 'scalar' && !/(^|\.)(data|stringData)$/.test(path)) return [];
      const kind = node.kind === 'seq' ? SymbolKind.Array : node.kind === 'map' ? SymbolKind.Object : SymbolKind.String;
      const inside =
        node.kind === 'map' ? this.entries(node, at) : node.kind === 'seq' ? this.items(node, key.text, at) : [];
      return [this.symbol(key.text, '', kind, { start: key.start, end: node.end }, key, inside)];
    });
  }

  private items(list: Extract<YamlNode, { kind: 'seq' }>, key: string, path: string): DocumentSymbol[] {
    const [word, kind] = ITEMS[key] ?? ['', SymbolKind.Object];
    return list.items.flatMap(({ value }, i) => {
      const map = value?.kind === 'map' ? value : undefined;
      if (map === undefined || this.left <= 0) return [];
      const name = itemName(map);
      const label = [this.word(word, map), name].filter((part) => part !== '').join(' ') || `[${i}]`;
      const named =
        map.pairs.find((pair) => pair.value?.kind === 'scalar' && pair.value.text === name)?.value ??
        map.pairs[0]?.key ??
        map;
      return [this.symbol(label, itemDetail(map, key), kind, map, named, this.entries(map, item(path, i)))];
    });
  }

  /** An init container that keeps running is a sidecar. */
  private word(word: string, map: MapNode): string {
    return word === 'init container' && textOf(map, 'restartPolicy') === 'Always' ? 'sidecar' : word;
  }

  private symbol(
    name: string,
    detail: string,
    kind: SymbolKind,
    span: { readonly start: number; readonly end: number },
    selection: { readonly start: number; readonly end: number },
    children: DocumentSymbol[],
  ): DocumentSymbol {
    this.left--;
    const { document } = this.view;
    const start = Math.min(span.start, selection.start);
    const end = contentEnd(document.text, start, span.end);
    const chosen =
      selection === span
        ? firstLine(document.text, start, end)
        : { start: selection.start, end: Math.min(selection.end, end) };
    return {
      name: name === '' ? '""' : name,
      detail,
      kind,
      range: rangeIn(document, { start, end: Math.max(end, chosen.end) }, 0),
      selectionRange: rangeIn(document, chosen, 0),
      ...(children.length === 0 ? {} : { children }),
    };
  }
}

function firstLine(text: string, start: number, end: number): { start: number; end: number } {
  const line = text.slice(start, end).search(/[\r\n]/);
  return { start, end: line < 0 ? end : start + line };
}

const NAMING = [
  'name',
  'key',
  'topologyKey',
  'host',
  'mountPath',
  'path',
  'port',
  'containerPort',
  'ip',
  'type',
  'kind',
];

/** What an item calls itself. */
function itemName(map: MapNode): string {
  if (map.pairs.some((pair) => pair.key.text === 'metadata')) {
    const metadata = resolve(map.pairs.find((pair) => pair.key.text === 'metadata')?.value);
    if (metadata?.kind === 'map') return textOf(metadata, 'name');
  }
  for (const key of NAMING) {
    const value = resolve(map.pairs.find((pair) => pair.key.text === key)?.value);
    if (value?.kind === 'scalar' && value.text !== '') return value.text;
  }
  return '';
}

function itemDetail(map: MapNode, key: string): string {
  if (key === 'containers' || key === 'initContainers') return textOf(map, 'image');
  if (key !== 'ports') return '';
  const number = resolve(
    map.pairs.find((pair) => pair.key.text === 'containerPort' || pair.key.text === 'port')?.value,
  );
  return number?.kind === 'scalar' ? number.text : '';
}
