// Rules of MutatingWebhookConfiguration and ValidatingWebhookConfiguration. Data only.
import { ruleTable } from '../rule';

export const webhookRules = ruleTable('policy', {
  wildcardAlone: {
    id: 'webhook-wildcard-alone',
    type: 'FieldValueInvalid',
    path: 'webhooks[*].rules[*].apiGroups, webhooks[*].rules[*].apiVersions, webhooks[*].rules[*].operations',
  },
  resourceCovered: {
    id: 'webhook-resource-covered',
    type: 'FieldValueInvalid',
    path: 'webhooks[*].rules[*].resources',
  },
  reviewVersion: {
    id: 'webhook-review-version',
    type: 'FieldValueInvalid',
    path: 'webhooks[*].admissionReviewVersions',
  },
  clientConfig: { id: 'webhook-client-config', type: 'FieldValueRequired', path: 'webhooks[*].clientConfig' },
  url: { id: 'webhook-url', type: 'FieldValueInvalid', path: 'webhooks[*].clientConfig.url' },
  servicePath: { id: 'webhook-service-path', type: 'FieldValueInvalid', path: 'webhooks[*].clientConfig.service.path' },
});
