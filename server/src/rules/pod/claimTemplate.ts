// The claim that an ephemeral volume makes for its pod (ValidatePersistentVolumeClaimTemplate and ValidateTemplateObjectMeta,
// pkg/apis/core/validation/validation.go, 1.37). The claim's spec is checked by the claim's own rules.
import type { Fields } from '../../kubernetes/fields';
import type { ObjectMeta, PersistentVolumeClaimTemplate } from '../../kubernetes/types';
import { removeField } from '../fixes';
import { checkPersistentVolumeClaimSpec } from '../kinds/persistentVolumeClaim';
import { checkAnnotations, checkLabels } from '../metadata';
import { type CheckContext, ruleTable } from '../rule';

export const claimTemplateRules = ruleTable('volume', {
  metadataField: {
    id: 'claim-template-metadata',
    type: 'FieldValueForbidden',
    path: 'volumes[*].ephemeral.volumeClaimTemplate.metadata.name',
  },
});

/** Checks the template; its metadata may hold labels and annotations only. */
export function checkClaimTemplate(template: PersistentVolumeClaimTemplate, path: string, ctx: CheckContext): void {
  const { metadata = {}, spec = {} } = template;
  const at = `${path}.metadata`;
  checkAnnotations(metadata.annotations ?? {}, `${at}.annotations`, ctx);
  checkLabels(metadata.labels ?? {}, `${at}.labels`, ctx);
  for (const [field, value] of Object.entries(metadata) as [keyof ObjectMeta, unknown][]) {
    if (field === 'labels' || field === 'annotations' || value === '' || value === 0) continue;
    const reported = field === 'uid' ? 'uID' : field;
    const options = { markPath: `${at}.${field}`, fixes: [removeField(`${at}.${field}`, true)] };
    ctx.report(claimTemplateRules.metadataField, `${at}.${reported}`, { field }, options);
  }
  checkPersistentVolumeClaimSpec({ ...spec } as Fields, `${path}.spec`, ctx);
}
