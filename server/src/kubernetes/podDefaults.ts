// Defaults that the API server fills into pods and pod templates before it looks at them (pkg/apis/core/v1/defaults.go and
// zz_generated.defaults.go, 1.37; what only pods get: pkg/registry/core/pod/strategy.go). Works in place on decoded objects.

import { parseImageReference } from './imageReference';
import { aggregateContainerLimits, aggregateContainerRequests, readResourceList } from './podResources';
import { compareQuantities, formatQuantity } from './quantity';
import { isHugePageResourceName, isOvercommitAllowed, isSupportedPodLevelResource } from './resourceNames';
import type {
  AppArmorProfile,
  Container,
  HTTPGetAction,
  LabelSelector,
  Pod,
  PodAffinityTerm,
  PodSpec,
  Probe,
  Quantity,
  Volume,
} from './types';

/** A decoded object that may still be filled in. */
export type Fillable<T> = T extends object ? { -readonly [K in keyof T]: Fillable<T[K]> } : T;

/** Seconds a pod has to stop when it says nothing (core/v1 DefaultTerminationGracePeriodSeconds). */
export const DEFAULT_TERMINATION_GRACE_PERIOD_SECONDS = 30;

/** Numbers of a probe that say nothing or 0 (SetDefaults_Probe). */
export const PROBE_DEFAULTS = {
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
} as const;

/** Fills a pod spec, of a pod or of a template. */
export function setPodSpecDefaults(spec: Fillable<PodSpec>): void {
  if (!spec.serviceAccountName && spec.serviceAccount) spec.serviceAccountName = spec.serviceAccount;
  if (spec.serviceAccountName !== undefined) spec.serviceAccount = spec.serviceAccountName;
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.restartPolicy ||= 'Always';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= DEFAULT_TERMINATION_GRACE_PERIOD_SECONDS;
  spec.schedulerName ||= 'default-scheduler';
  spec.volumes?.forEach(setVolumeDefaults);
  for (const list of [spec.initContainers, spec.containers, spec.ephemeralContainers])
    list?.forEach(setContainerDefaults);
}

function setContainerDefaults(container: Fillable<Container>): void {
  container.imagePullPolicy ||= defaultPullPolicy(container.image ?? '');
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  for (const port of container.ports ?? []) port.protocol ||= 'TCP';
  for (const { valueFrom } of container.env ?? []) {
    if (valueFrom?.fieldRef !== undefined) valueFrom.fieldRef.apiVersion ||= 'v1';
  }
  setProbeDefaults(container.livenessProbe);
  setProbeDefaults(container.readinessProbe);
  setProbeDefaults(container.startupProbe);
  setHTTPGetDefaults(container.lifecycle?.postStart?.httpGet);
  setHTTPGetDefaults(container.lifecycle?.preStop?.httpGet);
}

/** Always for the tag `latest`, written or meant, also beside a digest; IfNotPresent otherwise (SetDefaults_Container). */
export function defaultPullPolicy(image: string): 'Always' | 'IfNotPresent' {
  const reference = parseImageReference(image);
  if (reference === undefined) return 'IfNotPresent';
  const tag = reference.tag ?? (reference.digest === undefined ? 'latest' : '');
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function setProbeDefaults(probe: Fillable<Probe> | undefined): void {
  if (probe === undefined) return;
  probe.timeoutSeconds ||= PROBE_DEFAULTS.timeoutSeconds;
  probe.periodSeconds ||= PROBE_DEFAULTS.periodSeconds;
  probe.successThreshold ||= PROBE_DEFAULTS.successThreshold;
  probe.failureThreshold ||= PROBE_DEFAULTS.failureThreshold;
  setHTTPGetDefaults(probe.httpGet);
}

function setHTTPGetDefaults(action: Fillable<HTTPGetAction> | undefined): void {
  if (action === undefined) return;
  action.path ||= '/';
  action.scheme ||= 'HTTP';
}

function setVolumeDefaults(volume: Fillable<Volume>): void {
  if (Object.keys(volume).every((key) => key === 'name')) volume.emptyDir = {};
  if (volume.image !== undefined) volume.image.pullPolicy ||= defaultPullPolicy(volume.image.reference ?? '');
  if (volume.hostPath !== undefined) volume.hostPath.type ??= '';
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected]) {
    if (source !== undefined) source.defaultMode ??= 0o644;
  }
  if (volume.azureDisk !== undefined) {
    volume.azureDisk.cachingMode ??= 'ReadWrite';
    volume.azureDisk.kind ??= 'Shared';
  }
  const claimSpec = volume.ephemeral?.volumeClaimTemplate?.spec;
  if (claimSpec !== undefined) claimSpec.volumeMode ??= 'Filesystem';
  const projections = volume.projected?.sources ?? [];
  const files = [volume.downwardAPI, ...projections.map((source) => source.downwardAPI)].flatMap(
    (api) => api?.items ?? [],
  );
  for (const { fieldRef } of files) if (fieldRef !== undefined) fieldRef.apiVersion ||= 'v1';
  for (const { serviceAccountToken } of projections) {
    if (serviceAccountToken !== undefined) serviceAccountToken.expirationSeconds ??= 3600;
  }
}

/** Fills a pod: the spec's defaults, and what a template does not get. */
export function setPodDefaults(pod: Fillable<Pod>): void {
  pod.spec ??= {};
  const { spec } = pod;
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) spec.terminationGracePeriodSeconds = 1;
  const containers = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  for (const container of containers) setRequestsFromLimits(container);
  spec.enableServiceLinks ??= true;
  if (spec.hostNetwork === true) {
    for (const port of containers.flatMap((container) => container.ports ?? [])) {
      if (port.containerPort !== undefined) port.hostPort ||= port.containerPort;
    }
  }
  setPodSpecDefaults(spec);
}

