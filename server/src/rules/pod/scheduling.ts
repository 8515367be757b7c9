// Where else a pod may run: tolerations, topology spread, scheduling gates (ValidateTolerations,
// validateTopologySpreadConstraints, validateSchedulingGates, pkg/apis/core/validation/validation.go, 1.37).
import { isLabelValue, isQualifiedName } from '../../kubernetes/names';
import type { PodSchedulingGate, Toleration, TopologySpreadConstraint } from '../../kubernetes/types';
import type { Fix } from '../finding';
import { enumFixes, removeField, removeItem, setRaw, setTo } from '../fixes';
import { common } from '../kinds/commonRules';
import { checkKnown, duplicate } from '../kinds/report';
import { checkLabelSelector, metadataRules } from '../metadata';
import { type CheckContext, ruleTable } from '../rule';
import { affinityRules, checkLabelKey, checkLabelKeyList, checkLabelKeyLists, reportTopologyKey } from './affinity';
import { enabled } from './gates';

export const schedulingRules = ruleTable('scheduling', {
  tolerationOperator: { id: 'toleration-operator', type: 'FieldValueInvalid', path: 'tolerations[*].operator' },
  tolerationValue: { id: 'toleration-value', type: 'FieldValueInvalid', path: 'tolerations[*].operator' },
  tolerationEffect: { id: 'toleration-seconds-effect', type: 'FieldValueInvalid', path: 'tolerations[*].effect' },
  spreadDuplicate: {
    id: 'topology-spread-duplicate',
    type: 'FieldValueDuplicate',
    path: 'topologySpreadConstraints[*].{topologyKey, whenUnsatisfiable}',
  },
  minDomains: { id: 'min-domains', type: 'FieldValueInvalid', path: 'topologySpreadConstraints[*].minDomains' },
  maxSkew: { id: 'max-skew', type: 'FieldValueInvalid', path: 'topologySpreadConstraints[*].maxSkew' },
});

/** What a taint does, and a toleration answers. */
export const TAINT_EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
/** Operators of a toleration; Lt and Gt are gated off. */
export const TOLERATION_OPERATORS: readonly string[] = ['Equal', 'Exists'];

/** Checks tolerations. The server reports an odd value at the operator. */
export function checkTolerations(tolerations: readonly Toleration[], path: string, ctx: CheckContext): void {
  for (const [i, toleration] of tolerations.entries()) {
    const at = `${path}[${i}]`;
    const { key = '', operator = '', effect = '', tolerationSeconds } = toleration;
    if (key !== '') checkLabelKey(key, `${at}.key`, ctx);
    else if (operator !== 'Exists') {
      const fixes = [setTo(`${at}.operator`, 'Exists')];
      ctx.report(schedulingRules.tolerationOperator, `${at}.operator`, { value: operator }, { fixes });
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      const fixes = [setTo(`${at}.effect`, 'NoExecute'), removeField(`${at}.tolerationSeconds`)];
      ctx.report(schedulingRules.tolerationEffect, `${at}.effect`, { value: effect }, { fixes });
    }
    checkTolerationValue(toleration, at, ctx);
    if (effect !== '') checkKnown(effect, TAINT_EFFECTS, `${at}.effect`, ctx);
  }
}

function checkTolerationValue(toleration: Toleration, path: string, ctx: CheckContext): void {
  const { operator = '', value = '' } = toleration;
  const at = `${path}.operator`;
  const markPath = `${path}.value`;
  if (operator === '' || operator === 'Equal') {
    if (!isLabelValue(value)) ctx.report(metadataRules.labelValue, at, { key: 'value', value }, { markPath });
  } else if (operator === 'Exists') {
    if (value === '') return;
    const fixes = [removeField(markPath, true), setTo(at, 'Equal', false)];
    ctx.report(schedulingRules.tolerationValue, at, { value }, { markPath, fixes });
  } else {
    const fixes = enumFixes(at, operator, TOLERATION_OPERATORS);
    const values = { field: 'operator', value: operator, allowed: TOLERATION_OPERATORS.join(', ') };
    ctx.report(common.unsupported, at, values, { fixes });
  }
}

const SCHEDULE_ACTIONS: readonly string[] = ['DoNotSchedule', 'ScheduleAnyway'];
const INCLUSION_POLICIES: readonly string[] = ['Honor', 'Ignore'];

