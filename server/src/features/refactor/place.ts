// Where a refactoring is asked for: the document, object, pod and container under the cursor.
import type { Range, TextEdit } from 'vscode-languageserver-types';
import type { FixEdit } from '../../rules/finding';
import type { KubernetesObject } from '../../rules/objects';
import { atOffset } from '../../yaml/path';
import type { DocumentAnalysis, FileAnalysis } from '../analysis';
import { textEdits } from '../edits';
import type { PodView } from '../pods';

export interface Place {
  readonly uri: string;
  readonly file: FileAnalysis;
  readonly analysis: DocumentAnalysis;
  /** Index of the document in its file, and the line it begins on. */
  readonly index: number;
  readonly startLine: number;
  /** Path at the cursor. */
  readonly path: string;
  readonly object: KubernetesObject;
  readonly pod?: PodView;
  /** Path of the container under the cursor, `spec.containers[0]`, and its number in the pod's list. */
  readonly container?: {
    readonly path: string;
    readonly list: 'containers' | 'initContainers';
    readonly index: number;
  };
}

/** The place at the start of a range; undefined in broken documents and outside of known objects. */
export function placeAt(uri: string, file: FileAnalysis, range: Range): Place | undefined {
  const { index, document, startLine } = file.stream.documentAt(range.start.line);
  const analysis = file.documents[index];
  if (analysis === undefined || document.problems.length > 0) return undefined;
  const { line, character } = range.start;
  const { path } = atOffset(document.root, document.offsetAt({ line: line - startLine, character }));
  const inside = (prefix: string): boolean => prefix === '' || path === prefix || path.startsWith(`${prefix}.`);
  const object = analysis.objects.find((one) => one.definition !== undefined && inside(one.path));
  if (object === undefined) return undefined;
  const pod = analysis.pods.find((one) => one.object === object);
  const container = pod === undefined ? undefined : containerAt(path, pod);
  return {
    uri,
    file,
    analysis,
    index,
    startLine,
    path,
    object,
    ...(pod === undefined ? {} : { pod }),
    ...(container === undefined ? {} : { container }),
  };
}

function containerAt(path: string, { specPath }: PodView): Place['container'] {
  if (!path.startsWith(`${specPath}.`)) return undefined;
  const match = /^(containers|initContainers)\[(\d+)\]/.exec(path.slice(specPath.length + 1));
  if (match === null) return undefined;
  const list = match[1] as 'containers' | 'initContainers';
  return { path: `${specPath}.${match[0]}`, list, index: Number(match[2]) };
}

/** Edits by path (from the root of the document) in lines of the file; undefined when one has no place. */
export function editsAt({ analysis, startLine }: Place, edits: readonly FixEdit[]): TextEdit[] | undefined {
  return textEdits(edits, analysis.document)?.map(({ range: { start, end }, newText }) => ({
    range: {
      start: { line: start.line + startLine, character: start.character },
      end: { line: end.line + startLine, character: end.character },
    },
    newText,
  }));
}

/** An edit that appends documents to the file. */
export function appended({ file }: Place, documents: readonly string[]): TextEdit {
  const { text } = file.stream;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r\n|\r|\n/);
  const position = { line: lines.length - 1, character: (lines.at(-1) ?? '').length };
  const gap = text === '' || /[\r\n]$/.test(text) ? '' : end;
  const body = documents.map((document) => `---\n${document}`).join('');
  return { range: { start: position, end: position }, newText: gap + body.replaceAll('\n', end) };
}
