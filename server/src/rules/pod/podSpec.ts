// A pod spec as a whole, and its fields that need no file of their own (ValidatePodSpec, pkg/apis/core/validation/validation.go,
// 1.37). Expects a decoded spec with defaults filled in.
import { nameIsDNSSubdomain, toDNS1123Subdomain } from '../../kubernetes/names';
import type { HostAlias, PodDNSConfig, PodResourceClaim, PodSpec } from '../../kubernetes/types';
import { addBlock, addField, removeField } from '../fixes';
import { common } from '../kinds/commonRules';
import {
  badFormat,
  checkDNSLabel,
  checkIP,
  checkQualifiedName,
  checkRange,
  checkRequiredKnown,
  duplicate,
  required,
} from '../kinds/report';
import { type CheckedObjectMeta, checkLabels, effectiveName } from '../metadata';
import { type CheckContext, ruleTable } from '../rule';
import { checkAffinity } from './affinity';
import { checkContainers, checkEphemeralContainers, checkInitContainers, type PodFacts } from './containers';
import { enabled } from './gates';
import { checkHostNetworkPorts } from './ports';
import { checkPodResources, checkResourceRequirements } from './resources';
import { checkSchedulingGates, checkTolerations, checkTopologySpread } from './scheduling';
import { checkHostProcess, checkOS, checkPodSecurityContext } from './security';
import { containersOf } from './visit';
import { checkVolumes } from './volumes';

export const podRules = ruleTable('pod', {
  shareProcess: { id: 'share-process-and-host-pid', type: 'FieldValueInvalid', path: 'shareProcessNamespace' },
  hostUsers: {
    id: 'host-users-conflict',
    type: 'FieldValueForbidden',
    path: 'hostNetwork, HostPID, HostIPC, containers[*].volumeDevices',
  },
  hostnameOverride: { id: 'hostname-override-conflict', type: 'FieldValueForbidden', path: 'hostnameOverride' },
  dnsNone: { id: 'dns-none-nameservers', type: 'FieldValueRequired', path: 'dnsConfig, dnsConfig.nameservers' },
  dnsTooMany: { id: 'dns-config-limit', type: 'FieldValueInvalid', path: 'dnsConfig.nameservers, dnsConfig.searches' },
  dnsSearch: { id: 'dns-search', type: 'FieldValueInvalid', path: 'dnsConfig.searches[*]' },
  dnsOption: { id: 'dns-option-name', type: 'FieldValueRequired', path: 'dnsConfig.options[*]' },
  claimSource: { id: 'resource-claim-source', type: 'FieldValueInvalid', path: 'resourceClaims[*]' },
  claimMirror: { id: 'resource-claim-static-pod', type: 'FieldValueForbidden', path: 'resourceClaims' },
  fileKeyVolume: {
    id: 'file-key-volume-missing',
    type: 'FieldValueNotFound',
    path: 'containers[*].env[*].valueFrom.fileKeyRef.volumeName',
  },
  fileKeyVolumeType: {
    id: 'file-key-volume-type',
    type: 'FieldValueInvalid',
    path: 'containers[*].env[*].valueFrom.fileKeyRef.volumeName',
  },
});

export const RESTART_POLICIES: readonly string[] = ['Always', 'OnFailure', 'Never'];
export const DNS_POLICIES: readonly string[] = ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'];
export const PREEMPTION_POLICIES: readonly string[] = ['PreemptLowerPriority', 'Never'];

/** Annotation of a pod that the kubelet made from a file on its node. */
export const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

