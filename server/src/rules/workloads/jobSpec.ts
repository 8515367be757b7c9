// What a Job and the job template of a CronJob share (validateJobSpec, batch/validation/validation.go, 1.37).
import { type Fields, maybeNumber, maybeObject, maybeText, numberOf, objectOf, textOf } from '../../kubernetes/fields';
import { byteLength, isDomainPrefixedPath } from '../../kubernetes/names';
import { enumFixes, removeField, setRaw, setTo } from '../fixes';
import { common } from '../kinds/commonRules';
import { badFormat, checkKnown, checkNonnegative, fieldName, required, unsupported } from '../kinds/report';
import { checkPodTemplateSpec } from '../pod/podTemplate';
import type { CheckContext } from '../rule';
import { checkFailurePolicy } from './jobFailurePolicy';
import { jobRules } from './jobRules';
import { checkSuccessPolicy } from './jobSuccessPolicy';

const MANAGED_BY_MAX_LENGTH = 63;
const INDEXED_PARALLELISM_MAX = 100_000;
const FAILED_INDEXES_MAX = 100_000;
/** Above this many completions an Indexed Job with a limit per index has tighter limits. */
const MANY_COMPLETIONS = 100_000;
const MANY_COMPLETIONS_PARALLELISM_MAX = 10_000;
const MANY_COMPLETIONS_FAILED_INDEXES_MAX = 10_000;

const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
];

/** Checks a job spec; `path` is `spec` or `spec.jobTemplate.spec`. */
export function checkJobSpec(spec: Fields, path: string, ctx: CheckContext): void {
  for (const field of COUNTS) checkNonnegative(maybeNumber(spec, field), `${path}.${field}`, ctx);
  if (maybeNumber(spec, 'maxFailedIndexes') !== undefined && maybeNumber(spec, 'backoffLimitPerIndex') === undefined) {
    const at = `${path}.backoffLimitPerIndex`;
    ctx.report(jobRules.backoffPerIndexRequired, at, undefined, { fixes: [setRaw(at, '1')] });
  }
  checkManagedBy(maybeText(spec, 'managedBy'), `${path}.managedBy`, ctx);
  checkCompletionMode(spec, path, ctx);
  const failurePolicy = maybeObject(spec, 'podFailurePolicy');
  if (failurePolicy !== undefined) checkFailurePolicy(failurePolicy, spec, `${path}.podFailurePolicy`, ctx);
  checkSuccess(spec, path, ctx);
  checkReplacementPolicy(spec, `${path}.podReplacementPolicy`, ctx);
  checkPodTemplateSpec(objectOf(spec, 'template'), `${path}.template`, ctx);
  checkRestartPolicy(spec, `${path}.template.spec.restartPolicy`, ctx);
}

function checkManagedBy(managedBy: string | undefined, path: string, ctx: CheckContext): void {
  // Before 1.32 the field is dropped (JobManagedBy).
  if (managedBy === undefined || ctx.minor < 32) return;
  if (managedBy === '') required(path, ctx);
  else if (!isDomainPrefixedPath(managedBy)) badFormat(common.domainPath, managedBy, path, ctx);
  if (byteLength(managedBy) > MANAGED_BY_MAX_LENGTH) {
    ctx.report(common.tooLong, path, { field: fieldName(path), limit: MANAGED_BY_MAX_LENGTH });
  }
}

function checkCompletionMode(spec: Fields, path: string, ctx: CheckContext): void {
  const mode = maybeText(spec, 'completionMode');
  if (mode !== undefined) checkKnown(mode, ['NonIndexed', 'Indexed'], `${path}.completionMode`, ctx);
  if (mode === 'Indexed') checkIndexed(spec, path, ctx);
  if (mode !== undefined && mode !== 'NonIndexed') return;
  for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes']) {
    if (maybeNumber(spec, field) !== undefined) reportNeedsIndexed(path, field, ctx);
  }
}

function reportNeedsIndexed(path: string, field: string, ctx: CheckContext): void {
  const fixes = [setTo(`${path}.completionMode`, 'Indexed'), removeField(`${path}.${field}`)];
  ctx.report(jobRules.needsIndexed, `${path}.${field}`, { field }, { fixes });
}

