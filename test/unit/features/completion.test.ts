import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { complete } from '../../../server/src/features/completion/complete';
import { YamlDocument } from '../../../server/src/yaml/document';
import { splitDocuments } from '../../../server/src/yaml/stream';
import {
  accepted,
  type CursorFile,
  examples,
  fileAt,
  goldenCases,
  offsetOf,
  textsOf,
  withCursor,
} from '../../support/cursor';

function items(at: CursorFile): CompletionItem[] {
  const list = complete({ ...at, texts: textsOf('en'), client: { snippets: true } }).items;
  return [...list].sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
}

/** The items an editor would still show for what is typed: its letters in order, as VS Code filters. */
function shownItems(at: CursorFile): CompletionItem[] {
  return items(at).filter((item) => {
    const { range } = item.textEdit as TextEdit;
    const typed = at.text.slice(offsetOf(at.text, range.start), offsetOf(at.text, at.position)).trim().toLowerCase();
    let place = 0;
    const word = (item.filterText ?? item.label).toLowerCase();
    return [...typed].every((char) => {
      place = word.indexOf(char, place) + 1;
      return place > 0;
    });
  });
}

/** First labels, and the text once the first item is taken: what a person sees who just presses Enter. */
function answer(at: CursorFile): string {
  const list = shownItems(at);
  const shown = list.slice(0, 12).map(({ label, labelDetails }) => {
    const note = labelDetails?.description;
    return note === undefined ? label : `${label}  (${note})`;
  });
  const more = list.length > 12 ? [`… ${list.length} in all`] : [];
  const first = list[0];
  return [...shown, ...more, '-----', first === undefined ? '(nothing)' : accepted(at.text, first, '‹›'), ''].join(
    '\n',
  );
}

describe('completion, one file per place', () => {
  for (const { name, source, compare } of goldenCases('completion')) {
    test(name, () => compare(answer(withCursor(source))));
  }
});

describe('a blank that was typed', () => {
  const count = (source: string): number =>
    complete({ ...withCursor(source), texts: textsOf('en'), client: { snippets: true }, trigger: ' ' }).items.length;

  test('asks for nothing as indentation', () => expect(count('apiVersion: v1\nkind: Pod\nspec:\n  $0\n')).toBe(0));
  test('asks for values behind a colon', () => expect(count('apiVersion: $0\n')).toBeGreaterThan(5));
  test('asks for keys behind a dash', () =>
    expect(count('apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - $0\n')).toBeGreaterThan(5));
});

function problems(text: string): number {
  return splitDocuments(text).reduce((sum, part) => sum + new YamlDocument(part).problems.length, 0);
}

describe('completion anywhere', () => {
  const manifests = examples().filter(({ text }) => problems(text) === 0);

  test('taking any item leaves YAML that can be read', () => {
    fc.assert(
      fc.property(fc.constantFrom(...manifests), fc.nat(), fc.nat(), ({ text }, place, choice) => {
        const starts = [...text.matchAll(/^.*$/gm)].map(({ index, 0: line }) => ({ index, line }));
        const chosen = starts[place % starts.length] as { index: number; line: string };
        const indent = /^ */.exec(chosen.line)?.[0] ?? '';
        // a new line above an existing one, at its indentation
        const edited = `${text.slice(0, chosen.index)}${indent}\n${text.slice(chosen.index)}`;
        const list = items(fileAt(edited, chosen.index + indent.length));
        const item = list[choice % Math.max(list.length, 1)];
        if (item === undefined) return;
        const after = accepted(edited, item, 'x');
        expect(problems(after), `${item.label} in\n${after}`).toBe(0);
      }),
      { seed: 7, numRuns: 400 },
    );
  });

  test('never throws, whatever is cut or typed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...manifests),
        fc.nat(),
        fc.nat(),
        fc.string({ maxLength: 6 }),
        ({ text }, a, b, typed) => {
          const from = a % (text.length + 1);
          const to = Math.min(text.length, from + (b % 80));
          const edited = text.slice(0, from) + typed + text.slice(to);
          expect(Array.isArray(items(fileAt(edited, from + typed.length)))).toBe(true);
        },
      ),
      { seed: 11, numRuns: 400 },
    );
  });
});