/** Checks a pod spec. `meta` is the pod's own metadata; templates give none. `path` is `spec`, `spec.template.spec`, …. */
export function checkPodSpec(
  spec: PodSpec,
  meta: CheckedObjectMeta | undefined,
  path: string,
  ctx: CheckContext,
): void {
  const facts = gatherFacts(spec, meta, path, ctx);
  checkResourceClaims(spec.resourceClaims ?? [], meta, `${path}.resourceClaims`, ctx);
  checkContainers(facts, `${path}.containers`, ctx);
  checkInitContainers(facts, `${path}.initContainers`, ctx);
  checkEphemeralContainers(facts, `${path}.ephemeralContainers`, ctx);
  if (enabled('PodLevelResources', ctx.minor)) checkPodResources(spec, facts.claimNames, path, ctx);
  checkHostNetworkPorts(spec, path, meta !== undefined, ctx);
  checkPolicies(spec, path, ctx);
  checkLabels(spec.nodeSelector ?? {}, `${path}.nodeSelector`, ctx);
  checkPodSecurityContext(spec, `${path}.securityContext`, ctx);
  checkScheduling(spec, path, ctx);
  checkDNSConfig(spec.dnsConfig, spec.dnsPolicy ?? '', path, ctx);
  checkHostProcess(spec, path, ctx);
  checkHostNamespaces(spec, path, ctx);
  checkNames(spec, path, ctx);
  checkHostAliases(spec.hostAliases ?? [], `${path}.hostAliases`, ctx);
  if (spec.overhead !== undefined)
    checkResourceRequirements({ limits: spec.overhead }, `${path}.overhead`, ctx, new Set(), `${path}.overhead`);
  checkOS(spec, path, ctx);
  if (enabled('EnvFiles', ctx.minor)) checkFileKeyVolumes(spec, path, ctx);
}

function gatherFacts(spec: PodSpec, meta: CheckedObjectMeta | undefined, path: string, ctx: CheckContext): PodFacts {
  const volumes = spec.volumes ?? [];
  const podName = meta === undefined ? '' : effectiveName(meta);
  return {
    spec,
    volumes: {
      good: checkVolumes(volumes, `${path}.volumes`, ctx, { podName }),
      written: new Set(volumes.map(({ name }) => name ?? '')),
      listed: spec.volumes !== undefined,
      specPath: path,
    },
    claimNames: new Set((spec.resourceClaims ?? []).flatMap(({ name }) => (name ? [name] : []))),
    gracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 0,
    hostUsers: spec.hostUsers !== false,
  };
}

function checkPolicies(spec: PodSpec, path: string, ctx: CheckContext): void {
  checkRequiredKnown(spec.restartPolicy ?? '', RESTART_POLICIES, `${path}.restartPolicy`, ctx);
  checkRequiredKnown(spec.dnsPolicy ?? '', DNS_POLICIES, `${path}.dnsPolicy`, ctx);
  const { preemptionPolicy, activeDeadlineSeconds } = spec;
  if (preemptionPolicy !== undefined) {
    checkRequiredKnown(preemptionPolicy, PREEMPTION_POLICIES, `${path}.preemptionPolicy`, ctx);
  }
  if (activeDeadlineSeconds !== undefined) {
    checkRange(activeDeadlineSeconds, 1, 2 ** 31 - 1, `${path}.activeDeadlineSeconds`, ctx);
  }
}

function checkScheduling(spec: PodSpec, path: string, ctx: CheckContext): void {
  if (spec.affinity !== undefined) checkAffinity(spec.affinity, `${path}.affinity`, ctx);
  for (const [i, { conditionType = '' }] of (spec.readinessGates ?? []).entries()) {
    checkQualifiedName(conditionType, `${path}.readinessGates[${i}].conditionType`, ctx);
  }
  checkSchedulingGates(spec.schedulingGates ?? [], `${path}.schedulingGates`, ctx);
  checkTopologySpread(spec.topologySpreadConstraints ?? [], `${path}.topologySpreadConstraints`, ctx);
  checkTolerations(spec.tolerations ?? [], `${path}.tolerations`, ctx);
}

