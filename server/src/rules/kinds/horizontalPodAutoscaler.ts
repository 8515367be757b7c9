// HorizontalPodAutoscaler, version 2 and version 1 turned into it (autoscaling/validation/validation.go, 1.37).
import {
  type Fields,
  isSet,
  maybeNumber,
  maybeObject,
  maybeText,
  numberOf,
  objectOf,
  objectsOf,
  quantityMapOf,
  textOf,
} from '../../kubernetes/fields';
import { setRaw } from '../fixes';
import type { CheckContext } from '../rule';
import { common } from './commonRules';
import { checkMetric, checkObjectReference } from './metrics';
import { autoscaling } from './policyRules';
import { checkKnown, fieldName, quantityOrZero, unsupported } from './report';

const PERIOD_MAX_SECONDS = 1800;
const WINDOW_MAX_SECONDS = 3600;
const SELECT_POLICIES = ['Disabled', 'Max', 'Min'];

/** Checks an autoscaler whose defaults are filled in. */
export function checkHorizontalPodAutoscaler(autoscaler: Fields, ctx: CheckContext): void {
  const spec = objectOf(autoscaler, 'spec');
  checkReplicas(spec, ctx);
  checkScaleTarget(objectOf(spec, 'scaleTargetRef'), 'spec.scaleTargetRef', ctx);
  const metrics = objectsOf(spec, 'metrics');
  for (const [i, metric] of metrics.entries()) checkMetric(metric, `spec.metrics[${i}]`, ctx);
  const fromOutside = metrics.some((metric) => ['Object', 'External'].includes(textOf(metric, 'type')));
  if (maybeNumber(spec, 'minReplicas') === 0 && !fromOutside) {
    ctx.report(autoscaling.scaleToZero, 'spec.metrics', undefined, { fixes: [setRaw('spec.minReplicas', '1')] });
  }
  const behavior = maybeObject(spec, 'behavior');
  for (const direction of ['scaleUp', 'scaleDown']) {
    const rules = maybeObject(behavior ?? {}, direction);
    if (rules !== undefined) checkScalingRules(rules, `spec.behavior.${direction}`, ctx);
  }
}

function checkReplicas(spec: Fields, ctx: CheckContext): void {
  const min = maybeNumber(spec, 'minReplicas');
  const max = numberOf(spec, 'maxReplicas');
  // HPAScaleToZero is on by default since 1.37.
  const least = ctx.minor >= 37 ? 0 : 1;
  if (min !== undefined && min < least) {
    const fixes = [setRaw('spec.minReplicas', String(least))];
    ctx.report(autoscaling.minReplicas, 'spec.minReplicas', { value: min, min: least }, { fixes });
  }
  const path = 'spec.maxReplicas';
  if (max === 0) {
    ctx.report(autoscaling.maxReplicas, path, undefined, { fixes: [setRaw(path, String(Math.max(1, min ?? 1) * 2))] });
  } else if (max < 0)
    ctx.report(common.notPositive, path, { field: 'maxReplicas', value: max }, { fixes: [setRaw(path, '1')] });
  if (min === undefined || max >= min) return;
  const fixes = [setRaw(path, String(min)), setRaw('spec.minReplicas', String(max), false)];
  ctx.report(autoscaling.maxBelowMin, path, { max, min }, { fixes: max > 0 ? fixes : fixes.slice(0, 1) });
}

/** The only scalable kind without an API group is ReplicationController (registry strategy.go, 1.37). */
function checkScaleTarget(target: Fields, path: string, ctx: CheckContext): void {
  checkObjectReference(target, textOf(target, 'kind') === 'ReplicationController', path, ctx);
}

function checkScalingRules(rules: Fields, path: string, ctx: CheckContext): void {
  const window = maybeNumber(rules, 'stabilizationWindowSeconds');
  if (window !== undefined && (window < 0 || window > WINDOW_MAX_SECONDS)) {
    reportRange(window, 0, WINDOW_MAX_SECONDS, `${path}.stabilizationWindowSeconds`, ctx);
  }
  const select = maybeText(rules, 'selectPolicy');
  if (select !== undefined) checkKnown(select, SELECT_POLICIES, `${path}.selectPolicy`, ctx);
  const policies = objectsOf(rules, 'policies');
  if (policies.length === 0) ctx.report(autoscaling.policiesRequired, `${path}.policies`);
  for (const [i, policy] of policies.entries()) checkScalingPolicy(policy, `${path}.policies[${i}]`, ctx);
  // Before 1.35 the field is dropped (HPAConfigurableTolerance).
  if (!isSet(rules, 'tolerance') || ctx.minor < 35) return;
  const value = quantityMapOf({ tolerance: { tolerance: rules.tolerance } }, 'tolerance').tolerance ?? 0;
  if (quantityOrZero(value).nano < 0n)
    ctx.report(common.quantityNegative, `${path}.tolerance`, { field: 'tolerance', value });
}

function checkScalingPolicy(policy: Fields, path: string, ctx: CheckContext): void {
  const type = textOf(policy, 'type');
  if (type !== 'Pods' && type !== 'Percent') unsupported(type, ['Percent', 'Pods'], `${path}.type`, ctx);
  const value = numberOf(policy, 'value');
  if (value <= 0)
    ctx.report(
      common.notPositive,
      `${path}.value`,
      { field: 'value', value },
      { fixes: [setRaw(`${path}.value`, '1')] },
    );
  const period = numberOf(policy, 'periodSeconds');
  if (period <= 0 || period > PERIOD_MAX_SECONDS)
    reportRange(period, 1, PERIOD_MAX_SECONDS, `${path}.periodSeconds`, ctx);
}

function reportRange(value: number, min: number, max: number, path: string, ctx: CheckContext): void {
  const near = String(value < min ? min : max);
  ctx.report(common.outOfRange, path, { field: fieldName(path), value, min, max }, { fixes: [setRaw(path, near)] });
}
