// Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request.
import type { Diagnostic } from 'vscode-languageserver-types';
import { visible } from '../terminal';
import { fieldPath, messageIn, type Reporter, ruleOf, type SeverityWord, severityWord } from './report';

const COMMANDS: Readonly<Record<SeverityWord, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** One `::error …::message` line for each finding. */
export function githubReporter(): Reporter {
  return {
    begin: () => '',
    file: ({ file, diagnostics }) => diagnostics.map((one) => `${annotation(file, one)}\n`).join(''),
    end: () => '',
  };
}

function annotation(file: string, diagnostic: Diagnostic): string {
  const { start, end } = diagnostic.range;
  const path = fieldPath(diagnostic);
  const properties = {
    file,
    line: start.line + 1,
    endLine: end.line + 1,
    // columns only make sense to the runner within one line
    ...(end.line === start.line ? { col: start.character + 1, endColumn: end.character + 1 } : {}),
    title: ruleOf(diagnostic),
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  const message = path === '' ? messageIn(diagnostic) : `${path}: ${messageIn(diagnostic)}`;
  return `::${COMMANDS[severityWord(diagnostic)]} ${list.join(',')}::${data(message)}`;
}

/** The runner ends a message at a line break and reads `%0A` as one. */
function data(text: string): string {
  return visible(text).replace(/%/g, '%25').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