function checkNames(spec: PodSpec, path: string, ctx: CheckContext): void {
  for (const field of ['serviceAccountName', 'nodeName', 'priorityClassName', 'runtimeClassName'] as const) {
    const value = spec[field];
    if (value === undefined || (value === '' && field !== 'runtimeClassName')) continue;
    if (!nameIsDNSSubdomain(value, false)) {
      badFormat(common.dnsSubdomain, value, `${path}.${field}`, ctx, toDNS1123Subdomain(value));
    }
  }
  for (const field of ['hostname', 'subdomain'] as const) {
    const value = spec[field] ?? '';
    if (value !== '') checkDNSLabel(value, `${path}.${field}`, ctx);
  }
  if (spec.hostnameOverride !== undefined && enabled('HostnameOverride', ctx.minor)) {
    checkHostnameOverride(spec, spec.hostnameOverride, path, ctx);
  }
}

const HOSTNAME_MAX_LENGTH = 64;

function checkHostnameOverride(spec: PodSpec, hostname: string, path: string, ctx: CheckContext): void {
  const at = `${path}.hostnameOverride`;
  for (const field of ['setHostnameAsFQDN', 'hostNetwork'] as const) {
    if (spec[field] !== true) continue;
    const fixes = [removeField(at), removeField(`${path}.${field}`)];
    ctx.report(podRules.hostnameOverride, at, { field }, { fixes });
  }
  if (hostname.length > HOSTNAME_MAX_LENGTH) {
    ctx.report(common.tooLong, at, { field: 'hostnameOverride', limit: HOSTNAME_MAX_LENGTH });
  }
  if (!nameIsDNSSubdomain(hostname, false)) {
    badFormat(common.dnsSubdomain, hostname, at, ctx, toDNS1123Subdomain(hostname));
  }
}

function checkHostNamespaces(spec: PodSpec, path: string, ctx: CheckContext): void {
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    const at = `${path}.shareProcessNamespace`;
    const fixes = [removeField(at), removeField(`${path}.hostPID`)];
    ctx.report(podRules.shareProcess, at, undefined, { fixes });
  }
  if (spec.hostUsers !== false) return;
  // The server spells two of these fields with a capital letter.
  for (const [field, reported] of [
    ['hostNetwork', 'hostNetwork'],
    ['hostPID', 'HostPID'],
    ['hostIPC', 'HostIPC'],
  ] as const) {
    if (spec[field] !== true) continue;
    const markPath = `${path}.${field}`;
    const fixes = [removeField(markPath), removeField(`${path}.hostUsers`)];
    ctx.report(podRules.hostUsers, `${path}.${reported}`, { field }, { markPath, fixes });
  }
  for (const [container, at] of containersOf(spec, path)) {
    if ((container.volumeDevices ?? []).length === 0) continue;
    const field = `${at}.volumeDevices`;
    ctx.report(podRules.hostUsers, field, { field: 'volumeDevices' }, { fixes: [removeField(field)] });
  }
}

const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARACTERS = 2048;

function checkDNSConfig(config: PodDNSConfig | undefined, policy: string, specPath: string, ctx: CheckContext): void {
  const path = `${specPath}.dnsConfig`;
  const nameservers = config?.nameservers ?? [];
  if (policy === 'None' && nameservers.length === 0) {
    const list = 'nameservers:\n  - 10.0.0.10';
    const at = config === undefined ? path : `${path}.nameservers`;
    const fixes =
      config === undefined
        ? [addBlock(specPath, 'dnsConfig', `dnsConfig:\n${list.replace(/^/gm, '  ')}`)]
        : [addBlock(path, 'nameservers', list)];
    ctx.report(podRules.dnsNone, at, undefined, { fixes });
    return;
  }
  if (config === undefined) return;
  const limit = (field: string, count: number, most: number): void => {
    if (count > most) ctx.report(podRules.dnsTooMany, `${path}.${field}`, { field, count, limit: most });
  };
  limit('nameservers', nameservers.length, MAX_NAMESERVERS);
  for (const [i, address] of nameservers.entries()) checkIP(address, `${path}.nameservers[${i}]`, ctx);
  const searches = config.searches ?? [];
  limit('searches', searches.length, MAX_SEARCHES);
  limit('searches', searches.join(' ').length, MAX_SEARCH_CHARACTERS);
  for (const [i, search] of searches.entries()) checkSearch(search, `${path}.searches[${i}]`, ctx);
  for (const [i, { name = '' }] of (config.options ?? []).entries()) {
    const at = `${path}.options[${i}]`;
    if (name === '') ctx.report(podRules.dnsOption, at, undefined, { fixes: [addField(at, 'name', 'ndots')] });
  }
}

