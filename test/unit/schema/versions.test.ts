// Since when, until when, and behind which gate: fields, enum values and kinds from 1.31 to 1.37.
import { describe, expect, it } from 'vitest';
import { kubernetes } from '../../../server/src/schema/kubernetes';
import { type Availability, availability, gateStage } from '../../../server/src/schema/versions';

const minors = [31, 32, 33, 34, 35, 36, 37] as const;

/** One letter per minor from 1.31: `.` too new, `a` alpha, `b` beta but off, `B` beta and on, `=` there, `-` removed. */
function letters(at: (minor: number) => Availability): string {
  return minors
    .map((minor) => {
      const answer = at(minor);
      if (answer.state === 'tooNew') return '.';
      if (answer.state === 'removed') return '-';
      if (answer.state === 'available') return '=';
      return answer.stage === 'alpha' ? 'a' : answer.on ? 'B' : 'b';
    })
    .join('');
}

describe('availability of a field', () => {
  it.each([
    ['Container.image', '======='],
    ['Container.restartPolicy', 'BB====='],
    ['Lifecycle.stopSignal', '..aaaaa'],
    ['LifecycleHandler.sleep', 'BBB===='],
    ['Probe.grpc', '======='],
    ['PodSpec.hostUsers', 'bbBBB=='],
    ['PodSpec.resources', '.aaBBBB'],
    ['PodSpec.hostnameOverride', '...aBB='],
    ['PodSpec.os', '======='],
    ['EnvVarSource.fileKeyRef', '...aBBB'],
    ['Volume.image', 'aabbB=='],
    ['HTTPGetAction.protocol', '......a'],
    ['JobSpec.managedBy', 'aBBB==='],
    ['JobSpec.successPolicy', 'BB====='],
    ['HPAScalingRules.tolerance', '..aaBB='],
    ['ServiceSpec.trafficDistribution', 'BB====='],
  ])('%s: %s', (key, expected) => {
    const [definition = '', name = ''] = key.split('.');
    const field = kubernetes.definition(definition)!.field(name)!;
    expect(letters((minor) => availability(field, minor, kubernetes.gate))).toBe(expected);
  });

  it('knows a field that only one version had', () => {
    const podSpec = kubernetes.definition('PodSpec')!;
    expect(podSpec.field('workloadRef')).toBeUndefined();
    const gone = podSpec.removedField('workloadRef')!;
    expect(letters((minor) => availability(gone, minor, kubernetes.gate))).toBe('....=--');
  });

  it('lets the least mature of several gates decide', () => {
    const gateOf = (name: string) => kubernetes.gate(name);
    const answer = availability(
      { gates: ['SidecarContainers', 'ContainerStopSignals', 'PodLevelResources'] },
      37,
      gateOf,
    );
    expect(answer).toEqual({ state: 'gated', gate: 'ContainerStopSignals', stage: 'alpha', on: false });
  });
});

describe('availability of an enum value', () => {
  it.each([
    ['StatefulSetUpdateStrategy.type', 'Recreate', '......a'],
    ['Toleration.operator', 'Lt', '....aaa'],
    ['Container.restartPolicy', 'OnFailure', '...aBBB'],
    ['ResourceQuotaSpec.scopes', 'VolumeAttributesClass', '..b===='],
  ])('%s %s: %s', (key, value, expected) => {
    const [definition = '', name = ''] = key.split('.');
    const version = kubernetes.definition(definition)!.field(name)!.valueVersions![value]!;
    expect(letters((minor) => availability(version, minor, kubernetes.gate))).toBe(expected);
  });

  it('says nothing of values as old as the oldest version', () => {
    expect(kubernetes.definition('Toleration')!.field('operator')!.valueVersions).not.toHaveProperty('Exists');
    expect(kubernetes.definition('Container')!.field('imagePullPolicy')!.valueVersions).toBeUndefined();
  });
});

