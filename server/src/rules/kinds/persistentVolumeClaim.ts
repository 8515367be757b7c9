// PersistentVolumeClaim, and the claim specs inside StatefulSets and ephemeral volumes (ValidatePersistentVolumeClaimSpec,
// core/validation/validation.go, 1.37).
import {
  type Fields,
  isSet,
  maybeObject,
  maybeText,
  objectOf,
  quantityMapOf,
  textMapOf,
  textOf,
  textsOf,
} from '../../kubernetes/fields';
import { isDNS1123Label } from '../../kubernetes/names';
import { quantityMilliValue } from '../../kubernetes/quantity';
import type { Fix } from '../finding';
import { removeField, setRaw, setTo } from '../fixes';
import { checkLabelSelector } from '../metadata';
import type { CheckContext } from '../rule';
import { common } from './commonRules';
import { badFormat, checkDNSSubdomain, checkKnown, fieldName, quantityOrZero, required, unsupported } from './report';
import { selectorOf } from './selector';
import { storage, storageWarnings } from './storageRules';

/** Access modes of volumes and claims. */
export const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
/** Volume modes. */
export const VOLUME_MODES = ['Block', 'Filesystem'];
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const SNAPSHOT_GROUP = 'snapshot.storage.k8s.io';

/** Checks a claim whose defaults are filled in. */
export function checkPersistentVolumeClaim(claim: Fields, ctx: CheckContext): void {
  checkPersistentVolumeClaimSpec(objectOf(claim, 'spec'), 'spec', ctx);
}

/** Drops and copies data sources as the server does (PrepareForCreate, registry/core/persistentvolumeclaim/strategy.go). */
export function preparePersistentVolumeClaim(claim: Fields): void {
  const spec = maybeObject(claim, 'spec');
  if (spec === undefined) return;
  // CrossNamespaceVolumeDataSource is alpha and off.
  if (textOf(objectOf(spec, 'dataSourceRef'), 'namespace') !== '') delete spec.dataSourceRef;
  if (!isSet(spec, 'dataSourceRef') && !isOldDataSource(objectOf(spec, 'dataSource'))) delete spec.dataSource;
  if (isSet(spec, 'dataSource') && !isSet(spec, 'dataSourceRef'))
    spec.dataSourceRef = { ...objectOf(spec, 'dataSource') };
  else if (isSet(spec, 'dataSourceRef') && !isSet(spec, 'dataSource')) {
    const { namespace: _namespace, ...source } = objectOf(spec, 'dataSourceRef');
    spec.dataSource = source;
  }
}

function isOldDataSource(source: Fields): boolean {
  const group = textOf(source, 'apiGroup');
  const kind = textOf(source, 'kind');
  return (kind === 'PersistentVolumeClaim' && group === '') || (kind === 'VolumeSnapshot' && group === SNAPSHOT_GROUP);
}

/** Checks a claim's spec; `path` is where it stands. */
export function checkPersistentVolumeClaimSpec(spec: Fields, path: string, ctx: CheckContext): void {
  checkAccessModes(textsOf(spec, 'accessModes'), `${path}.accessModes`, ctx);
  if (isSet(spec, 'selector')) checkLabelSelector(selectorOf(objectOf(spec, 'selector')), `${path}.selector`, ctx);
  checkStorageRequest(spec, path, ctx);
  checkClassName(textOf(spec, 'storageClassName'), `${path}.storageClassName`, ctx);
  const volumeMode = maybeText(spec, 'volumeMode');
  if (volumeMode !== undefined) checkKnown(volumeMode, VOLUME_MODES, `${path}.volumeMode`, ctx);
  checkDataSources(spec, path, ctx);
  // Before 1.34 the field is dropped (VolumeAttributesClass).
  if (ctx.minor < 34) return;
  checkClassName(textOf(spec, 'volumeAttributesClassName'), `${path}.volumeAttributesClassName`, ctx);
}

/** Access modes of a claim or volume: at least one, known, and ReadWriteOncePod alone. */
export function checkAccessModes(modes: readonly string[], path: string, ctx: CheckContext): void {
  if (modes.length === 0) {
    ctx.report(storage.accessModes, path, undefined, { fixes: [setRaw(path, '[ReadWriteOnce]')] });
  }
  for (const [i, mode] of modes.entries()) {
    if (!ACCESS_MODES.includes(mode)) unsupported(mode, ACCESS_MODES, path, ctx, `${path}[${i}]`);
  }
  const others = modes.filter((mode) => mode !== 'ReadWriteOncePod' && ACCESS_MODES.includes(mode));
  if (modes.includes('ReadWriteOncePod') && others.length > 0) ctx.report(storage.oncePodAlone, path);
}

