// PodDisruptionBudget (policy/validation/validation.go, 1.37).
import { type Fields, maybeIntOrString, maybeText, objectOf } from '../../kubernetes/fields';
import { removeField } from '../fixes';
import { checkLabelSelector } from '../metadata';
import type { CheckContext } from '../rule';
import { checkAtMost100Percent, checkIntOrPercent } from '../workloads/template';
import { policy } from './policyRules';
import { checkKnown } from './report';
import { selectorOf } from './selector';

/** Checks a PodDisruptionBudget. */
export function checkPodDisruptionBudget(budget: Fields, ctx: CheckContext): void {
  const spec = objectOf(budget, 'spec');
  const limits = ['minAvailable', 'maxUnavailable'].map((field) => ({ field, value: maybeIntOrString(spec, field) }));
  if (limits.every(({ value }) => value !== undefined)) {
    const fixes = [removeField('spec.minAvailable'), removeField('spec.maxUnavailable')];
    ctx.report(policy.budgetBoth, 'spec', undefined, { fixes, markPath: 'spec.maxUnavailable' });
  }
  for (const { field, value } of limits) {
    if (value === undefined) continue;
    checkIntOrPercent(value, `spec.${field}`, ctx);
    checkAtMost100Percent(value, `spec.${field}`, ctx);
  }
  checkLabelSelector(selectorOf(objectOf(spec, 'selector')), 'spec.selector', ctx);
  const eviction = maybeText(spec, 'unhealthyPodEvictionPolicy');
  if (eviction === undefined) return;
  checkKnown(eviction, ['AlwaysAllow', 'IfHealthyBudget'], 'spec.unhealthyPodEvictionPolicy', ctx);
}
