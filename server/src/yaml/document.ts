// One YAML document: its text, parsed on first use, and its lines. Immutable; everything derived from a document is cached
// by its identity, so an unchanged document costs nothing when another one of the file is edited.
import { type Parsed, parseText } from './parse';
import { type Change, reparse } from './reparse';
import type { SyntaxProblem, YamlNode } from './tree';

export interface Position {
  /** 0-based line, from the first line of the document. */
  readonly line: number;
  /** 0-based UTF-16 column. */
  readonly character: number;
}

interface Ancestor {
  readonly document: YamlDocument;
  readonly change: Change;
}

export class YamlDocument {
  private parsed: Parsed | undefined;
  private ancestor: Ancestor | undefined;
  private starts: readonly number[] | undefined;

  /**
   * @param text the document's own text, from its `---` line (if any) to the line before the next document
   * @param final whether it reaches Kubernetes as it is: no tool fills in placeholders or lays it over another object first
   */
  constructor(
    readonly text: string,
    readonly final = false,
  ) {}

  /** The document an edit makes of this one. Parsing it takes over this one's tree, of which most stays as it is. */
  edited(text: string, change: Change): YamlDocument {
    const next = new YamlDocument(text, this.final);
    if (this.parsed !== undefined) next.ancestor = { document: this, change };
    return next;
  }

  get root(): YamlNode | null {
    return this.parse().root;
  }

  get problems(): readonly SyntaxProblem[] {
    return this.parse().problems;
  }

  /** Offsets of the first character of each line. */
  get lineStarts(): readonly number[] {
    this.starts ??= lineStartsOf(this.text);
    return this.starts;
  }

  positionAt(offset: number): Position {
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - (starts[low] as number) };
  }

  offsetAt({ line, character }: Position): number {
    const starts = this.lineStarts;
    if (line >= starts.length) return this.text.length;
    const start = starts[line] as number;
    return Math.min(start + Math.max(character, 0), this.lineEnd(line));
  }

  /** Offset of the end of a line, its line break not counted. */
  lineEnd(line: number): number {
    const starts = this.lineStarts;
    let end = line + 1 < starts.length ? (starts[line + 1] as number) : this.text.length;
    while (end > (starts[line] as number) && isBreak(this.text.charCodeAt(end - 1))) end--;
    return end;
  }

  /** The text of a line without its line break. */
  lineText(line: number): string {
    return this.text.slice(
      this.lineStarts[line] ?? this.text.length,
      this.lineEnd(Math.min(line, this.lineStarts.length - 1)),
    );
  }

  private parse(): Parsed {
    this.parsed ??= this.parseIncrementally() ?? parseText(this.text);
    this.ancestor = undefined;
    return this.parsed;
  }

  /** Takes the tree of the document this one was edited from, if that is still there; the other one parses anew if asked. */
  private parseIncrementally(): Parsed | undefined {
    const { document, change } = this.ancestor ?? {};
    const old = document?.parsed;
    if (document === undefined || old === undefined || change === undefined) return undefined;
    const parsed = reparse(old, document.text, this.text, change);
    if (parsed !== undefined) document.parsed = undefined;
    return parsed;
  }
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13;
}

/** Offsets of the line starts of a text; `\n`, `\r\n` and a lone `\r` end a line, as in the language server protocol. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  // nearly every text has line feeds only, which the engine finds fastest
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13) {
      if (text.charCodeAt(i + 1) === 10) i++;
      starts.push(i + 1);
    } else if (code === 10) starts.push(i + 1);
  }
  return starts;
}
