// Metrics of a HorizontalPodAutoscaler and the objects they name (autoscaling/validation/validation.go, 1.37).
import { type Fields, isSet, maybeNumber, maybeObject, objectOf, textOf } from '../../kubernetes/fields';
import { removeField, setRaw, setTo } from '../fixes';
import type { CheckContext } from '../rule';
import { common } from './commonRules';
import { autoscaling } from './policyRules';
import { checkDNSLabel, checkPathSegment, checkRequiredKnown, quantityOrZero, required } from './report';
import { checkContainerResourceName } from './resourceNames';

const METRIC_TYPES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
const TARGET_TYPES = ['Utilization', 'Value', 'AverageValue'];
const GROUPS_OF_KINDS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
  ReplicationController: 'v1',
};

/** Sources in the order the server looks at them. */
const SOURCES = [
  { field: 'object', type: 'Object', check: checkObjectMetric },
  { field: 'external', type: 'External', check: checkExternalMetric },
  { field: 'pods', type: 'Pods', check: checkPodsMetric },
  { field: 'resource', type: 'Resource', check: checkResourceMetric },
  { field: 'containerResource', type: 'ContainerResource', check: checkContainerMetric },
];

/** Checks a metric: a known type, its own source filled in, and no other. */
export function checkMetric(metric: Fields, path: string, ctx: CheckContext): void {
  const type = textOf(metric, 'type');
  checkRequiredKnown(type, METRIC_TYPES, `${path}.type`, ctx);
  const present = SOURCES.filter(({ field }) => maybeObject(metric, field) !== undefined);
  const first = present[0];
  if (first !== undefined) first.check(objectOf(metric, first.field), `${path}.${first.field}`, ctx);
  const wanted = SOURCES.find((source) => source.type === type);
  if (wanted !== undefined && !present.includes(wanted)) {
    ctx.report(autoscaling.metricSource, `${path}.${wanted.field}`, { field: wanted.field, type });
  }
  if (present.length === 1) return;
  for (const { field } of present.filter((source) => source !== wanted)) {
    const fixes = [removeField(`${path}.${field}`, true)];
    ctx.report(autoscaling.metricExtra, `${path}.${field}`, { field, type }, { fixes });
  }
}

/** A reference to an object of any kind; where the group may not be empty, an apiVersion with a group is asked for. */
export function checkObjectReference(reference: Fields, mayLackGroup: boolean, path: string, ctx: CheckContext): void {
  const kind = textOf(reference, 'kind');
  const name = textOf(reference, 'name');
  if (kind === '') required(`${path}.kind`, ctx, 'Deployment');
  else checkPathSegment(kind, `${path}.kind`, ctx);
  if (name === '') required(`${path}.name`, ctx, 'my-app');
  else checkPathSegment(name, `${path}.name`, ctx);
  const apiVersion = textOf(reference, 'apiVersion');
  const parts = apiVersion === '/' ? [''] : apiVersion.split('/');
  const hasGroup = parts.length === 2 && parts[0] !== '';
  if (parts.length <= 2 && (mayLackGroup || hasGroup)) return;
  const at = `${path}.apiVersion`;
  const fixes = [setTo(at, GROUPS_OF_KINDS[kind] ?? 'apps/v1')];
  ctx.report(autoscaling.targetAPIVersion, at, { value: apiVersion, kind }, { fixes });
}

function checkObjectMetric(source: Fields, path: string, ctx: CheckContext): void {
  checkObjectReference(objectOf(source, 'describedObject'), true, `${path}.describedObject`, ctx);
  checkIdentifierAndTarget(source, path, ctx);
  if (!has(source, 'value') && !has(source, 'averageValue')) needTarget('averageValue', path, ctx);
}

