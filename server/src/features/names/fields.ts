// Which fields hold names: a table by definition and field. What they mean in a given place is worked out in namesOf.ts.
import type { NameSort } from './name';

export interface NameField {
  readonly sort: NameSort;
  readonly role: 'declaration' | 'reference';
  /** Kind of the object meant; `sibling` takes it from the `kind` field beside the name. */
  readonly kind?: string;
  /** For keys: the field beside it (or of the mapping above) that names the holder. */
  readonly holder?: string;
}

const reference = (kind: string): NameField => ({ sort: 'object', role: 'reference', kind });
const keyOf = (kind: string, holder: string): NameField => ({ sort: 'key', role: 'reference', kind, holder });

/** `Definition.field` -> what its text names. */
export const NAME_FIELDS: Readonly<Record<string, NameField>> = {
  'Volume.name': { sort: 'volume', role: 'declaration' },
  'VolumeMount.name': { sort: 'volume', role: 'reference' },
  'VolumeDevice.name': { sort: 'volume', role: 'reference' },
  'FileKeySelector.volumeName': { sort: 'volume', role: 'reference' },
  'Container.name': { sort: 'container', role: 'declaration' },
  'EphemeralContainer.name': { sort: 'container', role: 'declaration' },
  'EphemeralContainer.targetContainerName': { sort: 'container', role: 'reference' },
  'ResourceFieldSelector.containerName': { sort: 'container', role: 'reference' },
  'PodFailurePolicyOnExitCodesRequirement.containerName': { sort: 'container', role: 'reference' },
  'ContainerPort.name': { sort: 'port', role: 'declaration' },
  'HTTPGetAction.port': { sort: 'port', role: 'reference' },
  'TCPSocketAction.port': { sort: 'port', role: 'reference' },
  'ServicePort.targetPort': { sort: 'port', role: 'reference' },
  'ServicePort.name': { sort: 'servicePort', role: 'declaration' },
  'ServiceBackendPort.name': { sort: 'servicePort', role: 'reference' },
  'EnvVar.name': { sort: 'env', role: 'declaration' },
  'PodResourceClaim.name': { sort: 'resourceClaim', role: 'declaration' },
  'ContainerResourceClaim.name': { sort: 'resourceClaim', role: 'reference' },
  'PodResourceClaim.resourceClaimName': reference('ResourceClaim'),
  'PodResourceClaim.resourceClaimTemplateName': reference('ResourceClaimTemplate'),
  'ConfigMapEnvSource.name': reference('ConfigMap'),
  'ConfigMapVolumeSource.name': reference('ConfigMap'),
  'ConfigMapProjection.name': reference('ConfigMap'),
  'ConfigMapKeySelector.name': reference('ConfigMap'),
  'ConfigMapKeySelector.key': keyOf('ConfigMap', 'name'),
  'SecretEnvSource.name': reference('Secret'),
  'SecretVolumeSource.secretName': reference('Secret'),
  'SecretProjection.name': reference('Secret'),
  'SecretKeySelector.name': reference('Secret'),
  'SecretKeySelector.key': keyOf('Secret', 'name'),
  'IngressTLS.secretName': reference('Secret'),
  'LocalObjectReference.name': reference('Secret'),
  'SecretReference.name': reference('Secret'),
  'PersistentVolumeClaimVolumeSource.claimName': reference('PersistentVolumeClaim'),
  'PodSpec.serviceAccountName': reference('ServiceAccount'),
  'PodSpec.serviceAccount': reference('ServiceAccount'),
  'PodSpec.priorityClassName': reference('PriorityClass'),
  'PodSpec.runtimeClassName': reference('RuntimeClass'),
  'PersistentVolumeClaimSpec.storageClassName': reference('StorageClass'),
  'PersistentVolumeClaimSpec.volumeName': reference('PersistentVolume'),
  'PersistentVolumeSpec.storageClassName': reference('StorageClass'),
  'IngressSpec.ingressClassName': reference('IngressClass'),
  'IngressServiceBackend.name': reference('Service'),
  'StatefulSetSpec.serviceName': reference('Service'),
  'CrossVersionObjectReference.name': reference('sibling'),
  'RoleRef.name': reference('sibling'),
  'Subject.name': reference('sibling'),
  'OwnerReference.name': reference('sibling'),
  'TypedLocalObjectReference.name': reference('sibling'),
  'TypedObjectReference.name': reference('sibling'),
  'ObjectReference.name': reference('sibling'),
  'ContainerResourceMetricSource.container': { sort: 'container', role: 'reference' },
};

/** Maps whose keys are names of files or values that others refer to. */
export const KEY_MAPS: Readonly<Record<string, string>> = {
  'ConfigMap.data': 'ConfigMap',
  'ConfigMap.binaryData': 'ConfigMap',
  'Secret.data': 'Secret',
  'Secret.stringData': 'Secret',
};

/** Kinds that live in no namespace, so that namespaces never keep a reference from its object. */
export const CLUSTER_KINDS: ReadonlySet<string> = new Set([
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'PersistentVolume',
  'IngressClass',
  'ClusterRole',
  'Namespace',
  'Node',
]);
