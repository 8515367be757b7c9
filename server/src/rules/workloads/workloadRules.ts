// Rules of Deployment, ReplicaSet, StatefulSet, DaemonSet, ReplicationController and ControllerRevision. Data only.
import { ruleTable } from '../rule';

export const workload = ruleTable('workload', {
  selectorRequired: { id: 'selector-required', type: 'FieldValueRequired', path: 'spec.selector' },
  selectorEmpty: { id: 'selector-empty', type: 'FieldValueInvalid', path: 'spec.selector' },
  selectorUnusable: { id: 'selector-unusable', type: 'FieldValueInvalid', path: 'spec.selector' },
  selectorMismatch: {
    id: 'selector-template-mismatch',
    type: 'FieldValueInvalid',
    path: 'spec.template.metadata.labels',
  },
  templateRequired: { id: 'pod-template-required', type: 'FieldValueRequired', path: 'spec.template' },
  restartPolicyAlways: {
    id: 'restart-policy-not-always',
    type: 'FieldValueNotSupported',
    path: 'spec.template.spec.restartPolicy',
  },
  activeDeadline: {
    id: 'active-deadline-in-controller',
    type: 'FieldValueForbidden',
    path: 'spec.template.spec.activeDeadlineSeconds',
  },
  strategyUnknown: {
    id: 'update-strategy-unknown',
    type: 'FieldValueNotSupported',
    path: 'spec.strategy, spec.updateStrategy',
  },
  rollingUpdateUnused: {
    id: 'rolling-update-unused',
    type: 'FieldValueForbidden',
    path: 'spec.strategy.rollingUpdate, spec.updateStrategy.rollingUpdate',
  },
  percentFormat: {
    id: 'percent-format',
    type: 'FieldValueInvalid',
    path: 'maxUnavailable, maxSurge, minAvailable',
  },
  percentOver100: {
    id: 'percent-over-100',
    type: 'FieldValueInvalid',
    path: 'maxUnavailable, maxSurge, minAvailable',
  },
  rollingBothZero: {
    id: 'rolling-update-stands-still',
    type: 'FieldValueInvalid',
    path: 'spec.strategy.rollingUpdate.maxUnavailable',
  },
  daemonBothZero: {
    id: 'daemon-set-update-stands-still',
    type: 'FieldValueRequired',
    path: 'spec.updateStrategy.rollingUpdate.maxUnavailable',
  },
  daemonBothSet: {
    id: 'daemon-set-surge-and-unavailable',
    type: 'FieldValueInvalid',
    path: 'spec.updateStrategy.rollingUpdate.maxSurge',
  },
  statefulUnavailableZero: {
    id: 'stateful-set-max-unavailable-zero',
    type: 'FieldValueInvalid',
    path: 'spec.updateStrategy.rollingUpdate.maxUnavailable',
  },
  progressDeadline: {
    id: 'progress-deadline-below-min-ready',
    type: 'FieldValueInvalid',
    path: 'spec.progressDeadlineSeconds',
  },
  podManagement: { id: 'pod-management-policy-unknown', type: 'FieldValueInvalid', path: 'spec.podManagementPolicy' },
  revisionData: { id: 'controller-revision-data', type: 'FieldValueRequired', path: 'data' },
});

export const workloadWarnings = ruleTable('warning', {
  nameNotLabel: { id: 'workload-name-not-dns-label', severity: 'warning', path: 'metadata.name' },
  negativeHistory: { id: 'negative-revision-history', severity: 'warning', path: 'spec.revisionHistoryLimit' },
});
