// The names of many files, found by what they name. Pure: the shell decides which files go in and when. An edit costs work
// for the documents it changed; all others are only given their new lines.
import type { Position, Range } from 'vscode-languageserver-types';
import { selectorIsEmpty, selectorMatches } from '../../kubernetes/labels';
import { closest } from '../../rules/spelling';
import type { Definition } from '../../schema/field';
import type { FileAnalysis } from '../analysis';
import type { CustomKind } from '../custom/customKinds';
import { type DocumentNames, type PlacedDocument, placedDocuments } from './documentNames';
import { CLUSTER_KINDS } from './fields';
import type { Name, NameSort } from './name';
import type { PodLabels, SelectorUse } from './selectors';

interface Located {
  readonly uri: string;
  /** Index of the document in its file. */
  readonly document: number;
  /** In lines of the file. */
  readonly range: Range;
}

export type LocatedName = Name & Located;
export type LocatedPod = PodLabels & Located;
export type LocatedSelector = SelectorUse & Located;

/** A document in the index. Its place changes as lines come and go above it; its content never does. */
class Entry {
  /** Where the index keeps it. */
  readonly keys: ReadonlySet<string>;
  readonly sorts: ReadonlySet<string>;
  readonly podLabels: ReadonlySet<string>;
  readonly selectorLabels: ReadonlySet<string>;
  private located: { names?: LocatedName[]; pods?: LocatedPod[]; selectors?: LocatedSelector[] } = {};

  constructor(
    readonly uri: string,
    readonly content: DocumentNames,
    private document: number,
    private startLine: number,
  ) {
    this.keys = keysOf(content);
    this.sorts = sortsOf(content);
    this.podLabels = podLabelsIn(content);
    this.selectorLabels = selectorLabelsIn(content);
  }

  get line(): number {
    return this.startLine;
  }

  move(document: number, startLine: number): void {
    if (document === this.document && startLine === this.startLine) return;
    this.document = document;
    this.startLine = startLine;
    this.located = {};
  }

  get names(): readonly LocatedName[] {
    this.located.names ??= this.content.names.map((one) => this.locate(one));
    return this.located.names;
  }

  get pods(): readonly LocatedPod[] {
    this.located.pods ??= this.content.pods.map((one) => this.locate(one));
    return this.located.pods;
  }

  get selectors(): readonly LocatedSelector[] {
    this.located.selectors ??= this.content.selectors.map((one) => this.locate(one));
    return this.located.selectors;
  }

  private locate<T extends { readonly range: Range }>(one: T): T & Located {
    const { start, end } = one.range;
    const range = {
      start: { line: start.line + this.startLine, character: start.character },
      end: { line: end.line + this.startLine, character: end.character },
    };
    return { ...one, uri: this.uri, document: this.document, range };
  }
}

/** Sorts that mean something only inside their document. */
const LOCAL: ReadonlySet<NameSort> = new Set(['volume', 'container', 'resourceClaim', 'env', 'anchor']);

export class NameIndex {
  private readonly files = new Map<string, readonly Entry[]>();
  private readonly byName = new Map<string, Set<Entry>>();
  private readonly bySort = new Map<string, Set<Entry>>();
  private readonly joined = new Set<Entry>();
  private readonly defining = new Set<Entry>();
  private readonly podsByLabel = new Map<string, Set<Entry>>();
  private readonly selectorsByLabel = new Map<string, Set<Entry>>();
  private readonly joinedByFile = new Map<string, JoinedNames>();
  private readonly declaredObjects = new Map<string, { version: number; list: readonly DeclaredName[] }>();
  private changes = 0;

  /** Number of files known. */
  get size(): number {
    return this.files.size;
  }

  /** Grows when something that others refer to changes: a declaration, a label, a selector. */
  get version(): number {
    return this.changes;
  }

  /** Addresses of all files. */
  uris(): string[] {
    return [...this.files.keys()];
  }

  /** Puts a file in, or in the place of what it was. */
  setFile(uri: string, file: FileAnalysis): void {
    this.set(uri, placedDocuments(file));
  }

  /** The same with names read before. */
  set(uri: string, documents: readonly PlacedDocument[]): void {
    const old = new Map<DocumentNames, Entry>();
    for (const entry of this.files.get(uri) ?? []) old.set(entry.content, entry);
    const fresh: Entry[] = [];
    const entries = documents.map(({ content, startLine }, i) => {
      const known = old.get(content);
      old.delete(content);
      if (known !== undefined) {
        known.move(i, startLine);
        return known;
      }
      const entry = new Entry(uri, content, i, startLine);
      this.enter(entry);
      fresh.push(entry);
      return entry;
    });
    const left = [...old.values()];
    for (const entry of left) this.leave(entry);
    this.files.set(uri, entries);
    this.joinedByFile.delete(uri);
    if (!sameOffers(left, fresh)) this.changes++;
  }

