// Projected volumes and the files of the downward API (validateProjectionSources, validateDownwardAPIVolumeFile,
// ValidateSignerName, ValidateClusterTrustBundleName, pkg/apis/core/validation, 1.37).
import { VOLUME_FIELD_PATHS } from '../../kubernetes/downwardAPI';
import { byteLength, isDNS1123Label, isDNS1123Subdomain, isDomainPrefixedKey } from '../../kubernetes/names';
import type {
  ClusterTrustBundleProjection,
  DownwardAPIVolumeFile,
  PodCertificateProjection,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from '../../kubernetes/types';
import { addField, removeField, setRaw } from '../fixes';
import { common } from '../kinds/commonRules';
import { checkKnown, checkRange, required } from '../kinds/report';
import { ANNOTATIONS_SIZE_LIMIT_BYTES, checkLabelSelector } from '../metadata';
import { type CheckContext, ruleTable } from '../rule';
import { checkFieldRef, checkResourceFieldRef } from './env';
import { checkNonReservedPath } from './relativePaths';
import { checkKeysToPaths, checkMode } from './volumeFiles';

export const projectedRules = ruleTable('volume', {
  fileSourceMissing: {
    id: 'downward-file-source-missing',
    type: 'FieldValueRequired',
    path: 'volumes[*].downwardAPI',
  },
  fileSourcesMany: { id: 'downward-file-sources-many', type: 'FieldValueInvalid', path: 'volumes[*].downwardAPI' },
  pathConflict: { id: 'projected-path-conflict', type: 'FieldValueInvalid', path: 'volumes[*].projected' },
  sourcesMany: { id: 'projected-sources-many', type: 'FieldValueForbidden', path: 'volumes[*].projected.sources[*]' },
  tokenExpiration: {
    id: 'token-expiration',
    type: 'FieldValueInvalid',
    path: 'volumes[*].projected.sources[*].serviceAccountToken.expirationSeconds',
  },
  bundleBoth: {
    id: 'trust-bundle-name-and-signer',
    type: 'FieldValueInvalid',
    path: 'volumes[*].projected.sources[*].clusterTrustBundle',
  },
  bundleNone: {
    id: 'trust-bundle-name-or-signer',
    type: 'FieldValueRequired',
    path: 'volumes[*].projected.sources[*].clusterTrustBundle',
  },
  bundleName: {
    id: 'trust-bundle-name',
    type: 'FieldValueInvalid',
    path: 'volumes[*].projected.sources[*].clusterTrustBundle.name',
  },
  bundleSelector: {
    id: 'trust-bundle-selector',
    type: 'FieldValueInvalid',
    path: 'volumes[*].projected.sources[*].clusterTrustBundle.labelSelector',
  },
  signerName: {
    id: 'signer-name',
    type: 'FieldValueInvalid',
    path: 'volumes[*].projected.sources[*].podCertificate.signerName',
  },
  certificatePaths: {
    id: 'pod-certificate-paths',
    type: 'FieldValueRequired',
    path: 'volumes[*].projected.sources[*].podCertificate',
  },
  userAnnotation: {
    id: 'pod-certificate-annotation',
    type: 'FieldValueInvalid',
    path: 'volumes[*].projected.sources[*].podCertificate.userAnnotations',
  },
});

/** Checks files of the downward API. The server leaves their index out: `path` is the volume's, `items` the list's. */
export function checkDownwardAPIItems(
  files: readonly DownwardAPIVolumeFile[],
  path: string,
  items: string,
  ctx: CheckContext,
): void {
  for (const [i, file] of files.entries()) {
    const mark = `${items}[${i}]`;
    const name = file.path ?? '';
    if (name === '') ctx.report(common.required, `${path}.path`, { field: 'path' }, { markPath: `${mark}.path` });
    checkNonReservedPath(name, `${path}.path`, ctx, `${mark}.path`);
    if (file.fieldRef !== undefined) {
      checkFieldRef(file.fieldRef, VOLUME_FIELD_PATHS, `${path}.fieldRef`, ctx, `${mark}.fieldRef`);
      if (file.resourceFieldRef !== undefined) {
        const fixes = [removeField(`${mark}.fieldRef`), removeField(`${mark}.resourceFieldRef`)];
        ctx.report(projectedRules.fileSourcesMany, path, { file: name }, { markPath: mark, fixes });
      }
    } else if (file.resourceFieldRef !== undefined) {
      checkResourceFieldRef(file.resourceFieldRef, true, `${path}.resourceFieldRef`, ctx, `${mark}.resourceFieldRef`);
    } else ctx.report(projectedRules.fileSourceMissing, path, { file: name }, { markPath: mark });
    checkMode(file.mode, `${path}.mode`, ctx, `${mark}.mode`);
  }
}

/** Checks the sources of a projected volume; `path` is `….projected`, where the server reports clashes. */
export function checkProjectedVolume(sources: readonly VolumeProjection[], path: string, ctx: CheckContext): void {
  const taken = new Set<string>();
  const claim = (file: string, mark: string): void => {
    if (taken.has(file)) ctx.report(projectedRules.pathConflict, path, { value: file }, { markPath: mark });
    taken.add(file);
  };
  for (const [i, source] of sources.entries()) checkProjection(source, path, `${path}.sources[${i}]`, claim, ctx);
}

type Claim = (file: string, mark: string) => void;

function checkProjection(source: VolumeProjection, volume: string, at: string, claim: Claim, ctx: CheckContext): void {
  for (const kind of ['secret', 'configMap'] as const) {
    const projection = source[kind];
    if (projection === undefined) continue;
    if ((projection.name ?? '') === '') required(`${at}.${kind}.name`, ctx, 'my-name');
    const items = projection.items ?? [];
    checkKeysToPaths(items, `${at}.${kind}.items`, ctx);
    claimAll(items, `${at}.${kind}.items`, claim);
  }
  if (source.downwardAPI !== undefined) {
    const items = source.downwardAPI.items ?? [];
    checkDownwardAPIItems(items, `${at}.downwardAPI`, `${at}.downwardAPI.items`, ctx);
    claimAll(items, `${at}.downwardAPI.items`, claim);
  }
  const { serviceAccountToken, clusterTrustBundle, podCertificate } = source;
  if (serviceAccountToken !== undefined) checkToken(serviceAccountToken, volume, `${at}.serviceAccountToken`, ctx);
  if (clusterTrustBundle !== undefined) {
    checkTrustBundle(clusterTrustBundle, `${at}.clusterTrustBundle`, ctx);
    claim(clusterTrustBundle.path ?? '', `${at}.clusterTrustBundle.path`);
  }
  if (podCertificate !== undefined) checkPodCertificate(podCertificate, `${at}.podCertificate`, claim, ctx);
  const used = Object.keys(source);
  if (used.length > 1) {
    const fixes = used.map((kind) => removeField(`${at}.${kind}`));
    ctx.report(projectedRules.sourcesMany, at, { used: used.join(', ') }, { fixes });
  }
}

function claimAll(items: readonly { readonly path?: string }[], path: string, claim: Claim): void {
  for (const [i, item] of items.entries()) {
    if ((item.path ?? '') !== '') claim(item.path ?? '', `${path}[${i}].path`);
  }
}

const TOKEN_MIN_SECONDS = 600;
const TOKEN_MAX_SECONDS = 2 ** 32;

/** The server reports the token's path at the volume, not at the source. */
function checkToken(token: ServiceAccountTokenProjection, volume: string, at: string, ctx: CheckContext): void {
  const seconds = token.expirationSeconds ?? 3600;
  if (seconds < TOKEN_MIN_SECONDS || seconds > TOKEN_MAX_SECONDS) {
    const near = seconds < TOKEN_MIN_SECONDS ? TOKEN_MIN_SECONDS : TOKEN_MAX_SECONDS;
    const path = `${at}.expirationSeconds`;
    const values = { value: seconds, min: TOKEN_MIN_SECONDS, max: TOKEN_MAX_SECONDS };
    ctx.report(projectedRules.tokenExpiration, path, values, { fixes: [setRaw(path, String(near))] });
  }
  const file = token.path ?? '';
  if (file === '') {
    const options = { markPath: `${at}.path`, fixes: [addField(at, 'path', 'token')] };
    ctx.report(common.required, `${volume}.path`, { field: 'path' }, options);
  } else checkNonReservedPath(file, `${volume}.path`, ctx, `${at}.path`);
}

function checkTrustBundle(bundle: ClusterTrustBundleProjection, path: string, ctx: CheckContext): void {
  const { name, signerName } = bundle;
  if (name !== undefined && signerName !== undefined) {
    const fixes = [removeField(`${path}.name`), removeField(`${path}.signerName`)];
    ctx.report(projectedRules.bundleBoth, path, undefined, { fixes });
  } else if (name !== undefined) {
    if (name === '') required(`${path}.name`, ctx);
    if (!isTrustBundleName(name)) ctx.report(projectedRules.bundleName, `${path}.name`, { value: name });
    if (bundle.labelSelector !== undefined) {
      const at = `${path}.labelSelector`;
      ctx.report(projectedRules.bundleSelector, at, undefined, { fixes: [removeField(at, true)] });
    }
  } else if (signerName !== undefined) {
    checkSignerName(signerName, `${path}.signerName`, ctx);
    checkLabelSelector(bundle.labelSelector, `${path}.labelSelector`, ctx);
  } else ctx.report(projectedRules.bundleNone, path);
  if ((bundle.path ?? '') === '') required(`${path}.path`, ctx, 'ca.crt');
  checkNonReservedPath(bundle.path ?? '', `${path}.path`, ctx);
}

/** `name`, or `signer-domain:signer-path:name` for a bundle that belongs to a signer. */
function isTrustBundleName(name: string): boolean {
  return isDNS1123Subdomain(name.slice(name.lastIndexOf(':') + 1));
}

const SIGNER_MAX_LENGTH = 253 + 253 + 63 + 1 + 1;

function checkSignerName(name: string, path: string, ctx: CheckContext): void {
  if (name === '') required(path, ctx);
  else if (!isSignerName(name)) ctx.report(projectedRules.signerName, path, { value: name });
}

/** `domain/path`: a domain of at least two labels, a path of DNS subdomains joined by dots. */
function isSignerName(name: string): boolean {
  const [domain = '', signer, ...more] = name.split('/');
  if (signer === undefined || more.length > 0) return false;
  const labels = domain.split('.');
  return (
    domain.length <= 253 &&
    labels.length >= 2 &&
    labels.every(isDNS1123Label) &&
    signer.split('.').every(isDNS1123Subdomain) &&
    name.length <= SIGNER_MAX_LENGTH
  );
}

const KEY_TYPES: readonly string[] = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'];
const CERTIFICATE_MIN_SECONDS = 3600;
const CERTIFICATE_MAX_SECONDS = 91 * 24 * 3600;
const KUBERNETES_CERTIFICATE_MAX_SECONDS = 24 * 3600;

function checkPodCertificate(source: PodCertificateProjection, path: string, claim: Claim, ctx: CheckContext): void {
  const signerName = source.signerName ?? '';
  checkSignerName(signerName, `${path}.signerName`, ctx);
  checkUserAnnotations(source.userAnnotations ?? {}, `${path}.userAnnotations`, ctx);
  checkKnown(source.keyType ?? '', KEY_TYPES, `${path}.keyType`, ctx);
  if (source.maxExpirationSeconds !== undefined) {
    const host = signerName.split('/')[0] ?? '';
    const own = host === 'kubernetes.io' || host.endsWith('.kubernetes.io');
    const max = own ? KUBERNETES_CERTIFICATE_MAX_SECONDS : CERTIFICATE_MAX_SECONDS;
    checkRange(source.maxExpirationSeconds, CERTIFICATE_MIN_SECONDS, max, `${path}.maxExpirationSeconds`, ctx);
  }
  const fields = ['credentialBundlePath', 'keyPath', 'certificateChainPath'] as const;
  const used = fields.filter((field) => (source[field] ?? '') !== '');
  for (const field of used) {
    checkNonReservedPath(source[field] ?? '', `${path}.${field}`, ctx);
    claim(source[field] ?? '', `${path}.${field}`);
  }
  if (used.length === 0) ctx.report(projectedRules.certificatePaths, path);
}

function checkUserAnnotations(annotations: Readonly<Record<string, string>>, path: string, ctx: CheckContext): void {
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations)) {
    bytes += byteLength(key) + byteLength(value);
    if (isDomainPrefixedKey(key.toLowerCase())) continue;
    ctx.report(projectedRules.userAnnotation, path, { key }, { markPath: `${path}.${key}` });
  }
  if (bytes > ANNOTATIONS_SIZE_LIMIT_BYTES) {
    ctx.report(common.tooLong, path, { field: 'userAnnotations', limit: ANNOTATIONS_SIZE_LIMIT_BYTES });
  }
}
