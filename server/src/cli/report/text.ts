// Findings like a compiler's: `file:line:column: severity: path: message [rule]`, one line each.
import type { Diagnostic } from 'vscode-languageserver-types';
import { type Ink, type Paint, painter, visible } from '../terminal';
import {
  fieldPath,
  messageIn,
  type ReportContext,
  type Reporter,
  ruleOf,
  type SeverityWord,
  severityWord,
} from './report';

const INKS: Readonly<Record<SeverityWord, Ink>> = { error: 'red', warning: 'yellow', info: 'blue', hint: 'cyan' };

/** One line for each finding; nothing for a file without. */
export function textReporter({ colors }: ReportContext): Reporter {
  const paint = painter(colors);
  return {
    begin: () => '',
    file: ({ file, diagnostics }) => diagnostics.map((one) => `${compilerLine(file, one, paint)}\n`).join(''),
    end: () => '',
  };
}

function compilerLine(file: string, diagnostic: Diagnostic, paint: Paint): string {
  const { line, character } = diagnostic.range.start;
  const word = severityWord(diagnostic);
  const path = fieldPath(diagnostic);
  const place = paint(`${oneLine(file)}:${line + 1}:${character + 1}:`, 'bold');
  const field = path === '' ? '' : `${oneLine(path)}: `;
  const rule = paint(`[${ruleOf(diagnostic)}]`, 'dim');
  return `${place} ${paint(`${word}:`, INKS[word])} ${field}${oneLine(messageIn(diagnostic))} ${rule}`;
}

/** A message may quote a key that holds a line break; a finding is one line. */
function oneLine(text: string): string {
  return visible(text).replace(/[\n\t]/g, (char) => (char === '\n' ? '␊' : ' '));
}
