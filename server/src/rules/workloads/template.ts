// What the controllers share: the pod template, its selector, restart policy and percentages of a roll-out.
import { type Fields, maybeObject, objectOf, textMapOf, textOf } from '../../kubernetes/fields';
import { type Selector, selectorIsEmpty, selectorMatches } from '../../kubernetes/labels';
import { isPercent } from '../../kubernetes/names';
import type { Fix } from '../finding';
import { enumFixes, removeField, setRaw, setTo, yamlString } from '../fixes';
import { checkNonnegative, fieldName } from '../kinds/report';
import { selectorOf } from '../kinds/selector';
import { checkLabelSelector } from '../metadata';
import { checkPodTemplateSpec } from '../pod/podTemplate';
import type { CheckContext } from '../rule';
import { workload } from './workloadRules';

/** A selector that must be there and not empty (Deployment, ReplicaSet, StatefulSet). */
export function checkRequiredSelector(spec: Fields, path: string, ctx: CheckContext): void {
  const selector = maybeObject(spec, 'selector');
  const labels = textMapOf(objectOf(objectOf(spec, 'template'), 'metadata'), 'labels');
  if (selector === undefined) {
    ctx.report(workload.selectorRequired, `${path}.selector`, undefined, {
      fixes:
        Object.keys(labels).length === 0 ? [] : fromTemplate(`${path}.selector`, `{ matchLabels: ${flowMap(labels)} }`),
    });
    return;
  }
  checkLabelSelector(selectorOf(selector), `${path}.selector`, ctx);
  if (selectorIsEmpty(selectorOf(selector))) reportEmptySelector(labels, `${path}.selector`, ctx);
}

/** Reports a selector without any condition. */
export function reportEmptySelector(labels: Readonly<Record<string, string>>, path: string, ctx: CheckContext): void {
  ctx.report(workload.selectorEmpty, path, undefined, { fixes: fromTemplate(`${path}.matchLabels`, flowMap(labels)) });
}

function fromTemplate(path: string, raw: string): readonly Fix[] {
  if (raw === '{}') return [];
  return [{ title: 'fix-selector-from-template', edits: [{ op: 'set', path, raw }], preferred: true }];
}

