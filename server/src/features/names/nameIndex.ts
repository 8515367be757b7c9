// The names of many files, found by what they name. Pure: the shell decides which files go in and when.
import { type LabelMap, type Selector, selectorIsEmpty, selectorMatches } from '../../kubernetes/labels';
import { CLUSTER_KINDS } from './fields';
import type { FileNames, LocatedName, LocatedPod, LocatedSelector } from './fileNames';
import type { NameSort } from './name';

/** Sorts that mean something only inside their document. */
const LOCAL: ReadonlySet<NameSort> = new Set(['volume', 'container', 'resourceClaim', 'env', 'anchor']);

export class NameIndex {
  private readonly files = new Map<string, FileNames>();
  private readonly uris = new Map<string, Set<string>>();

  /** Number of files known. */
  get size(): number {
    return this.files.size;
  }

  file(uri: string): FileNames | undefined {
    return this.files.get(uri);
  }

  /** Puts a file in, or in the place of what it was. */
  set(file: FileNames): void {
    if (this.files.get(file.uri) === file) return;
    this.delete(file.uri);
    this.files.set(file.uri, file);
    for (const key of keysOf(file)) {
      const uris = this.uris.get(key);
      if (uris === undefined) this.uris.set(key, new Set([file.uri]));
      else uris.add(file.uri);
    }
  }

  delete(uri: string): void {
    const old = this.files.get(uri);
    if (old === undefined) return;
    this.files.delete(uri);
    for (const key of keysOf(old)) this.uris.get(key)?.delete(uri);
  }

  /** Every place that means the same thing as a name, in the order of files and lines, the name itself included. */
  same(name: LocatedName): LocatedName[] {
    if (LOCAL.has(name.sort)) return this.inFile(name.uri, name);
    if (name.sort === 'port') return this.ports(name);
    const uris = this.uris.get(keyOf(name)) ?? new Set([name.uri]);
    return [...uris].sort().flatMap((uri) => this.inFile(uri, name));
  }

  /** The declarations of a name. */
  declarations(name: LocatedName): LocatedName[] {
    return this.same(name).filter(({ role }) => role === 'declaration');
  }

  private inFile(uri: string, name: LocatedName): LocatedName[] {
    return (this.files.get(uri)?.names ?? []).filter((other) => sameThing(name, other));
  }

  /** A port of a pod, with the Services that send traffic to it by its name. */
  private ports(name: LocatedName): LocatedName[] {
    const pods = name.pod === '' ? this.podsOfService(name) : this.podsAt(name);
    const inside = pods.flatMap((pod) => this.portsOfPod(pod, name.name));
    const outside = pods.length === 0 ? [name] : pods.flatMap((pod) => this.targetPorts(pod, name.name));
    const found = new Set([...inside, ...outside]);
    return [...found].sort(byPlace);
  }

  private podsAt({ uri, document, pod }: LocatedName): LocatedPod[] {
    return (this.files.get(uri)?.pods ?? []).filter((one) => one.document === document && one.specPath === pod);
  }

  private podsOfService({ uri, document, path }: LocatedName): LocatedPod[] {
    const use = (this.files.get(uri)?.selectors ?? []).find(
      (one) => one.document === document && one.kind === 'Service' && path.startsWith(prefixOf(one.object)),
    );
    return use === undefined ? [] : this.selected(use);
  }

  private portsOfPod(pod: LocatedPod, name: string): LocatedName[] {
    return (this.files.get(pod.uri)?.names ?? []).filter(
      (one) => one.sort === 'port' && one.name === name && one.document === pod.document && one.pod === pod.specPath,
    );
  }

  private targetPorts(pod: LocatedPod, name: string): LocatedName[] {
    return this.selecting(pod)
      .filter(({ kind }) => kind === 'Service')
      .flatMap((use) =>
        (this.files.get(use.uri)?.names ?? []).filter(
          (one) =>
            one.sort === 'port' &&
            one.name === name &&
            one.pod === '' &&
            one.document === use.document &&
            one.path.startsWith(prefixOf(use.object)),
        ),
      );
  }

  /** The pods a selector chooses. A Service without a selector chooses none; an empty one elsewhere chooses all. */
  selected(use: LocatedSelector): LocatedPod[] {
    if (selectorIsEmpty(use.selector) && use.kind === 'Service') return [];
    return this.pods().filter(
      (pod) => together(use.namespace, pod.namespace) && selectorMatches(use.selector, pod.labels),
    );
  }

  /** The selectors that choose a pod. */
  selecting(pod: LocatedPod): LocatedSelector[] {
    return this.selectors().filter(
      (use) =>
        together(use.namespace, pod.namespace) &&
        !(selectorIsEmpty(use.selector) && use.kind === 'Service') &&
        selectorMatches(use.selector, pod.labels),
    );
  }

  pods(): LocatedPod[] {
    return [...this.files.values()].flatMap(({ pods }) => pods);
  }

  selectors(): LocatedSelector[] {
    return [...this.files.values()].flatMap(({ selectors }) => selectors);
  }

  images(): string[] {
    return [...new Set([...this.files.values()].flatMap(({ images }) => images))];
  }

  /** All declared names of a sort and kind, objects of other namespaces left out. */
  declared(sort: NameSort, kind: string, namespace?: string, holder?: string): LocatedName[] {
    return this.all().filter(
      (one) =>
        one.sort === sort &&
        one.role === 'declaration' &&
        one.kind === kind &&
        (holder === undefined || one.holder === holder) &&
        (CLUSTER_KINDS.has(kind) || together(namespace, one.namespace)),
    );
  }

  /** All names of all files. */
  all(): LocatedName[] {
    return [...this.files.values()].flatMap(({ names }) => names);
  }
}

function prefixOf(object: string): string {
  return object === '' ? '' : `${object}.`;
}

function keysOf(file: FileNames): Set<string> {
  return new Set(file.names.filter(({ sort }) => !LOCAL.has(sort)).map(keyOf));
}

function keyOf({ sort, kind, holder, name }: LocatedName): string {
  return `${sort}|${kind}|${holder}|${name}`;
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

function sameScope(a: LocatedName, b: LocatedName): boolean {
  if (a.uri !== b.uri || a.document !== b.document) return false;
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

export type { LabelMap, Selector };
