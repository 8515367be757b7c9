// The volumes of a pod: names, one source each, and the sources that pods meet daily (ValidateVolumes, validateVolumeSource,
// pkg/apis/core/validation/validation.go, 1.37). Network disks are in volumeSources, projected volumes in projectedVolumes.
import { byteLength, isDNS1123Label, nameIsDNSSubdomain, toDNS1123Label } from '../../kubernetes/names';
import { parseQuantity, ZERO } from '../../kubernetes/quantity';
import type {
  CSIVolumeSource,
  EmptyDirVolumeSource,
  HostPathVolumeSource,
  ImageVolumeSource,
  NFSVolumeSource,
  Volume,
} from '../../kubernetes/types';
import { addField, removeField, setTo } from '../fixes';
import { common } from '../kinds/commonRules';
import { badFormat, checkKnown, checkRequiredKnown, required } from '../kinds/report';
import { type CheckContext, ruleTable } from '../rule';
import { checkClaimTemplate } from './claimTemplate';
import { checkDownwardAPIItems, checkProjectedVolume } from './projectedVolumes';
import { checkNoBacksteps } from './relativePaths';
import { checkKeysToPaths, checkMode } from './volumeFiles';
import { checkNetworkSource, NETWORK_SOURCES } from './volumeSources';

export const volumeRules = ruleTable('volume', {
  nameRequired: { id: 'volume-name-required', type: 'FieldValueRequired', path: 'volumes[*].name' },
  nameDuplicate: { id: 'volume-name-duplicate', type: 'FieldValueDuplicate', path: 'volumes[*].name' },
  typesMany: { id: 'volume-types-many', type: 'FieldValueForbidden', path: 'volumes[*].configMap, volumes[*].secret' },
  claimOfEphemeral: {
    id: 'volume-claim-of-ephemeral',
    type: 'FieldValueInvalid',
    path: 'volumes[*].persistentVolumeClaim.claimName',
  },
  ephemeralClaimName: { id: 'ephemeral-claim-name', type: 'FieldValueInvalid', path: 'volumes[*].name' },
  sizeLimit: { id: 'empty-dir-size-limit', type: 'FieldValueForbidden', path: 'volumes[*].emptyDir.sizeLimit' },
  nfsPath: { id: 'nfs-path-absolute', type: 'FieldValueInvalid', path: 'volumes[*].nfs.path' },
  iscsiName: { id: 'iscsi-name-length', type: 'FieldValueInvalid', path: 'volumes[*].name' },
});

export interface VolumeOptions {
  /** Name of the pod, where it has one; '' in templates. */
  readonly podName: string;
}

/** Checks the volumes; gives those without fault by name: only they can be mounted. */
export function checkVolumes(
  volumes: readonly Volume[],
  path: string,
  ctx: CheckContext,
  options: VolumeOptions,
): ReadonlyMap<string, Volume> {
  const good = new Map<string, Volume>();
  const { podName } = options;
  const created = new Set(
    volumes
      .filter(({ ephemeral }) => podName !== '' && ephemeral !== undefined)
      .map(({ name }) => `${podName}-${name}`),
  );
  for (const [i, volume] of volumes.entries()) {
    const at = `${path}[${i}]`;
    const before = ctx.findings.length;
    checkSources(volume, at, podName, ctx);
    checkName(volume.name ?? '', good, at, ctx);
    if (ctx.findings.length === before) good.set(volume.name ?? '', volume);
    const claimName = volume.persistentVolumeClaim?.claimName;
    if (claimName !== undefined && created.has(claimName)) {
      ctx.report(volumeRules.claimOfEphemeral, `${at}.persistentVolumeClaim.claimName`, { value: claimName });
    }
  }
  return good;
}

function checkName(name: string, taken: ReadonlyMap<string, Volume>, at: string, ctx: CheckContext): void {
  if (name === '') {
    ctx.report(volumeRules.nameRequired, `${at}.name`, undefined, { fixes: [addField(at, 'name', 'my-volume')] });
  } else if (!isDNS1123Label(name)) badFormat(common.dnsLabel, name, `${at}.name`, ctx, toDNS1123Label(name));
  if (taken.has(name)) {
    const fixes = [setTo(`${at}.name`, `${name}-2`), { ...removeField(at), title: 'fix-remove-item', values: {} }];
    ctx.report(volumeRules.nameDuplicate, `${at}.name`, { value: name }, { fixes });
  }
}