/** A map as one line of YAML. */
function flowMap(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels).map(([name, value]) => `${yamlString(name)}: ${yamlString(value)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Reports template labels that the selector does not match; an absent selector matches nothing. */
export function checkTemplateLabels(
  selector: Selector | undefined,
  template: Fields,
  path: string,
  ctx: CheckContext,
): void {
  const labels = textMapOf(objectOf(template, 'metadata'), 'labels');
  if (selector !== undefined && selectorMatches(selector, labels)) return;
  const fixes = selector === undefined ? [] : mismatchFixes(selector, template, path);
  const values = { selector: selectorText(selector), labels: labelsText(labels) };
  ctx.report(workload.selectorMismatch, `${path}.metadata.labels`, values, {
    fixes,
    consequence: selector === undefined,
  });
}

function selectorText(selector: Selector | undefined): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const expressions = (selector?.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) => `${key} ${operator} ${values.join('|')}`,
  );
  return [...labels, ...expressions.map((text) => text.trim())].join(', ') || '-';
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  return (
    Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(', ') || '-'
  );
}

/** Labels into the template, or, where the keys are the same, the template's values into the selector. */
function mismatchFixes(selector: Selector, template: Fields, path: string): readonly Fix[] {
  const metadata = maybeObject(template, 'metadata');
  const labels = textMapOf(metadata ?? {}, 'labels');
  const wrong = Object.entries(selector.matchLabels ?? {}).filter(([key, value]) => labels[key] !== value);
  if (wrong.length === 0) return [];
  const fixes: Fix[] = [{ title: 'fix-template-labels', edits: labelEdits(wrong, metadata, path), preferred: true }];
  const selectorPath = path.replace(/template$/, 'selector.matchLabels');
  if (wrong.every(([key]) => Object.hasOwn(labels, key))) {
    const edits = wrong.map(
      ([key]) => ({ op: 'set', path: `${selectorPath}[${key}]`, raw: yamlString(labels[key] ?? '') }) as const,
    );
    fixes.push({ title: 'fix-selector-from-template', edits });
  }
  return fixes;
}

function labelEdits(
  wrong: readonly (readonly [string, string])[],
  metadata: Fields | undefined,
  path: string,
): Fix['edits'] {
  const raw = flowMap(Object.fromEntries(wrong));
  if (metadata === undefined) return [{ op: 'set', path: `${path}.metadata`, raw: `{ labels: ${raw} }` }];
  const labels = maybeObject(metadata, 'labels');
  if (labels === undefined) return [{ op: 'set', path: `${path}.metadata.labels`, raw }];
  return wrong.map(([key, value]) =>
    Object.hasOwn(labels, key)
      ? { op: 'set', path: `${path}.metadata.labels[${key}]`, raw: yamlString(value) }
      : { op: 'add', path: `${path}.metadata.labels`, block: `${yamlString(key)}: ${yamlString(value)}` },
  );
}

/** Template of a ReplicaSet, Deployment or ReplicationController (ValidatePodTemplateSpecForReplicaSet, apps, 1.37). */
export function checkReplicaTemplate(
  selector: Selector | undefined,
  template: Fields,
  path: string,
  ctx: CheckContext,
): void {
  if (selector === undefined || !selectorIsEmpty(selector)) checkTemplateLabels(selector, template, path, ctx);
  checkPodTemplateSpec(template, path, ctx);
  checkLongRunning(template, path, ctx);
}

/** Controllers that keep pods running restart them always and have no deadline. */
export function checkLongRunning(template: Fields, path: string, ctx: CheckContext): void {
  const spec = objectOf(template, 'spec');
  const policy = textOf(spec, 'restartPolicy');
  if (policy !== 'Always') {
    const at = `${path}.spec.restartPolicy`;
    const fixes = [setTo(at, 'Always'), removeField(at)];
    ctx.report(workload.restartPolicyAlways, at, { value: policy }, { fixes });
  }
  if (spec.activeDeadlineSeconds === undefined || spec.activeDeadlineSeconds === null) return;
  const at = `${path}.spec.activeDeadlineSeconds`;
  ctx.report(workload.activeDeadline, at, undefined, { fixes: [removeField(at, true)] });
}

/** A count or a percentage, neither below 0 (ValidatePositiveIntOrPercent, apps/validation, 1.37). */
export function checkIntOrPercent(value: number | string, path: string, ctx: CheckContext): void {
  if (typeof value === 'number') checkNonnegative(value, path, ctx);
  else if (!isPercent(value)) {
    const digits = /^\s*([0-9]+)\s*%?\s*$/.exec(value)?.[1];
    const fixes = digits === undefined ? [] : [value.includes('%') ? setTo(path, `${digits}%`) : setRaw(path, digits)];
    ctx.report(workload.percentFormat, path, { field: fieldName(path), value }, { fixes });
  }
}

/** A percentage above 100 (IsNotMoreThan100Percent, apps/validation, 1.37). */
export function checkAtMost100Percent(value: number | string, path: string, ctx: CheckContext): void {
  if (typeof value === 'number' || !isPercent(value) || Number.parseInt(value, 10) <= 100) return;
  ctx.report(workload.percentOver100, path, { field: fieldName(path), value }, { fixes: [setTo(path, '100%')] });
}

/** What a count or percentage amounts to; text that is no number is 0 (getIntOrPercentValue, apps/validation, 1.37). */
export function intOrPercentValue(value: number | string): number {
  if (typeof value === 'number') return value;
  if (isPercent(value)) return Number.parseInt(value, 10);
  return /^[+-]?[0-9]+$/.test(value) ? Number(value) : 0;
}

/** An update strategy the server does not know; it reports the strategy, not its type. */
export function reportStrategy(type: string, allowed: readonly string[], path: string, ctx: CheckContext): void {
  const fixes = enumFixes(`${path}.type`, type, allowed);
  const values = { value: type, allowed: allowed.join(', ') };
  ctx.report(workload.strategyUnknown, path, values, { fixes, markPath: `${path}.type`, at: 'value' });
}
