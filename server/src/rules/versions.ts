// Fields that the chosen Kubernetes version does not have yet, has no more, or keeps only with a feature gate.
import type { VersionedField } from '../schema/decode';
import { kubernetes } from '../schema/kubernetes';
import { availability } from '../schema/versions';
import { type CheckContext, ruleTable } from './rule';

export const versionRules = ruleTable('version', {
  tooNew: { id: 'field-too-new', type: 'UnknownField', path: 'any field' },
  gone: { id: 'field-gone', type: 'UnknownField', path: 'any field' },
  behindGate: { id: 'field-behind-gate', severity: 'warning', path: 'any field' },
});

/** Reports written fields by what the version of the context makes of them. */
export function checkVersions(fields: readonly VersionedField[], ctx: CheckContext): void {
  for (const { path, field } of fields) {
    const state = availability(field, ctx.minor, (name) => kubernetes.gate(name));
    const values = { field: field.name, minor: ctx.minor };
    const fixes = [
      { title: 'fix-remove-field', values: { field: field.name }, edits: [{ op: 'remove', path }] },
    ] as const;
    const options = { at: 'key', fixes } as const;
    if (state.state === 'tooNew') ctx.report(versionRules.tooNew, path, { ...values, since: state.since }, options);
    else if (state.state === 'removed')
      ctx.report(versionRules.gone, path, { ...values, removed: state.removed }, options);
    else if (state.state === 'gated' && !state.on) {
      ctx.report(versionRules.behindGate, path, { ...values, gate: state.gate, stage: state.stage }, options);
    }
  }
}
