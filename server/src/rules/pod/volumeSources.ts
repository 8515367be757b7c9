// Network disks and other volume sources that mostly want some fields filled (validate…VolumeSource,
// pkg/apis/core/validation/validation.go, 1.37): required fields are rows, the rest small functions.
import type { Fields } from '../../kubernetes/fields';
import { byteLength, isDNS1123Label } from '../../kubernetes/names';
import type {
  AzureDiskVolumeSource,
  FCVolumeSource,
  FlexVolumeSource,
  FlockerVolumeSource,
  GitRepoVolumeSource,
  ISCSIVolumeSource,
  QuobyteVolumeSource,
  StorageOSVolumeSource,
  Volume,
} from '../../kubernetes/types';
import { setTo } from '../fixes';
import { common } from '../kinds/commonRules';
import { badFormat, checkKnown, checkRange, required } from '../kinds/report';
import { type CheckContext, ruleTable } from '../rule';
import { checkDescendingPath } from './relativePaths';

export const sourceRules = ruleTable('volume', {
  iqn: {
    id: 'iscsi-qualified-name',
    type: 'FieldValueInvalid',
    path: 'volumes[*].iscsi.iqn, volumes[*].iscsi.initiatorname',
  },
  fcBoth: { id: 'fc-wwns-and-wwids', type: 'FieldValueInvalid', path: 'volumes[*].fc.targetWWNs' },
  flockerBoth: { id: 'flocker-name-and-uuid', type: 'FieldValueInvalid', path: 'volumes[*].flocker' },
  flockerSlash: { id: 'flocker-name-slash', type: 'FieldValueInvalid', path: 'volumes[*].flocker.datasetName' },
  flexOption: { id: 'flex-option-reserved', type: 'FieldValueInvalid', path: 'volumes[*].flexVolume.options[*]' },
  quobyteRegistry: { id: 'quobyte-registry', type: 'FieldValueInvalid', path: 'volumes[*].quobyte.registry' },
  quobyteTenant: { id: 'quobyte-tenant', type: 'FieldValueRequired', path: 'volumes[*].quobyte.tenant' },
  diskURI: { id: 'azure-disk-uri', type: 'FieldValueNotSupported', path: 'volumes[*].azureDisk.diskURI' },
});

interface SourceRow {
  /** Fields that must not be empty. */
  readonly required?: readonly string[];
  /** The server's name in paths, where it differs. */
  readonly reported?: string;
  readonly check?: (source: never, path: string, ctx: CheckContext) => void;
}

const SECRET_NAME = 'secretRef.name';

/** What each source asks for. */
export const NETWORK_SOURCES: Readonly<Partial<Record<keyof Volume, SourceRow>>> = {
  gitRepo: { required: ['repository'], check: checkGitRepo },
  gcePersistentDisk: { required: ['pdName'], reported: 'persistentDisk', check: checkPartition },
  awsElasticBlockStore: { required: ['volumeID'], check: checkPartition },
  iscsi: { required: ['targetPortal', 'iqn'], check: checkISCSI },
  glusterfs: { required: ['endpoints', 'path'] },
  flocker: { check: checkFlocker },
  rbd: { required: ['monitors', 'image'] },
  cinder: { required: ['volumeID', SECRET_NAME] },
  cephfs: { required: ['monitors'] },
  quobyte: { required: ['volume'], check: checkQuobyte },
  fc: { check: checkFC },
  flexVolume: { required: ['driver'], check: checkFlexVolume },
  azureFile: { required: ['secretName', 'shareName'] },
  vsphereVolume: { required: ['volumePath'] },
  photonPersistentDisk: { required: ['pdID'] },
  portworxVolume: { required: ['volumeID'] },
  azureDisk: { required: ['diskName', 'diskURI'], check: checkAzureDisk },
  storageos: { required: ['volumeName', SECRET_NAME], check: checkStorageOS },
  scaleIO: { required: ['gateway', 'system', 'volumeName'] },
};

/** Checks one of the sources above; `at` is the volume's path. */
export function checkNetworkSource(kind: keyof Volume, source: unknown, at: string, ctx: CheckContext): void {
  const row = NETWORK_SOURCES[kind];
  if (row === undefined) return;
  const path = `${at}.${row.reported ?? kind}`;
  for (const field of row.required ?? []) {
    if (isMissing(source as Fields, field)) required(`${path}.${field}`, ctx);
  }
  row.check?.(source as never, path, ctx);
}

