// What no source states in a form a program could read: decided by hand from the 1.37 sources. Read this file again
// whenever the Kubernetes version moves.

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
    'EndpointSlice.addressType': { name: 'AddressType', values: ['IPv4', 'IPv6', 'FQDN'] },
  };