/** Sources in the order in which the server looks for them; the first one counts. `reported` is its spelling when refused. */
const ORDER: readonly { readonly name: keyof Volume; readonly reported?: string }[] = [
  { name: 'emptyDir' },
  { name: 'hostPath' },
  { name: 'gitRepo' },
  { name: 'gcePersistentDisk' },
  { name: 'awsElasticBlockStore' },
  { name: 'secret' },
  { name: 'nfs' },
  { name: 'iscsi' },
  { name: 'glusterfs' },
  { name: 'flocker' },
  { name: 'persistentVolumeClaim' },
  { name: 'rbd' },
  { name: 'cinder' },
  { name: 'cephfs', reported: 'cephFS' },
  { name: 'quobyte' },
  { name: 'downwardAPI', reported: 'downwarAPI' },
  { name: 'fc' },
  { name: 'flexVolume' },
  { name: 'configMap' },
  { name: 'azureFile' },
  { name: 'vsphereVolume' },
  { name: 'photonPersistentDisk' },
  { name: 'portworxVolume' },
  { name: 'azureDisk' },
  { name: 'storageos' },
  { name: 'projected' },
  { name: 'scaleIO' },
  { name: 'csi' },
  { name: 'ephemeral' },
  { name: 'image' },
];

function checkSources(volume: Volume, at: string, podName: string, ctx: CheckContext): void {
  const used = ORDER.filter(({ name }) => volume[name] !== undefined);
  const [first, ...others] = used;
  if (first === undefined) return;
  checkSource(volume, first.name, at, podName, ctx);
  for (const { name, reported } of others) {
    const keep = used.map((kept) => ({
      title: 'fix-keep-volume-type',
      values: { kind: kept.name },
      edits: used
        .filter((other) => other !== kept)
        .map((other) => ({ op: 'remove' as const, path: `${at}.${other.name}` })),
    }));
    const values = { kind: name, first: first.name };
    ctx.report(volumeRules.typesMany, `${at}.${reported ?? name}`, values, { markPath: `${at}.${name}`, fixes: keep });
  }
  const { iscsi, name = '' } = volume;
  if (iscsi?.initiatorName !== undefined && byteLength(`${name}:${iscsi.targetPortal ?? ''}`) > 64) {
    ctx.report(volumeRules.iscsiName, `${at}.name`, { value: name });
  }
}

function checkSource(volume: Volume, kind: keyof Volume, at: string, podName: string, ctx: CheckContext): void {
  const path = `${at}.${kind}`;
  const { emptyDir, hostPath, secret, configMap, nfs, downwardAPI, projected, csi, ephemeral, image } = volume;
  if (kind === 'emptyDir' && emptyDir !== undefined) checkEmptyDir(emptyDir, path, ctx);
  else if (kind === 'hostPath' && hostPath !== undefined) checkHostPath(hostPath, path, ctx);
  else if (kind === 'secret' && secret !== undefined) {
    if ((secret.secretName ?? '') === '') required(`${path}.secretName`, ctx, 'my-secret');
    checkMode(secret.defaultMode, `${path}.defaultMode`, ctx);
    checkKeysToPaths(secret.items ?? [], `${path}.items`, ctx);
  } else if (kind === 'configMap' && configMap !== undefined) {
    if ((configMap.name ?? '') === '') required(`${path}.name`, ctx, 'my-config');
    checkMode(configMap.defaultMode, `${path}.defaultMode`, ctx);
    checkKeysToPaths(configMap.items ?? [], `${path}.items`, ctx);
  } else if (kind === 'persistentVolumeClaim') {
    if ((volume.persistentVolumeClaim?.claimName ?? '') === '') required(`${path}.claimName`, ctx, 'my-claim');
  } else if (kind === 'nfs' && nfs !== undefined) checkNFS(nfs, path, ctx);
  else if (kind === 'downwardAPI' && downwardAPI !== undefined) {
    checkMode(downwardAPI.defaultMode, `${path}.defaultMode`, ctx);
    checkDownwardAPIItems(downwardAPI.items ?? [], path, `${path}.items`, ctx);
  } else if (kind === 'projected' && projected !== undefined) {
    checkMode(projected.defaultMode, `${path}.defaultMode`, ctx);
    checkProjectedVolume(projected.sources ?? [], path, ctx);
  } else if (kind === 'csi' && csi !== undefined) checkCSI(csi, path, ctx);
  else if (kind === 'ephemeral' && ephemeral !== undefined) {
    const name = volume.name ?? '';
    if (ephemeral.volumeClaimTemplate === undefined) required(`${path}.volumeClaimTemplate`, ctx);
    else checkClaimTemplate(ephemeral.volumeClaimTemplate, `${path}.volumeClaimTemplate`, ctx);
    if (podName !== '' && name !== '' && !nameIsDNSSubdomain(`${podName}-${name}`, false)) {
      ctx.report(volumeRules.ephemeralClaimName, `${at}.name`, { value: `${podName}-${name}` });
    }
  } else if (kind === 'image' && image !== undefined) checkImage(image, path, ctx);
  else if (Object.hasOwn(NETWORK_SOURCES, kind)) checkNetworkSource(kind, volume[kind] ?? {}, at, ctx);
}

