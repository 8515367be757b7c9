// Mistakes that the API server finds by itself need no lint: its rule speaks. One case each, with a twin that passes.
import { describe, expect, it } from 'vitest';
import { analyzeFile } from '../../../server/src/features/analysis';
import { YamlStream } from '../../../server/src/yaml/stream';

const NAMES = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n';
const pod = (container: string, spec = ''): string =>
  `${NAMES}spec:\n${spec}  containers:\n    - name: web\n      image: web:1\n${container}`;
const field = (line: string): string => pod(`      ${line}\n`);
const init = (line: string): string =>
  `${NAMES}spec:\n  initContainers:\n    - {name: first, image: web:1, ${line}}\n  containers:\n    - {name: web, image: web:1}\n`;
const deployment = (label: string, policy: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n` +
  `  template:\n    metadata: {labels: {app: ${label}}}\n    spec:\n      restartPolicy: ${policy}\n` +
  '      containers:\n        - {name: web, image: web:1}\n';

/** Mistake, the rule that speaks, a manifest with it, its twin without. */
const CASES: readonly (readonly [mistake: string, rule: string, wrong: string, right: string])[] = [
  [
    'a misspelt field of a probe',
    'unknown-field',
    field('livenessProbe: {httpGet: {prot: 80}}'),
    field('livenessProbe: {httpGet: {port: 80}}'),
  ],
  [
    'success threshold of liveness',
    'probe-success-threshold',
    field('livenessProbe: {httpGet: {port: 80}, successThreshold: 2}'),
    field('livenessProbe: {httpGet: {port: 80}, successThreshold: 1}'),
  ],
  [
    'grace period of readiness',
    'readiness-probe-grace-period',
    field('readinessProbe: {httpGet: {port: 80}, terminationGracePeriodSeconds: 5}'),
    field('livenessProbe: {httpGet: {port: 80}, terminationGracePeriodSeconds: 5}'),
  ],
  [
    'two handlers',
    'handlers-many',
    field('livenessProbe: {httpGet: {port: 80}, tcpSocket: {port: 80}}'),
    field('livenessProbe: {httpGet: {port: 80}}'),
  ],
  [
    'no handler',
    'handler-missing',
    field('livenessProbe: {periodSeconds: 5}'),
    field('livenessProbe: {exec: {command: [a]}}'),
  ],
  [
    'a probe of an ordinary init container',
    'init-container-probe',
    init('livenessProbe: {httpGet: {port: 80}}'),
    init('restartPolicy: Always, livenessProbe: {httpGet: {port: 80}}'),
  ],
  [
    'a sleep beyond the grace period',
    'sleep-longer-than-grace',
    field('lifecycle: {preStop: {sleep: {seconds: 31}}}'),
    field('lifecycle: {preStop: {sleep: {seconds: 29}}}'),
  ],
  [
    'a request above its limit',
    'request-above-limit',
    field('resources: {requests: {cpu: 2}, limits: {cpu: 1}}'),
    field('resources: {requests: {cpu: 1}, limits: {cpu: 2}}'),
  ],
  [
    'a variable twice',
    'env-name-duplicate',
    field('env: [{name: A, value: b}, {name: A, value: c}]'),
    field('env: [{name: A, value: b}, {name: B, value: c}]'),
  ],
  [
    'a port twice',
    'port-duplicate',
    field('ports: [{containerPort: 80}, {containerPort: 80}]'),
    field('ports: [{containerPort: 80}, {containerPort: 81}]'),
  ],
  [
    'a host port twice',
    'host-port-duplicate',
    field('ports: [{containerPort: 80, hostPort: 80}, {containerPort: 81, hostPort: 80}]'),
    field('ports: [{containerPort: 80, hostPort: 80}, {containerPort: 81, hostPort: 81}]'),
  ],
  [
    'a long port name',
    'port-name',
    field('ports: [{containerPort: 80, name: http-metrics-admin}]'),
    field('ports: [{containerPort: 80, name: http-metrics}]'),
  ],
  ['a boolean as text', 'wrong-type', field('env: [{name: A, value: on}]'), field('env: [{name: A, value: "on"}]')],
  [
    'a selector without its pods',
    'selector-template-mismatch',
    deployment('api', 'Always'),
    deployment('web', 'Always'),
  ],
  [
    'a mount without its volume',
    'mount-volume-missing',
    pod('      volumeMounts: [{name: tmp, mountPath: /tmp}]\n'),
    pod('      volumeMounts: [{name: tmp, mountPath: /tmp}]\n', '  volumes: [{name: tmp, emptyDir: {}}]\n'),
  ],
  [
    'a mount path twice',
    'mount-path-duplicate',
    pod(
      '      volumeMounts: [{name: a, mountPath: /a}, {name: a, mountPath: /a}]\n',
      '  volumes: [{name: a, emptyDir: {}}]\n',
    ),
    pod(
      '      volumeMounts: [{name: a, mountPath: /a}, {name: a, mountPath: /b}]\n',
      '  volumes: [{name: a, emptyDir: {}}]\n',
    ),
  ],
  [
    'a restart policy of jobs',
    'restart-policy-not-always',
    deployment('web', 'OnFailure'),
    deployment('web', 'Always'),
  ],
  [
    'a user namespace with hostPID',
    'host-users-conflict',
    pod('', '  hostUsers: false\n  hostPID: true\n'),
    pod('', '  hostUsers: true\n  hostPID: true\n'),
  ],
  [
    'a shared process namespace with hostPID',
    'share-process-and-host-pid',
    pod('', '  shareProcessNamespace: true\n  hostPID: true\n'),
    pod('', '  shareProcessNamespace: false\n  hostPID: true\n'),
  ],
  [
    'privileged without escalation',
    'privilege-escalation-conflict',
    field('securityContext: {privileged: true, allowPrivilegeEscalation: false}'),
    field('securityContext: {privileged: true, allowPrivilegeEscalation: true}'),
  ],
  [
    'a stop signal and other alpha fields',
    'field-behind-gate',
    field('lifecycle: {stopSignal: SIGQUIT, preStop: {sleep: {seconds: 5}}}'),
    field('lifecycle: {preStop: {sleep: {seconds: 5}}}'),
  ],
  [
    'restart rules without a policy',
    'restart-rules-policy',
    field('restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [42]}}]'),
    field('{restartPolicy: Never}'.slice(1, -1)),
  ],
  [
    'an annotation without effect',
    'annotation-without-effect',
    pod('').replace('{name: web}', '{name: web, annotations: {scheduler.alpha.kubernetes.io/critical-pod: ""}}'),
    pod('').replace('{name: web}', '{name: web, annotations: {example.com/critical-pod: ""}}'),
  ],
  [
    'seconds with a suffix',
    'wrong-type',
    field('livenessProbe: {httpGet: {port: 80}, periodSeconds: 30s}'),
    field('livenessProbe: {httpGet: {port: 80}, periodSeconds: 30}'),
  ],
];

function rulesOf(text: string): string[] {
  return analyzeFile(YamlStream.of(text), 37).documents.flatMap(({ findings }) => findings.map(({ rule }) => rule));
}

describe('what the server says itself', () => {
  it.each(CASES)('%s: %s', (_mistake, rule, wrong, right) => {
    expect(rulesOf(wrong)).toContain(rule);
    expect(rulesOf(right)).not.toContain(rule);
  });
});
