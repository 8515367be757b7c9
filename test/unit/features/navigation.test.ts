import { describe, expect, test } from 'vitest';
import type { Location, SelectionRange, TextEdit } from 'vscode-languageserver-types';
import { NameIndex } from '../../../server/src/features/names/nameIndex';
import { definition, highlights, references } from '../../../server/src/features/navigation/definition';
import { prepareRename, rename } from '../../../server/src/features/navigation/rename';
import { workspaceSymbols } from '../../../server/src/features/navigation/workspaceSymbols';
import { linkedEditing } from '../../../server/src/features/shape/linkedEditing';
import { selectionRanges } from '../../../server/src/features/shape/selection';
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

const NEW_NAME = 'renamed';

function places(list: readonly Pick<Location, 'range'>[]): string {
  return list
    .map(({ range: { start, end } }) => `${start.line + 1}:${start.character + 1}-${end.character + 1}`)
    .join(' ');
}

function renamed(at: CursorFile): string {
  const answer = rename(at, NEW_NAME);
  if ('refused' in answer) return `refused: ${textsOf('en').say(answer.refused, answer.values)}`;
  return applied(at.text, answer.changes?.[URI] ?? []);
}

/** Everything the requests about names answer at one place. */
function answer(at: CursorFile): string {
  const prepared = prepareRename(at);
  const linked = linkedEditing(at);
  return [
    `definition: ${places(definition(at))}`,
    `references: ${places(references(at, true))}`,
    `uses: ${places(references(at, false))}`,
    `highlights: ${highlights(at)
      .map(({ range, kind }) => `${places([{ range }])}${kind === 3 ? ' write' : ''}`)
      .join(' ')}`,
    `rename: ${'refused' in prepared ? 'refused' : `${places([prepared])} ${prepared.placeholder}`}`,
    `linked: ${linked === null ? 'no' : places(linked.ranges.map((range) => ({ range })))}`,
    '-----',
    renamed(at),
    '',
  ].join('\n');
}

describe('names, one file per place', () => {
  for (const { name, source, compare } of goldenCases('navigation')) {
    test(name, () => compare(answer(withCursor(source))));
  }
});

describe('names in several files', () => {
  const settings = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  mode: fast\n';
  const pod = (namespace: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n${namespace}spec:\n  containers:\n    - name: main\n      image: a:1\n      envFrom:\n        - configMapRef:\n            name: settings\n`;

  function workspace(files: Readonly<Record<string, string>>): {
    names: NameIndex;
    at: (uri: string, offset: number) => CursorFile;
  } {
    const names = new NameIndex();
    for (const [uri, text] of Object.entries(files)) names.setFile(uri, fileAt(text, 0).file);
    return { names, at: (uri, offset) => ({ ...fileAt(files[uri] ?? '', offset), uri, names }) };
  }

  test('a reference leads to the file that declares it, and renaming changes both', () => {
    const files = { 'file:///a.yaml': settings, 'file:///b.yaml': pod('') };
    const { at } = workspace(files);
    const cursor = at('file:///b.yaml', pod('').indexOf('settings') + 1);
    expect(definition(cursor).map(({ uri, range }) => [uri, range.start.line])).toEqual([['file:///a.yaml', 3]]);
    const answered = rename(cursor, 'options');
    expect('changes' in answered && Object.keys(answered.changes ?? {})).toEqual(['file:///a.yaml', 'file:///b.yaml']);
  });

  test('objects of another namespace are not meant', () => {
    const other = settings.replace('  name: settings', '  name: settings\n  namespace: other');
    const mine = pod('  namespace: mine\n');
    const { at } = workspace({ 'file:///a.yaml': other, 'file:///b.yaml': mine });
    expect(definition(at('file:///b.yaml', mine.indexOf('settings') + 1))).toEqual([]);
  });

  test('a file taken out is forgotten', () => {
    const { names, at } = workspace({ 'file:///a.yaml': settings, 'file:///b.yaml': pod('') });
    names.delete('file:///a.yaml');
    expect(definition(at('file:///b.yaml', pod('').indexOf('settings') + 1))).toEqual([]);
    expect(names.size).toBe(1);
  });

  test('workspace symbols are found by their letters in order', () => {
    const { names } = workspace({ 'file:///a.yaml': settings, 'file:///b.yaml': pod('') });
    expect(workspaceSymbols(names, 'cms').map(({ name }) => name)).toEqual(['ConfigMap/settings']);
    expect(workspaceSymbols(names, 'container main')).toMatchObject([
      { name: 'container main', containerName: 'Pod/web' },
    ]);
    expect(workspaceSymbols(names, 'zzz')).toEqual([]);
  });
});

describe('a rename keeps the meaning', () => {
  test('what was one name is one name afterwards', () => {
    let renames = 0;
    for (const { text, name } of examples()) {
      for (let offset = 0; offset < text.length; offset += 17) {
        const at = fileAt(text, offset);
        const answered = rename(at, NEW_NAME);
        if ('refused' in answered) continue;
        const edits: TextEdit[] = answered.changes?.[URI] ?? [];
        const after = fileAt(applied(text, edits), 0);
        const found = [...after.names.all()].filter((one) => one.name === NEW_NAME);
        expect(found.length, `${name} at ${offset}`).toBe(edits.length);
        renames++;
      }
    }
    expect(renames).toBeGreaterThan(10);
  });
});

describe('selection', () => {
  test('every step holds the one before and the cursor', () => {
    for (const { text, name } of examples()) {
      for (let offset = 0; offset < text.length; offset += 31) {
        const { file, position } = fileAt(text, offset);
        const [first] = selectionRanges(file, [position]);
        for (let step: SelectionRange | undefined = first; step?.parent !== undefined; step = step.parent) {
          expect(holds(step.parent, step), `${name} at ${offset}`).toBe(true);
        }
      }
    }
  });
});

function holds(outer: SelectionRange, inner: SelectionRange): boolean {
  const before = (a: { line: number; character: number }, b: { line: number; character: number }): boolean =>
    a.line < b.line || (a.line === b.line && a.character <= b.character);
  return before(outer.range.start, inner.range.start) && before(inner.range.end, outer.range.end);
}
