// Workspace symbols: objects, volumes, ports, containers and keys of all files known, by part of their name.
import { type SymbolInformation, SymbolKind } from 'vscode-languageserver-types';
import type { NameSort } from '../names/name';
import type { LocatedName, NameIndex } from '../names/nameIndex';

/** More answers than anyone reads; the search goes on as the query grows. */
const MOST = 500;

const KINDS: Partial<Readonly<Record<NameSort, SymbolKind>>> = {
  object: SymbolKind.Class,
  key: SymbolKind.Key,
  volume: SymbolKind.Package,
  port: SymbolKind.Interface,
  servicePort: SymbolKind.Interface,
  container: SymbolKind.Module,
};

/** The declared names whose label holds the letters of the query in their order. */
export function workspaceSymbols(names: NameIndex, query: string): SymbolInformation[] {
  const found: SymbolInformation[] = [];
  for (const name of names.all()) {
    const kind = KINDS[name.sort];
    if (name.role !== 'declaration' || kind === undefined) continue;
    const label = labelOf(name);
    if (!matches(label.toLowerCase(), query.toLowerCase())) continue;
    const container = name.sort === 'object' ? (name.namespace ?? '') : ownerOf(name, names);
    found.push({
      name: label,
      kind,
      location: { uri: name.uri, range: name.range },
      ...(container === '' ? {} : { containerName: container }),
    });
    if (found.length >= MOST) break;
  }
  return found;
}

function labelOf({ sort, kind, name }: LocatedName): string {
  if (sort === 'object') return `${kind}/${name}`;
  return sort === 'key' ? name : `${sort === 'servicePort' ? 'port' : sort} ${name}`;
}

/** The object a name lives in: `Deployment/web`. */
function ownerOf({ uri, document, holder, kind }: LocatedName, names: NameIndex): string {
  if (holder !== '' && kind !== '') return `${kind}/${holder}`;
  const owner = names.inDocument(uri, document).find((one) => one.sort === 'object' && one.role === 'declaration');
  return owner === undefined ? '' : `${owner.kind}/${owner.name}`;
}

function matches(label: string, query: string): boolean {
  let at = 0;
  for (const char of query) {
    if (char === ' ') continue;
    at = label.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
