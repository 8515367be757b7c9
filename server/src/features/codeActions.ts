// Quick fixes: the fixes of the findings at a range, "fix all", and "ignore this rule".
import type { CodeAction, Diagnostic, Range, TextEdit } from 'vscode-languageserver-types';
import type { Finding, Fix } from '../rules/finding';
import type { Texts } from '../text/texts';
import type { FileAnalysis } from './analysis';
import { type DiagnosticData, SOURCE } from './diagnostics';
import { textEdits } from './edits';
import { findingsOf } from './fileFindings';

export interface ActionRequest {
  readonly uri: string;
  readonly range: Range;
  /** Diagnostics the editor shows at the range, ours and others'. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The quick fixes for the diagnostics the editor asks about. */
export function codeActions(file: FileAnalysis, request: ActionRequest, texts: Texts): CodeAction[] {
  return request.diagnostics
    .filter((diagnostic) => diagnostic.source === SOURCE)
    .flatMap((diagnostic) => actionsFor(file, request.uri, diagnostic, texts));
}

function actionsFor(file: FileAnalysis, uri: string, diagnostic: Diagnostic, texts: Texts): CodeAction[] {
  const located = locate(file, diagnostic);
  if (located === undefined) return [];
  const { finding, document } = located;
  const actions = (finding.fixes ?? []).flatMap((fix) => {
    const edits = editsOf(file, document, finding, fix);
    return edits === undefined
      ? []
      : [quickFix(texts.say(fix.title, fix.values), uri, edits, diagnostic, fix.preferred === true)];
  });
  return [
    ...actions,
    ...fixAll(file, uri, diagnostic, texts),
    ...ignoreActions(file, uri, document, diagnostic, texts),
  ];
}

interface Located {
  readonly finding: Finding;
  readonly document: number;
}

/** The finding a diagnostic was made of; looked up by rule and place when the text has changed since. */
function locate(file: FileAnalysis, { data, code }: Diagnostic): Located | undefined {
  if (!isData(data)) return undefined;
  const finding = findingsOf(file, data.document)[data.finding];
  return finding !== undefined && finding.rule === code && finding.path === data.path
    ? { finding, document: data.document }
    : undefined;
}

function isData(data: unknown): data is DiagnosticData {
  const candidate = data as Partial<DiagnosticData> | null | undefined;
  return (
    typeof candidate?.path === 'string' &&
    typeof candidate.document === 'number' &&
    typeof candidate.finding === 'number'
  );
}

/** The edits of a fix in lines of the file. */
function editsOf(file: FileAnalysis, document: number, finding: Finding, fix: Fix): TextEdit[] | undefined {
  const analysis = file.documents[document];
  const edits = analysis === undefined ? undefined : textEdits(fix.edits, analysis.document, finding.object);
  const line = file.stream.startLine(document);
  return edits?.map(({ range: { start, end }, newText }) => ({
    range: {
      start: { line: start.line + line, character: start.character },
      end: { line: end.line + line, character: end.character },
    },
    newText,
  }));
}

function quickFix(
  title: string,
  uri: string,
  edits: TextEdit[],
  diagnostic: Diagnostic,
  preferred: boolean,
): CodeAction {
  return {
    title,
    kind: 'quickfix',
    diagnostics: [diagnostic],
    edit: { changes: { [uri]: edits } },
    ...(preferred ? { isPreferred: true } : {}),
  };
}

/** One action for all findings of the same rule that have a preferred fix; edits that touch one another are left out. */
function fixAll(file: FileAnalysis, uri: string, diagnostic: Diagnostic, texts: Texts): CodeAction[] {
  const edits: TextEdit[] = [];
  let count = 0;
  file.documents.forEach((_analysis, document) => {
    for (const finding of findingsOf(file, document)) {
      if (finding.rule !== diagnostic.code) continue;
      const fix = finding.fixes?.find(({ preferred }) => preferred === true);
      const made = fix === undefined ? undefined : editsOf(file, document, finding, fix);
      if (made === undefined || made.some((edit) => edits.some((other) => overlap(edit.range, other.range)))) continue;
      edits.push(...made);
      count++;
    }
  });
  if (count < 2) return [];
  return [quickFix(texts.say('fix-all', { rule: String(diagnostic.code), count }), uri, edits, diagnostic, false)];
}

function overlap(a: Range, b: Range): boolean {
  return !before(a.end, b.start) && !before(b.end, a.start);
}

function before(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

function ignoreActions(
  file: FileAnalysis,
  uri: string,
  document: number,
  diagnostic: Diagnostic,
  texts: Texts,
): CodeAction[] {
  const rule = String(diagnostic.code);
  const analysis = file.documents[document];
  if (analysis === undefined) return [];
  const startLine = file.stream.startLine(document);
  const { line } = diagnostic.range.start;
  const indent = /^\s*/.exec(analysis.document.lineText(line - startLine))?.[0] ?? '';
  const at = (target: number, text: string): TextEdit => ({
    range: { start: { line: target, character: 0 }, end: { line: target, character: 0 } },
    newText: text,
  });
  const first = startLine + (analysis.document.text.startsWith('---') ? 1 : 0);
  return [
    quickFix(
      texts.say('fix-ignore-line', { rule }),
      uri,
      [at(line, `${indent}# podwright-ignore: ${rule}\n`)],
      diagnostic,
      false,
    ),
    quickFix(
      texts.say('fix-ignore-file', { rule }),
      uri,
      [at(first, `# podwright-ignore-file: ${rule}\n`)],
      diagnostic,
      false,
    ),
    {
      title: texts.say('fix-ignore-workspace', { rule }),
      kind: 'quickfix',
      diagnostics: [diagnostic],
      command: {
        title: texts.say('fix-ignore-workspace', { rule }),
        command: 'podwright.ignoreRule',
        arguments: [rule, uri],
      },
    },
  ];
}
