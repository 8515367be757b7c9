// What the server accepts in pods and templates but warns about (pkg/api/pod/warnings.go, 1.37). Runs on objects without
// errors only, as the server does.

import { isDNS1123Label, isLabelValue } from '../../kubernetes/names';
import { appArmorProfileOf } from '../../kubernetes/podDefaults';
import { parseQuantity, quantityMilliValue, ZERO } from '../../kubernetes/quantity';
import type {
  Affinity,
  Container,
  ContainerPort,
  ObjectMeta,
  Pod,
  PodAffinity,
  PodSpec,
  PodTemplateSpec,
  Quantity,
  Volume,
} from '../../kubernetes/types';
import { removeField, removeItem, setRaw } from '../fixes';
import { warnNodeLabel } from '../kinds/nodeLabels';
import { warnPersistentVolumeClaimSpec } from '../kinds/persistentVolumeClaim';
import { warnIP } from '../kinds/warnAddresses';
import { effectiveName } from '../metadata';
import { type CheckContext, ruleTable } from '../rule';
import { warnOverlappingPaths } from './pathOverlaps';
import { containersOf } from './visit';

export const podWarnings = ruleTable('warning', {
  hostname: { id: 'pod-name-hostname', severity: 'warning', path: 'metadata.name' },
  nodeValue: {
    id: 'preferred-node-value',
    severity: 'warning',
    path: 'affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[*].preference.matchExpressions[*].values[*]',
  },
  nullSelector: {
    id: 'selector-missing-matches-nothing',
    severity: 'warning',
    path: 'topologySpreadConstraints[*].labelSelector, affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[*].labelSelector',
  },
  annotation: { id: 'annotation-without-effect', severity: 'warning', path: 'metadata.annotations[*]' },
  appArmor: { id: 'apparmor-annotation-deprecated', severity: 'warning', path: 'metadata.annotations[*]' },
  volumeType: { id: 'volume-type-deprecated', severity: 'warning', path: 'volumes[*].gitRepo, volumes[*].glusterfs' },
  hostAlias: { id: 'host-alias-duplicate', severity: 'warning', path: 'hostAliases[*].ip' },
  pullSecretDuplicate: { id: 'pull-secret-duplicate', severity: 'warning', path: 'imagePullSecrets[*].name' },
  pullSecretEmpty: { id: 'pull-secret-empty', severity: 'warning', path: 'imagePullSecrets[*].name' },
  fractional: {
    id: 'fractional-bytes',
    severity: 'warning',
    path: 'containers[*].resources.limits[memory], overhead[memory]',
  },
  envHidden: { id: 'env-name-duplicate', severity: 'warning', path: 'containers[*].env[*]' },
  hostIP: { id: 'host-ip-without-port', severity: 'warning', path: 'containers[*].ports[*]' },
  portDuplicate: { id: 'port-duplicate', severity: 'warning', path: 'containers[*].ports[*]' },
  portOverlap: { id: 'port-overlap', severity: 'warning', path: 'containers[*].ports[*]' },
  portAmbiguous: { id: 'port-ambiguous', severity: 'warning', path: 'containers[*].ports[*]' },
  portNameTwice: { id: 'port-name-in-two-containers', severity: 'warning', path: 'containers[*].ports[*]' },
  negativeGrace: { id: 'grace-period-negative', severity: 'warning', path: 'terminationGracePeriodSeconds' },
});

/** Warns about a pod; `written` is the pod before the server's preparations, for what they hide. */
export function warnPod(pod: Pod, written: Pod, ctx: CheckContext): void {
  const { metadata = {}, spec = {} } = pod;
  const name = effectiveName(metadata);
  if (!isDNS1123Label(name)) ctx.report(podWarnings.hostname, 'metadata.name', { value: name });
  warnAppArmor(written.spec ?? {}, metadata, 'metadata.annotations', false, ctx);
  warnSpec(spec, metadata, { spec: 'spec', annotations: 'metadata.annotations' }, ctx);
}

