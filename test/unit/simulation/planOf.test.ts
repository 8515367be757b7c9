// The engine's input: defaults of the API server, and no trust in what is written.
import { describe, expect, it } from 'vitest';
import { planOf } from '../../../server/src/simulation/planOf';

const container = (fields: object): object => ({ spec: { containers: [{ name: 'a', image: 'a:1', ...fields }] } });

describe('planOf', () => {
  it('fills the defaults in', () => {
    expect(planOf({ metadata: { name: 'p' }, spec: { containers: [{ name: 'a', image: 'a' }] } })).toEqual({
      name: 'p',
      namespace: 'default',
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      readinessGates: [],
      containers: [{ name: 'a', path: 'containers[0]', role: 'main', image: 'a', imagePullPolicy: 'Always' }],
    });
  });

  it('fills the defaults of a probe in, also for zeros', () => {
    const [a] = planOf(container({ livenessProbe: { tcpSocket: { port: 1 }, periodSeconds: 0 } })).containers;
    expect(a!.livenessProbe).toEqual({
      handler: 'tcpSocket',
      initialDelaySeconds: 0,
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    });
  });

  it.each([
    ['a', 'Always'],
    ['a:latest', 'Always'],
    ['host:5000/a', 'Always'],
    ['a:1', 'IfNotPresent'],
    ['host:5000/a:1', 'IfNotPresent'],
    ['a@sha256:0123', 'IfNotPresent'],
  ])('pulls %s with policy %s', (image, policy) => {
    expect(planOf({ spec: { containers: [{ image }] } }).containers[0]!.imagePullPolicy).toBe(policy);
  });

  it('tells init containers and sidecars apart', () => {
    const spec = {
      initContainers: [{ name: 'i' }, { name: 's', restartPolicy: 'Always' }],
      containers: [{ name: 'm' }],
    };
    expect(planOf({ spec }).containers.map((c) => `${c.role} ${c.path}`)).toEqual([
      'init initContainers[0]',
      'sidecar initContainers[1]',
      'main containers[0]',
    ]);
  });

  it('reads hooks, rules and the stop signal', () => {
    const lifecycle = {
      preStop: { sleep: { seconds: 4 } },
      postStart: { exec: { command: ['a'] } },
      stopSignal: 'SIGUSR1',
    };
    const rules = [{ action: 'Restart', exitCodes: { operator: 'In', values: [1, 'x', 2] } }];
    expect(
      planOf(container({ lifecycle, restartPolicy: 'Never', restartPolicyRules: rules })).containers[0],
    ).toMatchObject({
      preStop: { handler: 'sleep', sleepSeconds: 4 },
      postStart: { handler: 'exec' },
      stopSignal: 'SIGUSR1',
      restartPolicy: 'Never',
      restartPolicyRules: [{ action: 'Restart', operator: 'In', values: [1, 2] }],
    });
  });

  it('ignores what has the wrong type', () => {
    const odd = { livenessProbe: 'yes', readinessProbe: { periodSeconds: 3 }, lifecycle: [], restartPolicyRules: {} };
    expect(planOf(container(odd))).toEqual(planOf(container({})));
    for (const nothing of [undefined, null, 3, 'pod', [], { spec: null }])
      expect(planOf(nothing).containers).toEqual([]);
  });

  it('keeps containers of one name apart', () => {
    const spec = { containers: [{ name: 'a' }, { name: 'a' }, {}] };
    expect(planOf({ spec }).containers.map((c) => c.name)).toEqual(['a', 'a-2', 'containers[2]']);
  });
});
