// Refactorings at a place: code actions that change a manifest without anything being wrong with it.
import type { CodeAction, Range } from 'vscode-languageserver-types';
import type { Texts } from '../../text/texts';
import type { FileAnalysis } from '../analysis';
import { addBlocks } from './containerBlocks';
import { documentActions } from './documents';
import { environmentActions } from './environment';
import { placeAt } from './place';
import { podToDeployment } from './podToDeployment';

export interface RefactorRequest {
  readonly uri: string;
  readonly range: Range;
  /** The client can create files in an edit. */
  readonly createsFiles: boolean;
}

/** Kinds of the actions, for the server's capabilities. */
export const REFACTOR_KINDS: readonly string[] = ['refactor.rewrite', 'refactor.extract'];

/** The refactorings at the start of a range. */
export function refactorings(file: FileAnalysis, request: RefactorRequest, texts: Texts): CodeAction[] {
  const place = placeAt(request.uri, file, request.range);
  if (place === undefined) return [];
  const actions = [
    ...addBlocks(place, texts),
    ...environmentActions(place, texts),
    ...podToDeployment(place, texts),
    ...documentActions(place, texts),
  ];
  return actions.filter(({ edit }) => request.createsFiles || edit?.documentChanges === undefined);
}
