// Lints about names that join objects: keys, ConfigMaps, selectors, volumes. The table only; whether they hold needs all
// files and is worked out by features/names.
import { ruleTable } from './rule';

export const referenceLints = ruleTable('lint', {
  missingKey: {
    id: 'reference-missing-key',
    severity: 'warning',
    path: 'configMapKeyRef.key, secretKeyRef.key, items[*].key',
  },
  misspelt: { id: 'reference-misspelt', severity: 'warning', path: 'any name of another object' },
  selectsNothing: { id: 'selector-matches-nothing', severity: 'warning', path: 'spec.selector' },
  selectsOthers: { id: 'selector-matches-others', severity: 'warning', path: 'spec.selector' },
  customMissing: { id: 'custom-field-missing', severity: 'warning', path: 'any required field of a custom resource' },
  customValue: { id: 'custom-value-unsupported', severity: 'warning', path: 'any enum field of a custom resource' },
  unusedVolume: { id: 'unused-volume', severity: 'hint', path: 'volumes[*].name' },
});
