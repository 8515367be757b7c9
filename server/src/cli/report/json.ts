// Findings as one JSON value: `{ "files": [{ "file", "findings": […] }], "totals": {…} }`. Lines and columns count from 1.
import type { Diagnostic } from 'vscode-languageserver-types';
import { safeJson } from '../terminal';
import { fieldPath, messageIn, type ReportContext, type Reporter, ruleOf, severityWord } from './report';

/** One line of JSON for each file, all of them inside one value. */
export function jsonReporter({ version }: ReportContext): Reporter {
  let first = true;
  return {
    begin: () => `{"podwright":${safeJson(version)},"files":[`,
    file: ({ file, diagnostics }) => {
      const comma = first ? '' : ',';
      first = false;
      return `${comma}\n${safeJson({ file, findings: diagnostics.map(finding) })}`;
    },
    end: (totals) => `\n],"totals":${safeJson(totals)}}\n`,
  };
}

function finding(diagnostic: Diagnostic): unknown {
  const { start, end } = diagnostic.range;
  return {
    severity: severityWord(diagnostic),
    rule: ruleOf(diagnostic),
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    path: fieldPath(diagnostic),
    message: messageIn(diagnostic),
  };
}