/** Empty or absent; `secretRef.name` matters only when there is a secretRef. */
function isMissing(source: Fields, field: string): boolean {
  if (field === SECRET_NAME) {
    const reference = source.secretRef as Fields | undefined;
    return reference !== undefined && (reference.name ?? '') === '';
  }
  const value = source[field];
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function checkGitRepo(source: GitRepoVolumeSource, path: string, ctx: CheckContext): void {
  checkDescendingPath(source.directory ?? '', `${path}.directory`, ctx);
}

function checkPartition(source: { readonly partition?: number }, path: string, ctx: CheckContext): void {
  checkRange(source.partition ?? 0, 0, 255, `${path}.partition`, ctx);
}

const IQN = /iqn\.\d{4}-\d{2}\.([A-Za-z0-9.-]+)(:[^,;*&$|\t\n\f\r ]+)$/;
const EUI = /^eui.[A-Za-z0-9]{16}$/;
const NAA = /^naa.[A-Za-z0-9]{32}$/;

function isISCSIName(name: string): boolean {
  if (name.startsWith('iqn')) return IQN.test(name);
  if (name.startsWith('eui')) return EUI.test(name);
  return name.startsWith('naa') && NAA.test(name);
}

function checkISCSI(source: ISCSIVolumeSource, path: string, ctx: CheckContext): void {
  const { iqn = '', initiatorName } = source;
  if (iqn !== '' && !isISCSIName(iqn)) ctx.report(sourceRules.iqn, `${path}.iqn`, { value: iqn });
  checkRange(source.lun ?? 0, 0, 255, `${path}.lun`, ctx);
  const chap = source.chapAuthDiscovery === true || source.chapAuthSession === true;
  if (chap && source.secretRef === undefined) required(`${path}.secretRef`, ctx);
  if (initiatorName !== undefined && !isISCSIName(initiatorName)) {
    const options = { markPath: `${path}.initiatorName` };
    ctx.report(sourceRules.iqn, `${path}.initiatorname`, { value: initiatorName }, options);
  }
}

function checkFC(source: FCVolumeSource, path: string, ctx: CheckContext): void {
  const { targetWWNs = [], wwids = [], lun } = source;
  if (targetWWNs.length === 0 && wwids.length === 0) required(`${path}.targetWWNs`, ctx);
  if (targetWWNs.length > 0 && wwids.length > 0) ctx.report(sourceRules.fcBoth, `${path}.targetWWNs`);
  if (targetWWNs.length === 0) return;
  if (lun === undefined) required(`${path}.lun`, ctx, '0');
  else checkRange(lun, 0, 255, `${path}.lun`, ctx);
}

function checkFlocker(source: FlockerVolumeSource, path: string, ctx: CheckContext): void {
  const { datasetName = '', datasetUUID = '' } = source;
  if (datasetName === '' && datasetUUID === '') required(path, ctx);
  if (datasetName !== '' && datasetUUID !== '') ctx.report(sourceRules.flockerBoth, path);
  if (datasetName.includes('/')) {
    const at = `${path}.datasetName`;
    ctx.report(
      sourceRules.flockerSlash,
      at,
      { value: datasetName },
      { fixes: [setTo(at, datasetName.replace(/\//g, '-'))] },
    );
  }
}

function checkQuobyte(source: QuobyteVolumeSource, path: string, ctx: CheckContext): void {
  const { registry = '', tenant = '' } = source;
  if (registry === '') required(`${path}.registry`, ctx);
  else if (byteLength(tenant) >= 65) ctx.report(sourceRules.quobyteTenant, `${path}.tenant`, { limit: 64 });
  else if (!registry.split(',').every(isHostPort)) {
    ctx.report(sourceRules.quobyteRegistry, `${path}.registry`, { value: registry });
  }
}

/** `host:port` as Go's net.SplitHostPort reads it: one colon, or an address in brackets before it. */
function isHostPort(text: string): boolean {
  return /^(?:\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(text);
}

function checkFlexVolume(source: FlexVolumeSource, path: string, ctx: CheckContext): void {
  for (const key of Object.keys(source.options ?? {})) {
    const namespace = `.${(key.split('/')[0] ?? '').toLowerCase()}`;
    if (namespace.endsWith('.kubernetes.io') || namespace.endsWith('.k8s.io')) {
      ctx.report(sourceRules.flexOption, `${path}.options[${key}]`, { key });
    }
  }
}

const AZURE_CACHING: readonly string[] = ['None', 'ReadOnly', 'ReadWrite'];
const AZURE_KINDS: readonly string[] = ['Dedicated', 'Managed', 'Shared'];

function checkAzureDisk(source: AzureDiskVolumeSource, path: string, ctx: CheckContext): void {
  const { diskURI = '', cachingMode = 'ReadWrite', kind = 'Shared' } = source;
  checkKnown(cachingMode, AZURE_CACHING, `${path}.cachingMode`, ctx);
  checkKnown(kind, AZURE_KINDS, `${path}.kind`, ctx);
  const start = kind === 'Managed' ? '/subscriptions/' : 'https://';
  if (!diskURI.startsWith(start)) ctx.report(sourceRules.diskURI, `${path}.diskURI`, { value: diskURI, kind, start });
}

function checkStorageOS(source: StorageOSVolumeSource, path: string, ctx: CheckContext): void {
  for (const field of ['volumeName', 'volumeNamespace'] as const) {
    const value = source[field] ?? '';
    if (value !== '' && !isDNS1123Label(value)) badFormat(common.dnsLabel, value, `${path}.${field}`, ctx);
  }
}
