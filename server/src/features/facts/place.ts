// Which container a path of a pod lies in.
import type { PodView } from '../pods';
import { type ContainerFacts, podFacts } from './podFacts';

/** The container of a path relative to the pod spec; undefined outside containers. */
export function containerAt(pod: PodView, path: string): ContainerFacts | undefined {
  const own = /^(?:init)?[cC]ontainers\[\d+\]/.exec(path)?.[0];
  return own === undefined ? undefined : podFacts(pod).containers.find((one) => one.path === own);
}
