// The findings of one text for the command line: the editor's own diagnostics, sorted by place.
import type { Diagnostic } from 'vscode-languageserver-types';
import { analyzeFile } from '../features/analysis';
import { DEFAULT_SETTINGS, diagnose } from '../features/diagnostics';
import type { Severity } from '../rules/finding';
import { NEWEST_MINOR } from '../schema/versions';
import type { Texts } from '../text/texts';
import { YamlStream } from '../yaml/stream';

/** What may differ from file to file. Plain data, so that it can be sent to another thread. */
export interface CheckSettings {
  /** Kubernetes minor version to answer for; the newest when absent. */
  readonly minor?: number;
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** The file is part of other objects: what it leaves out is not missing. */
  readonly patch?: boolean;
}

/** The diagnostics of a text in the order of lines and columns. */
export function checkText(text: string, { minor, rules, patch = false }: CheckSettings, texts: Texts): Diagnostic[] {
  const file = analyzeFile(YamlStream.of(text), minor ?? NEWEST_MINOR);
  const diagnostics = diagnose(file, texts, { ...DEFAULT_SETTINGS, rules, patch });
  return diagnostics.sort(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  );
}
