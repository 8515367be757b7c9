// What the author wants of a pod, written beside it: `# podwright: ready<=15s, graceful>=20s`. Compared with what the engine
// says; a bound from above has to hold at worst, one from below at best.
import { assertionRules } from '../rules/assertions';
import type { Finding } from '../rules/finding';
import type { Rule } from '../rules/rule';
import { closest } from '../rules/spelling';
import { NEWEST_MINOR, OLDEST_MINOR } from '../schema/versions';
import type { Between } from '../simulation/outlook';
import type { YamlDocument } from '../yaml/document';
import { atOffset } from '../yaml/path';
import { type DirectiveEntry, directiveEntries } from './directive';
import { type Measures, measuresOf } from './measures';
import type { PodView } from './pods';
import { scenarioComment } from './scenarioComment';
import { directiveMinor } from './versionDirective';

interface Asserted {
  readonly measures: readonly (keyof Measures)[];
  readonly span: (measures: Measures) => Between | undefined;
}

/** What can be asserted, and the span that answers. `deletion` is a promise, so at worst the app ignores its signal. */
const ASSERTED: Readonly<Record<string, Asserted>> = {
  ready: { measures: ['ready'], span: ({ ready }) => ready },
  graceful: { measures: ['graceful'], span: ({ graceful }) => graceful },
  restart: { measures: ['restart'], span: ({ restart }) => restart },
  deletion: {
    measures: ['deletion', 'deletionIgnored'],
    span: ({ deletion, deletionIgnored }) =>
      deletion && { bestMs: deletion.bestMs, worstMs: Math.max(deletion.worstMs, deletionIgnored?.worstMs ?? 0) },
  },
  refused: { measures: ['refused'], span: ({ refused }) => refused },
};

/** The names that a comment may use, `kubernetes` aside. */
export const ASSERTION_NAMES: readonly string[] = Object.keys(ASSERTED);

/** The findings of a document's `# podwright:` comments. */
export function assertionFindings(document: YamlDocument, pods: readonly PodView[]): readonly Finding[] {
  const entries = directiveEntries(document.text).filter((entry) => isComment(entry, document));
  return entries.flatMap((entry) => findingsOfEntry(entry, document, pods));
}

/** What looks like a comment may be part of a text: a script in a ConfigMap. */
function isComment({ span }: DirectiveEntry, document: YamlDocument): boolean {
  const { node } = atOffset(document.root, span.start);
  return node?.kind !== 'scalar' || span.start >= node.end;
}

function findingsOfEntry(entry: DirectiveEntry, document: YamlDocument, pods: readonly PodView[]): readonly Finding[] {
  const { name, operator, value, span } = entry;
  const text = document.text.slice(span.start, span.end);
  if (name === 'kubernetes' && operator === '=')
    return directiveMinor(value) === undefined ? [wrongVersion(entry, value)] : [];
  const asserted = Object.hasOwn(ASSERTED, name) ? ASSERTED[name] : undefined;
  if (operator === undefined || asserted === undefined) return [unknown(entry, text)];
  const limitMs = durationMs(value);
  if (operator === '=' || limitMs === undefined)
    return [finding(assertionRules.value, entry, { assertion: text, name })];
  // of a document that does not parse the pods are guesses
  if (document.problems.length > 0) return [];
  if (pods.length === 0) return [finding(assertionRules.withoutPod, entry, { assertion: text })];
  const behaviour = scenarioComment(document.text)?.behaviour ?? {};
  return pods.flatMap((pod) => {
    const actual = asserted.span(measuresOf(pod, behaviour, asserted.measures));
    return holds(actual, operator, limitMs) ? [] : [failed(entry, text, pod, actual)];
  });
}

function wrongVersion(entry: DirectiveEntry, version: string): Finding {
  const values = { version, oldest: `1.${OLDEST_MINOR}`, newest: `1.${NEWEST_MINOR}`, variant: 'version' };
  return finding(assertionRules.value, entry, values);
}

function unknown(entry: DirectiveEntry, assertion: string): Finding {
  const names = [...ASSERTION_NAMES, 'kubernetes'];
  const near = closest(entry.name, names);
  const values = { assertion, known: names.join(', ') };
  const { start } = entry.span;
  const rename = { op: 'text' as const, span: { start, end: start + entry.name.length }, text: near ?? '' };
  const fixes =
    near === undefined ? {} : { fixes: [{ title: 'fix-set-value', values: { value: near }, edits: [rename] }] };
  return {
    ...finding(assertionRules.unknown, entry, near === undefined ? values : { ...values, hint: near }),
    ...fixes,
  };
}

function failed(entry: DirectiveEntry, assertion: string, pod: PodView, actual: Between | undefined): Finding {
  const values = { assertion, kind: pod.object.kind, name: pod.name };
  const variant = actual === undefined ? `${entry.name}-never` : entry.name;
  const { path } = pod.object;
  return {
    ...finding(assertionRules.failed, entry, { ...values, variant, actual: compactSpan(actual) }),
    path: path === '' ? pod.specPath : pod.specPath.slice(path.length + 1),
    ...(path === '' ? {} : { object: path }),
  };
}

function finding(rule: Rule, { span }: DirectiveEntry, values: Readonly<Record<string, string>>): Finding {
  return { rule: rule.id, severity: rule.severity, path: '', span, values };
}

/** Whether a span keeps a limit; what never happens breaks a limit from above and keeps one from below. */
function holds(actual: Between | undefined, operator: string, limitMs: number): boolean {
  if (operator === '<=') return actual !== undefined && actual.worstMs <= limitMs;
  if (operator === '<') return actual !== undefined && actual.worstMs < limitMs;
  if (operator === '>=') return actual === undefined || actual.bestMs >= limitMs;
  return actual === undefined || actual.bestMs > limitMs;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };

/** Milliseconds of `15s`, `1m30s`, `1.5s`, `500ms`, `2min`, or of bare seconds; undefined for anything else. */
export function durationMs(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  if (!/^(\d+(\.\d+)?(ms|s|min|m|h))+$/.test(text)) return undefined;
  let ms = 0;
  for (const [, number = '', , unit = ''] of text.matchAll(/(\d+(\.\d+)?)(ms|s|min|m|h)/g))
    ms += Number(number) * (UNIT_MS[unit] ?? 0);
  return ms;
}

/** A span as assertions spell it: `12.3s`, `10.2–13.1s`, `2m13s`. */
export function compactSpan(span: Between | undefined): string {
  if (span === undefined) return '';
  const from = compact(span.bestMs);
  const to = compact(span.worstMs);
  if (from === to) return to;
  return span.worstMs < 120_000 ? `${from.slice(0, -1)}–${to}` : `${from}–${to}`;
}

function compact(ms: number): string {
  if (ms < 120_000) return `${Math.round(ms / 100) / 10}s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
