// Rules of Job and CronJob. Data only.
import { ruleTable } from '../rule';

const JOB = 'spec, spec.jobTemplate.spec';

export const jobRules = ruleTable('job', {
  restartPolicyRequired: {
    id: 'job-restart-policy-required',
    type: 'FieldValueRequired',
    path: 'template.spec.restartPolicy',
  },
  restartPolicyWithFailurePolicy: {
    id: 'job-failure-policy-needs-never',
    type: 'FieldValueInvalid',
    path: 'template.spec.restartPolicy',
  },
  completionsRequired: { id: 'indexed-job-completions', type: 'FieldValueRequired', path: 'completions' },
  parallelismTooHigh: { id: 'indexed-job-parallelism', type: 'FieldValueInvalid', path: 'parallelism' },
  needsIndexed: {
    id: 'job-needs-indexed-mode',
    type: 'FieldValueInvalid',
    path: 'backoffLimitPerIndex, maxFailedIndexes, successPolicy',
  },
  backoffPerIndexRequired: {
    id: 'max-failed-indexes-without-limit',
    type: 'FieldValueRequired',
    path: 'backoffLimitPerIndex',
  },
  maxFailedIndexesTooHigh: { id: 'max-failed-indexes-too-high', type: 'FieldValueInvalid', path: 'maxFailedIndexes' },
  maxFailedIndexesRequired: {
    id: 'max-failed-indexes-required',
    type: 'FieldValueRequired',
    path: 'maxFailedIndexes',
  },
  failIndexNeedsLimit: {
    id: 'fail-index-without-limit',
    type: 'FieldValueInvalid',
    path: 'podFailurePolicy.rules[*].action',
  },
  failureRuleBoth: { id: 'failure-rule-two-causes', type: 'FieldValueInvalid', path: 'podFailurePolicy.rules[*]' },
  failureRuleNone: { id: 'failure-rule-no-cause', type: 'FieldValueInvalid', path: 'podFailurePolicy.rules[*]' },
  exitCodeContainer: {
    id: 'exit-codes-unknown-container',
    type: 'FieldValueInvalid',
    path: 'podFailurePolicy.rules[*].onExitCodes.containerName',
  },
  exitCodesEmpty: {
    id: 'exit-codes-empty',
    type: 'FieldValueInvalid',
    path: 'podFailurePolicy.rules[*].onExitCodes.values',
  },
  exitCodeZero: {
    id: 'exit-code-zero',
    type: 'FieldValueInvalid',
    path: 'podFailurePolicy.rules[*].onExitCodes.values[*]',
  },
  exitCodesUnordered: {
    id: 'exit-codes-unordered',
    type: 'FieldValueInvalid',
    path: 'podFailurePolicy.rules[*].onExitCodes.values',
  },
  successRuleEmpty: { id: 'success-rule-empty', type: 'FieldValueRequired', path: 'successPolicy.rules[*]' },
  succeededIndexes: {
    id: 'succeeded-indexes-format',
    type: 'FieldValueInvalid',
    path: 'successPolicy.rules[*].succeededIndexes',
  },
  succeededCount: {
    id: 'succeeded-count-too-high',
    type: 'FieldValueInvalid',
    path: 'successPolicy.rules[*].succeededCount',
  },
  selectorGenerated: { id: 'job-selector-not-generated', type: 'FieldValueInvalid', path: 'spec.selector' },
  labelGenerated: {
    id: 'job-label-not-generated',
    type: 'FieldValueInvalid',
    path: 'spec.template.metadata.labels[*]',
  },
  podNameTooLong: { id: 'indexed-job-name', type: 'FieldValueInvalid', path: 'metadata.name' },
  cronSelector: { id: 'cron-job-selector', type: 'FieldValueInvalid', path: 'spec.jobTemplate.spec.selector' },
  cronManualSelector: {
    id: 'cron-job-manual-selector',
    type: 'FieldValueNotSupported',
    path: 'spec.jobTemplate.spec.manualSelector',
  },
  cronNameTooLong: { id: 'cron-job-name-too-long', type: 'FieldValueInvalid', path: 'metadata.name' },
  scheduleFields: { id: 'cron-schedule-fields', type: 'FieldValueInvalid', path: 'spec.schedule' },
  scheduleFormat: { id: 'cron-schedule-format', type: 'FieldValueInvalid', path: 'spec.schedule' },
  scheduleTimeZone: { id: 'cron-schedule-time-zone', type: 'FieldValueInvalid', path: 'spec.schedule' },
  timeZoneEmpty: { id: 'time-zone-empty', type: 'FieldValueInvalid', path: 'spec.timeZone' },
  timeZoneLocal: { id: 'time-zone-local', type: 'FieldValueInvalid', path: 'spec.timeZone' },
  timeZoneUnknown: { id: 'time-zone-unknown', type: 'FieldValueInvalid', path: 'spec.timeZone' },
});

export const jobWarnings = ruleTable('warning', {
  manyIndexes: { id: 'indexed-job-too-many-indexes', severity: 'warning', path: JOB },
});
