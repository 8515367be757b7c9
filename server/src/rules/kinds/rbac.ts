// Role, ClusterRole, RoleBinding and ClusterRoleBinding (rbac/validation/validation.go, 1.37).
import { type Fields, maybeObject, objectOf, objectsOf, textOf, textsOf } from '../../kubernetes/fields';
import { addField, removeField, setTo } from '../fixes';
import { checkLabelSelector } from '../metadata';
import type { CheckContext } from '../rule';
import { rbac } from './rbacRules';
import { checkDNSSubdomain, checkKnown, checkPathSegment, required, unsupported } from './report';
import { selectorIsUsable, selectorOf } from './selector';

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const SUBJECT_KINDS = ['ServiceAccount', 'User', 'Group'];

/** Checks a Role. */
export function checkRole(role: Fields, ctx: CheckContext): void {
  for (const [i, rule] of objectsOf(role, 'rules').entries()) checkPolicyRule(rule, true, `rules[${i}]`, ctx);
}

/** Checks a ClusterRole. */
export function checkClusterRole(role: Fields, ctx: CheckContext): void {
  for (const [i, rule] of objectsOf(role, 'rules').entries()) checkPolicyRule(rule, false, `rules[${i}]`, ctx);
  const aggregation = maybeObject(role, 'aggregationRule');
  if (aggregation === undefined) return;
  const path = 'aggregationRule.clusterRoleSelectors';
  const selectors = objectsOf(aggregation, 'clusterRoleSelectors').map(selectorOf);
  if (selectors.length === 0) ctx.report(rbac.selectorsRequired, path);
  for (const [i, selector] of selectors.entries()) {
    checkLabelSelector(selector, `${path}[${i}]`, ctx);
    if (!selectorIsUsable(selector))
      ctx.report(rbac.selectorUnusable, `${path}[${i}]`, undefined, { consequence: true });
  }
}

function checkPolicyRule(rule: Fields, namespaced: boolean, path: string, ctx: CheckContext): void {
  if (textsOf(rule, 'verbs').length === 0) {
    const fix = addField(path, 'verbs', '["get", "list", "watch"]');
    ctx.report(rbac.verbsRequired, `${path}.verbs`, undefined, { fixes: [fix] });
  }
  const groups = textsOf(rule, 'apiGroups');
  const resources = textsOf(rule, 'resources');
  if (textsOf(rule, 'nonResourceURLs').length > 0) {
    const at = `${path}.nonResourceURLs`;
    if (namespaced)
      ctx.report(rbac.urlsInRole, at, undefined, { fixes: [removeField(at), setTo('kind', 'ClusterRole', false)] });
    if (groups.length > 0 || resources.length > 0 || textsOf(rule, 'resourceNames').length > 0) {
      ctx.report(rbac.urlsWithResources, at, undefined, { fixes: [removeField(at)] });
    }
    return;
  }
  if (groups.length === 0) {
    ctx.report(rbac.groupsRequired, `${path}.apiGroups`, undefined, {
      fixes: [addField(path, 'apiGroups', '[""]')],
    });
  }
  if (resources.length === 0) {
    ctx.report(rbac.resourcesRequired, `${path}.resources`, undefined, {
      fixes: [addField(path, 'resources', '["pods"]')],
    });
  }
}

/** Checks a RoleBinding whose defaults are filled in. */
export function checkRoleBinding(binding: Fields, ctx: CheckContext): void {
  checkBinding(binding, ['Role', 'ClusterRole'], true, ctx);
}

/** Checks a ClusterRoleBinding whose defaults are filled in. */
export function checkClusterRoleBinding(binding: Fields, ctx: CheckContext): void {
  checkBinding(binding, ['ClusterRole'], false, ctx);
}

function checkBinding(binding: Fields, kinds: readonly string[], namespaced: boolean, ctx: CheckContext): void {
  const role = objectOf(binding, 'roleRef');
  checkKnown(textOf(role, 'apiGroup'), [RBAC_GROUP], 'roleRef.apiGroup', ctx);
  checkKnown(textOf(role, 'kind'), kinds, 'roleRef.kind', ctx);
  const name = textOf(role, 'name');
  if (name === '') required('roleRef.name', ctx, 'view');
  else checkPathSegment(name, 'roleRef.name', ctx);
  for (const [i, subject] of objectsOf(binding, 'subjects').entries()) {
    checkSubject(subject, namespaced, `subjects[${i}]`, ctx);
  }
}

function checkSubject(subject: Fields, namespaced: boolean, path: string, ctx: CheckContext): void {
  const name = textOf(subject, 'name');
  const group = textOf(subject, 'apiGroup');
  const kind = textOf(subject, 'kind');
  if (name === '') required(`${path}.name`, ctx, 'default');
  if (kind === 'ServiceAccount') {
    if (name !== '') checkDNSSubdomain(name, `${path}.name`, ctx);
    if (group !== '') {
      const at = `${path}.apiGroup`;
      ctx.report(rbac.subjectGroup, at, { kind, value: group, allowed: '""' }, { fixes: [removeField(at, true)] });
    }
    if (namespaced || textOf(subject, 'namespace') !== '') return;
    const at = `${path}.namespace`;
    ctx.report(rbac.subjectNamespace, at, { name }, { fixes: [setTo(at, 'default')] });
  } else if (kind === 'User' || kind === 'Group') {
    if (group === RBAC_GROUP) return;
    const at = `${path}.apiGroup`;
    ctx.report(rbac.subjectGroup, at, { kind, value: group, allowed: RBAC_GROUP }, { fixes: [setTo(at, RBAC_GROUP)] });
  } else unsupported(kind, SUBJECT_KINDS, `${path}.kind`, ctx);
}
