// Rules of ConfigMap, Secret, ServiceAccount, Namespace, LimitRange, ResourceQuota, PriorityClass, RuntimeClass and Lease.
// Data only.
import { ruleTable } from '../rule';

export const config = ruleTable('config', {
  dataTooLarge: { id: 'data-too-large', type: 'FieldValueTooLong', path: 'data' },
  dataTwice: { id: 'config-map-key-twice', type: 'FieldValueInvalid', path: 'data[*]' },
  secretKey: { id: 'secret-key-required', type: 'FieldValueRequired', path: 'data[*]' },
  secretJSON: { id: 'secret-not-json', type: 'FieldValueInvalid', path: 'data[.dockerconfigjson], data[.dockercfg]' },
  serviceAccountName: {
    id: 'secret-service-account-annotation',
    type: 'FieldValueRequired',
    path: 'metadata.annotations[kubernetes.io/service-account.name]',
  },
  namespaceFinalizer: { id: 'namespace-finalizer', type: 'FieldValueInvalid', path: 'spec.finalizers' },
  resourceName: {
    id: 'resource-name-unknown',
    type: 'FieldValueInvalid',
    path: 'spec.hard[*], spec.limits[*].max[*], spec.metrics[*].containerResource.name',
  },
  limitType: { id: 'limit-type-unknown', type: 'FieldValueInvalid', path: 'spec.limits[*].type' },
  limitPodDefault: {
    id: 'limit-pod-default',
    type: 'FieldValueForbidden',
    path: 'spec.limits[*].default, spec.limits[*].defaultRequest',
  },
  limitClaim: { id: 'limit-claim-storage', type: 'FieldValueRequired', path: 'spec.limits[*].limits' },
  limitOrder: {
    id: 'limit-order',
    type: 'FieldValueInvalid',
    path: 'spec.limits[*].min[*], spec.limits[*].default[*], spec.limits[*].defaultRequest[*]',
  },
  limitRatio: { id: 'limit-ratio', type: 'FieldValueInvalid', path: 'spec.limits[*].maxLimitRequestRatio[*]' },
  limitNoOvercommit: {
    id: 'limit-no-overcommit',
    type: 'FieldValueInvalid',
    path: 'spec.limits[*].defaultRequest[*]',
  },
  scopeUnknown: {
    id: 'quota-scope-unknown',
    type: 'FieldValueInvalid',
    path: 'spec.scopes, spec.scopeSelector.matchExpressions.scopeName',
  },
  scopeResource: {
    id: 'quota-scope-resource',
    type: 'FieldValueInvalid',
    path: 'spec.scopes, spec.scopeSelector.matchExpressions',
  },
  scopeConflict: {
    id: 'quota-scopes-conflict',
    type: 'FieldValueInvalid',
    path: 'spec.scopes, spec.scopeSelector.matchExpressions',
  },
  scopeExists: {
    id: 'quota-scope-needs-exists',
    type: 'FieldValueInvalid',
    path: 'spec.scopeSelector.matchExpressions.operator',
  },
  scopeOperator: {
    id: 'quota-scope-operator',
    type: 'FieldValueInvalid',
    path: 'spec.scopeSelector.matchExpressions.operator',
  },
  scopeValues: {
    id: 'quota-scope-values',
    type: 'FieldValueInvalid',
    path: 'spec.scopeSelector.matchExpressions.values',
  },
  systemPriority: { id: 'priority-class-system', type: 'FieldValueForbidden', path: 'metadata.name' },
  priorityTooHigh: { id: 'priority-value-too-high', type: 'FieldValueForbidden', path: 'value' },
});

export const configWarnings = ruleTable('warning', {
  tlsNotPEM: { id: 'tls-secret-not-pem', severity: 'warning', path: 'data[tls.crt], data[tls.key]' },
  mountableSecrets: {
    id: 'enforce-mountable-secrets',
    severity: 'warning',
    path: 'metadata.annotations[kubernetes.io/enforce-mountable-secrets]',
  },
  quotaRequestOverLimit: { id: 'quota-request-over-limit', severity: 'warning', path: 'spec.hard' },
});