function checkExternalMetric(source: Fields, path: string, ctx: CheckContext): void {
  checkIdentifierAndTarget(source, path, ctx);
  if (!has(source, 'value') && !has(source, 'averageValue')) needTarget('averageValue', path, ctx);
  if (has(source, 'value') && has(source, 'averageValue')) bothTargets('value', 'averageValue', path, ctx);
}

function checkPodsMetric(source: Fields, path: string, ctx: CheckContext): void {
  checkIdentifierAndTarget(source, path, ctx);
  if (!has(source, 'averageValue')) needTarget('averageValue', path, ctx);
}

function checkResourceMetric(source: Fields, path: string, ctx: CheckContext): void {
  if (textOf(source, 'name') === '') required(`${path}.name`, ctx, 'cpu');
  checkUtilizationTarget(source, path, ctx);
}

function checkContainerMetric(source: Fields, path: string, ctx: CheckContext): void {
  const name = textOf(source, 'name');
  if (name === '') required(`${path}.name`, ctx, 'cpu');
  else checkContainerResourceName(name, `${path}.name`, ctx);
  const container = textOf(source, 'container');
  if (container === '') required(`${path}.container`, ctx);
  else checkDNSLabel(container, `${path}.container`, ctx);
  checkUtilizationTarget(source, path, ctx);
}

function checkUtilizationTarget(source: Fields, path: string, ctx: CheckContext): void {
  checkTarget(objectOf(source, 'target'), `${path}.target`, ctx);
  const utilization = has(source, 'averageUtilization');
  if (!utilization && !has(source, 'averageValue')) needTarget('averageUtilization', path, ctx);
  if (utilization && has(source, 'averageValue')) bothTargets('averageValue', 'averageUtilization', path, ctx);
}

function has(source: Fields, field: string): boolean {
  return isSet(objectOf(source, 'target'), field);
}

function needTarget(field: string, path: string, ctx: CheckContext): void {
  const at = `${path}.target.${field}`;
  const fixes = [setRaw(at, field === 'averageUtilization' ? '80' : '"100"')];
  ctx.report(autoscaling.targetRequired, at, { field }, { fixes });
}

function bothTargets(field: string, other: string, path: string, ctx: CheckContext): void {
  const fixes = [removeField(`${path}.target.${field}`, true), removeField(`${path}.target.${other}`)];
  ctx.report(autoscaling.targetBoth, `${path}.target.${field}`, { field, other }, { fixes });
}

function checkIdentifierAndTarget(source: Fields, path: string, ctx: CheckContext): void {
  const name = textOf(objectOf(source, 'metric'), 'name');
  if (name === '') required(`${path}.metric.name`, ctx);
  else checkPathSegment(name, `${path}.metric.name`, ctx);
  checkTarget(objectOf(source, 'target'), `${path}.target`, ctx);
}

function checkTarget(target: Fields, path: string, ctx: CheckContext): void {
  const type = textOf(target, 'type');
  if (type === '') required(`${path}.type`, ctx, guessedType(target));
  if (type !== '' && !TARGET_TYPES.includes(type)) {
    const fixes = [setTo(`${path}.type`, guessedType(target))];
    ctx.report(autoscaling.targetType, `${path}.type`, { value: type, allowed: TARGET_TYPES.join(', ') }, { fixes });
  }
  for (const field of ['value', 'averageValue']) {
    const value = target[field];
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    if (quantityOrZero(value).nano > 0n) continue;
    ctx.report(common.quantityNotPositive, `${path}.${field}`, { field, value });
  }
  const utilization = maybeNumber(target, 'averageUtilization');
  if (utilization === undefined || utilization >= 1) return;
  const at = `${path}.averageUtilization`;
  ctx.report(
    common.notPositive,
    at,
    { field: 'averageUtilization', value: utilization },
    { fixes: [setRaw(at, '80')] },
  );
}

function guessedType(target: Fields): string {
  if (isSet(target, 'averageValue')) return 'AverageValue';
  return isSet(target, 'value') ? 'Value' : 'Utilization';
}
