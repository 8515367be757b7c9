// What `check` hands to a format, file by file: so that a run over any number of files keeps none of them in memory.
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Texts } from '../../text/texts';

/** The findings of one file in the order of its lines. */
export interface FileReport {
  /** As the user named it; `-` is standard input. */
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Not the file's first report: a large one comes in pieces. */
  readonly more?: boolean;
}

export interface Totals {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  /** Infos and hints. */
  readonly notes: number;
}

export interface ReportContext {
  readonly texts: Texts;
  readonly colors: boolean;
  /** Version of this program. */
  readonly version: string;
}

/** Writes a report piece by piece; what it returns goes to standard output as it is. */
export interface Reporter {
  begin(): string;
  file(report: FileReport): string;
  end(totals: Totals): string;
}

export type SeverityWord = 'error' | 'warning' | 'info' | 'hint';
const SEVERITY_WORDS: readonly SeverityWord[] = ['error', 'warning', 'info', 'hint'];

/** The word of a diagnostic's severity: the same in every language, since programs read it. */
export function severityWord({ severity }: Diagnostic): SeverityWord {
  return SEVERITY_WORDS[(severity ?? 1) - 1] ?? 'error';
}

/** Field path of a diagnostic as the API server spells it; empty for a whole document. */
export function fieldPath({ data }: Diagnostic): string {
  return (data as { path?: string } | undefined)?.path ?? '';
}

/** The sentence of a diagnostic. */
export function messageIn({ message }: Diagnostic): string {
  return typeof message === 'string' ? message : message.value;
}

/** Rule id of a diagnostic. */
export function ruleOf({ code }: Diagnostic): string {
  return String(code ?? '');
}

/** Totals of some files' reports, added to others. */
export function addTotals(totals: Totals, { diagnostics, more }: FileReport): Totals {
  const count = (from: number, to: number) =>
    diagnostics.filter(({ severity = 1 }) => severity >= from && severity <= to).length;
  return {
    files: totals.files + (more === true ? 0 : 1),
    errors: totals.errors + count(1, 1),
    warnings: totals.warnings + count(2, 2),
    notes: totals.notes + count(3, 4),
  };
}

export const NO_TOTALS: Totals = { files: 0, errors: 0, warnings: 0, notes: 0 };