const SEARCH = /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;

function checkSearch(search: string, path: string, ctx: CheckContext): void {
  const name = search.endsWith('.') ? search.slice(0, -1) : search;
  if (search === '.' || (name.length <= 253 && SEARCH.test(name))) return;
  badFormat(podRules.dnsSearch, search, path, ctx, toDNS1123Subdomain(search));
}

function checkHostAliases(aliases: readonly HostAlias[], path: string, ctx: CheckContext): void {
  for (const [i, alias] of aliases.entries()) {
    checkIP(alias.ip ?? '', `${path}[${i}].ip`, ctx);
    for (const [j, name] of (alias.hostnames ?? []).entries()) {
      const at = `${path}[${i}].hostnames[${j}]`;
      if (!nameIsDNSSubdomain(name, false)) badFormat(common.dnsSubdomain, name, at, ctx, toDNS1123Subdomain(name));
    }
  }
}

function checkResourceClaims(
  claims: readonly PodResourceClaim[],
  meta: CheckedObjectMeta | undefined,
  path: string,
  ctx: CheckContext,
): void {
  if (claims.length > 0 && Object.hasOwn(meta?.annotations ?? {}, MIRROR_ANNOTATION)) {
    ctx.report(podRules.claimMirror, '', undefined, { markPath: path });
    return;
  }
  const taken = new Set<string>();
  for (const [i, claim] of claims.entries()) {
    const at = `${path}[${i}]`;
    const name = claim.name ?? '';
    if (name === '') required(`${at}.name`, ctx, 'my-claim');
    else if (taken.has(name)) duplicate(name, `${at}.name`, ctx);
    else checkDNSLabel(name, `${at}.name`, ctx);
    if (name !== '') taken.add(name);
    const sources = ['resourceClaimName', 'resourceClaimTemplateName'] as const;
    const used = sources.filter((field) => claim[field] !== undefined);
    if (used.length !== 1) {
      const add = addField(at, 'resourceClaimTemplateName', 'my-claim-template');
      const fixes = used.length === 0 ? [add] : used.map((field) => removeField(`${at}.${field}`));
      ctx.report(podRules.claimSource, at, { count: used.length }, { fixes });
    }
    for (const field of used) {
      const value = claim[field] ?? '';
      if (!nameIsDNSSubdomain(value, false)) badFormat(common.dnsSubdomain, value, `${at}.${field}`, ctx);
    }
  }
}

function checkFileKeyVolumes(spec: PodSpec, path: string, ctx: CheckContext): void {
  const volumes = new Map((spec.volumes ?? []).map((volume) => [volume.name ?? '', volume]));
  for (const [container, at] of containersOf(spec, path)) {
    for (const [i, { valueFrom }] of (container.env ?? []).entries()) {
      const reference = valueFrom?.fileKeyRef;
      if (reference === undefined) continue;
      const field = `${at}.env[${i}].valueFrom.fileKeyRef.volumeName`;
      const name = reference.volumeName ?? '';
      const volume = volumes.get(name);
      if (volume === undefined) ctx.report(podRules.fileKeyVolume, field, { value: name });
      else if (volume.emptyDir === undefined) ctx.report(podRules.fileKeyVolumeType, field, { value: name });
    }
  }
}
