// Rules of Role, ClusterRole and their bindings. Data only.
import { ruleTable } from '../rule';

export const rbac = ruleTable('rbac', {
  verbsRequired: { id: 'rbac-verbs-required', type: 'FieldValueRequired', path: 'rules[*].verbs' },
  groupsRequired: { id: 'rbac-api-groups-required', type: 'FieldValueRequired', path: 'rules[*].apiGroups' },
  resourcesRequired: { id: 'rbac-resources-required', type: 'FieldValueRequired', path: 'rules[*].resources' },
  urlsInRole: { id: 'rbac-urls-in-role', type: 'FieldValueInvalid', path: 'rules[*].nonResourceURLs' },
  urlsWithResources: { id: 'rbac-urls-with-resources', type: 'FieldValueInvalid', path: 'rules[*].nonResourceURLs' },
  selectorsRequired: {
    id: 'rbac-cluster-role-selectors-required',
    type: 'FieldValueRequired',
    path: 'aggregationRule.clusterRoleSelectors',
  },
  selectorUnusable: {
    id: 'rbac-cluster-role-selector',
    type: 'FieldValueInvalid',
    path: 'aggregationRule.clusterRoleSelectors[*]',
  },
  subjectNamespace: { id: 'rbac-subject-namespace', type: 'FieldValueRequired', path: 'subjects[*].namespace' },
  subjectGroup: { id: 'rbac-subject-api-group', type: 'FieldValueNotSupported', path: 'subjects[*].apiGroup' },
});
