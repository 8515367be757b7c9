// The findings of one file for `check`, in this thread or another: plain data in and out.
import type { Diagnostic } from 'vscode-languageserver-types';
import { assertionRules } from '../rules/assertions';
import type { Severity } from '../rules/finding';
import type { Texts, TextValues } from '../text/texts';
import type { Arguments } from './arguments';
import { type CheckSettings, checkText } from './checkText';
import { Configs, minorOf } from './config';
import { Patches } from './patches';
import { type Piece, piecesOf } from './pieces';
import { UsageError } from './usageError';

/** What became of a file, or of a piece of a large one. */
export type Outcome =
  | {
      readonly file: string;
      readonly diagnostics: readonly Diagnostic[] /** A later piece of a file. */;
      readonly more: boolean;
    }
  /** It could not be read; `fatal` ends the run. */
  | { readonly file: string; readonly id: string; readonly values: TextValues; readonly fatal: boolean };

export type SettingsOf = (file: string) => CheckSettings;

/** Checks a file piece by piece. */
export function* checkFile(file: string, settingsOf: SettingsOf, texts: Texts): Generator<Outcome> {
  let settings: CheckSettings | undefined;
  try {
    settings = settingsOf(file);
    for (const piece of piecesOf(file)) {
      yield { file, diagnostics: checkPiece(piece, settings, texts), more: piece.line > 0 };
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    yield { file, id: error.id, values: error.values ?? {}, fatal: settings === undefined };
  }
}

function checkPiece({ text, line }: Piece, settings: CheckSettings, texts: Texts): readonly Diagnostic[] {
  const found = checkText(text, settings, texts);
  if (line === 0) return found;
  return found.map((one) => ({
    ...one,
    range: {
      start: { line: one.range.start.line + line, character: one.range.start.character },
      end: { line: one.range.end.line + line, character: one.range.end.character },
    },
  }));
}

/** The settings of each file: its folder's configuration, and what the command line says on top. */
export function settingsFrom(values: Arguments['values']): SettingsOf {
  const version = values['--kubernetes-version'];
  const minor = version === undefined ? undefined : minorOf(version);
  const assertions = values['--assertions'] as Severity | 'off' | undefined;
  const asked =
    assertions === undefined
      ? {}
      : Object.fromEntries(Object.values(assertionRules).map(({ id }) => [id, assertions] as const));
  const configs = new Configs(values['--config']);
  const patches = new Patches();
  return (file) => {
    const config = configs.of(file);
    const rules = { ...config.rules, ...asked };
    return { ...config, ...(minor === undefined ? {} : { minor }), rules, patch: patches.isPatch(file) };
  };
}