/** The server calls the request `spec.resources[storage]`. */
function checkStorageRequest(spec: Fields, path: string, ctx: CheckContext): void {
  const at = `${path}.resources[storage]`;
  const markPath = `${path}.resources.requests.storage`;
  const requests = quantityMapOf(objectOf(spec, 'resources'), 'requests');
  if (!Object.hasOwn(requests, 'storage')) {
    ctx.report(storage.claimStorage, at, undefined, { fixes: [storageFix(spec, path)] });
    return;
  }
  const value = requests.storage ?? 0;
  if (quantityOrZero(value).nano > 0n) return;
  const fixes = [setTo(markPath, '1Gi')];
  ctx.report(common.quantityNotPositive, at, { field: 'storage', value }, { fixes, markPath });
}

function storageFix(spec: Fields, path: string): Fix {
  const resources = maybeObject(spec, 'resources');
  if (resources === undefined) return setRaw(`${path}.resources`, '{ requests: { storage: 1Gi } }');
  if (maybeObject(resources, 'requests') === undefined) return setRaw(`${path}.resources.requests`, '{ storage: 1Gi }');
  return setRaw(`${path}.resources.requests.storage`, '1Gi');
}

/** Name of a storage or attributes class, where there is one. */
export function checkClassName(name: string, path: string, ctx: CheckContext): void {
  if (name !== '') checkDNSSubdomain(name, path, ctx);
}

function checkDataSources(spec: Fields, path: string, ctx: CheckContext): void {
  const source = maybeObject(spec, 'dataSource');
  const ref = maybeObject(spec, 'dataSourceRef');
  if (source !== undefined) checkDataSource(source, `${path}.dataSource`, ctx);
  if (ref !== undefined) checkDataSource(ref, `${path}.dataSourceRef`, ctx);
  const namespace = textOf(ref ?? {}, 'namespace');
  if (namespace !== '' && !isDNS1123Label(namespace)) {
    badFormat(common.dnsLabel, namespace, `${path}.dataSourceRef.namespace`, ctx);
  }
  if (source === undefined || ref === undefined) return;
  const fixes = [removeField(`${path}.dataSource`, true)];
  if (namespace !== '') ctx.report(storage.dataSourceNamespace, path, undefined, { fixes });
  else if (['apiGroup', 'kind', 'name'].some((field) => maybeText(source, field) !== maybeText(ref, field))) {
    ctx.report(storage.dataSourcesDiffer, path, undefined, { fixes });
  }
}

function checkDataSource(source: Fields, path: string, ctx: CheckContext): void {
  if (textOf(source, 'name') === '') required(`${path}.name`, ctx);
  if (textOf(source, 'kind') === '') required(`${path}.kind`, ctx, 'PersistentVolumeClaim');
  const group = textOf(source, 'apiGroup');
  if (group !== '') checkDNSSubdomain(group, `${path}.apiGroup`, ctx);
  else if (textOf(source, 'kind') !== 'PersistentVolumeClaim') {
    const fixes = [setTo(`${path}.kind`, 'PersistentVolumeClaim')];
    ctx.report(storage.dataSourceKind, path, { value: textOf(source, 'kind') }, { fixes });
  }
}

/** Warnings of a claim that is accepted (GetWarningsForPersistentVolumeClaim, pkg/api/persistentvolumeclaim/util.go). */
export function warnPersistentVolumeClaim(claim: Fields, ctx: CheckContext): void {
  if (Object.hasOwn(textMapOf(objectOf(claim, 'metadata'), 'annotations'), CLASS_ANNOTATION)) {
    ctx.report(storageWarnings.classAnnotation, `metadata.annotations[${CLASS_ANNOTATION}]`);
  }
  warnPersistentVolumeClaimSpec(objectOf(claim, 'spec'), 'spec', ctx);
}

/** Warnings of a claim's spec; for claim templates the server names the template itself. */
export function warnPersistentVolumeClaimSpec(spec: Fields, path: string, ctx: CheckContext): void {
  const resources = objectOf(spec, 'resources');
  for (const list of ['requests', 'limits']) {
    const amounts = quantityMapOf(resources, list);
    const amount = quantityOrZero(amounts.storage);
    if (quantityMilliValue(amount) % 1000n === 0n) continue;
    const at = `${path}.resources.${list}[storage]`;
    ctx.report(storageWarnings.fractionalBytes, at, { field: fieldName(at), value: amounts.storage ?? 0 });
  }
}
