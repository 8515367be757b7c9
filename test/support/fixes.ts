// Applies quick fixes as an editor would: one at a time, asking again after each edit.
import type { TextEdit } from 'vscode-languageserver-types';
import { analyzeFile } from '../../server/src/features/analysis';
import { codeActions } from '../../server/src/features/codeActions';
import { DEFAULT_SETTINGS, type DiagnosticSettings, diagnose } from '../../server/src/features/diagnostics';
import type { Texts } from '../../server/src/text/texts';
import { YamlStream } from '../../server/src/yaml/stream';

/** Applies edits whose ranges are all of the same text. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  // Of edits at one place the last is applied first, so that they end up in their order.
  const sorted = [...edits]
    .reverse()
    .sort((a, b) => b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character);
  return sorted.reduce((stream, { range, newText }) => stream.edit({ range, text: newText }), YamlStream.of(text)).text;
}

/** Applies the preferred fix of the first finding that has one, again and again. */
export function applyPreferredFixes(
  text: string,
  texts: Texts,
  settings: DiagnosticSettings = DEFAULT_SETTINGS,
): string {
  let current = text;
  for (let round = 0; round < 30; round++) {
    const file = analyzeFile(YamlStream.of(current), 37);
    const diagnostics = diagnose(file, texts, settings);
    const actions = diagnostics.flatMap((diagnostic) =>
      codeActions(file, { uri: 'file:///x.yaml', range: diagnostic.range, diagnostics: [diagnostic] }, texts),
    );
    const edits = actions.find(({ isPreferred }) => isPreferred === true)?.edit?.changes?.['file:///x.yaml'];
    if (edits === undefined) break;
    current = applyEdits(current, edits);
  }
  return current;
}
