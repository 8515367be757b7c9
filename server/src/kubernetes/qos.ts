// The quality-of-service class of a pod, and why it is so (pkg/apis/core/v1/helper/qos/qos.go ComputePodQOS, 1.37). Takes the spec of
// a running pod (runningPod.ts): in templates requests are not filled in yet.
import { readResourceList } from './podResources';
import { compareQuantities, type Quantity, ZERO } from './quantity';
import { isSupportedPodLevelResource } from './resourceNames';
import type { Container, PodSpec, ResourceRequirements } from './types';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

const QOS_RESOURCES = ['cpu', 'memory'] as const;

/** The class of a pod. Ephemeral containers do not count. */
export function qosClassOf(spec: PodSpec): QosClass {
  return qosOf(spec).qosClass;
}

export type QosReason =
  /** The pod-level block alone decides. */
  | { readonly kind: 'podLevel' }
  /** Every container has this shape. */
  | { readonly kind: 'uniform' }
  /** One container is Burstable by itself; `resource` is the one whose request and limit differ, absent when only one of the two is set. */
  | { readonly kind: 'container'; readonly container: string; readonly resource?: string }
  /** Containers are of different shape: the first of each. */
  | { readonly kind: 'mixed'; readonly container: string; readonly other: string };

export interface Qos {
  readonly qosClass: QosClass;
  readonly reason: QosReason;
}

/** The class with what decided it. */
export function qosOf(spec: PodSpec): Qos {
  if (hasPodLevelResources(spec)) {
    return { qosClass: resourcesQosClass(spec.resources), reason: { kind: 'podLevel' } };
  }
  let first: { readonly container: Container; readonly shape: QosClass } | undefined;
  for (const container of qosContainers(spec)) {
    const shape = resourcesQosClass(container.resources);
    if (shape === 'Burstable') return { qosClass: shape, reason: burstableReason(container) };
    if (first !== undefined && first.shape !== shape) {
      const [guaranteed, other] = shape === 'BestEffort' ? [first.container, container] : [container, first.container];
      const reason = { kind: 'mixed', container: guaranteed.name ?? '', other: other.name ?? '' } as const;
      return { qosClass: 'Burstable', reason };
    }
    first ??= { container, shape };
  }
  return { qosClass: first?.shape ?? 'BestEffort', reason: { kind: 'uniform' } };
}

function burstableReason(container: Container): QosReason {
  const resource = QOS_RESOURCES.find((name) => resourceShape(container.resources, name) === 'Burstable');
  return { kind: 'container', container: container.name ?? '', ...(resource === undefined ? {} : { resource }) };
}

/** The containers that count: init containers, sidecars among them, then app containers. */
export function qosContainers(spec: PodSpec): readonly Container[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
}

/** The shape of one block of requests and limits (qos.go requirementsQOS). */
export function resourcesQosClass(resources: ResourceRequirements | undefined): QosClass {
  if (isEmpty(resources?.requests) && isEmpty(resources?.limits)) return 'BestEffort';
  const [cpu, memory] = QOS_RESOURCES.map((name) => resourceShape(resources, name));
  return cpu === memory && cpu !== undefined ? cpu : 'Burstable';
}

/** How request and limit of one resource stand (qos.go resourceQOS): zero counts as absent. */
export function resourceShape(resources: ResourceRequirements | undefined, name: string): QosClass {
  const request = amountOf(resources?.requests, name);
  const limit = amountOf(resources?.limits, name);
  if (compareQuantities(request, limit) !== 0) return 'Burstable';
  return request.nano === 0n ? 'BestEffort' : 'Guaranteed';
}

function amountOf(list: ResourceRequirements['requests'], name: string): Quantity {
  return readResourceList(list).get(name) ?? ZERO;
}

function isEmpty(list: ResourceRequirements['requests']): boolean {
  return list === undefined || Object.keys(list).length === 0;
}

/** Whether pod-level requests or limits name a resource that counts (component-helpers/resource IsPodLevelResourcesSet). */
export function hasPodLevelResources({ resources }: PodSpec): boolean {
  return [resources?.requests, resources?.limits].some((list) =>
    Object.keys(list ?? {}).some(isSupportedPodLevelResource),
  );
}

/** Whether pod-level requests name a resource that counts (component-helpers/resource IsPodLevelRequestsSet). */
export function hasPodLevelRequests({ resources }: PodSpec): boolean {
  return Object.keys(resources?.requests ?? {}).some(isSupportedPodLevelResource);
}