function setRequestsFromLimits(container: Fillable<Container>): void {
  const { resources } = container;
  if (resources?.limits === undefined) return;
  resources.requests = { ...resources.limits, ...resources.requests };
}

/** What the server changes in a pod between defaulting and validation (podStrategy.PrepareForCreate). */
export function preparePodForCreate(pod: Fillable<Pod>): void {
  const { metadata = {}, spec = {} } = pod;
  const labels = metadata.labels ?? {};
  for (const term of affinityTerms(spec)) {
    mergeLabelKeys(term.labelSelector, term.matchLabelKeys, 'In', labels);
    mergeLabelKeys(term.labelSelector, term.mismatchLabelKeys, 'NotIn', labels);
  }
  for (const constraint of spec.topologySpreadConstraints ?? []) {
    mergeLabelKeys(constraint.labelSelector, constraint.matchLabelKeys, 'In', labels);
  }
  copyAppArmorAnnotations(pod);
  setPodLevelResourceDefaults(spec);
}

function affinityTerms(spec: Fillable<PodSpec>): Fillable<PodAffinityTerm>[] {
  return [spec.affinity?.podAffinity, spec.affinity?.podAntiAffinity].flatMap((affinity) => [
    ...(affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap((term) => term.podAffinityTerm ?? []),
    ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
  ]);
}

function mergeLabelKeys(
  selector: Fillable<LabelSelector> | undefined,
  keys: readonly string[] | undefined,
  operator: 'In' | 'NotIn',
  labels: Readonly<Record<string, string>>,
): void {
  if (selector === undefined) return;
  const merged = (keys ?? [])
    .filter((key) => Object.hasOwn(labels, key))
    .map((key) => ({ key, operator, values: [labels[key] ?? ''] }));
  if (merged.length > 0) selector.matchExpressions = [...(selector.matchExpressions ?? []), ...merged];
}

const APPARMOR_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';

/** The AppArmor profile that an old annotation stands for; undefined when it means none (ApparmorFieldForAnnotation). */
export function appArmorProfileOf(annotation: string): AppArmorProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  const localhostProfile = annotation.startsWith('localhost/') ? annotation.slice('localhost/'.length) : '';
  return localhostProfile === '' ? undefined : { type: 'Localhost', localhostProfile };
}

function copyAppArmorAnnotations({ metadata, spec = {} }: Fillable<Pod>): void {
  if (spec.os?.name === 'windows') return;
  const podProfile = spec.securityContext?.appArmorProfile;
  const lists = [spec.initContainers, spec.containers, spec.ephemeralContainers];
  for (const container of lists.flatMap((list) => list ?? [])) {
    const annotation = metadata?.annotations?.[APPARMOR_PREFIX + (container.name ?? '')];
    if (annotation === undefined || container.securityContext?.appArmorProfile !== undefined) continue;
    const profile = appArmorProfileOf(annotation);
    if (profile === undefined || profile.localhostProfile !== profile.localhostProfile?.trim()) continue;
    if ((profile.localhostProfile ?? '').length > 4095) continue;
    if (podProfile?.type === profile.type && podProfile?.localhostProfile === profile.localhostProfile) continue;
    container.securityContext = { ...container.securityContext, appArmorProfile: profile };
  }
}

/** Pod-level requests and limits from each other and from the containers (pkg/api/pod/util.go DefaultPodLevelResources). */
function setPodLevelResourceDefaults(spec: Fillable<PodSpec>): void {
  const { resources } = spec;
  if (resources === undefined) return;
  const written = { ...resources.requests };
  const isSet = () => Object.keys({ ...resources.requests, ...resources.limits }).length > 0;
  if (!isSet()) return;
  const limits: Record<string, Quantity> = { ...resources.limits };
  for (const [name, amount] of aggregateContainerLimits(spec)) {
    if (isHugePageResourceName(name) && !Object.hasOwn(written, name)) limits[name] ??= formatQuantity(amount);
  }
  const requests: Record<string, Quantity> = { ...resources.requests };
  for (const [name, amount] of aggregateContainerRequests(spec)) {
    if (isSupportedPodLevelResource(name) && isOvercommitAllowed(name)) requests[name] ??= formatQuantity(amount);
  }
  for (const [name, amount] of Object.entries(limits)) {
    if (isSupportedPodLevelResource(name)) requests[name] ??= amount;
  }
  setMissingLimits(spec, requests, limits);
  if (Object.keys(limits).length > 0) resources.limits = limits;
  if (Object.keys(requests).length > 0) resources.requests = requests;
}

function setMissingLimits(spec: PodSpec, requests: Record<string, Quantity>, limits: Record<string, Quantity>): void {
  const containers: Container[] = [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
    ...(spec.ephemeralContainers ?? []),
  ];
  const missing = Object.keys(requests).filter(
    (name) =>
      isSupportedPodLevelResource(name) &&
      !Object.hasOwn(limits, name) &&
      containers.every((container) => container.resources?.limits?.[name] !== undefined),
  );
  const total = aggregateContainerLimits(spec);
  const wanted = readResourceList(requests);
  for (const name of missing) {
    const sum = total.get(name);
    const request = wanted.get(name);
    if (sum === undefined) continue;
    limits[name] = formatQuantity(request !== undefined && compareQuantities(request, sum) > 0 ? request : sum);
  }
}
