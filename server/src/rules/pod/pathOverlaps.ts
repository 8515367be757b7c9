// Files of one volume that lie in each other's way (warningsForOverlappingVirtualPaths, pkg/api/pod/warnings.go, 1.37).
import type { Volume, VolumeProjection } from '../../kubernetes/types';
import { removeItem } from '../fixes';
import { type CheckContext, ruleTable } from '../rule';

export const overlapWarnings = ruleTable('warning', {
  overlap: { id: 'volume-paths-overlap', severity: 'warning', path: 'volumes[*]' },
  empty: { id: 'projected-source-empty', severity: 'warning', path: 'volumes[*].projected.sources[*]' },
});

interface PlacedFile {
  readonly file: string;
  readonly source: string;
  readonly path: string;
}

/** Warns about the volumes of a pod; the server names the volume, not a path. */
export function warnOverlappingPaths(volumes: readonly Volume[], path: string, ctx: CheckContext): void {
  for (const [i, volume] of volumes.entries()) {
    const at = `${path}[${i}]`;
    for (const kind of ['configMap', 'secret', 'downwardAPI'] as const) {
      warnFiles(filesOf(volume[kind]?.items, '', `${at}.${kind}.items`), ctx);
    }
    const projected: PlacedFile[] = [];
    for (const [j, source] of (volume.projected?.sources ?? []).entries()) {
      const place = `${at}.projected.sources[${j}]`;
      if (Object.keys(source).length === 0) {
        ctx.report(overlapWarnings.empty, place, undefined, { fixes: [removeItem(place)] });
      }
      projected.push(...projectedFiles(source, place));
    }
    warnFiles(projected, ctx);
  }
}

function filesOf(
  items: readonly { readonly path?: string }[] | undefined,
  source: string,
  path: string,
): readonly PlacedFile[] {
  return (items ?? []).map((item, i) => ({ file: item.path ?? '', source, path: `${path}[${i}].path` }));
}

function projectedFiles(source: VolumeProjection, path: string): readonly PlacedFile[] {
  const { configMap, secret, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = source;
  if (configMap?.items !== undefined)
    return filesOf(configMap.items, `configMap ${configMap.name}`, `${path}.configMap.items`);
  if (secret?.items !== undefined) return filesOf(secret.items, `secret ${secret.name}`, `${path}.secret.items`);
  if (downwardAPI?.items !== undefined) return filesOf(downwardAPI.items, 'downwardAPI', `${path}.downwardAPI.items`);
  const one = (file: string | undefined, at: string): readonly PlacedFile[] =>
    file === undefined || file === '' ? [] : [{ file, source: at, path: `${path}.${at}` }];
  if (serviceAccountToken !== undefined) return one(serviceAccountToken.path, 'serviceAccountToken.path');
  if (clusterTrustBundle !== undefined) return one(clusterTrustBundle.path, 'clusterTrustBundle.path');
  return (['certificateChainPath', 'keyPath', 'credentialBundlePath'] as const).flatMap((field) =>
    one(podCertificate?.[field], `podCertificate.${field}`),
  );
}

/** Files of a volume that are compared with each other. */
const MOST_COMPARED = 500;

function warnFiles(files: readonly PlacedFile[], ctx: CheckContext): void {
  const seen: { readonly file: string; readonly written: string }[] = [];
  for (const { file: written, path } of files) {
    const file = written.replace(/\/+$/, '');
    for (const other of file === '' ? [] : seen) {
      if (other.file === '' || !overlaps(file, other.file)) continue;
      ctx.report(overlapWarnings.overlap, path, { value: written, other: other.written });
    }
    if (seen.length < MOST_COMPARED) seen.push({ file, written });
  }
}

function overlaps(a: string, b: string): boolean {
  return `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`);
}