/** Warns about a pod template; `path` is the template's. */
export function warnPodTemplate(template: object, path: string, ctx: CheckContext): void {
  const { metadata = {}, spec = {} } = template as PodTemplateSpec;
  const annotations = `${path}.metadata.annotations`;
  warnAppArmor(spec, metadata, annotations, true, ctx);
  warnSpec(spec, metadata, { spec: `${path}.spec`, annotations }, ctx);
}

interface Paths {
  readonly spec: string;
  readonly annotations: string;
}

function warnSpec(spec: PodSpec, meta: ObjectMeta, paths: Paths, ctx: CheckContext): void {
  const path = paths.spec;
  for (const label of Object.keys(spec.nodeSelector ?? {})) warnNodeLabel(label, `${path}.nodeSelector[${label}]`, ctx);
  if (spec.affinity !== undefined) warnAffinity(spec.affinity, `${path}.affinity`, ctx);
  for (const [i, constraint] of (spec.topologySpreadConstraints ?? []).entries()) {
    const at = `${path}.topologySpreadConstraints[${i}]`;
    warnNodeLabel(constraint.topologyKey ?? '', `${at}.topologyKey`, ctx);
    if (constraint.labelSelector === undefined) ctx.report(podWarnings.nullSelector, `${at}.labelSelector`);
  }
  warnAnnotations(spec, meta, paths, ctx);
  for (const [i, volume] of (spec.volumes ?? []).entries()) warnVolume(volume, `${path}.volumes[${i}]`, ctx);
  warnOverlappingPaths(spec.volumes ?? [], `${path}.volumes`, ctx);
  warnHostAliases(spec, `${path}.hostAliases`, ctx);
  warnPullSecrets(spec, `${path}.imagePullSecrets`, ctx);
  warnFractional(spec.overhead, `${path}.overhead`, ctx);
  for (const [container, at] of containersOf(spec, path)) warnContainer(container, at, ctx);
  warnPorts(spec, path, ctx);
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    const at = `${path}.terminationGracePeriodSeconds`;
    ctx.report(podWarnings.negativeGrace, at, undefined, { fixes: [setRaw(at, '1')] });
  }
  for (const [i, address] of (spec.dnsConfig?.nameservers ?? []).entries()) {
    warnIP(address, `${path}.dnsConfig.nameservers[${i}]`, ctx);
  }
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function warnAffinity(affinity: Affinity, path: string, ctx: CheckContext): void {
  const at = `${path}.nodeAffinity`;
  for (const [i, term] of (affinity.nodeAffinity?.[REQUIRED]?.nodeSelectorTerms ?? []).entries()) {
    for (const [j, { key = '' }] of (term.matchExpressions ?? []).entries()) {
      warnNodeLabel(key, `${at}.${REQUIRED}.nodeSelectorTerms[${i}].matchExpressions[${j}].key`, ctx);
    }
  }
  for (const [i, { preference = {} }] of (affinity.nodeAffinity?.[PREFERRED] ?? []).entries()) {
    for (const [j, { key = '', values = [] }] of (preference.matchExpressions ?? []).entries()) {
      const item = `${at}.${PREFERRED}[${i}].preference.matchExpressions[${j}]`;
      warnNodeLabel(key, `${item}.key`, ctx);
      for (const [k, value] of values.entries()) {
        if (!isLabelValue(value)) ctx.report(podWarnings.nodeValue, `${item}.values[${k}]`, { value });
      }
    }
  }
  for (const kind of ['podAffinity', 'podAntiAffinity'] as const)
    warnPodAffinity(affinity[kind], `${path}.${kind}`, ctx);
}

function warnPodAffinity(affinity: PodAffinity | undefined, path: string, ctx: CheckContext): void {
  for (const [i, term] of (affinity?.[REQUIRED] ?? []).entries()) {
    if (term.labelSelector === undefined)
      ctx.report(podWarnings.nullSelector, `${path}.${REQUIRED}[${i}].labelSelector`);
  }
  for (const [i, { podAffinityTerm }] of (affinity?.[PREFERRED] ?? []).entries()) {
    const at = `${path}.${PREFERRED}[${i}].podAffinityTerm.labelSelector`;
    if (podAffinityTerm?.labelSelector === undefined) ctx.report(podWarnings.nullSelector, at);
  }
}

