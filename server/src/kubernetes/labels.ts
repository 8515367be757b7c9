// Label selectors: do they match a set of labels (k8s.io/apimachinery/pkg/labels and apis/meta/v1/helpers.go, 1.37).
// Whether a selector is well formed is for rules/metadata.

export type LabelMap = Readonly<Record<string, string>>;

/** A requirement of a label selector, as written. */
export interface SelectorRequirement {
  readonly key?: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

/** A label selector, as written. An empty one matches everything. */
export interface Selector {
  readonly matchLabels?: LabelMap;
  readonly matchExpressions?: readonly SelectorRequirement[];
}

/** True when the labels satisfy every requirement. An unknown operator is never satisfied. */
export function selectorMatches(selector: Selector, labels: LabelMap): boolean {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (!Object.hasOwn(labels, key) || labels[key] !== value) return false;
  }
  return (selector.matchExpressions ?? []).every((requirement) => requirementMatches(requirement, labels));
}

function requirementMatches(requirement: SelectorRequirement, labels: LabelMap): boolean {
  const key = requirement.key ?? '';
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const values = requirement.values ?? [];
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** True when a selector has neither labels nor expressions. */
export function selectorIsEmpty(selector: Selector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}
