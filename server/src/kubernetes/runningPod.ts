// The pod that really runs: what a controller makes of a template, or the server of a Pod, with all defaults of pods. Plain data in
// and out; nothing is validated.
import { mutableCopy } from './fields';
import { type Fillable, preparePodForCreate, setPodDefaults } from './podDefaults';
import type { ObjectMeta, Pod, PodSpec } from './types';

/**
 * The spec of the pod made from a pod spec or template: requests taken from limits, pod-level requests and limits worked out,
 * `hostPort` with `hostNetwork` (core/v1/defaults.go SetDefaults_Pod, api/pod/util.go DefaultPodLevelResources, 1.37). The argument
 * is not changed.
 */
export function runningPodSpec(spec: PodSpec, metadata: ObjectMeta = {}): PodSpec {
  const pod = { metadata: mutableCopy(metadata), spec: mutableCopy(spec) } as Fillable<Pod>;
  setPodDefaults(pod);
  preparePodForCreate(pod);
  return pod.spec as PodSpec;
}
