// From what could be written to the items of the protocol: text edits at the right column, tab stops, order.
import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  type TextEdit,
} from 'vscode-languageserver-types';
import type { Position, YamlDocument } from '../../yaml/document';
import { indentOf, type Line, linesOf } from '../../yaml/lines';
import { resolvePlain } from '../../yaml/scalar';
import type { Span } from '../../yaml/tree';
import type { Scope } from './scope';

/** Something that could be written at the cursor. */
export interface Proposal {
  readonly label: string;
  readonly kind: 'field' | 'value' | 'enum' | 'name' | 'snippet' | 'keyword';
  /** Lines in the syntax of snippets, indented from the cursor's column; `plain` ones are taken as they are. */
  readonly body: readonly string[];
  readonly plain?: boolean;
  /** Order: smaller comes first; equal ones in alphabetical order. */
  readonly rank: number;
  readonly detail?: string;
  /** Text to the right of the label. */
  readonly note?: string;
  /** What `resolve` needs to find the words: see docsOf.ts. */
  readonly docs?: Documented;
  readonly filter?: string;
  /** Opens the list again once the item is in. */
  readonly again?: boolean;
  readonly deprecated?: boolean;
  /** Further edits, in offsets of the document. */
  readonly edits?: readonly { readonly span: Span; readonly text: string }[];
}

export interface Documented {
  /** `Definition.field`, `kind:apiVersion/Kind`, or an id of the texts table. */
  readonly of: string;
  readonly value?: string;
}

const KINDS: Readonly<Record<Proposal['kind'], CompletionItemKind>> = {
  field: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  enum: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Reference,
  snippet: CompletionItemKind.Snippet,
  keyword: CompletionItemKind.Keyword,
};

/** The protocol's items for proposals. */
export function toItems(
  scope: Scope,
  document: YamlDocument,
  startLine: number,
  proposals: readonly Proposal[],
): CompletionItem[] {
  const seen = new Set<string>();
  return proposals.flatMap((proposal) => {
    if (seen.has(proposal.label)) return [];
    seen.add(proposal.label);
    return [toItem(scope, document, startLine, proposal)];
  });
}

function toItem(scope: Scope, document: YamlDocument, startLine: number, proposal: Proposal): CompletionItem {
  const { cursor, client } = scope;
  const at = (span: Span): TextEdit['range'] => ({
    start: shifted(document.positionAt(span.start), startLine),
    end: shifted(document.positionAt(span.end), startLine),
  });
  const snippet = proposal.plain !== true && client.snippets && proposal.body.some((line) => line.includes('$'));
  const newText = bodyText(scope, document, proposal, snippet);
  const extra = [...(cursor.reindent === undefined ? [] : [cursor.reindent]), ...(proposal.edits ?? [])];
  const filter = proposal.filter ?? (cursor.quote === '' ? undefined : cursor.quote + proposal.label);
  return {
    label: proposal.label,
    kind: KINDS[proposal.kind],
    sortText: String(Math.max(0, proposal.rank + 5000)).padStart(5, '0') + proposal.label.toLowerCase(),
    textEdit: { range: at(cursor.span), newText },
    insertTextFormat: snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(newText.includes('\n') ? { insertTextMode: InsertTextMode.asIs } : {}),
    ...(extra.length === 0
      ? {}
      : { additionalTextEdits: extra.map(({ span, text }) => ({ range: at(span), newText: text })) }),
    ...(proposal.detail === undefined ? {} : { detail: proposal.detail }),
    ...(proposal.note === undefined ? {} : { labelDetails: { description: proposal.note } }),
    ...(filter === undefined ? {} : { filterText: filter }),
    ...(proposal.docs === undefined ? {} : { data: proposal.docs }),
    ...(proposal.deprecated === true ? { tags: [1] } : {}),
    ...(proposal.again === true && client.suggestCommand !== undefined
      ? { command: { title: '', command: client.suggestCommand } }
      : {}),
  };
}

function shifted({ line, character }: Position, startLine: number): Position {
  return { line: line + startLine, character };
}

function bodyText({ cursor }: Scope, document: YamlDocument, { body, plain }: Proposal, snippet: boolean): string {
  const styled = body.length > 1 && listsAreFlush(document) ? flush(body) : body;
  const lines = snippet || plain === true ? styled : styled.map(withoutStops);
  const end = document.text.includes('\r\n') ? '\r\n' : '\n';
  const indent = ' '.repeat(cursor.column);
  return cursor.lead + lines.map((line, i) => (i === 0 || line === '' ? line : indent + line)).join(end);
}

/** Whether the document writes the dashes of a list below the first letter of its key. */
function listsAreFlush(document: YamlDocument): boolean {
  const lines = linesOf(document).filter(({ role }) => role === 'content');
  for (let i = 1; i < lines.length; i++) {
    const above = lines[i - 1] as Line;
    const dash = lines[i]?.dashes[0];
    if (dash !== undefined && above.key !== undefined && above.value < 0) return dash === above.column;
  }
  return false;
}

/** Lines with indented lists as lines with flush ones. */
export function flush(lines: readonly string[]): string[] {
  const lists: number[] = [];
  let key: number | undefined;
  return lines.map((line) => {
    const indent = indentOf(line);
    while ((lists.at(-1) ?? -1) > indent) lists.pop();
    const isItem = line.startsWith('- ', indent);
    if (isItem && key === indent - 2 && lists.at(-1) !== indent) lists.push(indent);
    key = line.endsWith(':') ? indent + (isItem ? 2 : 0) : undefined;
    return line.slice(Math.min(indent, lists.length * 2));
  });
}

/** A snippet's line as plain text: every tab stop is its first suggestion. */
export function withoutStops(line: string): string {
  return line
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/\$\{?\d+\}?/g, '')
    .replace(/\\([\\$}])/g, '$1');
}

/** Makes text literal in a snippet. */
export function literal(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** A text as YAML source: quoted where it would otherwise be read as something else. */
export function scalarSource(text: string, quote: string, wantsText: boolean): string {
  if (quote === '"') return `"${text.replace(/["\\]/g, '\\$&')}"`;
  if (quote === "'") return `'${text.replaceAll("'", "''")}'`;
  const special = text === '' || /^[\s&*!|>'"%@`{[\]},#?:-]|: |:$| #|\s$/.test(text);
  const starts = /^[-?:][^\s]/.test(text) && !/: |:$| #/.test(text);
  if ((special && !starts) || (wantsText && typeof resolvePlain(text).value !== 'string')) {
    return `"${text.replace(/["\\]/g, '\\$&')}"`;
  }
  return text;
}
