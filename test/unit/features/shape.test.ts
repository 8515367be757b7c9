import { describe, expect, test } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { inlayHints } from '../../../server/src/features/inlayHints';
import { selectorLenses } from '../../../server/src/features/navigation/selectorLenses';
import { foldingRanges } from '../../../server/src/features/shape/folding';
import { documentLinks } from '../../../server/src/features/shape/links';
import { onNewLine } from '../../../server/src/features/shape/onType';
import { semanticTokens, TOKEN_TYPES } from '../../../server/src/features/shape/semanticTokens';
import { documentSymbols } from '../../../server/src/features/shape/symbols';
import {
  applied,
  type CursorFile,
  examples,
  fileAt,
  goldenCases,
  textsOf,
  URI,
  withCursor,
} from '../../support/cursor';

function tree(symbols: readonly DocumentSymbol[], depth = 0): string[] {
  return symbols.flatMap(({ name, detail, range, children }) => [
    `${'  '.repeat(depth)}${name}${detail === '' || detail === undefined ? '' : ` (${detail})`} ${range.start.line + 1}-${range.end.line + 1}`,
    ...tree(children ?? [], depth + 1),
  ]);
}

const EVERYTHING = { start: { line: 0, character: 0 }, end: { line: 1e6, character: 0 } };

function tokens(at: CursorFile): string {
  const data = semanticTokens(at.file);
  const lines = at.text.split(/\r?\n/);
  const words: string[] = [];
  let line = 0;
  let character = 0;
  for (let i = 0; i < data.length; i += 5) {
    const [down, right, length, type] = data.slice(i, i + 4) as [number, number, number, number];
    line += down;
    character = down === 0 ? character + right : right;
    words.push(`${lines[line]?.slice(character, character + length)}:${TOKEN_TYPES[type]}`);
  }
  return words.join(' ');
}

function answer(at: CursorFile): string {
  const texts = textsOf('en');
  return [
    ...tree(documentSymbols(at.file)),
    `folding: ${foldingRanges(at.file)
      .map(({ startLine, endLine }) => `${startLine + 1}-${endLine + 1}`)
      .join(' ')}`,
    `links: ${documentLinks(at.file)
      .map(({ target }) => target)
      .join(' ')}`,
    ...inlayHints(at.file, EVERYTHING, texts).map(
      ({ position, label }) => `hint ${position.line + 1}: ${String(label)}`,
    ),
    ...selectorLenses(URI, at.names, texts).map(
      ({ range, command }) => `lens ${range.start.line + 1}: ${command?.title}`,
    ),
    `tokens: ${tokens(at)}`,
    '',
  ].join('\n');
}

describe('shape of a file, one case each', () => {
  for (const { name, source, compare } of goldenCases('shape')) test(name, () => compare(answer(withCursor(source))));
});

describe('a new line', () => {
  const indent = (source: string): number => {
    const at = withCursor(source);
    const after = applied(at.text, onNewLine(at.file, at.position, 2));
    return (/^ */.exec(after.split('\n')[at.position.line] ?? '') as RegExpExecArray)[0].length;
  };

  test.each([
    ['below a key its value', 'spec:\n$0\n', 2],
    ['below the first key of an item the next key', '  - name: main\n  $0\n', 4],
    ['below an empty first key of an item', '  - spec:\n  $0\n', 6],
    ['below a block text header', 'data:\n  a: |\n  $0\n', 4],
    ['below a scalar nothing changes', '  image: a\n  $0\n', 2],
    ['below a scalar item the next dash', '  - a\n    $0\n', 2],
    ['at the column of what follows', 'spec:\n$0\n    containers: []\n', 4],
    ['below a blank line nothing changes', 'spec:\n\n      $0\n', 6],
    ['a tab goes', 'metadata:\n\t$0\n', 2],
  ])('%s', (_, source, expected) => expect(indent(source)).toBe(expected));
});

describe('shape anywhere', () => {
  test('symbols of any cut text hold their children and their selection', () => {
    for (const { text, name } of examples()) {
      for (let end = 0; end < text.length; end += 37) {
        for (const symbol of documentSymbols(fileAt(text.slice(0, end), 0).file))
          check(symbol, `${name} cut at ${end}`);
      }
    }
  });
});

function check(symbol: DocumentSymbol, where: string): void {
  expect(inside(symbol.selectionRange, symbol.range), `${where}: ${symbol.name}`).toBe(true);
  for (const one of symbol.children ?? []) {
    expect(inside(one.range, symbol.range), `${where}: ${symbol.name} > ${one.name}`).toBe(true);
    check(one, where);
  }
}

type Range = DocumentSymbol['range'];

function inside(inner: Range, outer: Range): boolean {
  const value = ({ line, character }: Range['start']): number => line * 10_000 + character;
  return value(inner.start) >= value(outer.start) && value(inner.end) <= value(outer.end);
}
