// Sets of values: what no source states in a form a program could read, decided by hand from the 1.37 sources. To be read
// again whenever the Kubernetes version moves.

/** String types without `+enum` whose constants are all the server accepts. */
export const CLOSED_TYPES: ReadonlySet<string> = new Set([
  'BindMountOption',
  'ConditionStatus',
  'ContainerRestartPolicy',
  'ContainerRestartRuleAction',
  'ContainerRestartRuleOnExitCodesOperator',
  'HPAScalingPolicyType',
  'LabelSelectorOperator',
  'LimitType',
  'LoadBalancerIPMode',
  'MetricTargetType',
  'OSName',
  'PersistentVolumeClaimRetentionPolicyType',
  'PodSELinuxChangePolicy',
  'RecursiveReadOnlyMode',
  'ResourceResizeRestartPolicy',
  'ScalingPolicySelect',
]);

/** String types that are open, with constants worth offering while typing. */
export const SUGGESTING_TYPES: ReadonlySet<string> = new Set(['ResourceName', 'SecretType', 'StorageMedium']);

/** Fields whose allowed values are fewer than, or not, the constants of their type. */
export const ENUM_CORRECTIONS: Readonly<Record<string, { readonly name: string; readonly values: readonly string[] }>> =
  {
    // two of its constants are written with the names of core/v1, which go/types does not follow
    'ContainerResizePolicy.resourceName': { name: 'ContainerResizePolicy.resourceName', values: ['cpu', 'memory'] },
    'MutatingWebhook.sideEffects': { name: 'MutatingWebhook.sideEffects', values: ['None', 'NoneOnDryRun'] },
    'StorageClass.reclaimPolicy': { name: 'StorageClass.reclaimPolicy', values: ['Delete', 'Retain'] },
    'ValidatingWebhook.sideEffects': { name: 'ValidatingWebhook.sideEffects', values: ['None', 'NoneOnDryRun'] },
    'EndpointSlice.addressType': { name: 'AddressType', values: ['IPv4', 'IPv6', 'FQDN'] },
  };

/**
 * Fields where the values that a refusal lists are examples, hold for one case only, or (tolerations) leave out those of a
 * gate even when it is on.
 */
export const NO_ENUM: ReadonlySet<string> = new Set([
  'AzureDiskVolumeSource.diskURI',
  'ResourceFieldSelector.resource',
  'Subject.apiGroup',
  'Toleration.operator',
]);

/** Values worth offering in fields of plain text that take others too. */
export const SUGGESTED_VALUES: Readonly<Record<string, readonly string[]>> = {
  'ObjectFieldSelector.fieldPath': [
    'metadata.name',
    'metadata.namespace',
    'metadata.uid',
    "metadata.labels['KEY']",
    "metadata.annotations['KEY']",
    'spec.nodeName',
    'spec.serviceAccountName',
    'status.hostIP',
    'status.hostIPs',
    'status.podIP',
    'status.podIPs',
  ],
  'ResourceFieldSelector.resource': [
    'limits.cpu',
    'limits.memory',
    'limits.ephemeral-storage',
    'requests.cpu',
    'requests.memory',
    'requests.ephemeral-storage',
  ],
  'RuntimeClass.handler': ['runc', 'runsc', 'kata'],
  'TopologySpreadConstraint.topologyKey': [
    'kubernetes.io/hostname',
    'topology.kubernetes.io/zone',
    'topology.kubernetes.io/region',
  ],
  'PodAffinityTerm.topologyKey': [
    'kubernetes.io/hostname',
    'topology.kubernetes.io/zone',
    'topology.kubernetes.io/region',
  ],
};

/** Values that are younger than the oldest version answered for, or behind a gate of their own. */
export const VALUE_VERSIONS: Readonly<Record<string, string>> = {
  'ContainerRestartPolicy.Never': 'since=34 gates=ContainerRestartRules',
  'ContainerRestartPolicy.OnFailure': 'since=34 gates=ContainerRestartRules',
  'ContainerRestartRuleAction.RestartAllContainers': 'since=35 gates=RestartAllContainersOnContainerExits',
  'ResourceQuotaScope.VolumeAttributesClass': 'since=33 gates=VolumeAttributesClass',
  'ServiceSpec.trafficDistribution.PreferSameNode': 'since=33 gates=PreferSameTrafficDistribution',
  'ServiceSpec.trafficDistribution.PreferSameZone': 'since=33 gates=PreferSameTrafficDistribution',
  'StatefulSetUpdateStrategyType.Recreate': 'since=37 gates=StatefulSetRecreateStrategy',
  'TolerationOperator.Gt': 'since=35 gates=TaintTolerationComparisonOperators',
  'TolerationOperator.Lt': 'since=35 gates=TaintTolerationComparisonOperators',
};