function checkEmptyDir({ sizeLimit }: EmptyDirVolumeSource, path: string, ctx: CheckContext): void {
  if (sizeLimit === undefined || (parseQuantity(sizeLimit) ?? ZERO).nano >= 0n) return;
  const at = `${path}.sizeLimit`;
  ctx.report(volumeRules.sizeLimit, at, { value: String(sizeLimit) }, { fixes: [removeField(at)] });
}

/** Types of a hostPath; '' means that nothing is checked before mounting. */
export const HOST_PATH_TYPES: readonly string[] = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

function checkHostPath(source: HostPathVolumeSource, path: string, ctx: CheckContext): void {
  if ((source.path ?? '') === '') {
    required(`${path}.path`, ctx, '/var/lib/example');
    return;
  }
  checkNoBacksteps(source.path ?? '', `${path}.path`, ctx);
  checkKnown(source.type ?? '', HOST_PATH_TYPES, `${path}.type`, ctx);
}

/** A share of an NFS server: both parts, the path absolute (validateNFSVolumeSource). */
export function checkNFS(source: NFSVolumeSource, path: string, ctx: CheckContext): void {
  const { server = '', path: exported = '' } = source;
  if (server === '') required(`${path}.server`, ctx, 'nfs.example.com');
  if (exported === '') required(`${path}.path`, ctx, '/');
  else if (!exported.startsWith('/')) {
    ctx.report(
      volumeRules.nfsPath,
      `${path}.path`,
      { value: exported },
      { fixes: [setTo(`${path}.path`, `/${exported}`)] },
    );
  }
}

function checkCSI(source: CSIVolumeSource, path: string, ctx: CheckContext): void {
  const driver = source.driver ?? '';
  if (driver === '') required(`${path}.driver`, ctx);
  else {
    if (driver.length > 63) ctx.report(common.tooLong, `${path}.driver`, { field: 'driver', limit: 63 });
    if (!nameIsDNSSubdomain(driver.toLowerCase(), false)) badFormat(common.dnsSubdomain, driver, `${path}.driver`, ctx);
  }
  if (source.nodePublishSecretRef === undefined) return;
  const name = source.nodePublishSecretRef.name ?? '';
  if (name === '') required(`${path}.nodePublishSecretRef.name`, ctx, 'my-secret');
  else if (!nameIsDNSSubdomain(name, false)) badFormat(common.dnsSubdomain, name, `${path}.name`, ctx);
}

/** When an image is pulled. */
export const PULL_POLICIES: readonly string[] = ['Always', 'IfNotPresent', 'Never'];

function checkImage(source: ImageVolumeSource, path: string, ctx: CheckContext): void {
  if ((source.reference ?? '') === '') required(`${path}.reference`, ctx);
  checkRequiredKnown(source.pullPolicy ?? '', PULL_POLICIES, `${path}.pullPolicy`, ctx);
}
