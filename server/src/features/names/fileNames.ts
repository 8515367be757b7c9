// The names of a whole file with their places, and the labels and selectors that join its objects. Plain data: it outlives
// the texts it was read from, so that a workspace of many files can be kept.
import type { Range } from 'vscode-languageserver-types';
import type { LabelMap, Selector } from '../../kubernetes/labels';
import type { YamlDocument } from '../../yaml/document';
import { placeOf } from '../../yaml/path';
import type { Span } from '../../yaml/tree';
import type { DocumentAnalysis, FileAnalysis } from '../analysis';
import { viewOf } from '../view';
import type { Name } from './name';
import { namesOf } from './namesOf';
import { type PodLabels, podLabelsOf, type SelectorUse, selectorsOf } from './selectors';

export interface LocatedName extends Name {
  readonly uri: string;
  /** Index of the document in its file. */
  readonly document: number;
  readonly range: Range;
}

export interface LocatedPod extends PodLabels {
  readonly uri: string;
  readonly document: number;
  readonly range: Range;
}

export interface LocatedSelector extends SelectorUse {
  readonly uri: string;
  readonly document: number;
  readonly range: Range;
}

export interface FileNames {
  readonly uri: string;
  readonly names: readonly LocatedName[];
  /** Pods and pod templates with their labels. */
  readonly pods: readonly LocatedPod[];
  /** Selectors that choose pods. */
  readonly selectors: readonly LocatedSelector[];
  readonly images: readonly string[];
}

export type { LabelMap, Selector };

/** The names of a file. Work is kept per document; only places are worked out anew when lines move. */
export function fileNames(uri: string, file: FileAnalysis): FileNames {
  const names: LocatedName[] = [];
  const pods: LocatedPod[] = [];
  const selectors: LocatedSelector[] = [];
  const images = new Set<string>();
  file.documents.forEach((analysis, document) => {
    const line = file.stream.startLine(document);
    const at = (span: Span): Range => rangeIn(analysis.document, span, line);
    for (const name of namesOf(analysis)) names.push({ ...name, uri, document, range: at(name.span) });
    for (const pod of podLabelsOf(analysis)) pods.push({ ...pod, uri, document, range: at(pod.span) });
    for (const use of selectorsOf(analysis)) selectors.push({ ...use, uri, document, range: at(use.span) });
    for (const image of imagesOf(analysis)) images.add(image);
  });
  return { uri, names, pods, selectors, images: [...images] };
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
