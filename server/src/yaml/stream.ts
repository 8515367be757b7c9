// A file as a stream of YAML documents. An edit re-splits only the documents it touches; all others keep their identity.
import { type Position, YamlDocument } from './document';
import { LARGEST_TEXT } from './parse';
import type { Change } from './reparse';

export interface TextEdit {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly text: string;
}

export interface DocumentAt {
  readonly index: number;
  readonly document: YamlDocument;
  /** Line of the file on which the document's text begins. */
  readonly startLine: number;
}

export class YamlStream {
  /** First line of each document, and the number of line breaks of the whole file at the end. */
  private readonly firstLines: readonly number[];

  private constructor(readonly documents: readonly YamlDocument[]) {
    const lines: number[] = [];
    let line = 0;
    for (const document of documents) {
      lines.push(line);
      line += document.lineStarts.length - 1;
    }
    lines.push(line);
    this.firstLines = lines;
  }

  /** @param final whether the text reaches Kubernetes as it is (see YamlDocument) */
  static of(text: string, final = false): YamlStream {
    return YamlStream.from(documentsIn(text, { atEnd: true }).map((part) => new YamlDocument(part, final)));
  }

  /** A file made of documents, which may stand in other files too. */
  static from(documents: readonly YamlDocument[]): YamlStream {
    return new YamlStream(documents);
  }

  get text(): string {
    return this.documents.map((document) => document.text).join('');
  }

  /** Number of lines of the file, an empty last line included. */
  get lineCount(): number {
    return (this.firstLines[this.documents.length] as number) + 1;
  }

  startLine(index: number): number {
    return this.firstLines[index] as number;
  }

  /** The document a line of the file belongs to. */
  documentAt(line: number): DocumentAt {
    let low = 0;
    let high = this.documents.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.firstLines[middle] as number) <= line) low = middle;
      else high = middle - 1;
    }
    return { index: low, document: this.documents[low] as YamlDocument, startLine: this.firstLines[low] as number };
  }

  /** The stream after an edit. Documents whose text did not change are the same objects as before. */
  edit({ range, text }: TextEdit): YamlStream {
    const first = this.documentAt(range.start.line);
    const last = this.documentAt(range.end.line);
    const from = Math.max(first.index - 1, 0);
    const to = Math.min(last.index + 1, this.documents.length - 1);
    const window = this.documents.slice(from, to + 1);
    const before = textLength(window.slice(0, first.index - from));
    const lastBefore = textLength(window.slice(0, last.index - from));
    const start = before + first.document.offsetAt(shift(range.start, first.startLine));
    const end = lastBefore + last.document.offsetAt(shift(range.end, last.startLine));
    const old = window.map((document) => document.text).join('');
    const edited = old.slice(0, Math.min(start, end)) + text + old.slice(Math.max(start, end));
    const changed = documentsIn(edited, { atEnd: to === this.documents.length - 1 });
    return new YamlStream([
      ...this.documents.slice(0, from),
      ...reuse(changed, window, { start: Math.min(start, end), end: Math.max(start, end), inserted: text.length }),
      ...this.documents.slice(to + 1),
    ]);
  }
}

function shift({ line, character }: Position, startLine: number): Position {
  return { line: line - startLine, character };
}

function textLength(documents: readonly YamlDocument[]): number {
  return documents.reduce((sum, document) => sum + document.text.length, 0);
}

/** Keeps the old documents at both ends of the window whose text is unchanged; a single edited one passes on its tree. */
function reuse(parts: readonly string[], old: readonly YamlDocument[], change: Change): YamlDocument[] {
  const most = Math.min(parts.length, old.length);
  let head = 0;
  while (head < most && parts[head] === old[head]?.text) head++;
  let tail = 0;
  while (tail < most - head && parts[parts.length - 1 - tail] === old[old.length - 1 - tail]?.text) tail++;
  const middle = parts.slice(head, parts.length - tail);
  const [only] = middle;
  const documents =
    only !== undefined && middle.length === 1 && old.length === parts.length
      ? [edited(old, head, only, change)]
      : middle.map((part) => new YamlDocument(part));
  return [...old.slice(0, head), ...documents, ...old.slice(old.length - tail)];
}

/** The edited document of a window, told what was edited when the edit lies inside it. */
function edited(window: readonly YamlDocument[], index: number, text: string, change: Change): YamlDocument {
  const offset = textLength(window.slice(0, index));
  const document = window[index] as YamlDocument;
  const start = change.start - offset;
  const end = change.end - offset;
  if (start < 0 || end > document.text.length) return new YamlDocument(text);
  return document.edited(text, { start, end, inserted: change.inserted });
}

/** Where a text stands in its file. */
interface Place {
  readonly atEnd: boolean;
}

/** The documents of a text; a text that is too large to be read stays one, so that its finding stands alone. */
function documentsIn(text: string, place: Place): string[] {
  return text.length > LARGEST_TEXT ? [text] : splitDocuments(text, place);
}

/**
 * Cuts a text at its document markers. Markers at the start of a line end every scalar, block and quoted ones too (YAML
 * 1.2, c-forbidden), so a scan of line starts is exact. Comments and directives before a `---` belong to what follows it.
 */
export function splitDocuments(text: string, { atEnd }: Place = { atEnd: true }): string[] {
  const parts: string[] = [];
  let start = 0;
  let open = false; // the current part has content or a marker
  const nextLine = text.includes('\r') ? nextLineOfAny : nextLineOfUnix;
  for (let at = 0; at < text.length; at = nextLine(text, at)) {
    const marker = markerAt(text, at);
    if (marker === '---') {
      if (open) {
        parts.push(text.slice(start, at));
        start = at;
      }
      open = true;
    } else if (marker === '...') {
      const next = nextLine(text, at);
      parts.push(text.slice(start, next));
      start = next;
      open = false;
    } else if (!open) open = isContent(text, at);
  }
  // A file that ends with `...` still has a last, empty document that can be typed into.
  if (start < text.length || atEnd) parts.push(text.slice(start));
  return parts;
}

function nextLineOfUnix(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

function nextLineOfAny(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) return i + 1;
    if (code === 13) return text.charCodeAt(i + 1) === 10 ? i + 2 : i + 1;
  }
  return text.length;
}

function markerAt(text: string, at: number): '---' | '...' | undefined {
  const first = text.charCodeAt(at) === 0xfeff && at === 0 ? at + 1 : at;
  const code = text.charCodeAt(first);
  if (code !== 45 && code !== 46) return undefined;
  if (text.charCodeAt(first + 1) !== code || text.charCodeAt(first + 2) !== code) return undefined;
  const after = text.charCodeAt(first + 3);
  if (!Number.isNaN(after) && after !== 32 && after !== 9 && after !== 10 && after !== 13) return undefined;
  return code === 45 ? '---' : '...';
}

/** Whether a line holds anything but blanks, a comment or a directive. */
function isContent(text: string, at: number): boolean {
  for (let i = at; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return false;
    if (code === 35) return false;
    if (code === 37 && i === at) return false;
    if (code !== 32 && code !== 9 && code !== 0xfeff) return true;
  }
  return false;
}
