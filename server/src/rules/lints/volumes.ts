// Lints about volumes and mounts.
import { containerAmounts } from '../../kubernetes/cgroup';
import { parseQuantity, quantityValue } from '../../kubernetes/quantity';
import type { EmptyDirVolumeSource, Volume, VolumeMount } from '../../kubernetes/types';
import { setRaw } from '../fixes';
import { type CheckContext, ruleTable } from '../rule';
import { imageMatches, SHARED_MEMORY_USERS } from './imageKinds';
import { fix, type LintedContainer, type LintedPod, longRunning, yamlBlock } from './lint';

export const volumeLints = ruleTable('lint', {
  subPath: { id: 'subpath-no-update', severity: 'info', path: 'containers[*].volumeMounts[*].subPath' },
  noTmp: {
    id: 'readonly-root-without-tmp',
    severity: 'hint',
    path: 'containers[*].securityContext.readOnlyRootFilesystem',
  },
  memory: { id: 'memory-emptydir-without-limit', severity: 'warning', path: 'volumes[*].emptyDir.medium' },
  noSize: { id: 'emptydir-no-sizelimit', severity: 'hint', path: 'volumes[*].emptyDir', default: 'off' },
  shm: { id: 'shm-size', severity: 'hint', path: 'containers[*].image' },
  hostPath: { id: 'host-path', severity: 'info', path: 'volumes[*].hostPath' },
  octal: {
    id: 'octal-mode',
    severity: 'warning',
    path: 'volumes[*].configMap.defaultMode, volumes[*].secret.defaultMode, volumes[*].configMap.items[*].mode',
  },
});

/** Checks the volumes of a pod and where they are mounted. */
export function lintVolumes(pod: LintedPod, ctx: CheckContext): void {
  (pod.spec.volumes ?? []).forEach((volume, i) => {
    const at = `${pod.path}.volumes[${i}]`;
    if (volume.emptyDir !== undefined) lintEmptyDir(pod, volume, volume.emptyDir, `${at}.emptyDir`, ctx);
    if (volume.hostPath !== undefined) lintHostPath(pod, volume, `${at}.hostPath`, ctx);
    lintModes(pod, volume, at, ctx);
  });
  const updated = new Set((pod.spec.volumes ?? []).filter(isUpdated).map(({ name = '' }) => name));
  for (const container of longRunning(pod)) {
    lintSubPaths(container, updated, ctx);
    lintTmp(pod, container, ctx);
    lintSharedMemory(pod, container, ctx);
  }
}

/** Volumes whose files follow their source. */
function isUpdated({ configMap, secret, downwardAPI, projected }: Volume): boolean {
  return [configMap, secret, downwardAPI, projected].some((source) => source !== undefined);
}

function lintSubPaths({ container, path }: LintedContainer, updated: ReadonlySet<string>, ctx: CheckContext): void {
  (container.volumeMounts ?? []).forEach(({ name = '', subPath, subPathExpr }: VolumeMount, i) => {
    if (!updated.has(name) || ((subPath ?? '') === '' && (subPathExpr ?? '') === '')) return;
    const field = (subPath ?? '') === '' ? 'subPathExpr' : 'subPath';
    ctx.report(volumeLints.subPath, `${path}.volumeMounts[${i}].${field}`, { volume: name, field }, { at: 'key' });
  });
}

function lintTmp({ spec, path: specPath, written: pod }: LintedPod, linted: LintedContainer, ctx: CheckContext): void {
  const { container, written, path } = linted;
  if (container.securityContext?.readOnlyRootFilesystem !== true || !linted.complete || spec.os?.name === 'windows')
    return;
  const mounted = (container.volumeMounts ?? []).some(
    ({ mountPath = '', readOnly }) => readOnly !== true && /^\/(tmp\/?)?$/.test(mountPath),
  );
  if (mounted) return;
  const edits = mountEdits({ pod, specPath, written, path }, 'tmp', '/tmp', {});
  const fixes = edits === undefined ? [] : [fix('fix-mount-tmp', {}, edits)];
  ctx.report(volumeLints.noTmp, `${path}.securityContext.readOnlyRootFilesystem`, undefined, { at: 'key', fixes });
}

interface MountPlace {
  readonly pod: LintedPod['written'];
  readonly specPath: string;
  readonly written: LintedContainer['written'];
  readonly path: string;
}

/** Adds an emptyDir and its mount; undefined when the name is taken. */
function mountEdits({ pod, specPath, written, path }: MountPlace, name: string, mountPath: string, source: object) {
  if ((pod.volumes ?? []).some((volume) => volume.name === name)) return undefined;
  const mount = { name, mountPath };
  const volume = { name, emptyDir: { ...source } };
  const add = (list: readonly unknown[] | undefined, parent: string, key: string, item: Record<string, unknown>) => {
    const block = yamlBlock({ [key]: [item] });
    // Under a list that exists only the item is added.
    const lines = block.split('\n').slice(1).join('\n');
    return list === undefined || list.length === 0
      ? ({ op: 'add', path: parent, block } as const)
      : ({ op: 'add', path: `${parent}.${key}`, block: lines } as const);
  };
  return [add(written.volumeMounts, path, 'volumeMounts', mount), add(pod.volumes, specPath, 'volumes', volume)];
}

