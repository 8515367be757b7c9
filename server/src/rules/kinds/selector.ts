// Label selectors of decoded objects, in the form that the selector functions take.
import { type Fields, objectsOf, textMapOf, textOf, textsOf } from '../../kubernetes/fields';
import type { Selector } from '../../kubernetes/labels';
import { isLabelValue, isQualifiedName } from '../../kubernetes/names';

/** A label selector object with absent parts filled. */
export function selectorOf(fields: Fields): Selector {
  const matchExpressions = objectsOf(fields, 'matchExpressions').map((expression) => ({
    key: textOf(expression, 'key'),
    operator: textOf(expression, 'operator'),
    values: textsOf(expression, 'values'),
  }));
  return { matchLabels: textMapOf(fields, 'matchLabels'), matchExpressions };
}

/** Whether the server can build a matcher from a selector (metav1.LabelSelectorAsSelector, 1.37). */
export function selectorIsUsable(selector: Selector): boolean {
  const labels = Object.entries(selector.matchLabels ?? {});
  return (
    labels.every(([key, value]) => isQualifiedName(key) && isLabelValue(value)) &&
    (selector.matchExpressions ?? []).every(({ key = '', operator = '', values = [] }) => {
      const takesValues = operator === 'In' || operator === 'NotIn';
      if (!takesValues && operator !== 'Exists' && operator !== 'DoesNotExist') return false;
      return isQualifiedName(key) && values.every(isLabelValue) && takesValues === values.length > 0;
    })
  );
}
