// All findings of one document: YAML syntax, identity, strict decoding, validation, in the order the API server meets them.

import { type DecodeProblem, duplicateKeys } from '../schema/decode';
import type { YamlDocument } from '../yaml/document';
import type { Span } from '../yaml/tree';
import { checkDecoding } from './decode';
import type { Finding, Fix } from './finding';
import { checkIdentity } from './identity';
import { indentationFindings } from './indentation';
import { checkLints } from './lints/checkLints';
import type { KubernetesObject } from './objects';
import { CheckContext } from './rule';
import { syntaxFindings } from './syntax';
import {
  besidesPatches,
  besidesPlaceholders,
  hasPlaceholders,
  isPatch,
  isPlaceholder,
  isTemplate,
  StandIns,
} from './templates';
import { validateObject } from './validate';
import { checkVersions } from './versions';

/** What is wrong with a document. Empty for templates and for what is not Kubernetes. */
export function checkDocument(document: YamlDocument, objects: readonly KubernetesObject[], minor: number): Finding[] {
  if (isTemplate(document)) return [];
  if (objects.length === 0 && !looksLikeKubernetes(document.text)) return [];
  const found = findingsOf(document, objects, minor);
  const apart = hasPlaceholders(document) ? besidesPlaceholders(found, document, dropped(objects, document)) : found;
  return isPatch(document) ? besidesPatches(apart, document) : apart;
}

/** Placeholders that decoding left out, since another type belongs there. */
function dropped(objects: readonly KubernetesObject[], document: YamlDocument): Span[] {
  const problems = objects.flatMap(({ decoded }) => decoded.problems);
  return problems.flatMap((one) => (one.kind === 'mismatch' && isPlaceholder(document, one.node) ? [one.node] : []));
}

function findingsOf(document: YamlDocument, objects: readonly KubernetesObject[], minor: number): Finding[] {
  const syntax = document.problems.length === 0 ? [] : syntaxOf(document, objects);
  const found = objects.map((object) => checkObject(object, document, minor));
  const rest = markConsequences(found.flat());
  if (syntax.length === 0) return rest;
  const readable = rest.filter((finding) => makesSenseWhenBroken(finding) && !onBrokenLine(finding, syntax, document));
  return [...syntax, ...readable.map(unreached)];
}