/** Checks topology spread constraints. */
export function checkTopologySpread(
  constraints: readonly TopologySpreadConstraint[],
  path: string,
  ctx: CheckContext,
): void {
  const last = new Map(constraints.map((constraint, i) => [keyOf(constraint), i]));
  for (const [i, constraint] of constraints.entries()) {
    const at = `${path}[${i}]`;
    const { topologyKey = '', whenUnsatisfiable = '', maxSkew = 0 } = constraint;
    if (maxSkew <= 0) ctx.report(schedulingRules.maxSkew, `${at}.maxSkew`, { value: maxSkew }, positive(at, 'maxSkew'));
    if (topologyKey === '') reportTopologyKey(at, ctx);
    checkKnown(whenUnsatisfiable, SCHEDULE_ACTIONS, `${at}.whenUnsatisfiable`, ctx);
    if ((last.get(keyOf(constraint)) ?? i) > i) {
      const options = { markPath: at, fixes: [removeItem(at)] };
      const values = { topologyKey, whenUnsatisfiable };
      ctx.report(schedulingRules.spreadDuplicate, `${at}.{topologyKey, whenUnsatisfiable}`, values, options);
    }
    checkMinDomains(constraint, at, ctx);
    for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const value = constraint[field];
      if (value !== undefined) checkKnown(value, INCLUSION_POLICIES, `${at}.${field}`, ctx);
    }
    checkSpreadLabelKeys(constraint, at, ctx);
    checkLabelSelector(constraint.labelSelector, `${at}.labelSelector`, ctx);
  }
}

/** What tells constraints apart. */
function keyOf({ topologyKey = '', whenUnsatisfiable = '' }: TopologySpreadConstraint): string {
  return JSON.stringify([topologyKey, whenUnsatisfiable]);
}

function positive(parent: string, field: string): { readonly fixes: readonly Fix[] } {
  return { fixes: [setRaw(`${parent}.${field}`, '1')] };
}

function checkMinDomains(constraint: TopologySpreadConstraint, path: string, ctx: CheckContext): void {
  const { minDomains, whenUnsatisfiable = '' } = constraint;
  if (minDomains === undefined || (minDomains > 0 && whenUnsatisfiable === 'DoNotSchedule')) return;
  const at = `${path}.minDomains`;
  const fixes = minDomains > 0 ? [removeField(at)] : [setRaw(at, '1'), removeField(at)];
  ctx.report(schedulingRules.minDomains, at, { value: minDomains, whenUnsatisfiable }, { fixes });
}

/** Before the keys were merged into the selector (1.34) a key in both was refused at the key. */
function checkSpreadLabelKeys(constraint: TopologySpreadConstraint, path: string, ctx: CheckContext): void {
  const keys = constraint.matchLabelKeys ?? [];
  if (enabled('MatchLabelKeysInPodTopologySpreadSelectorMerge', ctx.minor)) {
    checkLabelKeyLists(keys, [], constraint.labelSelector, path, ctx);
    return;
  }
  checkLabelKeyList(keys, constraint.labelSelector, `${path}.matchLabelKeys`, ctx);
  const { matchLabels = {}, matchExpressions = [] } = constraint.labelSelector ?? {};
  for (const [i, key] of keys.entries()) {
    const at = `${path}.matchLabelKeys[${i}]`;
    if (Object.hasOwn(matchLabels, key) || matchExpressions.some((expression) => expression.key === key)) {
      ctx.report(affinityRules.labelKeysTwice, at, { key }, { fixes: [removeItem(at)] });
    }
  }
}

/** Checks scheduling gates; the server reports their names at the items. */
export function checkSchedulingGates(gates: readonly PodSchedulingGate[], path: string, ctx: CheckContext): void {
  const taken = new Set<string>();
  for (const [i, { name = '' }] of gates.entries()) {
    const at = `${path}[${i}]`;
    if (!isQualifiedName(name)) {
      ctx.report(common.qualifiedName, at, { field: 'name', value: name }, { markPath: `${at}.name` });
    }
    if (taken.has(name)) duplicate(name, at, ctx);
    taken.add(name);
  }
}

/** The cost of deleting a pod, in its annotation: an integer of 32 bits (GetDeletionCostFromPodAnnotations). */
export function isDeletionCost(value: string): boolean {
  if (!/^(?:-[0-9]+|0|[1-9][0-9]*)$/.test(value)) return false;
  const cost = Number(value);
  return cost >= -(2 ** 31) && cost < 2 ** 31;
}
