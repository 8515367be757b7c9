// Documents of a stream: one into a file of its own, the items of a List into documents, documents into a List.
import type { CodeAction, TextEdit } from 'vscode-languageserver-types';
import { textOf } from '../../rules/objects';
import type { Texts } from '../../text/texts';
import type { YamlDocument } from '../../yaml/document';
import { pairOf, placeOf, resolve } from '../../yaml/path';
import type { MapNode } from '../../yaml/tree';
import { contentEnd } from '../shape/extent';
import type { Place } from './place';

/** Actions on the documents of the file. */
export function documentActions(place: Place, texts: Texts): CodeAction[] {
  return [...ownFile(place, texts), ...splitList(place, texts), ...mergeDocuments(place, texts)];
}

/** Moves the document under the cursor into a new file beside this one. */
function ownFile(place: Place, texts: Texts): CodeAction[] {
  const { file, analysis, object, index, startLine, uri } = place;
  if (file.documents.length < 2 || object.path !== '') return [];
  const others = file.documents.filter((one, i) => i !== index && one.objects.length > 0);
  if (others.length === 0) return [];
  const name = `${object.kind.toLowerCase()}-${nameOf(object.node) || 'unnamed'}.yaml`;
  const target = `${uri.slice(0, uri.lastIndexOf('/') + 1)}${encodeURIComponent(name)}`;
  const own = withoutMarker(analysis.document.text);
  const from = { line: startLine, character: 0 };
  const to = { line: startLine + analysis.document.lineStarts.length - 1, character: lastColumn(analysis.document) };
  return [
    {
      title: texts.say('refactor-own-file', { name }),
      kind: 'refactor.extract',
      edit: {
        documentChanges: [
          { kind: 'create', uri: target, options: { overwrite: false } },
          { textDocument: { uri: target, version: null }, edits: [insertion(own)] },
          { textDocument: { uri, version: null }, edits: [{ range: { start: from, end: to }, newText: '' }] },
        ],
      },
    },
  ];
}

function insertion(newText: string): TextEdit {
  const start = { line: 0, character: 0 };
  return { range: { start, end: start }, newText };
}

function lastColumn(document: YamlDocument): number {
  return document.text.length - (document.lineStarts.at(-1) ?? 0);
}

function nameOf(node: MapNode): string {
  const metadata = resolve(pairOf(node, 'metadata')?.value);
  return metadata?.kind === 'map' ? textOf(metadata, 'name') : '';
}

function withoutMarker(text: string): string {
  const bare = text.replace(/^---[ \t]*(\r\n|\r|\n)/, '').replace(/(\r\n|\r|\n)\.\.\.[ \t]*(\r\n|\r|\n)?$/, '$1');
  return /[\r\n]$/.test(bare) ? bare : `${bare}\n`;
}

/** `kind: List` -> one document per item. */
function splitList(place: Place, texts: Texts): CodeAction[] {
  const { analysis, startLine, uri, path } = place;
  const { document } = analysis;
  const root = resolve(document.root);
  if (root?.kind !== 'map' || textOf(root, 'kind') !== 'List' || !path.startsWith('items')) return [];
  const list = resolve(placeOf(root, 'items').node);
  if (list?.kind !== 'seq' || list.flow || list.items.length === 0) return [];
  const parts = list.items.flatMap(({ value }) =>
    value?.kind === 'map' && !value.flow ? [dedented(document, value)] : [],
  );
  if (parts.length !== list.items.length) return [];
  const start = { line: startLine + document.positionAt(root.start).line, character: 0 };
  const end = document.positionAt(contentEnd(document.text, root.start, root.end));
  const edit = {
    range: { start, end: { line: end.line + startLine, character: end.character } },
    newText: parts.join('\n---\n'),
  };
  return [
    {
      title: texts.say('refactor-split-list', { count: parts.length }),
      kind: 'refactor.rewrite',
      edit: { changes: { [uri]: [edit] } },
    },
  ];
}

function dedented({ text }: YamlDocument, node: MapNode): string {
  const end = contentEnd(text, node.start, node.end);
  let start = node.start;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  const column = node.start - start;
  return text
    .slice(node.start, end)
    .split(/\r\n|\r|\n/)
    .map((line, i) => (i === 0 ? line : line.slice(Math.min(column, /^ */.exec(line)?.[0].length ?? 0))))
    .join('\n');
}

/** All documents of the file -> one List. */
function mergeDocuments(place: Place, texts: Texts): CodeAction[] {
  const { file, uri, object } = place;
  const documents = file.documents.filter(({ document }) => document.root !== null);
  if (documents.length < 2 || object.path !== '') return [];
  if (
    documents.some(
      ({ objects, document }) => objects.length !== 1 || document.problems.length > 0 || document.text.includes('&'),
    )
  )
    return [];
  if (documents.some(({ document }) => /^%/m.test(document.text))) return [];
  const items = documents.map(({ document }) => listItem(document.text));
  const text = ['apiVersion: v1', 'kind: List', 'items:', ...items, ''].join('\n');
  const lines = file.stream.text.split(/\r\n|\r|\n/);
  const end = { line: lines.length - 1, character: (lines.at(-1) ?? '').length };
  const edit = { range: { start: { line: 0, character: 0 }, end }, newText: text };
  return [
    {
      title: texts.say('refactor-merge-documents', { count: documents.length }),
      kind: 'refactor.rewrite',
      edit: { changes: { [uri]: [edit] } },
    },
  ];
}

/** A document as an item of a list; comments above it stay above. */
function listItem(text: string): string {
  const lines = text
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .filter((line) => !/^(---|\.\.\.)\s*$/.test(line));
  const first = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines
    .map((line, i) => (line === '' ? '' : `${i < first ? '  ' : i === first ? '  - ' : '    '}${line}`))
    .join('\n')
    .replace(/^\n+/, '');
}