/** A document too broken to have a tree is still recognised by its first lines. */
function looksLikeKubernetes(text: string): boolean {
  return /^["']?apiVersion\b/m.test(text) && /^["']?kind\b/m.test(text);
}

function syntaxOf(document: YamlDocument, objects: readonly KubernetesObject[]): Finding[] {
  const indentation = indentationFindings(document, objects[0]?.definition);
  const covered = indentation.map((finding) => finding.span);
  const others = syntaxFindings(document).filter(
    ({ rule, span }) =>
      rule !== 'yaml-indentation' &&
      !covered.some((other) => other !== undefined && span !== undefined && lineOverlap(document, other, span)),
  );
  return [...indentation, ...others.map((finding) => missingDash(finding, document, objects) ?? finding)];
}

/** YAML gives up at the second item of a list whose first item has no dash: the mistake is above. */
function missingDash(
  { span }: Finding,
  document: YamlDocument,
  objects: readonly KubernetesObject[],
): Finding | undefined {
  const line = document.positionAt(span?.start ?? 0).line;
  for (const { decoded, path: object } of objects) {
    for (const problem of decoded.problems) {
      if (problem.kind !== 'mismatch' || problem.want !== 'list' || problem.got !== 'object') continue;
      const start = document.positionAt(problem.node.start).line;
      const end = document.positionAt(problem.node.end).line;
      if (line < start || line > end + 1) continue;
      const field = /([^.[\]]+)$/.exec(problem.path)?.[1] ?? problem.path;
      const at = { start: problem.node.start, end: document.lineEnd(start) };
      const fixes: Fix[] = [{ title: 'fix-add-dash', edits: [{ op: 'dash', path: problem.path }], preferred: true }];
      const where = object === '' ? {} : { object };
      return {
        rule: 'yaml-missing-dash',
        severity: 'error',
        type: 'Syntax',
        path: problem.path,
        span: at,
        values: { field },
        fixes,
        ...where,
      };
    }
  }
  return undefined;
}

/** A field on a line that is reported as mis-indented is in the wrong block: nothing said of it there would be true. */
function onBrokenLine({ span }: Finding, syntax: readonly Finding[], document: YamlDocument): boolean {
  return (
    span !== undefined && syntax.some((other) => other.span !== undefined && lineOverlap(document, other.span, span))
  );
}

type Range = { readonly start: number; readonly end: number };

function lineOverlap(document: YamlDocument, a: Range, b: Range): boolean {
  return (
    document.positionAt(b.start).line <= document.positionAt(a.end).line &&
    document.positionAt(b.start).line >= document.positionAt(a.start).line
  );
}

function checkObject(object: KubernetesObject, document: YamlDocument, minor: number): Finding[] {
  if (!hasPlaceholders(document)) return checkWritten(object, document, minor);
  const standIns = new StandIns();
  const value = standIns.put(object.decoded.value);
  const findings = checkWritten({ ...object, decoded: { ...object.decoded, value } }, document, minor);
  return findings.map((finding) => standIns.restore(finding));
}

function checkWritten(object: KubernetesObject, document: YamlDocument, minor: number): Finding[] {
  const ctx = new CheckContext(minor);
  checkIdentity(object.identity, '', ctx);
  if (object.definition === undefined) return inObject(ctx.findings, object.path);
  const misidentified = ctx.findings.length > 0;
  const duplicates = object.path === '' ? duplicateKeys(object.node) : [];
  const problems = withoutPlaceholders(object.decoded.problems, document);
  checkDecoding([...duplicates, ...problems], document, object.path, ctx);
  checkVersions(object.decoded.versioned, ctx);
  const mismatch = problems.some((problem) => problem.kind === 'mismatch');
  if (mismatch) unreachDecodeFindings(ctx);
  const validation = new CheckContext(minor);
  validateObject(object.apiVersion, object.kind, object.decoded.value, validation);
  const reached = !mismatch && !misidentified;
  if (reached && document.problems.length === 0) {
    const lints = new CheckContext(minor);
    checkLints(object, document, lints);
    validation.findings.push(...withoutRepeats(lints.findings, validation));
  }
  const rest = reached ? validation.findings : validation.findings.filter(makesSenseWhenBroken).map(unreached);
  return inObject([...(misidentified ? withUnreached(ctx.findings) : ctx.findings), ...rest], object.path);
}

/** A placeholder has no type yet: the rest of the object is checked as if it had the right one. */
function withoutPlaceholders(problems: readonly DecodeProblem[], document: YamlDocument): readonly DecodeProblem[] {
  if (problems.length === 0 || !hasPlaceholders(document)) return problems;
  return problems.filter((problem) => problem.kind !== 'mismatch' || !isPlaceholder(document, problem.node));
}

/** Lints that say more than a warning of the server at the same place: only the lint is shown. */
function withoutRepeats(lints: readonly Finding[], { findings }: CheckContext): readonly Finding[] {
  const places = new Set(lints.filter(({ rule }) => rule === 'memory-milli-unit').map(({ path }) => path));
  if (places.size === 0) return lints;
  findings.forEach((finding, i) => {
    if (finding.rule !== 'fractional-bytes') return;
    const limit = finding.path.replace('.requests[', '.limits[');
    if (places.has(finding.path) || places.has(limit)) findings[i] = { ...finding, consequence: true };
  });
  return lints;
}

/** The server stops at identity; what comes after is shown in the editor only. */
function withUnreached(findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => (finding.type === 'Identity' ? finding : unreached(finding)));
}

/** A wrong type ends decoding: the server lists no unknown or repeated fields then. */
function unreachDecodeFindings(ctx: CheckContext): void {
  const findings = ctx.findings.map((finding) =>
    finding.type === 'TypeMismatch' || finding.type === 'Identity' ? finding : unreached(finding),
  );
  ctx.findings.length = 0;
  ctx.findings.push(...findings);
}

function unreached(finding: Finding): Finding {
  return { ...finding, unreached: true };
}

/** In a document that does not parse or decode, what is missing may only be unreadable. */
function makesSenseWhenBroken(finding: Finding): boolean {
  return finding.type !== 'FieldValueRequired' && finding.type !== 'FieldValueNotFound';
}

function inObject(findings: readonly Finding[], path: string): Finding[] {
  return path === '' ? [...findings] : findings.map((finding) => ({ ...finding, object: path }));
}

/** A missing field whose misspelt twin stands beside it follows from the misspelling. */
function markConsequences(findings: readonly Finding[]): Finding[] {
  const misspelt = new Set<string>();
  for (const { rule, path, values, object } of findings) {
    const hint = rule === 'unknown-field' ? values?.hint : undefined;
    if (hint === undefined) continue;
    const dot = path.lastIndexOf('.');
    misspelt.add(`${object ?? ''}|${dot < 0 ? '' : `${path.slice(0, dot)}.`}${hint}`);
  }
  if (misspelt.size === 0) return [...findings];
  return findings.map((finding) => {
    const key = `${finding.object ?? ''}|${finding.path}`;
    const follows =
      finding.type !== 'UnknownField' &&
      [...misspelt].some((place) => key === place || key.startsWith(`${place}.`) || key.startsWith(`${place}[`));
    return follows ? { ...finding, consequence: true } : finding;
  });
}
