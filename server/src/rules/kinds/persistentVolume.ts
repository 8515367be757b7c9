// PersistentVolume (ValidatePersistentVolumeSpec, core/validation/validation.go; volume/validation/pv_validation.go, 1.37).
import {
  type Fields,
  isSet,
  maybeObject,
  maybeText,
  objectOf,
  objectsOf,
  quantityMapOf,
  textMapOf,
  textOf,
  textsOf,
} from '../../kubernetes/fields';
import { byteLength, isDNS1123SubdomainCaseless } from '../../kubernetes/names';
import type { Volume } from '../../kubernetes/types';
import { removeField, setRaw } from '../fixes';
import { checkNodeSelector } from '../pod/affinity';
import { checkNoBacksteps } from '../pod/relativePaths';
import { checkNetworkSource } from '../pod/volumeSources';
import { checkNFS, HOST_PATH_TYPES } from '../pod/volumes';
import type { CheckContext } from '../rule';
import { common } from './commonRules';
import { warnNodeLabel } from './nodeLabels';
import { checkAccessModes, checkClassName, VOLUME_MODES } from './persistentVolumeClaim';
import { badFormat, checkDNSLabel, checkDNSSubdomain, checkKnown, quantityOrZero, required } from './report';
import { storage, storageWarnings } from './storageRules';

const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const MOUNT_OPTIONS_ANNOTATION = 'volume.beta.kubernetes.io/mount-options';
const CSI_DRIVER_MAX_LENGTH = 63;
const ISCSI_NAME_MAX_LENGTH = 64;

/** Volume types in the order the server looks at them; `mounts`: mount options by annotation are allowed. */
const SOURCES = [
  { name: 'hostPath', mounts: false },
  { name: 'gcePersistentDisk', mounts: true },
  { name: 'awsElasticBlockStore', mounts: true },
  { name: 'glusterfs', mounts: true },
  { name: 'flocker', mounts: false },
  { name: 'nfs', mounts: true },
  { name: 'rbd', mounts: true },
  { name: 'quobyte', mounts: true },
  { name: 'cephfs', mounts: true, reported: 'cephFS' },
  { name: 'iscsi', mounts: true },
  { name: 'cinder', mounts: true },
  { name: 'fc', mounts: false },
  { name: 'flexVolume', mounts: false },
  { name: 'azureFile', mounts: true },
  { name: 'vsphereVolume', mounts: true },
  { name: 'photonPersistentDisk', mounts: true },
  { name: 'portworxVolume', mounts: false },
  { name: 'azureDisk', mounts: true },
  { name: 'scaleIO', mounts: false },
  { name: 'local', mounts: false },
  { name: 'storageos', mounts: false },
  { name: 'csi', mounts: false },
] as const;

/** Volume plugins that are gone, with what the server calls them and since when. */
const GONE_PLUGINS = [
  { name: 'cephfs', reported: 'cephfs', since: '1.31' },
  { name: 'photonPersistentDisk', reported: 'photonPersistentDisk', since: '1.16' },
  { name: 'scaleIO', reported: 'scaleIO', since: '1.22' },
  { name: 'storageos', reported: 'storageOS', since: '1.25' },
  { name: 'glusterfs', reported: 'glusterfs', since: '1.26' },
  { name: 'rbd', reported: 'rbd', since: '1.31' },
];

/** Checks a volume whose defaults are filled in. */
export function checkPersistentVolume(volume: Fields, ctx: CheckContext): void {
  const spec = objectOf(volume, 'spec');
  checkAccessModes(textsOf(spec, 'accessModes'), 'spec.accessModes', ctx);
  checkCapacity(quantityMapOf(spec, 'capacity'), 'spec.capacity', ctx);
  const policy = textOf(spec, 'persistentVolumeReclaimPolicy');
  if (policy !== '') checkKnown(policy, RECLAIM_POLICIES, 'spec.persistentVolumeReclaimPolicy', ctx);
  checkNodeAffinity(spec, ctx);
  checkSources(spec, textOf(objectOf(volume, 'metadata'), 'name'), ctx);
  checkClassName(textOf(spec, 'storageClassName'), 'spec.storageClassName', ctx);
  const volumeMode = maybeText(spec, 'volumeMode');
  if (volumeMode !== undefined) checkKnown(volumeMode, VOLUME_MODES, 'spec.volumeMode', ctx);
  checkAttributesClass(spec, ctx);
  checkMountOptions(volume, spec, ctx);
}

