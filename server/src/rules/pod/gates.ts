// Feature gates that change what the server says about a pod, by minor version (pkg/features/kube_features.go, defaults).
// Fields whose gate is off are dropped before validation, so the checks pass over them.

/** First minor version in which each gate is on by default; those that are still off in 1.37 are not listed. */
const ON_SINCE = {
  RelaxedEnvironmentVariableValidation: 32,
  InPlacePodVerticalScaling: 33,
  PodLevelResources: 34,
  MatchLabelKeysInPodTopologySpreadSelectorMerge: 34,
  ContainerRestartRules: 35,
  EnvFiles: 35,
  HostnameOverride: 35,
  RestartAllContainersOnContainerExits: 36,
  SELinuxMount: 37,
} as const;

export type Gate = keyof typeof ON_SINCE;

/** Whether a gate is on by default in 1.`minor`. */
export function enabled(gate: Gate, minor: number): boolean {
  return minor >= ON_SINCE[gate];
}