function checkIndexed(spec: Fields, path: string, ctx: CheckContext): void {
  const completions = maybeNumber(spec, 'completions');
  const maxFailed = maybeNumber(spec, 'maxFailedIndexes');
  if (completions === undefined) {
    const at = `${path}.completions`;
    const fixes = [setRaw(at, String(maybeNumber(spec, 'parallelism') ?? 1))];
    ctx.report(jobRules.completionsRequired, at, undefined, { fixes });
  }
  checkAtMost(jobRules.parallelismTooHigh, spec, 'parallelism', INDEXED_PARALLELISM_MAX, path, ctx);
  if (completions !== undefined && maxFailed !== undefined && maxFailed > completions) {
    const at = `${path}.maxFailedIndexes`;
    const fixes = [setRaw(at, String(completions))];
    ctx.report(jobRules.maxFailedIndexesTooHigh, at, { value: maxFailed, max: completions }, { fixes });
  }
  checkAtMost(jobRules.maxFailedIndexesTooHigh, spec, 'maxFailedIndexes', FAILED_INDEXES_MAX, path, ctx);
  if ((completions ?? 0) > MANY_COMPLETIONS && maybeNumber(spec, 'backoffLimitPerIndex') !== undefined) {
    checkManyCompletions(spec, path, ctx);
  }
}

function checkManyCompletions(spec: Fields, path: string, ctx: CheckContext): void {
  if (maybeNumber(spec, 'maxFailedIndexes') === undefined) {
    ctx.report(jobRules.maxFailedIndexesRequired, `${path}.maxFailedIndexes`, { max: MANY_COMPLETIONS });
  }
  checkAtMost(jobRules.parallelismTooHigh, spec, 'parallelism', MANY_COMPLETIONS_PARALLELISM_MAX, path, ctx);
  const limit = MANY_COMPLETIONS_FAILED_INDEXES_MAX;
  checkAtMost(jobRules.maxFailedIndexesTooHigh, spec, 'maxFailedIndexes', limit, path, ctx);
}

function checkAtMost(
  rule: (typeof jobRules)['parallelismTooHigh'],
  spec: Fields,
  field: string,
  max: number,
  path: string,
  ctx: CheckContext,
): void {
  const value = numberOf(spec, field);
  if (value <= max) return;
  const at = `${path}.${field}`;
  ctx.report(rule, at, { value, max }, { fixes: [setRaw(at, String(max))] });
}

function checkSuccess(spec: Fields, path: string, ctx: CheckContext): void {
  const policy = maybeObject(spec, 'successPolicy');
  if (policy === undefined) return;
  if (textOf(spec, 'completionMode') === 'Indexed') checkSuccessPolicy(policy, spec, `${path}.successPolicy`, ctx);
  else reportNeedsIndexed(path, 'successPolicy', ctx);
}

function checkReplacementPolicy(spec: Fields, path: string, ctx: CheckContext): void {
  const policy = maybeText(spec, 'podReplacementPolicy');
  if (policy === undefined) return;
  const withFailurePolicy = maybeObject(spec, 'podFailurePolicy') !== undefined;
  checkKnown(policy, withFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed'], path, ctx);
}

function checkRestartPolicy(spec: Fields, path: string, ctx: CheckContext): void {
  const policy = textOf(objectOf(objectOf(spec, 'template'), 'spec'), 'restartPolicy');
  const withFailurePolicy = maybeObject(spec, 'podFailurePolicy') !== undefined;
  if (policy === 'Always' || policy === '') {
    const fixes = withFailurePolicy ? [setTo(path, 'Never')] : [setTo(path, 'OnFailure'), setTo(path, 'Never', false)];
    ctx.report(jobRules.restartPolicyRequired, path, undefined, { fixes });
  } else if (policy !== 'OnFailure' && policy !== 'Never') {
    unsupported(policy, ['OnFailure', 'Never'], path, ctx);
  } else if (withFailurePolicy && policy !== 'Never') {
    const fixes = enumFixes(path, policy, ['Never']);
    ctx.report(jobRules.restartPolicyWithFailurePolicy, path, { value: policy }, { fixes });
  }
}
