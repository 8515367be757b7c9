// Volume mounts and block devices of containers against the pod's volumes (ValidateVolumeMounts, ValidateVolumeDevices,
// pkg/apis/core/validation/validation.go, 1.37). The server leaves the index out of some of its paths.
import type { Container, Volume, VolumeDevice, VolumeMount } from '../../kubernetes/types';
import type { Fix } from '../finding';
import { addField, nearest, removeField, removeItem, setTo, yamlString } from '../fixes';
import { checkKnown, required } from '../kinds/report';
import { type CheckContext, ruleTable } from '../rule';
import { checkDescendingPath } from './relativePaths';

export const mountRules = ruleTable('volume', {
  volumeMissing: {
    id: 'mount-volume-missing',
    type: 'FieldValueNotFound',
    path: 'containers[*].volumeMounts[*].name, containers[*].volumeDevices[*].name',
  },
  pathRequired: {
    id: 'mount-path-required',
    type: 'FieldValueRequired',
    path: 'containers[*].volumeMounts[*].mountPath, containers[*].volumeDevices[*].devicePath',
  },
  pathDuplicate: {
    id: 'mount-path-duplicate',
    type: 'FieldValueInvalid',
    path: 'containers[*].volumeMounts[*].mountPath, containers[*].volumeDevices[*].devicePath',
  },
  mountAndDevice: {
    id: 'mount-and-device',
    type: 'FieldValueInvalid',
    path: 'containers[*].volumeMounts[*].name, containers[*].volumeDevices[*].name',
  },
  subPathBoth: {
    id: 'sub-path-and-expression',
    type: 'FieldValueInvalid',
    path: 'containers[*].volumeMounts[*].subPathExpr',
  },
  propagation: {
    id: 'mount-propagation-privileged',
    type: 'FieldValueForbidden',
    path: 'containers[*].volumeMounts.mountPropagation',
  },
  recursiveReadOnly: {
    id: 'recursive-read-only',
    type: 'FieldValueForbidden',
    path: 'containers[*].volumeMounts.recursiveReadOnly',
  },
  deviceName: {
    id: 'device-name-duplicate',
    type: 'FieldValueInvalid',
    path: 'containers[*].volumeDevices[*].name',
  },
  deviceVolume: { id: 'device-volume-type', type: 'FieldValueInvalid', path: 'containers[*].volumeDevices[*].name' },
  devicePath: {
    id: 'device-path-backsteps',
    type: 'FieldValueInvalid',
    path: 'containers[*].volumeDevices[*].devicePath',
  },
});

/** The pod's volumes: those that can be mounted, and all names that are written. */
export interface KnownVolumes {
  readonly good: ReadonlyMap<string, Volume>;
  readonly written: ReadonlySet<string>;
  /** The pod has a list of volumes, be it empty. */
  readonly listed: boolean;
  /** Path of the pod spec, where a fix adds a volume. */
  readonly specPath: string;
}

/** How mounts travel between host and container. */
export const MOUNT_PROPAGATIONS: readonly string[] = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE_READ_ONLY: readonly string[] = ['Disabled', 'Enabled', 'IfPossible'];

/** Checks the volume mounts of a container. */
export function checkVolumeMounts(container: Container, volumes: KnownVolumes, path: string, ctx: CheckContext): void {
  const devices = container.volumeDevices ?? [];
  const deviceNames = new Set(devices.map(({ name }) => name ?? ''));
  const devicePaths = new Set(lastByName(devices, ({ devicePath }) => devicePath));
  const taken = new Set<string>();
  for (const [i, mount] of (container.volumeMounts ?? []).entries()) {
    const at = `${path}[${i}]`;
    const { name = '', mountPath = '' } = mount;
    if (name === '') required(`${at}.name`, ctx);
    checkVolumeExists(name, volumes, at, ctx);
    checkMountPath(mountPath, taken, at, ctx);
    if (deviceNames.has(name)) reportMountAndDevice(name, `${at}.name`, at, ctx);
    if (devicePaths.has(mountPath)) reportMountAndDevice(mountPath, `${at}.mountPath`, at, ctx);
    checkSubPaths(mount, path, at, ctx);
    checkPropagation(mount, container, path, at, ctx);
    checkRecursiveReadOnly(mount, path, at, ctx);
  }
}

