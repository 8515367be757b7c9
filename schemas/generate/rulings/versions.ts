// Versions: what no source states in a form a program could read, decided by hand. To be read again whenever the Kubernetes
// version moves.

/** Gates of fields whose declaration names none (or not the one that decides). */
export const FIELD_GATES: Readonly<Record<string, readonly string[]>> = {
  'CSIPersistentVolumeSource.nodeExpandSecretRef': ['CSINodeExpandSecret'],
  'ContainerResourceClaim.request': ['DynamicResourceAllocation'],
  'Container.restartPolicy': ['SidecarContainers'],
  'CronJobSpec.timeZone': ['CronJobTimeZone'],
  'JobSpec.backoffLimitPerIndex': ['JobBackoffLimitPerIndex'],
  'JobSpec.completionMode': ['IndexedJob'],
  'JobSpec.managedBy': ['JobManagedBy'],
  'JobSpec.maxFailedIndexes': ['JobBackoffLimitPerIndex'],
  'JobSpec.podFailurePolicy': ['JobPodFailurePolicy'],
  'JobSpec.podReplacementPolicy': ['JobPodReplacementPolicy'],
  'JobSpec.successPolicy': ['JobSuccessPolicy'],
  'JobSpec.suspend': ['SuspendJob'],
  'Lifecycle.stopSignal': ['ContainerStopSignals'],
  'LifecycleHandler.sleep': ['PodLifecycleSleepAction'],
  'LoadBalancerIngress.ipMode': ['LoadBalancerIPMode'],
  'MutatingWebhook.matchConditions': ['AdmissionWebhookMatchConditions'],
  'NetworkPolicyPort.endPort': ['NetworkPolicyEndPort'],
  'PersistentVolumeClaimSpec.dataSourceRef': ['AnyVolumeDataSource'],
  'PodAffinityTerm.matchLabelKeys': ['MatchLabelKeysInPodAffinity'],
  'PodAffinityTerm.mismatchLabelKeys': ['MatchLabelKeysInPodAffinity'],
  'PodAffinityTerm.namespaceSelector': ['PodAffinityNamespaceSelector'],
  'PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy': ['PDBUnhealthyPodEvictionPolicy'],
  'PodSecurityContext.appArmorProfile': ['AppArmorFields'],
  'PodSpec.hostUsers': ['UserNamespacesSupport'],
  'PodSpec.os': ['IdentifyPodOS'],
  'PodSpec.schedulingGates': ['PodSchedulingReadiness'],
  'Probe.grpc': ['GRPCContainerProbe'],
  'Probe.terminationGracePeriodSeconds': ['ProbeTerminationGracePeriod'],
  'RollingUpdateDaemonSet.maxSurge': ['DaemonSetUpdateSurge'],
  'SecurityContext.appArmorProfile': ['AppArmorFields'],
  'ServiceSpec.internalTrafficPolicy': ['ServiceInternalTrafficPolicy'],
  'ServiceSpec.loadBalancerClass': ['ServiceLoadBalancerClass'],
  'ServiceSpec.trafficDistribution': ['ServiceTrafficDistribution'],
  'StatefulSetSpec.minReadySeconds': ['StatefulSetMinReadySeconds'],
  'StatefulSetSpec.ordinals': ['StatefulSetStartOrdinal'],
  'StatefulSetSpec.persistentVolumeClaimRetentionPolicy': ['StatefulSetAutoDeletePVC'],
  'TopologySpreadConstraint.matchLabelKeys': ['MatchLabelKeysInPodTopologySpread'],
  'TopologySpreadConstraint.minDomains': ['MinDomainsInPodTopologySpread'],
  'TopologySpreadConstraint.nodeAffinityPolicy': ['NodeInclusionPolicyInPodTopologySpread'],
  'TopologySpreadConstraint.nodeTaintsPolicy': ['NodeInclusionPolicyInPodTopologySpread'],
  'ValidatingWebhook.matchConditions': ['AdmissionWebhookMatchConditions'],
  'Volume.image': ['ImageVolume'],
  'VolumeMount.recursiveReadOnly': ['RecursiveReadOnlyMounts'],
  'VolumeProjection.podCertificate': ['PodCertificateRequest'],
  'WindowsSecurityContextOptions.hostProcess': ['WindowsHostProcessContainers'],
};

/** Gates that a declaration calls by another name than the table of gates does. */
export const GATE_CORRECTIONS: Readonly<Record<string, string>> = {
  PodCertificateProjection: 'PodCertificateRequest',
};

/** Fields that some version from 1.31 on had and the newest has not. */
export const GONE_FIELDS: Readonly<
  Record<
    string,
    readonly { readonly name: string; readonly type: string; readonly since: number; readonly removed: number }[]
  >
> = {
  PodSpec: [{ name: 'workloadRef', type: 'any', since: 35, removed: 36 }],
  NodeAllocatableResourceClaimStatus: [{ name: 'resources', type: '{}quantity', since: 36, removed: 37 }],
  Device: [{ name: 'nodeAllocatableResourceMappings', type: 'any', since: 36, removed: 37 }],
};

/** Kinds that were gone before 1.20, the oldest version whose document is read. */
export const GONE_KINDS: Readonly<Record<string, string>> = {
  'apps/v1beta1/ControllerRevision': 'resource=controllerrevisions namespaced removed=16 use=apps/v1',
  'apps/v1beta1/Deployment': 'resource=deployments namespaced removed=16 use=apps/v1',
  'apps/v1beta1/StatefulSet': 'resource=statefulsets namespaced removed=16 use=apps/v1',
  'apps/v1beta2/ControllerRevision': 'resource=controllerrevisions namespaced removed=16 use=apps/v1',
  'apps/v1beta2/DaemonSet': 'resource=daemonsets namespaced removed=16 use=apps/v1',
  'apps/v1beta2/Deployment': 'resource=deployments namespaced removed=16 use=apps/v1',
  'apps/v1beta2/ReplicaSet': 'resource=replicasets namespaced removed=16 use=apps/v1',
  'apps/v1beta2/StatefulSet': 'resource=statefulsets namespaced removed=16 use=apps/v1',
  'extensions/v1beta1/DaemonSet': 'resource=daemonsets namespaced removed=16 use=apps/v1',
  'extensions/v1beta1/Deployment': 'resource=deployments namespaced removed=16 use=apps/v1',
  'extensions/v1beta1/NetworkPolicy': 'resource=networkpolicies namespaced removed=16 use=networking.k8s.io/v1',
  'extensions/v1beta1/PodSecurityPolicy': 'resource=podsecuritypolicies removed=16',
  'extensions/v1beta1/ReplicaSet': 'resource=replicasets namespaced removed=16 use=apps/v1',
};

/** Kinds that moved to another group. */
export const MOVED_KINDS: Readonly<Record<string, string>> = {
  'extensions/v1beta1/Ingress': 'networking.k8s.io/v1',
};

/** Beta versions from 1.24 on that were served without being asked for, because their group already was. */
export const ON_BY_DEFAULT_BETAS: ReadonlySet<string> = new Set([
  'autoscaling/v2beta2',
  'flowcontrol.apiserver.k8s.io/v1beta3',
]);