/** Annotations that lost their effect, and what took their place. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'priorityClassName',
  'security.alpha.kubernetes.io/sysctls': 'sysctls',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'sysctls',
};
const SECCOMP_POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER_PREFIX = 'container.seccomp.security.alpha.kubernetes.io/';
const APPARMOR_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';

function warnAnnotations(spec: PodSpec, meta: ObjectMeta, paths: Paths, ctx: CheckContext): void {
  const annotations = meta.annotations ?? {};
  const warn = (key: string, field: string): void => {
    if (!Object.hasOwn(annotations, key)) return;
    const at = `${paths.annotations}[${key}]`;
    ctx.report(podWarnings.annotation, at, { key, field }, { fixes: [removeField(at)] });
  };
  for (const [key, field] of Object.entries(WITHOUT_EFFECT)) warn(key, field);
  if (spec.securityContext?.seccompProfile === undefined) warn(SECCOMP_POD_ANNOTATION, 'seccompProfile');
  for (const [container] of containersOf(spec, paths.spec)) {
    if (container.securityContext?.seccompProfile !== undefined) continue;
    warn(SECCOMP_CONTAINER_PREFIX + (container.name ?? ''), 'seccompProfile');
  }
}

/** AppArmor annotations are read, but a field is better; templates and pods differ in which ones are warned about. */
function warnAppArmor(spec: PodSpec, meta: ObjectMeta, path: string, template: boolean, ctx: CheckContext): void {
  if (!template && spec.os?.name === 'windows') return;
  const onPod = spec.securityContext?.appArmorProfile;
  for (const [container] of containersOf(spec, '')) {
    const key = APPARMOR_PREFIX + (container.name ?? '');
    const annotation = meta.annotations?.[key];
    if (annotation === undefined || container.securityContext?.appArmorProfile !== undefined) continue;
    const profile = appArmorProfileOf(annotation);
    const same =
      profile !== undefined && profile.type === onPod?.type && profile.localhostProfile === onPod?.localhostProfile;
    if (!same) ctx.report(podWarnings.appArmor, `${path}[${key}]`, { key });
  }
}

/** Volume sources that are going or gone: since which versions (deprecated, without effect). */
const OLD_VOLUMES: readonly (readonly [keyof Volume, string, string, string?])[] = [
  ['photonPersistentDisk', '1.11', '1.16'],
  ['gitRepo', '1.11', '1.33'],
  ['scaleIO', '1.16', '1.22'],
  ['flocker', '1.22', '1.25'],
  ['storageos', '1.22', '1.25', 'storageOS'],
  ['quobyte', '1.22', '1.25'],
  ['glusterfs', '1.25', '1.26'],
  ['cephfs', '1.28', '1.31'],
  ['rbd', '1.28', '1.31'],
];

function warnVolume(volume: Volume, path: string, ctx: CheckContext): void {
  for (const [kind, since, gone, reported] of OLD_VOLUMES) {
    if (volume[kind] === undefined) continue;
    const options = { markPath: `${path}.${kind}` };
    ctx.report(podWarnings.volumeType, `${path}.${reported ?? kind}`, { kind, since, gone }, options);
  }
  const template = volume.ephemeral?.volumeClaimTemplate;
  if (template === undefined) return;
  warnPersistentVolumeClaimSpec({ ...template.spec }, `${path}.ephemeral.volumeClaimTemplate.spec`, ctx);
}

function warnHostAliases(spec: PodSpec, path: string, ctx: CheckContext): void {
  const seen = new Set<string>();
  for (const [i, { ip = '' }] of (spec.hostAliases ?? []).entries()) {
    const at = `${path}[${i}].ip`;
    if (seen.has(ip)) ctx.report(podWarnings.hostAlias, at, { value: ip });
    seen.add(ip);
    warnIP(ip, at, ctx);
  }
}

function warnPullSecrets(spec: PodSpec, path: string, ctx: CheckContext): void {
  const seen = new Set<string>();
  for (const [i, { name = '' }] of (spec.imagePullSecrets ?? []).entries()) {
    const at = `${path}[${i}]`;
    if (seen.has(name)) {
      ctx.report(podWarnings.pullSecretDuplicate, `${at}.name`, { value: name }, { fixes: [removeItem(at, true)] });
    }
    seen.add(name);
    if (name === '') ctx.report(podWarnings.pullSecretEmpty, `${at}.name`, undefined, { fixes: [removeItem(at)] });
  }
}

