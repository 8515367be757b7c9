// Findings -> diagnostics: words, ranges, severities as the user set them. One list per file, built from cached parts.
import type { Diagnostic, DiagnosticSeverity, Range } from 'vscode-languageserver-types';
import type { Finding, Severity } from '../rules/finding';
import type { Texts } from '../text/texts';
import type { YamlDocument } from '../yaml/document';
import { placeOf } from '../yaml/path';
import type { Span } from '../yaml/tree';
import type { DocumentAnalysis, FileAnalysis } from './analysis';
import { isSuppressed, suppressionsOf } from './suppression';

export const SOURCE = 'podwright';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = { error: 1, warning: 2, info: 3, hint: 4 };

export interface DiagnosticSettings {
  /** Rule id -> severity chosen by the user; `off` hides the rule. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Base of the rules page; the rule id becomes its anchor. */
  readonly docs: string;
  /** False when another extension already reports YAML syntax. */
  readonly syntax: boolean;
}

export const DEFAULT_SETTINGS: DiagnosticSettings = { rules: {}, docs: '', syntax: true };

/** What clients get in `diagnostic.data`: enough to offer the fixes again without a search. */
export interface DiagnosticData {
  readonly path: string;
  /** Index of the document in its file and of the finding in the document. */
  readonly document: number;
  readonly finding: number;
}

/** The diagnostics of a whole file. */
export function diagnose(file: FileAnalysis, texts: Texts, settings: DiagnosticSettings): Diagnostic[] {
  return file.documents.flatMap((analysis, index) => {
    const found = diagnoseDocument(analysis, texts, settings);
    const line = file.stream.startLine(index);
    return found.map((diagnostic) => place(diagnostic, index, line));
  });
}

interface Cached {
  readonly texts: Texts;
  readonly settings: DiagnosticSettings;
  readonly diagnostics: readonly Diagnostic[];
}

const cache = new WeakMap<DocumentAnalysis, Cached>();

/** The diagnostics of one document, ranges counted from its first line. Kept while nothing they depend on changes. */
export function diagnoseDocument(
  analysis: DocumentAnalysis,
  texts: Texts,
  settings: DiagnosticSettings,
): readonly Diagnostic[] {
  const known = cache.get(analysis);
  if (known !== undefined && known.texts === texts && known.settings === settings) return known.diagnostics;
  const suppressions = suppressionsOf(analysis.document);
  const diagnostics: Diagnostic[] = [];
  analysis.findings.forEach((finding, index) => {
    const severity = severityOf(finding, settings);
    if (severity === 'off' || finding.consequence === true) return;
    const range = rangeOf(finding, analysis.document);
    if (isSuppressed(suppressions, finding.rule, range.start.line)) return;
    diagnostics.push(diagnostic(finding, index, severity, range, texts, settings));
  });
  cache.set(analysis, { texts, settings, diagnostics });
  return diagnostics;
}

function severityOf(finding: Finding, { rules, syntax }: DiagnosticSettings): Severity | 'off' {
  if (!syntax && finding.type === 'Syntax') return 'off';
  return rules[finding.rule] ?? finding.severity;
}

function diagnostic(
  finding: Finding,
  index: number,
  severity: Severity,
  range: Range,
  texts: Texts,
  { docs }: DiagnosticSettings,
): Diagnostic {
  const data: DiagnosticData = { path: finding.path, document: 0, finding: index };
  return {
    range,
    severity: SEVERITIES[severity],
    source: SOURCE,
    code: finding.rule,
    message: messageOf(finding, texts),
    data,
    ...(docs === '' ? {} : { codeDescription: { href: `${docs}#${finding.rule}` } }),
    ...(finding.rule === 'deprecated-field' ? { tags: [2] } : {}),
  };
}

/** The sentence of a finding. A rule may have a second template for the case that a near miss is known (`<rule>-hint`). */
export function messageOf(finding: Finding, texts: Texts): string {
  const values = finding.values ?? {};
  const hinted = `${finding.rule}-hint`;
  if (values.hint !== undefined && texts.has(hinted)) return texts.say(hinted, values);
  return texts.say(finding.rule, values);
}

function place(diagnostic: Diagnostic, document: number, line: number): Diagnostic {
  const { start, end } = diagnostic.range;
  return {
    ...diagnostic,
    range: {
      start: { line: start.line + line, character: start.character },
      end: { line: end.line + line, character: end.character },
    },
    data: { ...(diagnostic.data as DiagnosticData), document },
  };
}

/** Where a finding is shown: its span, else its key or value, else the nearest parent that is written. */
export function rangeOf(finding: Finding, document: YamlDocument): Range {
  const span = finding.span ?? spanOf(finding, document);
  const start = document.positionAt(span.start);
  const end = document.positionAt(Math.max(span.end, span.start));
  return { start, end: finding.span === undefined && end.line > start.line ? endOfLine(document, start.line) : end };
}

/** Path of a finding from the root of its document. */
export function documentPath({ path, object }: { readonly path: string; readonly object?: string }): string {
  if (object === undefined) return path;
  return path === '' ? object : `${object}.${path}`;
}

function endOfLine(document: YamlDocument, line: number): Range['end'] {
  return document.positionAt(document.lineEnd(line));
}

function spanOf(finding: Finding, document: YamlDocument): Span {
  const { key, node, exact } = placeOf(document.root, documentPath(finding));
  const written = node !== null && node.end > node.start ? node : undefined;
  const scalar = written?.kind === 'scalar' || written?.kind === 'alias';
  if (!exact || finding.at === 'key') return key ?? written ?? START;
  if (scalar && (finding.at === 'value' || key === undefined || finding.type !== 'FieldValueRequired')) return written;
  return key ?? written ?? START;
}

const START: Span = { start: 0, end: 0 };
