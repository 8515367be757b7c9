// Affinity of pods to nodes and to other pods, and the label keys that topology spread shares with it (validateAffinity,
// ValidateNodeSelector, ValidateMatchLabelKeysAndMismatchLabelKeys, pkg/apis/core/validation/validation.go, 1.37).
import {
  isDNS1123Label,
  isDNS1123Subdomain,
  isLabelValue,
  isQualifiedName,
  toDNS1123Label,
} from '../../kubernetes/names';
import type {
  Affinity,
  LabelSelector,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
} from '../../kubernetes/types';
import { addField, enumFixes, removeField, removeItem, setTo } from '../fixes';
import { common } from '../kinds/commonRules';
import { badFormat, checkRange, required } from '../kinds/report';
import { checkLabelSelector, metadataRules } from '../metadata';
import { type CheckContext, ruleTable } from '../rule';

export const affinityRules = ruleTable('scheduling', {
  nodeValues: {
    id: 'node-selector-values',
    type: 'FieldValueRequired',
    path: 'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[*].matchExpressions[*].values',
  },
  nodeOperator: {
    id: 'node-selector-operator',
    type: 'FieldValueInvalid',
    path: 'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[*].matchExpressions[*].operator',
  },
  nodeField: {
    id: 'node-selector-field',
    type: 'FieldValueInvalid',
    path: 'affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[*].matchFields[*].key',
  },
  topologyKey: {
    id: 'topology-key-required',
    type: 'FieldValueRequired',
    path: 'topologySpreadConstraints[*].topologyKey, affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[*].topologyKey',
  },
  labelKeysNoSelector: {
    id: 'label-keys-without-selector',
    type: 'FieldValueForbidden',
    path: 'topologySpreadConstraints[*].matchLabelKeys, affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[*].matchLabelKeys',
  },
  labelKeysTwice: {
    id: 'label-keys-in-selector',
    type: 'FieldValueInvalid',
    path: 'topologySpreadConstraints[*][*]',
  },
  labelKeysBoth: {
    id: 'label-keys-match-and-mismatch',
    type: 'FieldValueInvalid',
    path: 'affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[*].matchLabelKeys[*]',
  },
});

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Checks node affinity, pod affinity and pod anti-affinity. */
export function checkAffinity(affinity: Affinity, path: string, ctx: CheckContext): void {
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity;
  if (nodeAffinity !== undefined) {
    const at = `${path}.nodeAffinity`;
    if (nodeAffinity[REQUIRED] !== undefined) checkNodeSelector(nodeAffinity[REQUIRED], `${at}.${REQUIRED}`, ctx);
    for (const [i, term] of (nodeAffinity[PREFERRED] ?? []).entries()) {
      const item = `${at}.${PREFERRED}[${i}]`;
      checkRange(term.weight ?? 0, 1, 100, `${item}.weight`, ctx);
      checkNodeSelectorTerm(term.preference ?? {}, `${item}.preference`, ctx, true);
    }
  }
  if (podAffinity !== undefined) checkPodAffinity(podAffinity, `${path}.podAffinity`, ctx);
  if (podAntiAffinity !== undefined) checkPodAffinity(podAntiAffinity, `${path}.podAntiAffinity`, ctx);
}

/** Checks a node selector (also of a PersistentVolume); it needs at least one term. `anyValue`: values may be anything. */
export function checkNodeSelector(selector: NodeSelector, path: string, ctx: CheckContext, anyValue = false): void {
  const terms = selector.nodeSelectorTerms ?? [];
  if (terms.length === 0) required(`${path}.nodeSelectorTerms`, ctx);
  for (const [i, term] of terms.entries())
    checkNodeSelectorTerm(term, `${path}.nodeSelectorTerms[${i}]`, ctx, anyValue);
}

function checkNodeSelectorTerm(term: NodeSelectorTerm, path: string, ctx: CheckContext, anyValue: boolean): void {
  for (const [i, requirement] of (term.matchExpressions ?? []).entries()) {
    checkNodeRequirement(requirement, `${path}.matchExpressions[${i}]`, ctx, anyValue);
  }
  for (const [i, requirement] of (term.matchFields ?? []).entries()) {
    checkNodeFieldRequirement(requirement, `${path}.matchFields[${i}]`, ctx);
  }
}

/** Operators of a node selector. */
export const NODE_SELECTOR_OPERATORS: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];

function checkNodeRequirement(
  requirement: NodeSelectorRequirement,
  path: string,
  ctx: CheckContext,
  anyValue: boolean,
): void {
  const { operator = '', key = '', values = [] } = requirement;
  const at = `${path}.values`;
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) ctx.report(metadataRules.selectorValuesRequired, at, { operator });
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) {
      ctx.report(metadataRules.selectorValuesForbidden, at, { operator }, { fixes: [removeField(at, true)] });
    }
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1) ctx.report(affinityRules.nodeValues, at, { operator });
  } else reportNodeOperator(operator, NODE_SELECTOR_OPERATORS, path, ctx);
  checkLabelKey(key, `${path}.key`, ctx);
  if (anyValue) return;
  for (const [i, value] of values.entries()) {
    if (!isLabelValue(value)) ctx.report(metadataRules.labelValue, `${at}[${i}]`, { key, value });
  }
}

