// What completion knows at a cursor: the document as it would be without the half-typed token, the field that is asked
// for, and the names of the file and the workspace.

import type { Texts } from '../../text/texts';
import { type Position, YamlDocument } from '../../yaml/document';
import { placeOf, resolve, type Segment } from '../../yaml/path';
import { type Cursor, cursorAt } from '../../yaml/repair';
import type { FileAnalysis } from '../analysis';
import { DocumentAnalysis } from '../analysis';
import { type FieldPlace, fieldPlace, type ObjectPlace, objectPlace } from '../fieldPlace';
import { NameIndex } from '../names/nameIndex';
import { type View, viewOf } from '../view';

export interface CompletionClient {
  /** The client fills tab stops. */
  readonly snippets: boolean;
  /** Command that opens the list again after an item was taken, when the client has one. */
  readonly suggestCommand?: string;
}

export interface Scope {
  readonly uri: string;
  readonly texts: Texts;
  readonly minor: number;
  readonly client: CompletionClient;
  readonly cursor: Cursor;
  /** The document as it is, half-typed token and all. */
  readonly view: View;
  /** The document without the token at the cursor where that keeps the rest from being read; made when first needed. */
  readonly repaired: () => View;
  /** Index of the document in its file. */
  readonly index: number;
  readonly object: ObjectPlace | undefined;
  /** Place of the cursor's path in the object. */
  readonly place: FieldPlace;
  readonly names: NameIndex;
}

export interface CompletionRequest {
  readonly uri: string;
  readonly file: FileAnalysis;
  readonly position: Position;
  readonly texts: Texts;
  readonly client: CompletionClient;
  /** The letter that made the editor ask, if one did. */
  readonly trigger?: string;
  /** Names of the workspace, this file included; the file alone when absent. */
  readonly names?: NameIndex;
}

/** The scope of a request; undefined where nothing can be completed. */
export function scopeOf({ uri, file, position, texts, client, names }: CompletionRequest): Scope | undefined {
  const { index, document, startLine } = file.stream.documentAt(position.line);
  const analysis = file.documents[index];
  if (analysis === undefined) return undefined;
  const offset = document.offsetAt({ line: position.line - startLine, character: position.character });
  const cursor = cursorAt(document, offset);
  if (cursor === undefined) return undefined;
  const view = viewOf(analysis);
  let mended: View | undefined;
  const repaired = (): View => {
    mended ??= viewOf(readable(analysis, cursor));
    return mended;
  };
  const known = names ?? ownNames(uri, file);
  const object = objectPlace(view, cursor.path, known);
  const place = object === undefined ? NOWHERE : fieldPlace(object.definition, cursor.path.slice(object.depth));
  return {
    uri,
    texts,
    minor: analysis.minor,
    client,
    cursor,
    view,
    repaired,
    index,
    object,
    place,
    names: known,
  };
}

const NOWHERE: FieldPlace = { steps: [], type: undefined };

function ownNames(uri: string, file: FileAnalysis): NameIndex {
  const index = new NameIndex();
  index.setFile(uri, file);
  return index;
}

/** A half-typed key swallows the lines below it; with a colon behind it the rest of the document is read as it is meant. */
function readable(analysis: DocumentAnalysis, cursor: Cursor): DocumentAnalysis {
  const { document } = analysis;
  if (document.problems.length === 0 || cursor.colon) return analysis;
  const { start, end } = cursor.span;
  const { text } = document;
  const instead = cursor.role === 'key' ? (cursor.flow ? 'x' : `${cursor.lead}x:`) : `${cursor.lead}x`;
  const repaired = new YamlDocument(text.slice(0, start) + instead + text.slice(end));
  return repaired.problems.length < document.problems.length
    ? new DocumentAnalysis(repaired, analysis.minor)
    : analysis;
}

/** A path of the document as text, from its segments. */
export function pathText(path: readonly Segment[]): string {
  let text = '';
  for (const segment of path)
    text += typeof segment === 'number' ? `[${segment}]` : text === '' ? segment : `.${segment}`;
  return text;
}

/** The text of a scalar at a path of the document, '' when there is none. */
export function scalarAt({ view, repaired }: Scope, path: readonly Segment[]): string {
  const text = scalarIn(view, pathText(path));
  return text === '' && view.document.problems.length > 0 ? scalarIn(repaired(), pathText(path)) : text;
}

function scalarIn({ document }: View, path: string): string {
  const { node, exact } = placeOf(document.root, path);
  const value = exact ? resolve(node) : null;
  return value?.kind === 'scalar' && value.value !== null ? value.text : '';
}

/** Path of the pod spec the cursor is in; undefined outside of pods. */
export function podPath({ place, cursor, object }: Scope): readonly Segment[] | undefined {
  return pathTo('PodSpec', place, cursor.path, object?.depth ?? 0);
}

/** Path of the innermost value of a definition that holds the cursor. */
export function pathTo(
  definition: string,
  { steps }: FieldPlace,
  path: readonly Segment[],
  depth: number,
): readonly Segment[] | undefined {
  let last = -1;
  steps.forEach((step, i) => {
    if (step.owner.name === definition) last = i;
  });
  if (last < 0) {
    const type = steps.at(-1)?.field.type;
    return type?.kind === 'object' && type.definition.name === definition ? path : undefined;
  }
  // walk the path again: the step `last` leaves the definition through a key
  let seen = -1;
  for (let i = depth; i < path.length; i++) {
    const segment = path[i];
    if (typeof segment !== 'string') continue;
    seen++;
    if (seen === last) return path.slice(0, i);
  }
  return undefined;
}