/** The server looks at a map by name, in which the last of equal names counts. */
function lastByName<T extends { readonly name?: string }>(items: readonly T[], of: (item: T) => string | undefined) {
  return new Map(items.map((item) => [item.name ?? '', of(item) ?? ''])).values();
}

/** Findings after which no repair is worked out: nobody mends a file of thousands by hand. */
const MOST_REPAIRS = 500;

/** Names of volumes that a message lists and a repair chooses from. */
const MOST_NAMES = 50;

function checkVolumeExists(name: string, volumes: KnownVolumes, at: string, ctx: CheckContext): void {
  if (volumes.good.has(name)) return;
  const known = firstNames(volumes.good);
  ctx.report(
    mountRules.volumeMissing,
    `${at}.name`,
    { value: name, known: known.join(', ') || '-' },
    {
      fixes: ctx.findings.length > MOST_REPAIRS ? [] : missingVolumeFixes(name, known, volumes, at),
      consequence: volumes.written.has(name),
    },
  );
}

function firstNames(volumes: ReadonlyMap<string, Volume>): readonly string[] {
  const names: string[] = [];
  for (const name of volumes.keys()) if (names.push(name) === MOST_NAMES) break;
  return names;
}

function missingVolumeFixes(name: string, known: readonly string[], volumes: KnownVolumes, at: string): readonly Fix[] {
  const near = nearest(name, known);
  const others = known.filter((other) => other !== near).slice(0, 4);
  const fixes = near === undefined ? [] : [setTo(`${at}.name`, near)];
  if (name !== '') fixes.push(createVolume(name, volumes, near === undefined));
  return [...fixes, ...others.map((other) => setTo(`${at}.name`, other, false)), removeItem(at)];
}

/** One line, so that it fits lists in brackets as well as lists of lines. */
function createVolume(name: string, volumes: KnownVolumes, preferred: boolean): Fix {
  const item = `- { name: ${yamlString(name)}, emptyDir: {} }`;
  const edit = volumes.listed
    ? ({ op: 'add', path: `${volumes.specPath}.volumes`, block: item } as const)
    : ({ op: 'add', path: volumes.specPath, block: `volumes:\n  ${item}` } as const);
  return { title: 'fix-create-volume', values: { name }, edits: [edit], preferred };
}

function checkMountPath(mountPath: string, taken: Set<string>, at: string, ctx: CheckContext): void {
  if (mountPath === '') {
    const fixes = [addField(at, 'mountPath', '/mnt')];
    ctx.report(mountRules.pathRequired, `${at}.mountPath`, { field: 'mountPath' }, { fixes });
  }
  if (taken.has(mountPath)) {
    ctx.report(mountRules.pathDuplicate, `${at}.mountPath`, { value: mountPath }, { fixes: [removeItem(at)] });
  }
  taken.add(mountPath);
}

function reportMountAndDevice(value: string, path: string, item: string, ctx: CheckContext): void {
  ctx.report(mountRules.mountAndDevice, path, { value }, { fixes: [removeItem(item)] });
}

function checkSubPaths(mount: VolumeMount, path: string, at: string, ctx: CheckContext): void {
  const { subPath = '', subPathExpr = '' } = mount;
  if (subPath !== '') checkDescendingPath(subPath, `${path}.subPath`, ctx, `${at}.subPath`);
  if (subPathExpr === '') return;
  if (subPath !== '') {
    const fixes = [removeField(`${at}.subPath`), removeField(`${at}.subPathExpr`)];
    ctx.report(mountRules.subPathBoth, `${at}.subPathExpr`, undefined, { fixes });
  }
  checkDescendingPath(subPathExpr, `${path}.subPathExpr`, ctx, `${at}.subPathExpr`);
}