function reportNodeOperator(value: string, allowed: readonly string[], path: string, ctx: CheckContext): void {
  const at = `${path}.operator`;
  const fixes = enumFixes(at, value, allowed);
  ctx.report(affinityRules.nodeOperator, at, { value, allowed: allowed.join(', ') }, { fixes });
}

function checkNodeFieldRequirement(requirement: NodeSelectorRequirement, path: string, ctx: CheckContext): void {
  const { operator = '', key = '', values = [] } = requirement;
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length !== 1) ctx.report(affinityRules.nodeValues, `${path}.values`, { operator });
  } else reportNodeOperator(operator, ['In', 'NotIn'], path, ctx);
  if (key !== 'metadata.name') {
    const fixes = [setTo(`${path}.key`, 'metadata.name')];
    ctx.report(affinityRules.nodeField, `${path}.key`, { value: key }, { fixes });
    return;
  }
  for (const [i, value] of values.entries()) {
    if (!isDNS1123Subdomain(value)) badFormat(common.dnsSubdomain, value, `${path}.values[${i}]`, ctx);
  }
}

/** Reports a key that is no label key. */
export function checkLabelKey(key: string, path: string, ctx: CheckContext): void {
  if (!isQualifiedName(key)) ctx.report(metadataRules.labelKey, path, { key });
}

function checkPodAffinity(affinity: PodAffinity, path: string, ctx: CheckContext): void {
  for (const [i, term] of (affinity[REQUIRED] ?? []).entries()) {
    checkPodAffinityTerm(term, `${path}.${REQUIRED}[${i}]`, ctx);
  }
  for (const [i, term] of (affinity[PREFERRED] ?? []).entries()) {
    const at = `${path}.${PREFERRED}[${i}]`;
    checkRange(term.weight ?? 0, 1, 100, `${at}.weight`, ctx);
    checkPodAffinityTerm(term.podAffinityTerm ?? {}, `${at}.podAffinityTerm`, ctx);
  }
}

function checkPodAffinityTerm(term: PodAffinityTerm, path: string, ctx: CheckContext): void {
  checkLabelSelector(term.labelSelector, `${path}.labelSelector`, ctx);
  checkLabelSelector(term.namespaceSelector, `${path}.namespaceSelector`, ctx);
  for (const [i, name] of (term.namespaces ?? []).entries()) {
    if (isDNS1123Label(name)) continue;
    const markPath = `${path}.namespaces[${i}]`;
    const near = toDNS1123Label(name);
    const fixes = near === undefined ? [] : [setTo(markPath, near)];
    ctx.report(common.dnsLabel, `${path}.namespace`, { field: 'namespaces', value: name }, { markPath, fixes });
  }
  checkLabelKeyLists(term.matchLabelKeys ?? [], term.mismatchLabelKeys ?? [], term.labelSelector, path, ctx);
  const topologyKey = term.topologyKey ?? '';
  if (topologyKey === '') reportTopologyKey(path, ctx);
  else checkLabelKey(topologyKey, `${path}.topologyKey`, ctx);
}

/** Reports a missing topology key. */
export function reportTopologyKey(path: string, ctx: CheckContext): void {
  const fixes = [addField(path, 'topologyKey', 'kubernetes.io/hostname')];
  ctx.report(affinityRules.topologyKey, `${path}.topologyKey`, undefined, { fixes });
}

/** matchLabelKeys and mismatchLabelKeys against the selector and each other (…MatchLabelKeysAndMismatchLabelKeys). */
export function checkLabelKeyLists(
  match: readonly string[],
  mismatch: readonly string[],
  selector: LabelSelector | undefined,
  path: string,
  ctx: CheckContext,
): void {
  checkLabelKeyList(match, selector, `${path}.matchLabelKeys`, ctx);
  checkLabelKeyList(mismatch, selector, `${path}.mismatchLabelKeys`, ctx);
  const seen = new Set(Object.keys(selector?.matchLabels ?? {}));
  const places = new Map(match.map((key, i) => [key, i]));
  const mismatched = new Set(mismatch);
  for (const { key = '' } of selector?.matchExpressions ?? []) {
    const index = places.get(key);
    if (index !== undefined && seen.has(key)) {
      const markPath = `${path}.matchLabelKeys[${index}]`;
      ctx.report(
        affinityRules.labelKeysTwice,
        `${path}[${index}]`,
        { key },
        { markPath, fixes: [removeItem(markPath)] },
      );
    }
    seen.add(key);
  }
  for (const [i, key] of match.entries()) {
    if (!mismatched.has(key)) continue;
    const at = `${path}.matchLabelKeys[${i}]`;
    ctx.report(affinityRules.labelKeysBoth, at, { key }, { fixes: [removeItem(at)] });
  }
}

/** Label keys need a selector and the form of a label key. */
export function checkLabelKeyList(
  keys: readonly string[],
  selector: LabelSelector | undefined,
  path: string,
  ctx: CheckContext,
): void {
  if (keys.length === 0) return;
  if (selector === undefined) {
    ctx.report(affinityRules.labelKeysNoSelector, path, undefined, { fixes: [removeField(path)] });
    return;
  }
  for (const [i, key] of keys.entries()) checkLabelKey(key, `${path}[${i}]`, ctx);
}
