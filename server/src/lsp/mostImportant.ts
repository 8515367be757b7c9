// How many diagnostics of one file a client gets. Editors show no more than about a thousand, and every keystroke would carry
// all of them.
import type { Diagnostic } from 'vscode-languageserver';
import { SOURCE } from '../features/diagnostics';
import type { Texts } from '../text/texts';

/** VS Code's own limit. */
export const MOST_SHOWN = 1000;

/** The diagnostics to send: all, or the gravest ones in the order of the text and a note on how many others there are. */
export function mostImportant(diagnostics: readonly Diagnostic[], texts: Texts): Diagnostic[] {
  if (diagnostics.length <= MOST_SHOWN) return [...diagnostics];
  const shown = MOST_SHOWN - 1;
  const gravity = (severity: number): number => diagnostics.filter((one) => (one.severity ?? 1) <= severity).length;
  const worst = [1, 2, 3, 4].find((severity) => gravity(severity) >= shown) ?? 4;
  let left = shown - gravity(worst - 1);
  const kept = diagnostics.filter(({ severity = 1 }) => severity < worst || (severity === worst && left-- > 0));
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const message = texts.say('more-findings', { count: diagnostics.length - shown, shown });
  return [{ range, severity: 3, source: SOURCE, message }, ...kept];
}
