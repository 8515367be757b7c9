// Defaults of the kinds beside pods (pkg/apis/*/v1 and autoscaling/v2 defaults.go, 1.37). Works in place on decoded objects.
import {
  ensureObject,
  ensureObjects,
  type Fields,
  fillAbsent,
  fillEmpty,
  isSet,
  maybeNumber,
  maybeObject,
  objectOf,
  objectsOf,
  quantityMapOf,
  textOf,
  textsOf,
} from './fields';

const AFFINITY_TIMEOUT_SECONDS = 10_800;
const CPU_UTILIZATION_PERCENT = 80;
const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** Service: type ClusterIP, TCP, the target port is the port. */
export function setServiceDefaults(service: Fields): void {
  const spec = ensureObject(service, 'spec');
  fillEmpty(spec, 'sessionAffinity', 'None');
  setAffinityDefaults(spec);
  fillEmpty(spec, 'type', 'ClusterIP');
  for (const port of ensureObjects(spec, 'ports')) {
    fillEmpty(port, 'protocol', 'TCP');
    if (!isSet(port, 'targetPort') || port.targetPort === 0 || port.targetPort === '') port.targetPort = port.port ?? 0;
  }
  const type = textOf(spec, 'type');
  const outside = type === 'LoadBalancer' || type === 'NodePort';
  if (outside || (type === 'ClusterIP' && textsOf(spec, 'externalIPs').length > 0)) {
    fillEmpty(spec, 'externalTrafficPolicy', 'Cluster');
  }
  if (outside || type === 'ClusterIP') fillAbsent(spec, 'internalTrafficPolicy', 'Cluster');
  if (type === 'LoadBalancer') fillAbsent(spec, 'allocateLoadBalancerNodePorts', true);
}

function setAffinityDefaults(spec: Fields): void {
  const affinity = textOf(spec, 'sessionAffinity');
  if (affinity === 'None') delete spec.sessionAffinityConfig;
  const timeout = maybeNumber(objectOf(objectOf(spec, 'sessionAffinityConfig'), 'clientIP'), 'timeoutSeconds');
  if (affinity !== 'ClientIP' || timeout !== undefined) return;
  spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: AFFINITY_TIMEOUT_SECONDS } };
}

/** Secret: type Opaque. */
export function setSecretDefaults(secret: Fields): void {
  fillEmpty(secret, 'type', 'Opaque');
}

/** PersistentVolume: kept after release, mounted as a file system. */
export function setPersistentVolumeDefaults(volume: Fields): void {
  const spec = ensureObject(volume, 'spec');
  fillEmpty(spec, 'persistentVolumeReclaimPolicy', 'Retain');
  fillAbsent(spec, 'volumeMode', 'Filesystem');
  const hostPath = maybeObject(spec, 'hostPath');
  if (hostPath !== undefined) fillAbsent(hostPath, 'type', '');
  const disk = maybeObject(spec, 'azureDisk');
  if (disk === undefined) return;
  fillAbsent(disk, 'cachingMode', 'ReadWrite');
  fillAbsent(disk, 'kind', 'Shared');
}

/** PersistentVolumeClaim: mounted as a file system. */
export function setPersistentVolumeClaimDefaults(claim: Fields): void {
  fillAbsent(ensureObject(claim, 'spec'), 'volumeMode', 'Filesystem');
}

/** Namespace: a label with its own name. */
export function setNamespaceDefaults(namespace: Fields): void {
  const metadata = ensureObject(namespace, 'metadata');
  const name = textOf(metadata, 'name');
  if (name !== '') ensureObject(metadata, 'labels')['kubernetes.io/metadata.name'] = name;
}

/** Endpoints: TCP. */
export function setEndpointsDefaults(endpoints: Fields): void {
  for (const subset of ensureObjects(endpoints, 'subsets')) {
    for (const port of ensureObjects(subset, 'ports')) fillEmpty(port, 'protocol', 'TCP');
  }
}

/** EndpointSlice: ports without a name, TCP. */
export function setEndpointSliceDefaults(slice: Fields): void {
  for (const port of ensureObjects(slice, 'ports')) {
    fillAbsent(port, 'name', '');
    fillAbsent(port, 'protocol', 'TCP');
  }
}

/** LimitRange: for containers the default limit comes from max, the default request from the limit or from min. */
export function setLimitRangeDefaults(limitRange: Fields): void {
  for (const limit of ensureObjects(objectOf(limitRange, 'spec'), 'limits')) {
    if (textOf(limit, 'type') !== 'Container') continue;
    const limits = { ...quantityMapOf(limit, 'max'), ...quantityMapOf(limit, 'default') };
    limit.default = limits;
    limit.defaultRequest = { ...quantityMapOf(limit, 'min'), ...limits, ...quantityMapOf(limit, 'defaultRequest') };
  }
}