  delete(uri: string): void {
    const left = this.files.get(uri) ?? [];
    for (const entry of left) this.leave(entry);
    this.files.delete(uri);
    this.joinedByFile.delete(uri);
    if (!sameOffers(left, [])) this.changes++;
  }

  private enter(entry: Entry): void {
    for (const key of entry.keys) added(this.byName, key, entry);
    for (const key of entry.sorts) added(this.bySort, key, entry);
    if (entry.content.pods.length + entry.content.selectors.length > 0) this.joined.add(entry);
    if (entry.content.custom.length > 0) this.defining.add(entry);
    for (const label of entry.podLabels) added(this.podsByLabel, label, entry);
    for (const label of entry.selectorLabels) added(this.selectorsByLabel, label, entry);
  }

  private leave(entry: Entry): void {
    for (const key of entry.keys) removed(this.byName, key, entry);
    for (const key of entry.sorts) removed(this.bySort, key, entry);
    this.joined.delete(entry);
    this.defining.delete(entry);
    for (const label of entry.podLabels) removed(this.podsByLabel, label, entry);
    for (const label of entry.selectorLabels) removed(this.selectorsByLabel, label, entry);
  }

  /** Kinds that the workspace defines itself. */
  customKinds(): CustomKind[] {
    return [...this.defining].flatMap(({ content }) => content.custom);
  }

  /** The definition of a kind that the workspace defines itself. */
  customDefinition(apiVersion: string, kind: string): Definition | undefined {
    if (this.defining.size === 0 || kind === '') return undefined;
    return this.customKinds().find((one) => one.apiVersion === apiVersion && one.kind === kind)?.definition;
  }

  /** The name at a position of a file. */
  at(uri: string, position: Position): LocatedName | undefined {
    const entry = this.files.get(uri)?.findLast(({ line }) => line <= position.line);
    return entry?.names.find(({ range }) => contains(range, position));
  }

  /** The names of one document of a file. */
  inDocument(uri: string, document: number): readonly LocatedName[] {
    return this.files.get(uri)?.[document]?.names ?? [];
  }

  podsOf(uri: string, document: number): readonly LocatedPod[] {
    return this.files.get(uri)?.[document]?.pods ?? [];
  }

  selectorsOf(uri: string, document: number): readonly LocatedSelector[] {
    return this.files.get(uri)?.[document]?.selectors ?? [];
  }

  /** Pods and selectors of a whole file. */
  joinedIn(uri: string): JoinedNames {
    let joined = this.joinedByFile.get(uri);
    if (joined === undefined) {
      const entries = this.files.get(uri) ?? [];
      joined = { pods: entries.flatMap(({ pods }) => pods), selectors: entries.flatMap(({ selectors }) => selectors) };
      this.joinedByFile.set(uri, joined);
    }
    return joined;
  }

  /** Every place that means the same thing as a name, in the order of files and lines, the name itself included. */
  same(name: LocatedName): LocatedName[] {
    if (LOCAL.has(name.sort)) return this.inDocument(name.uri, name.document).filter((other) => sameThing(name, other));
    if (name.sort === 'port') return this.ports(name);
    const entries = [...(this.byName.get(keyOf(name)) ?? [])];
    return entries.flatMap(({ names }) => names.filter((other) => sameThing(name, other))).sort(byPlace);
  }

  /** The declarations of a name. */
  declarations(name: LocatedName): LocatedName[] {
    return this.same(name).filter(({ role }) => role === 'declaration');
  }

  /** A port of a pod, with the Services that send traffic to it by its name. */
  private ports(name: LocatedName): LocatedName[] {
    const pods = name.pod === '' ? this.podsOfService(name) : this.podsAt(name);
    const inside = pods.flatMap((pod) => this.portsOfPod(pod, name.name));
    const outside = pods.length === 0 ? [name] : pods.flatMap((pod) => this.targetPorts(pod, name.name));
    return [...new Set([...inside, ...outside])].sort(byPlace);
  }

  private podsAt({ uri, document, pod }: LocatedName): LocatedPod[] {
    return this.podsOf(uri, document).filter((one) => one.specPath === pod);
  }

