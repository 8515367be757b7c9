// Rules about `# podwright:` comments: what the author wants of a pod. The numbers come from features/assertions.
import { ruleTable } from './rule';

const row = (id: string) => ({ id, severity: 'warning' as const, path: '# podwright: …' });

export const assertionRules = ruleTable('assertion', {
  failed: row('assertion-failed'),
  unknown: row('assertion-unknown'),
  value: row('assertion-value'),
  withoutPod: row('assertion-without-pod'),
});
