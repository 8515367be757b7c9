// The names of one document with their places, and the labels and selectors that join its objects. Plain data that outlives
// the text it was read from, so that a workspace of many files can be kept.
import type { Range } from 'vscode-languageserver-types';
import type { YamlDocument } from '../../yaml/document';
import { placeOf } from '../../yaml/path';
import type { Span } from '../../yaml/tree';
import type { DocumentAnalysis, FileAnalysis } from '../analysis';
import { type CustomKind, customKindsOf } from '../custom/customKinds';
import { viewOf } from '../view';
import type { Name } from './name';
import { namesOf } from './namesOf';
import { type PodLabels, podLabelsOf, type SelectorUse, selectorsOf } from './selectors';

interface Ranged {
  /** Lines count from the first line of the document. */
  readonly range: Range;
}

export interface DocumentNames {
  readonly names: readonly (Name & Ranged)[];
  /** Pods and pod templates with their labels. */
  readonly pods: readonly (PodLabels & Ranged)[];
  /** Selectors that choose pods. */
  readonly selectors: readonly (SelectorUse & Ranged)[];
  readonly images: readonly string[];
  /** Kinds that CustomResourceDefinitions of the document describe. */
  readonly custom: readonly CustomKind[];
  /** All that other documents can refer to, as one text: equal texts offer the same. */
  readonly offers: string;
}

/** A document's names with the line it begins on. */
export interface PlacedDocument {
  readonly content: DocumentNames;
  readonly startLine: number;
}

const cache = new WeakMap<DocumentAnalysis, DocumentNames>();

/** The names of a document; the same object while its text is the same. */
export function documentNames(analysis: DocumentAnalysis): DocumentNames {
  let known = cache.get(analysis);
  if (known === undefined) {
    known = collect(analysis);
    cache.set(analysis, known);
  }
  return known;
}

/** The names of all documents of a file. */
export function placedDocuments(file: FileAnalysis): PlacedDocument[] {
  return file.documents.map((analysis, i) => ({
    content: documentNames(analysis),
    startLine: file.stream.startLine(i),
  }));
}

function collect(analysis: DocumentAnalysis): DocumentNames {
  const ranged = <T extends { readonly span: Span }>(one: T): T & Ranged => ({
    ...one,
    range: rangeIn(analysis.document, one.span, 0),
  });
  const names = namesOf(analysis).map(ranged);
  const pods = podLabelsOf(analysis).map(ranged);
  const selectors = selectorsOf(analysis).map(ranged);
  const custom = customKindsOf(viewOf(analysis));
  // a definition is offered as a whole: any change of its text counts
  const offers = offersOf(names, pods, selectors) + (custom.length === 0 ? '' : analysis.document.text);
  return { names, pods, selectors, images: imagesOf(analysis), custom, offers };
}

function offersOf(names: readonly Name[], pods: readonly PodLabels[], selectors: readonly SelectorUse[]): string {
  return JSON.stringify([
    names.flatMap((one) =>
      one.role === 'declaration' && one.pod === '' ? [[one.sort, one.kind, one.holder, one.name, one.namespace]] : [],
    ),
    pods.map(({ kind, name, namespace, labels }) => [kind, name, namespace, labels]),
    selectors.map(({ kind, name, namespace, selector }) => [kind, name, namespace, selector]),
  ]);
}

/** A span of a document in lines of its file. */
export function rangeIn(document: YamlDocument, { start, end }: Span, startLine: number): Range {
  const from = document.positionAt(start);
  const to = document.positionAt(end);
  return {
    start: { line: from.line + startLine, character: from.character },
    end: { line: to.line + startLine, character: to.character },
  };
}

function imagesOf(analysis: DocumentAnalysis): string[] {
  const found: string[] = [];
  for (const { specPath } of podLabelsOf(analysis)) {
    for (const list of ['containers', 'initContainers']) {
      const { node, exact } = placeOf(viewOf(analysis).document.root, `${specPath}.${list}`);
      if (!exact || node?.kind !== 'seq') continue;
      for (const { value } of node.items) {
        const image = value?.kind === 'map' ? value.pairs.find((pair) => pair.key.text === 'image')?.value : undefined;
        if (image?.kind === 'scalar' && typeof image.value === 'string') found.push(image.value);
      }
    }
  }
  return found;
}
