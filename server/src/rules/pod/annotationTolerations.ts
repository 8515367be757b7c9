// Tolerations written as JSON in an annotation, which the server still reads (ValidateTolerationsInPodAnnotations,
// pkg/apis/core/validation/validation.go, 1.37).
import type { Toleration } from '../../kubernetes/types';
import { type CheckContext, ruleTable } from '../rule';
import { checkTolerations } from './scheduling';

export const annotationTolerationRules = ruleTable('scheduling', {
  unreadable: { id: 'tolerations-annotation', type: 'FieldValueInvalid', path: 'metadata.annotations' },
});

/** Checks the annotation's text; `path` is the annotations' own. */
export function checkAnnotationTolerations(text: string, key: string, path: string, ctx: CheckContext): void {
  const tolerations = readTolerations(text);
  if (tolerations === undefined)
    ctx.report(annotationTolerationRules.unreadable, path, undefined, { markPath: `${path}[${key}]` });
  else checkTolerations(tolerations, `${path}.${key}`, ctx);
}

function readTolerations(text: string): readonly Toleration[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null) return [];
    if (!Array.isArray(value)) return undefined;
    const items = value.map((item: unknown) => (item === null ? {} : item));
    return items.every(isToleration) ? items : undefined;
  } catch {
    return undefined;
  }
}

function isToleration(item: unknown): item is Toleration {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return false;
  const fields = item as Record<string, unknown>;
  const texts = ['key', 'operator', 'value', 'effect'].every((name) =>
    ['string', 'undefined'].includes(typeof fields[name]),
  );
  return texts && ['number', 'undefined'].includes(typeof fields.tolerationSeconds);
}