function checkPropagation(mount: VolumeMount, container: Container, path: string, at: string, ctx: CheckContext): void {
  const value = mount.mountPropagation;
  if (value === undefined) return;
  checkKnown(value, MOUNT_PROPAGATIONS, `${path}.mountPropagation`, ctx);
  if (value !== 'Bidirectional' || container.securityContext?.privileged === true) return;
  const mark = `${at}.mountPropagation`;
  const fixes = [setTo(mark, 'HostToContainer')];
  ctx.report(mountRules.propagation, `${path}.mountPropagation`, undefined, { markPath: mark, fixes });
}

function checkRecursiveReadOnly(mount: VolumeMount, path: string, at: string, ctx: CheckContext): void {
  const value = mount.recursiveReadOnly;
  if (value === undefined || value === 'Disabled') return;
  const reported = `${path}.recursiveReadOnly`;
  if (!checkKnown(value, RECURSIVE_READ_ONLY, reported, ctx)) return;
  const writable = mount.readOnly !== true;
  if (!writable && (mount.mountPropagation ?? 'None') === 'None') return;
  const mark = `${at}.recursiveReadOnly`;
  const fixes = writable
    ? [addField(at, 'readOnly', 'true'), removeField(mark)]
    : [removeField(`${at}.mountPropagation`)];
  ctx.report(mountRules.recursiveReadOnly, reported, { value }, { markPath: mark, fixes });
}

/** Checks the block devices of a container. */
export function checkVolumeDevices(container: Container, volumes: KnownVolumes, path: string, ctx: CheckContext): void {
  const mounts = container.volumeMounts ?? [];
  const mountNames = new Set(mounts.map(({ name }) => name ?? ''));
  const mountPaths = new Set(lastByName(mounts, ({ mountPath }) => mountPath));
  const names = new Set<string>();
  const paths = new Set<string>();
  for (const [i, device] of (container.volumeDevices ?? []).entries()) {
    const at = `${path}[${i}]`;
    checkDeviceName(device, names, volumes, at, ctx);
    checkDevicePath(device, paths, at, ctx);
    const { name = '', devicePath = '' } = device;
    if (mountNames.has(name)) reportMountAndDevice(name, `${at}.name`, at, ctx);
    if (mountPaths.has(devicePath)) reportMountAndDevice(devicePath, `${at}.devicePath`, at, ctx);
    if (name !== '') names.add(name);
  }
}

function checkDeviceName(
  device: VolumeDevice,
  names: ReadonlySet<string>,
  volumes: KnownVolumes,
  at: string,
  ctx: CheckContext,
): void {
  const name = device.name ?? '';
  if (name === '') required(`${at}.name`, ctx);
  if (names.has(name)) ctx.report(mountRules.deviceName, `${at}.name`, { value: name }, { fixes: [removeItem(at)] });
  const volume = volumes.good.get(name);
  if (volume === undefined) checkVolumeExists(name, volumes, at, ctx);
  else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
    ctx.report(mountRules.deviceVolume, `${at}.name`, { value: name });
  }
}

function checkDevicePath(device: VolumeDevice, paths: Set<string>, at: string, ctx: CheckContext): void {
  const path = device.devicePath ?? '';
  if (path === '') {
    const fixes = [addField(at, 'devicePath', '/dev/xvda')];
    ctx.report(mountRules.pathRequired, `${at}.devicePath`, { field: 'devicePath' }, { fixes });
  }
  if (paths.has(path)) ctx.report(mountRules.pathDuplicate, `${at}.devicePath`, { value: path });
  if (path.split('/').includes('..')) ctx.report(mountRules.devicePath, `${at}.devicePath`, { value: path });
  else paths.add(path);
}
