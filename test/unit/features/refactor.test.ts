import { describe, expect, test } from 'vitest';
import type { CodeAction, TextDocumentEdit } from 'vscode-languageserver-types';
import { analyzeFile } from '../../../server/src/features/analysis';
import { refactorings } from '../../../server/src/features/refactor/refactorings';
import { YamlStream } from '../../../server/src/yaml/stream';
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

function actions({ uri, file, position }: CursorFile): CodeAction[] {
  return refactorings(file, { uri, range: { start: position, end: position }, createsFiles: true }, textsOf('en'));
}

/** Every file after an action: this one under its address, new ones under theirs. */
function after(text: string, { edit }: CodeAction): Map<string, string> {
  const files = new Map([[URI, applied(text, edit?.changes?.[URI] ?? [])]]);
  for (const change of (edit?.documentChanges ?? []) as TextDocumentEdit[]) {
    if (!('textDocument' in change)) continue;
    const { uri } = change.textDocument;
    files.set(uri, applied(files.get(uri) ?? (uri === URI ? text : ''), change.edits as never));
  }
  return files;
}

describe('refactorings, one file per place', () => {
  for (const { name, source, compare } of goldenCases('refactor')) {
    test(name, () => {
      const at = withCursor(source);
      // the first line names the action that is applied, after `# apply: `
      const wanted = /^# apply: (.*)$/m.exec(source)?.[1] ?? '';
      const list = actions(at);
      const chosen = list.find(({ title }) => title === wanted);
      const files = chosen === undefined ? [] : [...after(at.text, chosen)];
      const texts = files.map(([uri, text]) => `===== ${uri.slice(uri.lastIndexOf('/') + 1)}\n${text}`);
      compare([...list.map(({ title }) => title), ...texts, ''].join('\n'));
    });
  }
});

describe('refactorings anywhere', () => {
  test('keep a sound manifest sound', () => {
    const errors = (text: string): string[] =>
      analyzeFile(YamlStream.of(text), 37).documents.flatMap(({ findings }) =>
        findings.filter(({ severity }) => severity === 'error').map(({ rule, path }) => `${rule} ${path}`),
      );
    let applications = 0;
    for (const { text, name } of examples()) {
      if (errors(text).length > 0) continue;
      for (let offset = 0; offset < text.length; offset += 41) {
        for (const action of actions(fileAt(text, offset))) {
          for (const [, result] of after(text, action))
            expect(errors(result), `${action.title} in ${name}:\n${result}`).toEqual([]);
          applications++;
        }
      }
    }
    expect(applications).toBeGreaterThan(50);
  });
});
