// From a selector to the pods it chooses, and from the labels of a pod to the selectors that choose it.
import type { Location } from 'vscode-languageserver-types';
import { atOffset } from '../../yaml/path';
import { viewOf } from '../view';
import type { NameRequest } from './place';

/** Objects joined by the labels at a position; empty elsewhere. */
export function labelTargets({ uri, file, position, names }: NameRequest): Location[] {
  const { index, document, startLine } = file.stream.documentAt(position.line);
  const analysis = file.documents[index];
  if (analysis === undefined) return [];
  const offset = document.offsetAt({ line: position.line - startLine, character: position.character });
  const { path } = atOffset(viewOf(analysis).document.root, offset);
  const use = names.selectorsOf(uri, index).find((one) => path === one.path || path.startsWith(`${one.path}.`));
  if (use !== undefined) return names.selected(use).map(({ uri: target, range }) => ({ uri: target, range }));
  const pod = names.podsOf(uri, index).find((one) => isLabelPath(path, one.specPath));
  return pod === undefined ? [] : names.selecting(pod).map(({ uri: target, range }) => ({ uri: target, range }));
}

function isLabelPath(path: string, specPath: string): boolean {
  const labels = `${specPath.replace(/\.?spec$/, '')}.metadata.labels`.replace(/^\./, '');
  return path === labels || path.startsWith(`${labels}.`);
}
