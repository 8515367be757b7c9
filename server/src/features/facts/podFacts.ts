// The numbers Kubernetes works out from a pod: QoS class, oom_score_adj and cgroup values of each container. Plain data; no words.
import { type CgroupValues, type ContainerAmounts, containerAmounts, containerCgroup } from '../../kubernetes/cgroup';
import { DEFAULT_NODE_MEMORY_BYTES, oomScoreAdj } from '../../kubernetes/oomScore';
import { isSidecar } from '../../kubernetes/podResources';
import { type Qos, qosOf } from '../../kubernetes/qos';
import { runningPodSpec } from '../../kubernetes/runningPod';
import type { Container, PodSpec } from '../../kubernetes/types';
import type { PodView } from '../pods';

export interface ContainerFacts {
  /** Path relative to the pod spec: `containers[0]`. */
  readonly path: string;
  readonly name: string;
  readonly role: 'init' | 'sidecar' | 'main';
  readonly oomScoreAdj: number;
  readonly cgroup: CgroupValues;
  readonly amounts: ContainerAmounts;
  readonly container: Container;
}

export interface PodFacts {
  /** The spec of the pod that will run, requests filled in from limits. */
  readonly spec: PodSpec;
  readonly qos: Qos;
  readonly nodeMemoryBytes: number;
  /** Init containers (sidecars among them) in order, then main containers. */
  readonly containers: readonly ContainerFacts[];
}

const cache = new WeakMap<PodView, PodFacts>();

/** The numbers of a pod on a node of 16 GiB; the same object while the pod stays the same. */
export function podFacts(pod: PodView): PodFacts {
  let facts = cache.get(pod);
  if (facts === undefined) {
    facts = factsOf(runningPodSpec(pod.spec, pod.metadata));
    cache.set(pod, facts);
  }
  return facts;
}

function factsOf(spec: PodSpec): PodFacts {
  const facts = (container: Container, path: string, init: boolean): ContainerFacts => ({
    path,
    name: container.name ?? '',
    role: !init ? 'main' : isSidecar(container) ? 'sidecar' : 'init',
    oomScoreAdj: oomScoreAdj(spec, container),
    cgroup: containerCgroup(spec, container),
    amounts: containerAmounts(spec, container),
    container,
  });
  return {
    spec,
    qos: qosOf(spec),
    nodeMemoryBytes: DEFAULT_NODE_MEMORY_BYTES,
    containers: [
      ...(spec.initContainers ?? []).map((container, i) => facts(container, `initContainers[${i}]`, true)),
      ...(spec.containers ?? []).map((container, i) => facts(container, `containers[${i}]`, false)),
    ],
  };
}
