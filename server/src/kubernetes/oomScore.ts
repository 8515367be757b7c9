// oom_score_adj of containers (pkg/kubelet/qos/policy.go GetContainerOOMScoreAdjust, 1.37) and the kernel's badness made from it. Takes
// the spec of a running pod (runningPod.ts).
import { aggregateContainerRequests, isSidecar, readResourceList } from './podResources';
import { hasPodLevelRequests, type QosClass, qosClassOf } from './qos';
import { quantityValue, ZERO } from './quantity';
import type { Container, PodSpec } from './types';

/** Memory of the node that numbers are given for when nobody says otherwise: 16 GiB, in bytes. */
export const DEFAULT_NODE_MEMORY_BYTES = 16 * 2 ** 30;

/** Value for Guaranteed pods and for node-critical ones (policy.go guaranteedOOMScoreAdj). */
export const GUARANTEED_OOM_SCORE_ADJ = -997;
/** Value for BestEffort pods (policy.go besteffortOOMScoreAdj). */
export const BEST_EFFORT_OOM_SCORE_ADJ = 1000;
const SMALLEST_BURSTABLE = 1000 + GUARANTEED_OOM_SCORE_ADJ;

const NODE_CRITICAL_CLASS = 'system-node-critical';
/** Priority from which a pod is critical (apis/scheduling SystemCriticalPriority). */
export const CRITICAL_PRIORITY = 2_000_000_000;

/** Whether the kubelet treats the pod as node-critical: class and number together (kubelet/types IsNodeCriticalPod). */
export function isNodeCritical({ priority, priorityClassName }: PodSpec): boolean {
  return priorityClassName === NODE_CRITICAL_CLASS && (priority ?? 0) >= CRITICAL_PRIORITY;
}

/** oom_score_adj of one container of the pod on a node with this much memory (bytes). */
export function oomScoreAdj(
  spec: PodSpec,
  container: Container,
  nodeMemoryBytes: number = DEFAULT_NODE_MEMORY_BYTES,
): number {
  if (isNodeCritical(spec)) return GUARANTEED_OOM_SCORE_ADJ;
  const qosClass: QosClass = qosClassOf(spec);
  if (qosClass === 'Guaranteed') return GUARANTEED_OOM_SCORE_ADJ;
  if (qosClass === 'BestEffort') return BEST_EFFORT_OOM_SCORE_ADJ;
  const share = hasPodLevelRequests(spec) ? unassignedPerContainer(spec) : 0n;
  const score = (request: bigint) => 1000 - Number((1000n * (request + share)) / BigInt(nodeMemoryBytes));
  const own = score(memoryRequest(container));
  const adjusted = isSidecarOf(spec, container) ? Math.min(own, score(smallestMainRequest(spec))) : own;
  if (adjusted < SMALLEST_BURSTABLE) return SMALLEST_BURSTABLE;
  return adjusted === BEST_EFFORT_OOM_SCORE_ADJ ? adjusted - 1 : adjusted;
}

function memoryRequest({ resources }: Container): bigint {
  return quantityValue(readResourceList(resources?.requests).get('memory') ?? ZERO);
}

function isSidecarOf(spec: PodSpec, container: Container): boolean {
  return isSidecar(container) && (spec.initContainers ?? []).some(({ name }) => name === container.name);
}

function smallestMainRequest(spec: PodSpec): bigint {
  let least: bigint | undefined;
  for (const request of (spec.containers ?? []).map(memoryRequest)) {
    if (least === undefined || request < least) least = request;
  }
  return least ?? 0n;
}

/** What pod-level requests leave over, shared out evenly (qos/helpers.go remainingPodMemReqPerContainer). */
function unassignedPerContainer(spec: PodSpec): bigint {
  const wanted = quantityValue(readResourceList(spec.resources?.requests).get('memory') ?? ZERO);
  const assigned = quantityValue(aggregateContainerRequests(spec).get('memory') ?? ZERO);
  const count = BigInt((spec.containers?.length ?? 0) + (spec.initContainers?.length ?? 0));
  return wanted > assigned && count > 0n ? (wanted - assigned) / count : 0n;
}

/**
 * The kernel's score of a process in thousandths of node memory (mm/oom_kill.c oom_badness): what it uses, and the adjustment.
 * The highest one is killed when the whole node is out of memory.
 */
export function oomBadness(
  usedBytes: number,
  adj: number,
  nodeMemoryBytes: number = DEFAULT_NODE_MEMORY_BYTES,
): number {
  return Math.round((1000 * usedBytes) / nodeMemoryBytes) + adj;
}