function checkCapacity(capacity: Readonly<Record<string, string | number>>, path: string, ctx: CheckContext): void {
  const names = Object.keys(capacity);
  if (names.length === 0) {
    const fixes = [setRaw(path, '{ storage: 1Gi }')];
    ctx.report(common.required, path, { field: 'capacity' }, { fixes });
  }
  if (names.length !== 1 || names[0] !== 'storage')
    ctx.report(storage.capacityOnlyStorage, path, { names: names.join(', ') || '-' });
  for (const [name, value] of Object.entries(capacity)) {
    const at = `${path}[${name}]`;
    const { nano } = quantityOrZero(value);
    if (nano < 0n) ctx.report(common.quantityNegative, at, { field: name, value });
    if (nano <= 0n) ctx.report(common.quantityNotPositive, at, { field: name, value });
  }
}

function checkNodeAffinity(spec: Fields, ctx: CheckContext): void {
  const affinity = maybeObject(spec, 'nodeAffinity');
  if (affinity === undefined) return;
  const path = 'spec.nodeAffinity.required';
  const selector = maybeObject(affinity, 'required');
  if (selector === undefined) required(path, ctx);
  else checkNodeSelector(selector, path, ctx);
}

function checkSources(spec: Fields, volumeName: string, ctx: CheckContext): void {
  let found = 0;
  for (const source of SOURCES) {
    const value = maybeObject(spec, source.name);
    if (value === undefined) continue;
    found++;
    const path = `spec.${'reported' in source ? source.reported : source.name}`;
    if (found > 1 && source.name !== 'flexVolume') {
      const options = { fixes: [removeField(`spec.${source.name}`)], markPath: `spec.${source.name}` };
      ctx.report(storage.sourceExtra, path, { field: source.name }, options);
    } else checkSource(source.name, value, volumeName, spec, ctx);
  }
  if (found === 0) ctx.report(storage.sourceRequired, 'spec');
  const hostPath = textOf(objectOf(spec, 'hostPath'), 'path');
  if (!/^\/[/.]*$/.test(hostPath) || textOf(spec, 'persistentVolumeReclaimPolicy') !== 'Recycle') return;
  ctx.report(storage.recycleRoot, 'spec.persistentVolumeReclaimPolicy');
}

function checkSource(name: string, source: Fields, volumeName: string, spec: Fields, ctx: CheckContext): void {
  const path = `spec.${name}`;
  if (name === 'hostPath') checkHostPath(source, path, ctx);
  else if (name === 'nfs') checkNFS(source, path, ctx);
  else if (name === 'csi') checkCSI(source, path, ctx);
  else if (name === 'local') {
    checkLocal(source, path, ctx);
    if (!isSet(spec, 'nodeAffinity')) ctx.report(storage.localAffinity, 'spec.nodeAffinity');
  } else checkNetworkSource(name as keyof Volume, source, 'spec', ctx);
  checkVolumeOnly(name, source, volumeName, path, ctx);
}

/** What the sources of a PersistentVolume ask for beyond those of a pod's volumes. */
function checkVolumeOnly(name: string, source: Fields, volumeName: string, path: string, ctx: CheckContext): void {
  const secret = maybeObject(source, 'secretRef');
  if (secret !== undefined && name === 'iscsi' && textOf(secret, 'name') === '')
    required(`${path}.secretRef.name`, ctx);
  if (secret !== undefined && (name === 'cinder' || name === 'storageos') && textOf(secret, 'namespace') === '') {
    required(`${path}.secretRef.namespace`, ctx);
  }
  if (name === 'azureFile' && maybeText(source, 'secretNamespace') === '') required(`${path}.secretNamespace`, ctx);
  const namespace = maybeText(source, 'endpointsNamespace');
  if (name === 'glusterfs' && namespace !== undefined) checkDNSLabel(namespace, `${path}.endpointsNamespace`, ctx);
  if (name !== 'iscsi' || !isSet(source, 'initiatorName')) return;
  const portal = textOf(source, 'targetPortal');
  if (byteLength(`${volumeName}:${portal}`) <= ISCSI_NAME_MAX_LENGTH) return;
  ctx.report(
    storage.portalLength,
    `${path}.targetportal`,
    { field: 'targetPortal', value: portal },
    { markPath: `${path}.targetPortal` },
  );
}

function checkHostPath(source: Fields, path: string, ctx: CheckContext): void {
  const value = textOf(source, 'path');
  if (value === '') {
    required(`${path}.path`, ctx, '/data');
    return;
  }
  checkNoBacksteps(value, `${path}.path`, ctx);
  const type = maybeText(source, 'type');
  if (type !== undefined) checkKnown(type, HOST_PATH_TYPES, `${path}.type`, ctx);
}