  private podsOfService({ uri, document, path }: LocatedName): LocatedPod[] {
    const use = this.selectorsOf(uri, document).find(
      (one) => one.kind === 'Service' && path.startsWith(prefixOf(one.object)),
    );
    return use === undefined ? [] : this.selected(use);
  }

  private portsOfPod(pod: LocatedPod, name: string): LocatedName[] {
    return this.inDocument(pod.uri, pod.document).filter(
      (one) => one.sort === 'port' && one.name === name && one.pod === pod.specPath,
    );
  }

  private targetPorts(pod: LocatedPod, name: string): LocatedName[] {
    const services = this.selecting(pod).filter(({ kind }) => kind === 'Service');
    return services.flatMap((use) =>
      this.inDocument(use.uri, use.document).filter(
        (one) =>
          one.sort === 'port' && one.name === name && one.pod === '' && one.path.startsWith(prefixOf(use.object)),
      ),
    );
  }

  /** The pods a selector chooses. A Service without a selector chooses none; an empty one elsewhere chooses all. */
  selected(use: LocatedSelector): LocatedPod[] {
    return this.podsThatFit(use).filter((pod) => chooses(use, pod));
  }

  /** Pods that may satisfy a selector: those with one of its labels, or all when it names no label. */
  podsThatFit({ selector }: LocatedSelector): LocatedPod[] {
    const [label] = labelsOf(selector.matchLabels ?? {});
    if (label === undefined) return this.pods();
    return [...(this.podsByLabel.get(label) ?? [])].flatMap(({ pods }) => pods);
  }

  /** The selectors that choose a pod. */
  selecting(pod: LocatedPod): LocatedSelector[] {
    const entries = new Set<Entry>();
    for (const label of [...labelsOf(pod.labels), ANY_LABEL]) {
      for (const entry of this.selectorsByLabel.get(label) ?? []) entries.add(entry);
    }
    return [...entries].flatMap(({ selectors }) => selectors.filter((use) => chooses(use, pod)));
  }

  pods(): LocatedPod[] {
    return [...this.joined].flatMap(({ pods }) => pods);
  }

  selectors(): LocatedSelector[] {
    return [...this.joined].flatMap(({ selectors }) => selectors);
  }

  images(): string[] {
    return [...new Set([...this.joined].flatMap(({ content }) => content.images))];
  }

  /** Whether an object or key of this name is declared where `namespace` can reach it. */
  isDeclared(name: Pick<Name, 'sort' | 'kind' | 'holder' | 'name' | 'namespace'>): boolean {
    const key = keyOf(name);
    for (const { content } of this.byName.get(key) ?? []) {
      const namespaces = declarationsIn(content).get(key) ?? [];
      if (namespaces.some((one) => CLUSTER_KINDS.has(name.kind) || together(one, name.namespace))) return true;
    }
    return false;
  }

  /**
   * The declared object of a kind whose name is most like a word. A file asks for the same few words again and again, so
   * answers are kept as long as the names of the kind are the same.
   */
  nearestObject(kind: string, namespace: string | undefined, word: string): string | undefined {
    const list = this.objectsOfKind(kind);
    const key = `${namespace ?? ''}|${word}`;
    const answers = nearest.get(list) ?? new Map<string, string | undefined>();
    nearest.set(list, answers);
    if (!answers.has(key)) {
      const reachable = list.filter((one) => CLUSTER_KINDS.has(kind) || together(namespace, one.namespace));
      answers.set(
        key,
        closest(
          word,
          reachable.map(({ name }) => name),
        ),
      );
    }
    return answers.get(key);
  }

  /** The declared objects of a kind; the same array while they are the same. */
  private objectsOfKind(kind: string): readonly DeclaredName[] {
    const known = this.declaredObjects.get(kind);
    if (known?.version === this.changes) return known.list;
    const declared = this.declared('object', kind).map(({ name, namespace }) => ({ name, namespace }));
    const same =
      known?.list.length === declared.length &&
      known.list.every((one, i) => one.name === declared[i]?.name && one.namespace === declared[i]?.namespace);
    const list = same ? known.list : declared;
    this.declaredObjects.set(kind, { version: this.changes, list });
    return list;
  }

  /** All declared names of a sort and kind, objects of other namespaces left out. */
  declared(sort: NameSort, kind: string, namespace?: string, holder?: string): LocatedName[] {
    return this.ofSort(sort, kind).filter(
      (one) =>
        one.role === 'declaration' &&
        (holder === undefined || one.holder === holder) &&
        (CLUSTER_KINDS.has(kind) || together(namespace, one.namespace)),
    );
  }

