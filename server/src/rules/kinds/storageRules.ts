// Rules of PersistentVolumeClaim, PersistentVolume, StorageClass and CSIDriver. Data only.
import { ruleTable } from '../rule';

export const storage = ruleTable('storage', {
  accessModes: { id: 'access-modes-required', type: 'FieldValueRequired', path: 'spec.accessModes' },
  oncePodAlone: { id: 'access-mode-once-pod-alone', type: 'FieldValueForbidden', path: 'spec.accessModes' },
  claimStorage: { id: 'claim-storage-required', type: 'FieldValueRequired', path: 'spec.resources[storage]' },
  dataSourceKind: {
    id: 'data-source-kind',
    type: 'FieldValueInvalid',
    path: 'spec.dataSource, spec.dataSourceRef',
  },
  dataSourcesDiffer: { id: 'data-sources-differ', type: 'FieldValueInvalid', path: 'spec' },
  dataSourceNamespace: { id: 'data-source-with-namespace', type: 'FieldValueInvalid', path: 'spec' },
  capacityOnlyStorage: { id: 'capacity-only-storage', type: 'FieldValueNotSupported', path: 'spec.capacity' },
  sourceRequired: { id: 'volume-type-required', type: 'FieldValueRequired', path: 'spec' },
  sourceExtra: { id: 'volume-type-extra', type: 'FieldValueForbidden', path: 'spec.<volume type>' },
  localAffinity: { id: 'local-volume-node-affinity', type: 'FieldValueRequired', path: 'spec.nodeAffinity' },
  recycleRoot: {
    id: 'recycle-host-root',
    type: 'FieldValueForbidden',
    path: 'spec.persistentVolumeReclaimPolicy',
  },
  attributesNeedCsi: { id: 'volume-attributes-class-csi', type: 'FieldValueRequired', path: 'spec.csi' },
  mountOptions: {
    id: 'mount-options-annotation',
    type: 'FieldValueForbidden',
    path: 'metadata.annotations[volume.beta.kubernetes.io/mount-options]',
  },
  portalLength: { id: 'iscsi-portal-length', type: 'FieldValueInvalid', path: 'spec.iscsi.targetportal' },
  tokenRequests: { id: 'token-requests-missing', type: 'FieldValueInvalid', path: 'spec.serviceAccountTokenInSecrets' },
  topologyRepeated: {
    id: 'allowed-topology-repeated',
    type: 'FieldValueDuplicate',
    path: 'allowedTopologies[*].matchLabelExpressions',
  },
  parameterKey: { id: 'storage-parameter-key', type: 'FieldValueInvalid', path: 'parameters' },
});

export const storageWarnings = ruleTable('warning', {
  classAnnotation: {
    id: 'storage-class-annotation',
    severity: 'warning',
    path: 'metadata.annotations[volume.beta.kubernetes.io/storage-class]',
  },
  mountOptionsAnnotation: {
    id: 'mount-options-annotation-deprecated',
    severity: 'warning',
    path: 'metadata.annotations[volume.beta.kubernetes.io/mount-options]',
  },
  fractionalBytes: { id: 'claim-fractional-bytes', severity: 'warning', path: 'spec.resources' },
  recycle: { id: 'reclaim-policy-recycle', severity: 'warning', path: 'spec.persistentVolumeReclaimPolicy' },
  gonePlugin: { id: 'volume-plugin-gone', severity: 'warning', path: 'spec.<volume type>' },
  tokenInSecrets: { id: 'token-in-secrets-recommended', severity: 'warning', path: 'spec.tokenRequests' },
});
