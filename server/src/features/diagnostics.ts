// Findings -> diagnostics: words, ranges, severities as the user set them. One list per file, built from cached parts.
import type { Diagnostic, DiagnosticSeverity, Range } from 'vscode-languageserver-types';
import type { Finding, Severity } from '../rules/finding';
import { hasPlaceholders, holdsForPart, isAboutPlaceholder } from '../rules/templates';
import type { Texts } from '../text/texts';
import type { YamlDocument } from '../yaml/document';
import { placeOf } from '../yaml/path';
import type { Span } from '../yaml/tree';
import type { DocumentAnalysis, FileAnalysis } from './analysis';
import { sharedFindings } from './fileFindings';
import { isSuppressed, suppressionsOf } from './suppression';

export const SOURCE = 'podwright';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = { error: 1, warning: 2, info: 3, hint: 4 };

export interface DiagnosticSettings {
  /** Rule id -> severity chosen by the user; `off` hides the rule. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Base of the rules page; the rule id becomes its anchor. */
  readonly docs: string;
  /** False when another extension already reports YAML syntax and repeated keys. */
  readonly syntax: boolean;
  /** False when another extension already checks fields and types against a schema. */
  readonly structure?: boolean;
  /** The file is laid over other objects (a Kustomize patch): what it leaves out is not missing. */
  readonly patch?: boolean;
}

export const DEFAULT_SETTINGS: DiagnosticSettings = { rules: {}, docs: '', syntax: true };

/** What clients get in `diagnostic.data`: enough to offer the fixes again without a search. */
export interface DiagnosticData {
  readonly path: string;
  /** Index of the document in its file and of the finding in the document. */
  readonly document: number;
  readonly finding: number;
}

/** The diagnostics of a whole file. Those of an unchanged document are the same objects as before. */
export function diagnose(file: FileAnalysis, texts: Texts, settings: DiagnosticSettings): Diagnostic[] {
  const all: Diagnostic[] = [];
  for (const [index, analysis] of file.documents.entries()) {
    const shared = sharedFindings(file, index);
    const findings = analysis.findings.length + shared.length;
    if (findings > 0)
      all.push(...placedDiagnostics(analysis, shared, file.stream.startLine(index), index, texts, settings));
  }
  return all;
}

/** Diagnostics of a document, and what they were made from. */
interface Cached {
  readonly texts: Texts;
  readonly settings: DiagnosticSettings;
  readonly own: readonly Diagnostic[];
  readonly shared: readonly Finding[];
  /** Own and shared ones, ranges counted from the first line of the document. */
  readonly diagnostics: readonly Diagnostic[];
  /** The same as the file sees them, for one place in it. */
  placed?: { readonly index: number; readonly line: number; readonly diagnostics: readonly Diagnostic[] };
}

const cache = new WeakMap<DocumentAnalysis, Cached>();

function cachedDiagnostics(
  analysis: DocumentAnalysis,
  shared: readonly Finding[],
  texts: Texts,
  settings: DiagnosticSettings,
): Cached {
  const known = cache.get(analysis);
  const current = known !== undefined && known.texts === texts && known.settings === settings ? known : undefined;
  if (current !== undefined && current.shared === shared) return current;
  const own = current?.own ?? diagnoseFindings(analysis, analysis.findings, 0, texts, settings);
  const others = diagnoseFindings(analysis, shared, analysis.findings.length, texts, settings);
  const made = { texts, settings, own, shared, diagnostics: others.length === 0 ? own : [...own, ...others] };
  cache.set(analysis, made);
  return made;
}

function placedDiagnostics(
  analysis: DocumentAnalysis,
  shared: readonly Finding[],
  line: number,
  index: number,
  texts: Texts,
  settings: DiagnosticSettings,
): readonly Diagnostic[] {
  const cached = cachedDiagnostics(analysis, shared, texts, settings);
  if (cached.placed?.index !== index || cached.placed.line !== line) {
    cached.placed = { index, line, diagnostics: cached.diagnostics.map((one) => place(one, index, line)) };
  }
  return cached.placed.diagnostics;
}

/** @param first index of the first finding among all of the document. */
function diagnoseFindings(
  { document }: DocumentAnalysis,
  findings: readonly Finding[],
  first: number,
  texts: Texts,
  settings: DiagnosticSettings,
): Diagnostic[] {
  if (findings.length === 0) return [];
  const suppressions = suppressionsOf(document);
  return findings.flatMap((finding, index) => {
    const severity = severityOf(finding, settings);
    if (severity === 'off' || finding.consequence === true) return [];
    if (settings.patch === true && !holdsForPart(finding, document)) return [];
    // of those that other documents bring about, nobody has asked this yet
    if (hasPlaceholders(document) && isAboutPlaceholder(finding, document, [])) return [];
    const range = rangeOf(finding, document);
    if (isSuppressed(suppressions, finding.rule, range.start.line)) return [];
    return [diagnostic(finding, first + index, severity, range, texts, settings)];
  });
}

function severityOf(finding: Finding, { rules, syntax, structure }: DiagnosticSettings): Severity | 'off' {
  if (!syntax && (finding.type === 'Syntax' || finding.type === 'DuplicateField')) return 'off';
  if (structure === false && (finding.type === 'UnknownField' || finding.type === 'TypeMismatch')) return 'off';
  return rules[finding.rule] ?? (finding.off === true ? 'off' : finding.severity);
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
  };
}

/**
 * The sentence of a finding. A rule may have a second template for the case that a near miss is known (`<rule>-hint`), and
 * others that its checks name (`<rule>-<variant>`).
 */
export function messageOf(finding: Finding, texts: Texts): string {
  const values = finding.values ?? {};
  const hinted = `${finding.rule}-hint`;
  if (values.hint !== undefined && texts.has(hinted)) return texts.say(hinted, values);
  const varied = `${finding.rule}-${values.variant}`;
  return texts.say(values.variant !== undefined && texts.has(varied) ? varied : finding.rule, values);
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
  const { markPath } = finding;
  if (markPath !== undefined) {
    const marked = placeOf(document.root, documentPath({ ...finding, path: markPath }));
    if (marked.exact) return spanAt({ ...finding, path: markPath }, document);
  }
  return spanAt(finding, document);
}

function spanAt(finding: Finding, document: YamlDocument): Span {
  const { key, node, exact } = placeOf(document.root, documentPath(finding));
  const written = node !== null && node.end > node.start ? node : undefined;
  const scalar = written?.kind === 'scalar' || written?.kind === 'alias';
  if (!exact || finding.at === 'key') return key ?? written ?? START;
  if (scalar && (finding.at === 'value' || key === undefined || finding.type !== 'FieldValueRequired')) return written;
  return key ?? written ?? START;
}

const START: Span = { start: 0, end: 0 };