/** HorizontalPodAutoscaler, version 2: one replica at least, 80 % of CPU, behaviour filled where it is mentioned. */
export function setAutoscalerDefaults(autoscaler: Fields): void {
  const spec = ensureObject(autoscaler, 'spec');
  fillAbsent(spec, 'minReplicas', 1);
  if (objectsOf(spec, 'metrics').length === 0) spec.metrics = [cpuMetric(CPU_UTILIZATION_PERCENT)];
  const behavior = maybeObject(spec, 'behavior');
  if (behavior === undefined) return;
  const scaleUp = ensureObject(behavior, 'scaleUp');
  fillAbsent(scaleUp, 'stabilizationWindowSeconds', 0);
  fillAbsent(scaleUp, 'selectPolicy', 'Max');
  fillAbsent(scaleUp, 'policies', [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ]);
  const scaleDown = ensureObject(behavior, 'scaleDown');
  fillAbsent(scaleDown, 'selectPolicy', 'Max');
  fillAbsent(scaleDown, 'policies', [{ type: 'Percent', value: 100, periodSeconds: 15 }]);
}

/** Version 1 as the server keeps it: its one number becomes a metric (autoscaling/v1/conversion.go). */
export function setAutoscalerV1Defaults(autoscaler: Fields): void {
  const spec = ensureObject(autoscaler, 'spec');
  fillAbsent(spec, 'minReplicas', 1);
  const percent = maybeNumber(spec, 'targetCPUUtilizationPercentage') ?? CPU_UTILIZATION_PERCENT;
  spec.metrics = [cpuMetric(percent)];
}

function cpuMetric(averageUtilization: number): Fields {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

/** NetworkPolicy: ports are TCP, the policy covers what it has rules for. */
export function setNetworkPolicyDefaults(policy: Fields): void {
  const spec = ensureObject(policy, 'spec');
  const egress = ensureObjects(spec, 'egress');
  for (const rule of [...ensureObjects(spec, 'ingress'), ...egress]) {
    for (const port of ensureObjects(rule, 'ports')) fillAbsent(port, 'protocol', 'TCP');
  }
  if (textsOf(spec, 'policyTypes').length > 0) return;
  spec.policyTypes = egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

/** IngressClass: parameters are of the cluster. */
export function setIngressClassDefaults(ingressClass: Fields): void {
  const parameters = maybeObject(objectOf(ingressClass, 'spec'), 'parameters');
  if (parameters !== undefined) fillAbsent(parameters, 'scope', 'Cluster');
}

/** RoleBinding and ClusterRoleBinding: the RBAC group for the role, for users and groups. */
export function setRoleBindingDefaults(binding: Fields): void {
  fillEmpty(ensureObject(binding, 'roleRef'), 'apiGroup', RBAC_GROUP);
  for (const subject of ensureObjects(binding, 'subjects')) {
    const kind = textOf(subject, 'kind');
    if (kind === 'User' || kind === 'Group') fillEmpty(subject, 'apiGroup', RBAC_GROUP);
  }
}

/** StorageClass: volumes are deleted with their claim and bound at once. */
export function setStorageClassDefaults(storageClass: Fields): void {
  fillAbsent(storageClass, 'reclaimPolicy', 'Delete');
  fillAbsent(storageClass, 'volumeBindingMode', 'Immediate');
}

/** CSIDriver: what its checks read. */
export function setCSIDriverDefaults(driver: Fields): void {
  const spec = ensureObject(driver, 'spec');
  fillAbsent(spec, 'fsGroupPolicy', 'ReadWriteOnceWithFSType');
  if (textsOf(spec, 'volumeLifecycleModes').length === 0) spec.volumeLifecycleModes = ['Persistent'];
}

/** PriorityClass: pods of lower priority may be evicted. */
export function setPriorityClassDefaults(priorityClass: Fields): void {
  fillAbsent(priorityClass, 'preemptionPolicy', 'PreemptLowerPriority');
}

/** Webhook configurations: fail closed, ten seconds, all scopes. */
export function setWebhookDefaults(configuration: Fields): void {
  for (const webhook of ensureObjects(configuration, 'webhooks')) {
    fillAbsent(webhook, 'failurePolicy', 'Fail');
    fillAbsent(webhook, 'matchPolicy', 'Equivalent');
    fillAbsent(webhook, 'timeoutSeconds', 10);
    for (const rule of ensureObjects(webhook, 'rules')) fillAbsent(rule, 'scope', '*');
    const service = maybeObject(objectOf(webhook, 'clientConfig'), 'service');
    if (service !== undefined) fillAbsent(service, 'port', 443);
  }
}
