// The numbers of Kubernetes and the kernel: values worked out by hand or given by Kubernetes' own functions (1.37).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveCapabilities } from '../../../server/src/kubernetes/capabilities';
import {
  containerCgroup,
  cpuQuotaUs,
  cpuShares,
  cpuWeight,
  linearCpuWeight,
  throttledWallMs,
} from '../../../server/src/kubernetes/cgroup';
import { isNodeCritical, oomBadness, oomScoreAdj } from '../../../server/src/kubernetes/oomScore';
import { qosClassOf, qosOf } from '../../../server/src/kubernetes/qos';
import { runningPodSpec } from '../../../server/src/kubernetes/runningPod';
import { signalNumber } from '../../../server/src/kubernetes/signalNumbers';
import type { Container, PodSpec, ResourceRequirements } from '../../../server/src/kubernetes/types';

const MI = 2 ** 20;
const GI = 2 ** 30;

describe('CPU', () => {
  it.each([
    [0n, 2, 1, 1],
    [10n, 10, 4, 1],
    [100n, 102, 17, 4],
    [250n, 256, 35, 10],
    [500n, 512, 59, 20],
    [1000n, 1024, 100, 39],
    [2000n, 2048, 174, 79],
    [4000n, 4096, 303, 157],
    [8000n, 8192, 532, 313],
    [1_000_000n, 262_144, 10_000, 10_000],
  ])('%dm is %d shares, weight %d, formerly %d', (milli, shares, weight, before) => {
    expect(cpuShares(milli)).toBe(shares);
    expect(cpuWeight(shares)).toBe(weight);
    expect(linearCpuWeight(shares)).toBe(before);
  });

  it.each([
    [0n, undefined],
    [1n, 1000],
    [9n, 1000],
    [10n, 1000],
    [11n, 1100],
    [500n, 50_000],
    [2000n, 200_000],
  ])('a limit of %dm is a quota of %s', (milli, quota) => expect(cpuQuotaUs(milli)).toBe(quota));

  it.each([
    [200, 50_000, 1, 350],
    [200, 50_000, 4, 312.5],
    [100, 25_000, 1, 325],
    [50, 10_000, 1, 410],
    [400, 200_000, 8, 125],
    [30, 1000, 1, 2901],
  ])('%d ms of work with a quota of %d and %d threads take %d ms', (work, quota, threads, wall) =>
    expect(throttledWallMs(work, quota, threads)).toBeCloseTo(wall, 6),
  );

  it('never takes less time than without a limit, nor less with more work', () => {
    const positive = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(
        positive,
        fc.integer({ min: 1000, max: 800_000 }),
        fc.integer({ min: 1, max: 16 }),
        (work, quota, threads) => {
          const wall = throttledWallMs(work, quota, threads);
          expect(wall).toBeGreaterThanOrEqual(work / threads - 1e-6);
          expect(throttledWallMs(work + 1, quota, threads)).toBeGreaterThan(wall);
        },
      ),
      { seed: 6 },
    );
  });
});

function spec(...resources: (ResourceRequirements | undefined)[]): PodSpec {
  return {
    containers: resources.map((one, i) => ({
      name: `c${i}`,
      image: 'x:1',
      ...(one === undefined ? {} : { resources: one }),
    })),
  };
}

const equal: ResourceRequirements = { limits: { cpu: '1', memory: '1Gi' } };

describe('QoS class', () => {
  const classOf = (written: PodSpec) => qosClassOf(runningPodSpec(written));

  it('takes requests from limits', () => {
    expect(classOf(spec(equal))).toBe('Guaranteed');
    expect(qosClassOf(spec(equal))).toBe('Burstable');
  });

  it('is lost by one container, init containers included', () => {
    expect(classOf(spec(equal, undefined))).toBe('Burstable');
    expect(classOf({ ...spec(equal), initContainers: [{ name: 'i', image: 'x:1' }] })).toBe('Burstable');
    expect(qosOf(runningPodSpec(spec(equal, undefined))).reason).toEqual({
      kind: 'mixed',
      container: 'c0',
      other: 'c1',
    });
  });

  it('looks at amounts, not at spelling, and at cpu and memory only', () => {
    expect(classOf(spec({ requests: { cpu: '1000m', memory: '1Gi' }, limits: { cpu: 1, memory: '1024Mi' } }))).toBe(
      'Guaranteed',
    );
    expect(classOf(spec({ requests: { cpu: 1, memory: '1G' }, limits: { cpu: 1, memory: '1Gi' } }))).toBe('Burstable');
    expect(classOf(spec({ requests: { 'ephemeral-storage': '1Gi' } }))).toBe('BestEffort');
    expect(classOf(spec({ requests: { cpu: '0' } }))).toBe('BestEffort');
  });

  it('is decided by the pod level where it is set', () => {
    const pod: PodSpec = { ...spec(undefined), resources: equal };
    expect(classOf(pod)).toBe('Guaranteed');
    expect(classOf({ ...spec({ requests: { memory: '256Mi' } }), resources: equal })).toBe('Burstable');
    expect(classOf({ ...spec(undefined), resources: {} })).toBe('BestEffort');
  });
});

