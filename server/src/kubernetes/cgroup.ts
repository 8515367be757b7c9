// What requests and limits become in the kernel: cgroup v2 and v1 values, and how CPU limits throttle. Sources (1.37):
// pkg/kubelet/cm/helpers_linux.go, kuberuntime_container_linux.go generateLinuxContainerResources, opencontainers/cgroups utils.go.
import { readResourceList } from './podResources';
import { hasPodLevelResources } from './qos';
import { type Quantity, quantityMilliValue, quantityValue, ZERO } from './quantity';
import type { Container, PodSpec } from './types';

/** Length of a CPU period in microseconds (cm.QuotaPeriod; kubelet setting cpuCFSQuotaPeriod). */
export const CPU_PERIOD_US = 100_000;
const MIN_QUOTA_US = 1000n;
const MIN_SHARES = 2n;
const MAX_SHARES = 262_144n;

/** cpu.shares for an amount of CPU in thousandths of a core (MilliCPUToShares). */
export function cpuShares(milliCpu: bigint): number {
  const shares = (milliCpu * 1024n) / 1000n;
  return Number(shares < MIN_SHARES ? MIN_SHARES : shares > MAX_SHARES ? MAX_SHARES : shares);
}

/** CPU time per period in microseconds, at least 1000; undefined without a limit (MilliCPUToQuota). */
export function cpuQuotaUs(milliCpu: bigint, periodUs: number = CPU_PERIOD_US): number | undefined {
  if (milliCpu === 0n) return undefined;
  const quota = (milliCpu * BigInt(periodUs)) / 1000n;
  return Number(quota < MIN_QUOTA_US ? MIN_QUOTA_US : quota);
}

/** cpu.weight for cpu.shares: runc since 1.3.2, crun since 1.23 (cgroups ConvertCPUSharesToCgroupV2Value). */
export function cpuWeight(shares: number): number {
  if (shares <= 2) return 1;
  if (shares >= 262_144) return 10_000;
  const log = Math.log2(shares);
  return Math.ceil(10 ** ((log * log + 125 * log) / 612 - 7 / 34));
}

/** cpu.weight as runtimes before that worked it out, on a straight line. */
export function linearCpuWeight(shares: number): number {
  return shares >= 262_144 ? 10_000 : 1 + Math.floor(((Math.max(shares, 2) - 2) * 9999) / 262_142);
}

export interface CgroupValues {
  readonly v2: Readonly<Record<'cpu.weight' | 'cpu.max' | 'memory.max', string>>;
  readonly v1: Readonly<
    Record<'cpu.shares' | 'cpu.cfs_quota_us' | 'cpu.cfs_period_us' | 'memory.limit_in_bytes', string>
  >;
}

/** What limits and requests of a container amount to. */
export interface ContainerAmounts {
  readonly cpuRequestMilli: bigint;
  /** 0 without a limit. */
  readonly cpuLimitMilli: bigint;
  readonly memoryRequestBytes: bigint;
  /** 0 without a limit. */
  readonly memoryLimitBytes: bigint;
}

/** A container's effective amounts: pod-level limits stand in for missing ones, the CPU limit for a missing request. */
export function containerAmounts(spec: PodSpec, container: Container): ContainerAmounts {
  const requests = readResourceList(container.resources?.requests);
  const cpuLimit = limitOf(spec, container, 'cpu');
  const cpuRequest = requests.get('cpu') ?? cpuLimit;
  return {
    cpuRequestMilli: quantityMilliValue(cpuRequest),
    cpuLimitMilli: quantityMilliValue(cpuLimit),
    memoryRequestBytes: quantityValue(requests.get('memory') ?? ZERO),
    memoryLimitBytes: quantityValue(limitOf(spec, container, 'memory')),
  };
}

/** The limit written on the container, else the pod's (getCPULimit, getMemoryLimit). */
function limitOf(spec: PodSpec, container: Container, name: 'cpu' | 'memory'): Quantity {
  const own = readResourceList(container.resources?.limits).get(name) ?? ZERO;
  if (own.nano !== 0n || !hasPodLevelResources(spec)) return own;
  return readResourceList(spec.resources?.limits).get(name) ?? ZERO;
}

/** The cgroup files of one container of the pod, with the kubelet's default configuration. */
export function containerCgroup(spec: PodSpec, container: Container): CgroupValues {
  const { cpuRequestMilli, cpuLimitMilli, memoryLimitBytes } = containerAmounts(spec, container);
  const shares = cpuShares(cpuRequestMilli);
  const quota = cpuQuotaUs(cpuLimitMilli);
  const memory = memoryLimitBytes > 0n ? String(memoryLimitBytes) : undefined;
  return {
    v2: {
      'cpu.weight': String(cpuWeight(shares)),
      'cpu.max': `${quota ?? 'max'} ${CPU_PERIOD_US}`,
      'memory.max': memory ?? 'max',
    },
    v1: {
      'cpu.shares': String(shares),
      'cpu.cfs_quota_us': String(quota ?? -1),
      'cpu.cfs_period_us': String(CPU_PERIOD_US),
      'memory.limit_in_bytes': memory ?? '-1',
    },
  };
}

/**
 * How long work takes under a CPU limit, from the start of a period, in milliseconds: the threads burn the quota, then wait for
 * the next period. A fluid model; the kernel hands time out in slices of 5 ms.
 * @param workCpuMs CPU time needed in all, in milliseconds.
 */
export function throttledWallMs(workCpuMs: number, quotaUs: number, threads = 1): number {
  const periodMs = CPU_PERIOD_US / 1000;
  const perPeriod = Math.min(quotaUs / 1000, periodMs * threads);
  const full = Math.max(Math.ceil(workCpuMs / perPeriod) - 1, 0);
  return periodMs * full + (workCpuMs - full * perPeriod) / threads;
}