  /** All names of a sort and kind, declared or used. */
  ofSort(sort: NameSort, kind: string): LocatedName[] {
    const entries = [...(this.bySort.get(`${sort}|${kind}`) ?? [])];
    return entries.flatMap(({ names }) => names.filter((one) => one.sort === sort && one.kind === kind));
  }

  /** All names of all files, one document after the other. */
  *all(): Generator<LocatedName> {
    for (const entries of this.files.values()) for (const { names } of entries) yield* names;
  }
}

interface JoinedNames {
  readonly pods: readonly LocatedPod[];
  readonly selectors: readonly LocatedSelector[];
}

interface DeclaredName {
  readonly name: string;
  readonly namespace: string | undefined;
}

const nearest = new WeakMap<readonly DeclaredName[], Map<string, string | undefined>>();

/** Stands for the labels of a selector that names none. */
const ANY_LABEL = '';

function labelsOf(labels: Readonly<Record<string, string>>): string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}

function podLabelsIn({ pods }: DocumentNames): Set<string> {
  return new Set(pods.flatMap(({ labels }) => labelsOf(labels)));
}

/** One label of each selector: a pod without it is not chosen. */
function selectorLabelsIn({ selectors }: DocumentNames): Set<string> {
  return new Set(selectors.map(({ selector }) => labelsOf(selector.matchLabels ?? {})[0] ?? ANY_LABEL));
}

const declarations = new WeakMap<DocumentNames, ReadonlyMap<string, readonly (string | undefined)[]>>();

/** The namespaces in which each name of a document is declared. */
function declarationsIn(content: DocumentNames): ReadonlyMap<string, readonly (string | undefined)[]> {
  const known = declarations.get(content);
  if (known !== undefined) return known;
  const made = new Map<string, (string | undefined)[]>();
  for (const name of content.names) {
    if (name.role !== 'declaration') continue;
    const key = keyOf(name);
    const namespaces = made.get(key);
    if (namespaces === undefined) made.set(key, [name.namespace]);
    else namespaces.push(name.namespace);
  }
  declarations.set(content, made);
  return made;
}

function removed(map: Map<string, Set<Entry>>, key: string, entry: Entry): void {
  const set = map.get(key);
  set?.delete(entry);
  if (set?.size === 0) map.delete(key);
}

/** Whether two sets of documents give others the same to refer to. */
function sameOffers(a: readonly Entry[], b: readonly Entry[]): boolean {
  const offers = (entries: readonly Entry[]): string => entries.map(({ content }) => content.offers).join('\n');
  return offers(a) === offers(b);
}

function added(map: Map<string, Set<Entry>>, key: string, entry: Entry): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([entry]));
  else set.add(entry);
}

/** Whether a position lies in a range, its end included. */
export function contains({ start, end }: Range, { line, character }: Position): boolean {
  if (line < start.line || line > end.line) return false;
  if (line === start.line && character < start.character) return false;
  return line !== end.line || character <= end.character;
}

function chooses({ kind, namespace, selector }: LocatedSelector, pod: LocatedPod): boolean {
  if (kind === 'Service' && selectorIsEmpty(selector)) return false;
  return together(namespace, pod.namespace) && selectorMatches(selector, pod.labels);
}

function prefixOf(object: string): string {
  return object === '' ? '' : `${object}.`;
}

function keysOf({ names }: DocumentNames): Set<string> {
  const keys = new Set<string>();
  for (const name of names) if (!LOCAL.has(name.sort) && name.sort !== 'port') keys.add(keyOf(name));
  return keys;
}

function keyOf({ sort, kind, holder, name }: Pick<Name, 'sort' | 'kind' | 'holder' | 'name'>): string {
  return `${sort}|${kind}|${holder}|${name}`;
}

function sortsOf({ names }: DocumentNames): Set<string> {
  return new Set(names.map(({ sort, kind }) => `${sort}|${kind}`));
}

/** Whether two objects can meet: a manifest that names no namespace fits into any. */
export function together(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

function sameThing(a: LocatedName, b: LocatedName): boolean {
  if (a.sort !== b.sort || a.kind !== b.kind || a.name !== b.name || a.holder !== b.holder) return false;
  if (LOCAL.has(a.sort)) return sameScope(a, b);
  return CLUSTER_KINDS.has(a.kind) || together(a.namespace, b.namespace);
}

/** Two names of one document. */
function sameScope(a: LocatedName, b: LocatedName): boolean {
  if (a.sort === 'env') return a.container === b.container;
  return a.pod === b.pod || a.pod === '' || b.pod === '';
}

function byPlace(a: LocatedName, b: LocatedName): number {
  return (
    (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0) ||
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character
  );
}