function lintSharedMemory(pod: LintedPod, linted: LintedContainer, ctx: CheckContext): void {
  const image = linted.container.image ?? '';
  if (!imageMatches(image, SHARED_MEMORY_USERS) || /(exporter|operator|backup|client|driver)/.test(image)) return;
  if ((linted.container.volumeMounts ?? []).some(({ mountPath }) => mountPath?.startsWith('/dev/shm') === true)) return;
  const place = { pod: pod.written, specPath: pod.path, written: linted.written, path: linted.path };
  const edits = mountEdits(place, 'shm', '/dev/shm', { medium: 'Memory', sizeLimit: '256Mi' });
  const fixes = edits === undefined ? [] : [fix('fix-mount-shm', {}, edits)];
  ctx.report(volumeLints.shm, `${linted.path}.image`, { image }, { fixes });
}

function lintEmptyDir(
  pod: LintedPod,
  { name = '' }: Volume,
  { medium = '', sizeLimit }: EmptyDirVolumeSource,
  at: string,
  ctx: CheckContext,
): void {
  const size = sizeLimit === undefined ? undefined : parseQuantity(sizeLimit);
  if (medium === 'Memory') {
    const limit = smallestLimit(pod, name);
    const bytes = size === undefined || size.nano === 0n ? undefined : quantityValue(size);
    if (bytes !== undefined && (limit === undefined || bytes < limit)) return;
    const fixes =
      bytes === undefined
        ? [
            fix('fix-add-field', { field: 'sizeLimit', value: '64Mi' }, [
              { op: 'set', path: `${at}.sizeLimit`, raw: '64Mi' },
            ]),
          ]
        : [];
    const markPath = bytes === undefined ? `${at}.medium` : `${at}.sizeLimit`;
    ctx.report(volumeLints.memory, at, { volume: name }, { markPath, fixes });
  } else if (medium === '' && size === undefined && !hasStorageLimit(pod, name)) {
    const written = pod.written.volumes?.find((volume) => volume.name === name)?.emptyDir;
    const fixes =
      written === undefined
        ? []
        : [
            fix('fix-add-field', { field: 'sizeLimit', value: '1Gi' }, [
              { op: 'set', path: `${at}.sizeLimit`, raw: '1Gi' },
            ]),
          ];
    ctx.report(volumeLints.noSize, at, { volume: name }, { at: 'key', fixes });
  }
}

function mountsVolume({ container }: LintedContainer, name: string): boolean {
  return (container.volumeMounts ?? []).some((mount) => mount.name === name);
}

/** The smallest memory limit of the containers that mount a volume; undefined without any. */
function smallestLimit({ spec, containers }: LintedPod, volume: string): bigint | undefined {
  const limits = containers
    .filter((container) => mountsVolume(container, volume))
    .map(({ container }) => containerAmounts(spec, container).memoryLimitBytes)
    .filter((bytes) => bytes > 0n);
  let least: bigint | undefined;
  for (const bytes of limits) if (least === undefined || bytes < least) least = bytes;
  return least;
}

function hasStorageLimit({ containers }: LintedPod, volume: string): boolean {
  return containers
    .filter((container) => mountsVolume(container, volume))
    .some(({ container }) => container.resources?.limits?.['ephemeral-storage'] !== undefined);
}

function lintHostPath({ kind }: LintedPod, { name = '', hostPath }: Volume, at: string, ctx: CheckContext): void {
  const path = hostPath?.path ?? '';
  const socket = /\/(docker|containerd|crio|cri-dockerd)\.sock$/.test(path);
  // Agents of the node are what DaemonSets are for.
  if (kind === 'DaemonSet' && !socket) return;
  ctx.report(volumeLints.hostPath, at, { volume: name, path }, { at: 'key' });
}

/** Decimal numbers that read like permissions and still pass the server (0 to 511). */
const LOOKS_OCTAL: ReadonlySet<string> = new Set(['400', '440', '444', '500']);

function lintModes({ source }: LintedPod, volume: Volume, at: string, ctx: CheckContext): void {
  for (const path of modePaths(volume, at)) {
    const value = source(path);
    if (value === undefined || !LOOKS_OCTAL.has(value)) continue;
    const octal = `0${Number(value).toString(8)}`;
    ctx.report(volumeLints.octal, path, { value, octal }, { fixes: [setRaw(path, `0${value}`)] });
  }
}

function modePaths({ configMap, secret, downwardAPI, projected }: Volume, at: string): string[] {
  const paths: string[] = [];
  const add = (
    source: { readonly defaultMode?: number; readonly items?: readonly { readonly mode?: number }[] } | undefined,
    path: string,
  ) => {
    if (source?.defaultMode !== undefined) paths.push(`${path}.defaultMode`);
    (source?.items ?? []).forEach(({ mode }, i) => {
      if (mode !== undefined) paths.push(`${path}.items[${i}].mode`);
    });
  };
  add(configMap, `${at}.configMap`);
  add(secret, `${at}.secret`);
  add(downwardAPI, `${at}.downwardAPI`);
  if (projected?.defaultMode !== undefined) paths.push(`${at}.projected.defaultMode`);
  (projected?.sources ?? []).forEach((one, i) => {
    add(one.configMap, `${at}.projected.sources[${i}].configMap`);
    add(one.secret, `${at}.projected.sources[${i}].secret`);
  });
  return paths;
}