describe('oom_score_adj', () => {
  const request = (memory: string): ResourceRequirements => ({ requests: { memory } });
  const adj = (written: PodSpec, node?: number) => {
    const running = runningPodSpec(written);
    return [...(running.initContainers ?? []), ...(running.containers ?? [])].map((c) => oomScoreAdj(running, c, node));
  };

  it.each([
    ['128Mi', 993],
    ['256Mi', 985],
    ['512Mi', 969],
    ['1Gi', 938],
    ['2Gi', 875],
    ['4Gi', 750],
    ['8Gi', 500],
    ['1', 999],
    ['16Gi', 3],
    ['32Gi', 3],
  ])('of a request of %s on 16 GiB is %d', (memory, score) => expect(adj(spec(request(memory)))).toEqual([score]));

  it('depends on the node', () => expect(adj(spec(request('4Gi')), 64 * GI)).toEqual([938]));

  it('is fixed for the outer classes and for node-critical pods', () => {
    expect(adj(spec(equal))).toEqual([-997]);
    expect(adj(spec(undefined))).toEqual([1000]);
    const critical: PodSpec = {
      ...spec(undefined),
      priorityClassName: 'system-node-critical',
      priority: 2_000_001_000,
    };
    expect(adj(critical)).toEqual([-997]);
    expect(isNodeCritical({ priorityClassName: 'system-node-critical' })).toBe(false);
  });

  it('of a sidecar is at most that of the smallest main container', () => {
    const sidecar: Container = { name: 's', image: 'x:1', restartPolicy: 'Always', resources: request('64Mi') };
    expect(adj({ ...spec(request('1Gi'), request('2Gi')), initContainers: [sidecar] })).toEqual([938, 938, 875]);
  });

  it('makes the kernel take a greedy Burstable pod before a small BestEffort one', () => {
    expect(oomBadness(200 * MI, 1000)).toBe(1012);
    expect(oomBadness(GI, 997)).toBe(1060);
    expect(oomBadness(4.5 * GI, 750)).toBe(1031);
  });
});

describe('cgroups', () => {
  it('give a container without limits those of the pod', () => {
    const pod = runningPodSpec({ ...spec(undefined), resources: { limits: { cpu: '500m', memory: '1Gi' } } });
    const { v2 } = containerCgroup(pod, pod.containers?.[0] ?? {});
    expect(v2).toEqual({ 'cpu.weight': '59', 'cpu.max': '50000 100000', 'memory.max': String(GI) });
  });

  it('take the CPU weight from the limit where no request is', () => {
    const { v2, v1 } = containerCgroup({}, { resources: { limits: { cpu: '250m' } } });
    expect([v2['cpu.weight'], v1['cpu.shares']]).toEqual(['35', '256']);
  });
});

describe('other tables', () => {
  it('numbers of signals', () => {
    expect(['SIGHUP', 'SIGKILL', 'SIGTERM', 'SIGCHLD', 'SIGWINCH', 'SIGSYS'].map(signalNumber)).toEqual([
      1, 9, 15, 17, 28, 31,
    ]);
    expect(['SIGRTMIN+3', 'SIGRTMINPLUS3', 'SIGRTMAX-1', 'SIGIOT', 'SIGNO'].map(signalNumber)).toEqual([
      37,
      37,
      63,
      6,
      undefined,
    ]);
  });

  it('capabilities', () => {
    expect(effectiveCapabilities({})).toHaveLength(14);
    expect(effectiveCapabilities({ drop: ['ALL'] })).toEqual([]);
    expect(effectiveCapabilities({ drop: ['ALL'], add: ['CAP_NET_BIND_SERVICE'] })).toEqual(['NET_BIND_SERVICE']);
    expect(effectiveCapabilities({ drop: ['net_raw'] })).not.toContain('NET_RAW');
    expect(effectiveCapabilities({ add: ['ALL'] })).toEqual(['ALL']);
  });
});
