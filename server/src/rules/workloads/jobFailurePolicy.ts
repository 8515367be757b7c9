// podFailurePolicy of a Job (validatePodFailurePolicy, batch/validation/validation.go, 1.37).
import {
  type Fields,
  isSet,
  maybeNumber,
  maybeObject,
  maybeText,
  numbersOf,
  objectOf,
  objectsOf,
  textOf,
} from '../../kubernetes/fields';
import { enumFixes, removeField, removeItem } from '../fixes';
import { common } from '../kinds/commonRules';
import { checkQualifiedName, checkRequiredKnown, duplicate, fieldName } from '../kinds/report';
import type { CheckContext } from '../rule';
import { jobRules } from './jobRules';

const RULES_MAX = 20;
const PATTERNS_MAX = 20;
const EXIT_CODES_MAX = 255;

/** Checks the failure policy of a job spec. */
export function checkFailurePolicy(policy: Fields, spec: Fields, path: string, ctx: CheckContext): void {
  const rules = objectsOf(policy, 'rules');
  checkCount(rules.length, RULES_MAX, `${path}.rules`, ctx);
  const podSpec = objectOf(objectOf(spec, 'template'), 'spec');
  const names = [...objectsOf(podSpec, 'containers'), ...objectsOf(podSpec, 'initContainers')].map((container) =>
    textOf(container, 'name'),
  );
  for (const [i, rule] of rules.entries()) checkRule(rule, spec, names, `${path}.rules[${i}]`, ctx);
}

/** Reports a list longer than the server allows. */
export function checkCount(count: number, limit: number, path: string, ctx: CheckContext): void {
  if (count > limit) ctx.report(common.tooMany, path, { field: fieldName(path), count, limit });
}

function checkRule(rule: Fields, spec: Fields, names: readonly string[], path: string, ctx: CheckContext): void {
  const action = textOf(rule, 'action');
  if (action === 'FailIndex') {
    if (maybeNumber(spec, 'backoffLimitPerIndex') === undefined) {
      ctx.report(jobRules.failIndexNeedsLimit, `${path}.action`);
    }
  } else {
    checkRequiredKnown(action, ['Count', 'FailIndex', 'FailJob', 'Ignore'], `${path}.action`, ctx);
  }
  const exitCodes = maybeObject(rule, 'onExitCodes');
  const conditions = objectsOf(rule, 'onPodConditions');
  if (exitCodes !== undefined) checkExitCodes(exitCodes, names, `${path}.onExitCodes`, ctx);
  if (conditions.length > 0) checkConditions(conditions, `${path}.onPodConditions`, ctx);
  if (exitCodes !== undefined && conditions.length > 0) {
    const fixes = [removeField(`${path}.onPodConditions`), removeField(`${path}.onExitCodes`)];
    ctx.report(jobRules.failureRuleBoth, path, undefined, { fixes });
  } else if (exitCodes === undefined && conditions.length === 0) {
    ctx.report(jobRules.failureRuleNone, path);
  }
}

function checkConditions(patterns: readonly Fields[], path: string, ctx: CheckContext): void {
  checkCount(patterns.length, PATTERNS_MAX, path, ctx);
  for (const [i, pattern] of patterns.entries()) {
    checkQualifiedName(textOf(pattern, 'type'), `${path}[${i}].type`, ctx);
    checkRequiredKnown(textOf(pattern, 'status'), ['False', 'True', 'Unknown'], `${path}[${i}].status`, ctx);
  }
}

function checkExitCodes(exitCodes: Fields, names: readonly string[], path: string, ctx: CheckContext): void {
  const operator = textOf(exitCodes, 'operator');
  checkRequiredKnown(operator, ['In', 'NotIn'], `${path}.operator`, ctx);
  const container = maybeText(exitCodes, 'containerName');
  if (isSet(exitCodes, 'containerName') && container !== undefined && !names.includes(container)) {
    const at = `${path}.containerName`;
    const fixes = enumFixes(at, container, names);
    ctx.report(jobRules.exitCodeContainer, at, { value: container, allowed: names.join(', ') }, { fixes });
  }
  const values = numbersOf(exitCodes, 'values');
  if (values.length === 0) ctx.report(jobRules.exitCodesEmpty, `${path}.values`);
  else checkCount(values.length, EXIT_CODES_MAX, `${path}.values`, ctx);
  checkExitCodeValues(values, operator, `${path}.values`, ctx);
}

function checkExitCodeValues(values: readonly number[], operator: string, path: string, ctx: CheckContext): void {
  const seen = new Set<number>();
  let ordered = true;
  for (const [i, value] of values.entries()) {
    if (operator === 'In' && value === 0) {
      ctx.report(jobRules.exitCodeZero, `${path}[${i}]`, undefined, { fixes: [removeItem(`${path}[${i}]`, true)] });
    }
    if (seen.has(value)) duplicate(value, `${path}[${i}]`, ctx);
    seen.add(value);
    if (i > 0 && (values[i - 1] ?? 0) > value) ordered = false;
  }
  if (!ordered) ctx.report(jobRules.exitCodesUnordered, path, { sorted: [...values].sort((a, b) => a - b).join(', ') });
}
