// Facts about requests and limits: class, cgroup values, throttling, ratio, who dies first.
import { cpuQuotaUs, throttledWallMs } from '../../kubernetes/cgroup';
import { aggregateContainerRequests, readResourceList } from '../../kubernetes/podResources';
import { hasPodLevelResources, resourcesQosClass } from '../../kubernetes/qos';
import { addQuantities, quantityValue, ZERO } from '../../kubernetes/quantity';
import type { Texts } from '../../text/texts';
import type { Place } from './factsFor';
import { bytes, cores, names } from './numbers';
import { containerAt } from './place';
import { type ContainerFacts, type PodFacts, podFacts } from './podFacts';

/** What would make the pod another class. */
export function qosChange({ pod, texts }: Place): string[] {
  const { qos, spec, containers } = podFacts(pod);
  if (containers.length === 0) return [];
  if (qos.qosClass === 'BestEffort') return [texts.say('facts-qos-from-best-effort')];
  if (qos.qosClass === 'Guaranteed') return [texts.say('facts-qos-stays-guaranteed')];
  if (hasPodLevelResources(spec)) return [texts.say('facts-qos-pod-level')];
  const missing = containers.filter(({ container }) => resourcesQosClass(container.resources) !== 'Guaranteed');
  return [texts.say('facts-qos-to-guaranteed', { containers: names(missing.map(({ name }) => name)) })];
}

/** Who the kernel takes first, and what node pressure makes of the pod. */
export function deathOrderFacts({ pod, texts }: Place): string[] {
  const facts = podFacts(pod);
  const running = facts.containers.filter(({ role }) => role !== 'init');
  if (running.length === 0) return [];
  const order = [...running].sort((a, b) => b.oomScoreAdj - a.oomScoreAdj);
  const list = order.map(({ name, oomScoreAdj }) => `\`${name}\` ${oomScoreAdj}`).join(', ');
  const node = bytes(facts.nodeMemoryBytes);
  const request = podMemoryRequest(facts);
  const eviction = request === 0n ? 'facts-eviction-no-request' : 'facts-eviction';
  return [texts.say('facts-kernel-order', { list, node }), texts.say(eviction, { request: bytes(request) })];
}

/** What the scheduler reserves for the pod: pod-level request, else all containers, and the overhead. */
function podMemoryRequest({ spec }: PodFacts): bigint {
  const podLevel = readResourceList(spec.resources?.requests).get('memory');
  const request = podLevel ?? aggregateContainerRequests(spec).get('memory') ?? ZERO;
  return quantityValue(addQuantities(request, readResourceList(spec.overhead).get('memory') ?? ZERO));
}

/** How far limits go beyond requests. */
export function overcommitFacts({ pod, path, texts }: Place): string[] {
  const own = containerAt(pod, path);
  if (own === undefined) return [];
  const { memoryLimitBytes: limit, memoryRequestBytes: request } = own.amounts;
  if (limit === 0n || request === 0n) return [];
  if (limit === request) return [texts.say('facts-ratio-equal')];
  const ratio = Number((limit * 10n) / request) / 10;
  return [texts.say('facts-ratio', { ratio, more: bytes(limit - request) })];
}

/** What the container's requests and limits become in the kernel. */
export function resourceFacts({ pod, path, texts }: Place): string[] {
  const own = containerAt(pod, path);
  if (own === undefined) return [];
  return [throttling(own, texts), memoryBound(own, texts), cgroupV1(own, texts)];
}

/** Work that the example in the sentence has to do, in milliseconds of CPU. */
const EXAMPLE_MS = 200;

function throttling({ amounts, cgroup }: ContainerFacts, texts: Texts): string {
  const quota = cpuQuotaUs(amounts.cpuLimitMilli);
  const weight = cgroup.v2['cpu.weight'];
  if (quota === undefined) return texts.say('facts-no-cpu-limit', { weight });
  const wall = (threads: number) => Math.round(throttledWallMs(EXAMPLE_MS, quota, threads));
  const values = {
    limit: cores(amounts.cpuLimitMilli),
    quota: quota / 1000,
    work: EXAMPLE_MS,
    one: wall(1),
    four: wall(4),
  };
  return texts.say('facts-throttling', values);
}

function memoryBound({ amounts, cgroup }: ContainerFacts, texts: Texts): string {
  const max = cgroup.v2['memory.max'];
  if (max === 'max') return texts.say('facts-no-memory-limit');
  return texts.say('facts-memory-limit', { limit: bytes(amounts.memoryLimitBytes), bytes: max });
}

function cgroupV1({ cgroup: { v1 } }: ContainerFacts, texts: Texts): string {
  return texts.say('facts-cgroup-v1', {
    shares: v1['cpu.shares'],
    quota: v1['cpu.cfs_quota_us'],
    period: v1['cpu.cfs_period_us'],
    memory: v1['memory.limit_in_bytes'],
  });
}
