// Rules of PodDisruptionBudget and HorizontalPodAutoscaler. Data only.
import { ruleTable } from '../rule';

export const policy = ruleTable('policy', {
  budgetBoth: { id: 'budget-both-limits', type: 'FieldValueInvalid', path: 'spec' },
});

export const autoscaling = ruleTable('autoscaling', {
  maxReplicas: { id: 'max-replicas-required', type: 'FieldValueRequired', path: 'spec.maxReplicas' },
  maxBelowMin: { id: 'max-replicas-below-min', type: 'FieldValueInvalid', path: 'spec.maxReplicas' },
  minReplicas: { id: 'min-replicas-too-low', type: 'FieldValueInvalid', path: 'spec.minReplicas' },
  scaleToZero: { id: 'scale-to-zero-metric', type: 'FieldValueForbidden', path: 'spec.metrics' },
  targetAPIVersion: {
    id: 'scale-target-api-version',
    type: 'FieldValueInvalid',
    path: 'spec.scaleTargetRef.apiVersion, spec.metrics[*].object.describedObject.apiVersion',
  },
  policiesRequired: {
    id: 'scaling-policies-required',
    type: 'FieldValueRequired',
    path: 'spec.behavior.scaleUp.policies, spec.behavior.scaleDown.policies',
  },
  metricSource: { id: 'metric-source-required', type: 'FieldValueRequired', path: 'spec.metrics[*]' },
  metricExtra: { id: 'metric-source-extra', type: 'FieldValueForbidden', path: 'spec.metrics[*]' },
  targetRequired: { id: 'metric-target-required', type: 'FieldValueRequired', path: 'spec.metrics[*].*.target' },
  targetBoth: { id: 'metric-target-both', type: 'FieldValueForbidden', path: 'spec.metrics[*].*.target' },
  targetType: { id: 'metric-target-type', type: 'FieldValueInvalid', path: 'spec.metrics[*].*.target.type' },
});