function warnFractional(list: Readonly<Record<string, Quantity>> | undefined, path: string, ctx: CheckContext): void {
  for (const name of ['memory', 'ephemeral-storage']) {
    const written = list?.[name];
    const amount = written === undefined ? ZERO : (parseQuantity(written) ?? ZERO);
    const milli = quantityMilliValue(amount);
    if (milli % 1000n === 0n) continue;
    const at = `${path}[${name}]`;
    const fixes = /m$/.test(String(written)) ? [setRaw(at, String(written).replace(/m$/, 'M'), false)] : [];
    const whole = setRaw(at, String(milli / 1000n + 1n));
    ctx.report(podWarnings.fractional, at, { name, value: String(written) }, { fixes: [...fixes, whole] });
  }
}

function warnContainer(container: Container, path: string, ctx: CheckContext): void {
  warnFractional(container.resources?.limits, `${path}.resources.limits`, ctx);
  warnFractional(container.resources?.requests, `${path}.resources.requests`, ctx);
  const seen = new Set<string>();
  for (const [i, { name = '', value = '', valueFrom }] of (container.env ?? []).entries()) {
    const reference = `$(${name})`;
    const extends_ = valueFrom === undefined && value !== reference && value.includes(reference);
    if (seen.has(name) && !extends_) {
      const at = `${path}.env[${i}]`;
      ctx.report(podWarnings.envHidden, at, { value: name }, { markPath: `${at}.name`, fixes: [removeItem(at)] });
    }
    seen.add(name);
  }
}

interface PlacedPort {
  readonly port: ContainerPort;
  readonly path: string;
}

function warnPorts(spec: PodSpec, path: string, ctx: CheckContext): void {
  const byNumber = new Map<string, PlacedPort[]>();
  const byName = new Map<string, string>();
  for (const [container, at] of containersOf(spec, path)) {
    for (const [i, port] of (container.ports ?? []).entries()) {
      const here = { port, path: `${at}.ports[${i}]` };
      warnPort(here, byNumber, ctx);
      const name = port.name ?? '';
      const other = byName.get(name);
      if (name !== '' && other !== undefined) {
        ctx.report(podWarnings.portNameTwice, here.path, { value: name, other }, { markPath: `${here.path}.name` });
      } else if (name !== '') byName.set(name, here.path);
    }
  }
}

/** Ports of one number that are compared with each other; more are a mistake of another kind. */
const MOST_COMPARED = 100;

function warnPort(here: PlacedPort, byNumber: Map<string, PlacedPort[]>, ctx: CheckContext): void {
  const { hostIP = '', hostPort = 0, containerPort = 0, protocol = '' } = here.port;
  if (hostIP !== '' && hostPort === 0) {
    const fixes = [removeField(`${here.path}.hostIP`)];
    ctx.report(podWarnings.hostIP, here.path, { value: hostIP }, { fixes });
  }
  const key = `${containerPort}/${protocol}`;
  const others = byNumber.get(key) ?? [];
  if (others.length < MOST_COMPARED) byNumber.set(key, [...others, here]);
  for (const other of others) if (warnPortPair(here, other, ctx)) return;
}

/** The first port that an earlier one clashes with is enough. */
function warnPortPair({ port, path }: PlacedPort, other: PlacedPort, ctx: CheckContext): boolean {
  const { hostIP = '', hostPort = 0, containerPort = 0, protocol = '' } = port;
  const { hostIP: otherIP = '', hostPort: otherPort = 0 } = other.port;
  const values = { port: containerPort, protocol, other: other.path };
  const fixes = [removeItem(path)];
  if (hostIP === otherIP && hostPort === otherPort) ctx.report(podWarnings.portDuplicate, path, values, { fixes });
  else if (hostPort === 0 || otherPort === 0) ctx.report(podWarnings.portOverlap, path, values, { fixes });
  else if (hostPort === otherPort && (hostIP === '') !== (otherIP === '')) {
    ctx.report(podWarnings.portAmbiguous, path, values);
  } else return false;
  return true;
}
