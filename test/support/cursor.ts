// Manifests with a cursor: `$0` marks the place and is cut out. Also applies text edits, as an editor would.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { CompletionItem, Position, TextEdit } from 'vscode-languageserver-types';
import { analyzeFile, type FileAnalysis } from '../../server/src/features/analysis';
import { NameIndex } from '../../server/src/features/names/nameIndex';
import { NEWEST_MINOR } from '../../server/src/schema/versions';
import type { Texts } from '../../server/src/text/texts';
import { lineStartsOf } from '../../server/src/yaml/document';
import { YamlStream } from '../../server/src/yaml/stream';
import { root, texts } from './texts';

export const URI = 'file:///workspace/case.yaml';

export interface CursorFile {
  readonly uri: string;
  readonly text: string;
  readonly file: FileAnalysis;
  readonly position: Position;
  readonly names: NameIndex;
}

/** A text with `$0` as an analysed file and a position. */
export function withCursor(source: string): CursorFile {
  const at = source.indexOf('$0');
  if (at < 0) return fileAt(source, 0);
  const offset = at;
  const text = source.slice(0, offset) + source.slice(offset + 2);
  return fileAt(text, offset);
}

/** An analysed file with the cursor at an offset. */
export function fileAt(text: string, offset: number): CursorFile {
  const file = analyzeFile(YamlStream.of(text), NEWEST_MINOR);
  const names = new NameIndex();
  names.setFile(URI, file);
  return { uri: URI, text, file, position: positionOf(text, offset), names };
}

export function positionOf(text: string, offset: number): Position {
  const starts = lineStartsOf(text);
  const line = starts.findLastIndex((start) => start <= offset);
  return { line, character: offset - (starts[line] as number) };
}

export function offsetOf(text: string, { line, character }: Position): number {
  return (lineStartsOf(text)[line] ?? text.length) + character;
}

/** The text after edits; they must not overlap. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  const sorted = edits
    .map(({ range, newText }) => ({ start: offsetOf(text, range.start), end: offsetOf(text, range.end), newText }))
    .sort((a, b) => b.start - a.start || b.end - a.end);
  let result = text;
  let last = Number.POSITIVE_INFINITY;
  for (const { start, end, newText } of sorted) {
    if (end > last) throw new Error('edits overlap');
    result = result.slice(0, start) + newText + result.slice(end);
    last = start;
  }
  return result;
}

/** The text after an item was taken, every tab stop filled with its suggestion (or `filling`). */
export function accepted(text: string, item: CompletionItem, filling = ''): string {
  const edit = item.textEdit as TextEdit;
  const newText = item.insertTextFormat === 2 ? filled(edit.newText, filling) : edit.newText;
  return applied(text, [{ ...edit, newText }, ...(item.additionalTextEdits ?? [])]);
}

function filled(snippet: string, filling: string): string {
  return snippet
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/\$\{?\d+\}?/g, filling)
    .replace(/\\([\\$}])/g, '$1');
}

const words = new Map<string, Texts>();

/** The words of a language; read once. */
export function textsOf(language: 'en' | 'zh-cn'): Texts {
  let known = words.get(language);
  if (known === undefined) {
    known = texts(language);
    words.set(language, known);
  }
  return known;
}

export interface GoldenCase {
  readonly name: string;
  readonly source: string;
  /** Compares with the golden file beside the case; UPDATE_GOLDEN=1 writes it. */
  readonly compare: (answer: string) => void;
}

/** The cases of a folder of test/cases: `x.yaml` with `x.txt` beside it. */
export function goldenCases(folder: string): GoldenCase[] {
  const dir = path.join(root, 'test/cases', folder);
  return readdirSync(dir)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const golden = path.join(dir, name.replace(/\.yaml$/, '.txt'));
      return {
        name: name.replace(/\.yaml$/, ''),
        source: readFileSync(path.join(dir, name), 'utf8'),
        compare: (answer) => {
          if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, answer);
          expect(existsSync(golden), `${golden} is missing: run with UPDATE_GOLDEN=1`).toBe(true);
          expect(answer).toBe(readFileSync(golden, 'utf8'));
        },
      };
    });
}

/** The manifests of examples/. */
export function examples(): { readonly name: string; readonly text: string }[] {
  const dir = path.join(root, 'examples');
  return readdirSync(dir)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ name, text: readFileSync(path.join(dir, name), 'utf8') }));
}
