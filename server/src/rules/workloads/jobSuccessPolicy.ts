// successPolicy of an Indexed Job (validateSuccessPolicy, batch/validation/validation.go, 1.37).
import { type Fields, maybeNumber, maybeText, numberOf, objectsOf } from '../../kubernetes/fields';
import { byteLength } from '../../kubernetes/names';
import { setRaw } from '../fixes';
import { common } from '../kinds/commonRules';
import { checkNonnegative, fieldName, required } from '../kinds/report';
import type { CheckContext } from '../rule';
import { checkCount } from './jobFailurePolicy';
import { jobRules } from './jobRules';

const RULES_MAX = 20;
const INDEXES_MAX_BYTES = 64 * 1024;

/** Checks the success policy of an Indexed job spec. */
export function checkSuccessPolicy(policy: Fields, spec: Fields, path: string, ctx: CheckContext): void {
  const rules = objectsOf(policy, 'rules');
  if (rules.length === 0) required(`${path}.rules`, ctx);
  checkCount(rules.length, RULES_MAX, `${path}.rules`, ctx);
  // Without completions the job is refused for that; the rest can be judged only against a number.
  const completions = numberOf(spec, 'completions');
  for (const [i, rule] of rules.entries()) checkRule(rule, completions, `${path}.rules[${i}]`, ctx);
}

function checkRule(rule: Fields, completions: number, path: string, ctx: CheckContext): void {
  const count = maybeNumber(rule, 'succeededCount');
  const indexes = maybeText(rule, 'succeededIndexes');
  if (count === undefined && indexes === undefined) ctx.report(jobRules.successRuleEmpty, path);
  let total = 0;
  if (indexes !== undefined) {
    const at = `${path}.succeededIndexes`;
    if (byteLength(indexes) > INDEXES_MAX_BYTES) {
      ctx.report(common.tooLong, at, { field: fieldName(at), limit: INDEXES_MAX_BYTES });
    }
    const counted = countIndexes(indexes, completions);
    if (counted === undefined) ctx.report(jobRules.succeededIndexes, at, { value: indexes, completions });
    total = counted ?? 0;
  }
  if (count === undefined) return;
  const at = `${path}.succeededCount`;
  checkNonnegative(count, at, ctx);
  for (const max of indexes === undefined ? [completions] : [completions, total]) {
    if (count <= max) continue;
    ctx.report(jobRules.succeededCount, at, { value: count, max }, { fixes: [setRaw(at, String(max))] });
  }
}

/** How many indexes a text like `1,3-5` names; undefined when it is malformed, unordered or beyond the completions. */
export function countIndexes(text: string, completions: number): number | undefined {
  if (text === '') return 0;
  let last: number | undefined;
  let total = 0;
  for (const part of text.split(',')) {
    const ends = part.split('-');
    if (ends.length > 2 || !ends.every((end) => /^[+]?[0-9]+$/.test(end))) return undefined;
    const from = Number(ends[0]);
    const to = ends.length === 2 ? Number(ends[1]) : from;
    if (from >= completions || to >= completions || (ends.length === 2 && from >= to)) return undefined;
    if (last !== undefined && last >= from) return undefined;
    total += to - from + 1;
    last = to;
  }
  return total;
}