it('stages of a gate follow one another', () => {
  const gate = kubernetes.gate('SidecarContainers')!;
  expect(gate).toEqual({ name: 'SidecarContainers', alpha: 28, beta: 29, on: 29, ga: 33, removed: 37 });
  expect([27, 28, 29, 32, 33, 37].map((minor) => gateStage(gate, minor))).toEqual([
    'alpha',
    'alpha',
    'beta',
    'beta',
    'ga',
    'ga',
  ]);
});

describe('served kinds', () => {
  const { served } = kubernetes;

  it.each([
    ['v1', 'Pod', '1111111'],
    ['apps/v1', 'Deployment', '1111111'],
    ['extensions/v1beta1', 'Deployment', '0000000'],
    ['batch/v1beta1', 'CronJob', '0000000'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler', '1111111'],
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', '0000000'],
    ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', '1000000'],
    ['resource.k8s.io/v1', 'ResourceClaim', '0001111'],
    ['resource.k8s.io/v1beta1', 'ResourceClaim', '0000000'],
    ['networking.k8s.io/v1', 'ServiceCIDR', '0011111'],
    ['/v1', 'Pod', '1111111'],
    ['//v1', 'Pod', '0000000'],
    ['/apps/v1', 'Deployment', '0000000'],
    ['apps/v1', 'Pod', '0000000'],
    ['v1', 'constructor', '0000000'],
  ])('%s %s: %s', (apiVersion, kind, expected) => {
    expect(minors.map((minor) => Number(served.isServed(apiVersion, kind, minor))).join('')).toBe(expected);
  });

  it.each([
    ['extensions/v1beta1', 'Deployment', 16, 'apps/v1'],
    ['extensions/v1beta1', 'Ingress', 22, 'networking.k8s.io/v1'],
    ['networking.k8s.io/v1beta1', 'Ingress', 22, 'networking.k8s.io/v1'],
    ['batch/v1beta1', 'CronJob', 25, 'batch/v1'],
    ['policy/v1beta1', 'PodDisruptionBudget', 25, 'policy/v1'],
    ['policy/v1beta1', 'PodSecurityPolicy', 25, undefined],
    ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', 25, 'autoscaling/v2'],
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 26, 'autoscaling/v2'],
    ['rbac.authorization.k8s.io/v1beta1', 'Role', 22, 'rbac.authorization.k8s.io/v1'],
    ['apps/v1beta2', 'StatefulSet', 16, 'apps/v1'],
  ])('%s %s is gone since 1.%s; use %s', (apiVersion, kind, removed, use) => {
    expect(served.find(apiVersion, kind)).toMatchObject({ removed, onByDefault: true });
    expect(served.find(apiVersion, kind)!.use).toBe(use);
    if (use) expect(served.isServed(use, kind, 31)).toBe(true);
  });

  it('tells scope and resource', () => {
    expect(served.find('v1', 'Namespace')).toMatchObject({ namespaced: false, resource: 'namespaces' });
    expect(served.find('networking.k8s.io/v1', 'NetworkPolicy')).toMatchObject({
      namespaced: true,
      resource: 'networkpolicies',
    });
  });

  it('offers the versions of a kind best first', () => {
    const versions = served.versionsOf('HorizontalPodAutoscaler', 37).map(({ apiVersion }) => apiVersion);
    expect(versions).toEqual(['autoscaling/v2', 'autoscaling/v1', 'autoscaling/v2beta2', 'autoscaling/v2beta1']);
    expect(served.versionsOf('Pod', 31).map(({ apiVersion }) => apiVersion)).toEqual(['v1']);
    expect(served.versionsOf('Prometheus', 37)).toEqual([]);
  });

  it('tells groups of its own from others', () => {
    for (const own of ['v1', 'apps/v1', 'extensions/v1beta1', 'batch/v9', 'resource.k8s.io/v1beta1'])
      expect(served.isBuiltin(own), own).toBe(true);
    for (const foreign of [
      'monitoring.coreos.com/v1',
      'x.apps/v1',
      'kustomize.config.k8s.io/v1beta1',
      'constructor/v1',
    ])
      expect(served.isBuiltin(foreign), foreign).toBe(false);
  });
});