function checkLocal(source: Fields, path: string, ctx: CheckContext): void {
  const value = textOf(source, 'path');
  if (value === '') required(`${path}.path`, ctx, '/mnt/disk');
  else checkNoBacksteps(value, `${path}.path`, ctx);
}

function checkCSI(source: Fields, path: string, ctx: CheckContext): void {
  checkCSIDriverName(textOf(source, 'driver'), `${path}.driver`, ctx);
  if (textOf(source, 'volumeHandle') === '') required(`${path}.volumeHandle`, ctx);
  for (const field of [
    'controllerPublishSecretRef',
    'controllerExpandSecretRef',
    'nodePublishSecretRef',
    'nodeExpandSecretRef',
  ]) {
    const reference = maybeObject(source, field);
    if (reference !== undefined) checkSecretReference(reference, `${path}.${field}`, ctx);
  }
}

function checkSecretReference(reference: Fields, path: string, ctx: CheckContext): void {
  const name = textOf(reference, 'name');
  const namespace = textOf(reference, 'namespace');
  if (name === '') required(`${path}.name`, ctx);
  else checkDNSSubdomain(name, `${path}.name`, ctx);
  if (namespace === '') required(`${path}.namespace`, ctx, 'default');
  else checkDNSLabel(namespace, `${path}.namespace`, ctx);
}

/** Name of a CSI driver: a DNS subdomain in either case, at most 63 bytes (ValidateCSIDriverName). */
export function checkCSIDriverName(name: string, path: string, ctx: CheckContext): void {
  if (name === '') {
    required(path, ctx, 'csi.example.com');
    return;
  }
  if (byteLength(name) > CSI_DRIVER_MAX_LENGTH) {
    ctx.report(common.tooLong, path, { field: 'driver', limit: CSI_DRIVER_MAX_LENGTH });
  }
  if (!isDNS1123SubdomainCaseless(name)) badFormat(common.dnsSubdomain, name, path, ctx);
}

function checkAttributesClass(spec: Fields, ctx: CheckContext): void {
  const name = maybeText(spec, 'volumeAttributesClassName');
  if (name === undefined || ctx.minor < 34) return;
  const path = 'spec.volumeAttributesClassName';
  if (name === '') required(path, ctx);
  else checkClassName(name, path, ctx);
  if (!isSet(spec, 'csi')) ctx.report(storage.attributesNeedCsi, 'spec.csi');
}

function checkMountOptions(volume: Fields, spec: Fields, ctx: CheckContext): void {
  if (SOURCES.some((source) => source.mounts && isSet(spec, source.name))) return;
  const annotations = textMapOf(objectOf(volume, 'metadata'), 'annotations');
  if (!Object.hasOwn(annotations, MOUNT_OPTIONS_ANNOTATION)) return;
  // The server puts the key behind a dot here.
  const markPath = `metadata.annotations[${MOUNT_OPTIONS_ANNOTATION}]`;
  ctx.report(storage.mountOptions, `metadata.annotations.${MOUNT_OPTIONS_ANNOTATION}`, undefined, {
    fixes: [removeField(markPath, true)],
    markPath,
  });
}

/** Warnings of a volume that is accepted (pkg/api/persistentvolume/util.go, 1.37). */
export function warnPersistentVolume(volume: Fields, ctx: CheckContext): void {
  const annotations = textMapOf(objectOf(volume, 'metadata'), 'annotations');
  const old = [
    [CLASS_ANNOTATION, storageWarnings.classAnnotation],
    [MOUNT_OPTIONS_ANNOTATION, storageWarnings.mountOptionsAnnotation],
  ] as const;
  for (const [key, rule] of old) if (Object.hasOwn(annotations, key)) ctx.report(rule, `metadata.annotations[${key}]`);
  const spec = objectOf(volume, 'spec');
  if (textOf(spec, 'persistentVolumeReclaimPolicy') === 'Recycle') {
    ctx.report(storageWarnings.recycle, 'spec.persistentVolumeReclaimPolicy');
  }
  const terms = objectsOf(objectOf(objectOf(spec, 'nodeAffinity'), 'required'), 'nodeSelectorTerms');
  for (const [i, term] of terms.entries()) {
    for (const [j, expression] of objectsOf(term, 'matchExpressions').entries()) {
      const path = `spec.nodeAffinity.required.nodeSelectorTerms[${i}].matchExpressions[${j}].key`;
      warnNodeLabel(textOf(expression, 'key'), path, ctx);
    }
  }
  for (const { name, reported, since } of GONE_PLUGINS) {
    if (!isSet(spec, name)) continue;
    ctx.report(storageWarnings.gonePlugin, `spec.${reported}`, { field: name, since }, { markPath: `spec.${name}` });
  }
}
