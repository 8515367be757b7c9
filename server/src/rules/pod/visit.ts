// Visits all containers of a pod spec with their paths, in the server's order (VisitContainersWithPath,
// pkg/apis/core/pods/helpers.go, 1.37).
import type { Container, PodSpec } from '../../kubernetes/types';

/** A container and its path. */
export type PlacedContainer = readonly [Container, string];

/** Init containers, app containers, ephemeral containers; `path` is the pod spec's. */
export function containersOf(spec: PodSpec, path: string): readonly PlacedContainer[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, i) => [container, `${path}.${list}[${i}]`] as const),
  );
}
