// Security contexts of pods and containers: users, profiles, sysctls, Windows options, and what the pod's operating system
// forbids (ValidateSecurityContext, validatePodSpecSecurityContext, validateOS and neighbours, core/validation, 1.37).
import { byteLength, isDNS1123Subdomain, isValidUserID } from '../../kubernetes/names';
import { isSysctlName, SYSCTL_MAX_LENGTH, sysctlNamespace } from '../../kubernetes/sysctls';
import type {
  AppArmorProfile,
  PodSecurityContext,
  PodSpec,
  SeccompProfile,
  SecurityContext,
  WindowsSecurityContextOptions,
} from '../../kubernetes/types';
import { addField, removeField, setRaw, setTo } from '../fixes';
import { common } from '../kinds/commonRules';
import { badFormat, checkKnown, checkRequiredKnown, duplicate, required, unsupported } from '../kinds/report';
import { type CheckContext, ruleTable } from '../rule';
import { enabled } from './gates';
import { checkDescendingPath } from './relativePaths';
import { containersOf } from './visit';

export const securityRules = ruleTable('security', {
  id: {
    id: 'user-or-group-id',
    type: 'FieldValueInvalid',
    path: 'securityContext.runAsUser, securityContext.fsGroup, containers[*].securityContext.runAsGroup',
  },
  procMount: {
    id: 'proc-mount-host-users',
    type: 'FieldValueInvalid',
    path: 'containers[*].securityContext.procMount',
  },
  escalation: {
    id: 'privilege-escalation-conflict',
    type: 'FieldValueInvalid',
    path: 'containers[*].securityContext',
  },
  seccompLocalhost: {
    id: 'seccomp-localhost-profile',
    type: 'FieldValueInvalid',
    path: 'securityContext.seccompProfile.localhostProfile',
  },
  appArmorLocalhost: {
    id: 'apparmor-localhost-profile',
    type: 'FieldValueInvalid',
    path: 'securityContext.appArmorProfile.localhostProfile',
  },
  appArmorBlanks: {
    id: 'apparmor-profile-blanks',
    type: 'FieldValueInvalid',
    path: 'securityContext.appArmorProfile.localhostProfile',
  },
  sysctlName: { id: 'sysctl-name', type: 'FieldValueInvalid', path: 'securityContext.sysctls[*].name' },
  sysctlHost: { id: 'sysctl-host-namespace', type: 'FieldValueInvalid', path: 'securityContext.sysctls[*].name' },
  windowsUser: {
    id: 'windows-user-name',
    type: 'FieldValueInvalid',
    path: 'securityContext.windowsOptions.runAsUserName',
  },
  windowsSpec: {
    id: 'windows-credential-spec',
    type: 'FieldValueInvalid',
    path: 'securityContext.windowsOptions.gmsaCredentialSpec',
  },
  hostProcessDiffers: {
    id: 'host-process-differs',
    type: 'FieldValueInvalid',
    path: 'containers[*].securityContext.windowsOptions.hostProcess',
  },
  hostProcessMixed: { id: 'host-process-mixed', type: 'FieldValueInvalid', path: 'spec' },
  hostProcessNetwork: { id: 'host-process-network', type: 'FieldValueInvalid', path: 'hostNetwork' },
  notOnLinux: {
    id: 'not-on-linux',
    type: 'FieldValueForbidden',
    path: 'securityContext.windowsOptions, containers[*].securityContext.windowsOptions',
  },
  notOnWindows: {
    id: 'not-on-windows',
    type: 'FieldValueForbidden',
    path: 'securityContext.runAsUser, containers[*].securityContext.capabilities, hostPID',
  },
});

/** Kinds of a seccomp or AppArmor profile. */
export const PROFILE_TYPES: readonly string[] = ['Localhost', 'RuntimeDefault', 'Unconfined'];

function checkId(id: number | undefined, path: string, ctx: CheckContext): void {
  if (id === undefined || isValidUserID(id)) return;
  ctx.report(securityRules.id, path, { value: id }, { fixes: [removeField(path)] });
}

/** Checks the security context of a container. `hostUsers`: the pod shares the user namespace of the host. */
export function checkSecurityContext(
  context: SecurityContext | undefined,
  hostUsers: boolean,
  path: string,
  ctx: CheckContext,
): void {
  if (context === undefined) return;
  checkId(context.runAsUser, `${path}.runAsUser`, ctx);
  checkId(context.runAsGroup, `${path}.runAsGroup`, ctx);
  if (context.procMount !== undefined) {
    checkKnown(context.procMount, ['Default', 'Unmasked'], `${path}.procMount`, ctx);
    if (hostUsers && context.procMount === 'Unmasked') {
      const fixes = [setTo(`${path}.procMount`, 'Default')];
      ctx.report(securityRules.procMount, `${path}.procMount`, undefined, { fixes });
    }
  }
  checkSeccompProfile(context.seccompProfile, `${path}.seccompProfile`, ctx);
  checkEscalation(context, path, ctx);
  checkWindowsOptions(context.windowsOptions, `${path}.windowsOptions`, ctx);
  checkAppArmorProfile(context.appArmorProfile, `${path}.appArmorProfile`, ctx);
}

function checkEscalation(context: SecurityContext, path: string, ctx: CheckContext): void {
  if (context.allowPrivilegeEscalation !== false) return;
  const at = `${path}.allowPrivilegeEscalation`;
  const report = (field: string, other: string): void => {
    const fixes = [removeField(at), removeField(`${path}.${other}`)];
    ctx.report(securityRules.escalation, path, { field }, { markPath: at, fixes });
  };
  if (context.privileged === true) report('privileged', 'privileged');
  const added = (context.capabilities?.add ?? []).indexOf('CAP_SYS_ADMIN');
  if (added >= 0) report('CAP_SYS_ADMIN', `capabilities.add[${added}]`);
}

function checkSeccompProfile(profile: SeccompProfile | undefined, path: string, ctx: CheckContext): void {
  if (profile === undefined) return;
  checkRequiredKnown(profile.type ?? '', PROFILE_TYPES, `${path}.type`, ctx);
  const at = `${path}.localhostProfile`;
  if (profile.type !== 'Localhost') {
    if (profile.localhostProfile !== undefined) reportLocalhostOnly(securityRules.seccompLocalhost, path, ctx);
  } else if (profile.localhostProfile === undefined) required(at, ctx, 'profiles/my-profile.json');
  else checkDescendingPath(profile.localhostProfile, at, ctx);
}

function reportLocalhostOnly(rule: (typeof securityRules)['id'], path: string, ctx: CheckContext): void {
  const fixes = [removeField(`${path}.localhostProfile`), setTo(`${path}.type`, 'Localhost')];
  ctx.report(rule, `${path}.localhostProfile`, undefined, { fixes });
}

/** Longest AppArmor profile name (PATH_MAX - 1). */
const APPARMOR_PROFILE_MAX_LENGTH = 4095;

function checkAppArmorProfile(profile: AppArmorProfile | undefined, path: string, ctx: CheckContext): void {
  if (profile === undefined) return;
  const { type = '', localhostProfile } = profile;
  const at = `${path}.localhostProfile`;
  if (type === '') required(`${path}.type`, ctx, 'RuntimeDefault');
  else if (!PROFILE_TYPES.includes(type)) unsupported(type, PROFILE_TYPES, `${path}.type`, ctx);
  else if (type !== 'Localhost') {
    if (localhostProfile !== undefined) reportLocalhostOnly(securityRules.appArmorLocalhost, path, ctx);
  } else if (localhostProfile === undefined || localhostProfile === '') required(at, ctx, 'my-profile');
  else {
    const bare = localhostProfile.trim();
    if (bare !== localhostProfile)
      ctx.report(securityRules.appArmorBlanks, at, undefined, { fixes: [setTo(at, bare)] });
    if (byteLength(localhostProfile) > APPARMOR_PROFILE_MAX_LENGTH) {
      ctx.report(common.tooLong, at, { field: 'localhostProfile', limit: APPARMOR_PROFILE_MAX_LENGTH });
    }
  }
}

/** Checks the security context of a pod. */
export function checkPodSecurityContext(spec: PodSpec, path: string, ctx: CheckContext): void {
  const context = spec.securityContext;
  if (context === undefined) return;
  for (const field of ['fsGroup', 'runAsUser', 'runAsGroup'] as const) checkId(context[field], `${path}.${field}`, ctx);
  for (const [i, id] of (context.supplementalGroups ?? []).entries()) {
    checkId(id, `${path}.supplementalGroups[${i}]`, ctx);
  }
  checkSysctls(context, spec, `${path}.sysctls`, ctx);
  checkSeccompProfile(context.seccompProfile, `${path}.seccompProfile`, ctx);
  checkWindowsOptions(context.windowsOptions, `${path}.windowsOptions`, ctx);
  checkAppArmorProfile(context.appArmorProfile, `${path}.appArmorProfile`, ctx);
  for (const [field, allowed] of podPolicies(ctx.minor)) {
    const value = context[field];
    if (value !== undefined) checkKnown(value, allowed, `${path}.${field}`, ctx);
  }
}

function podPolicies(minor: number) {
  return [
    ['fsGroupChangePolicy', ['Always', 'OnRootMismatch']],
    ['supplementalGroupsPolicy', ['Merge', 'Strict']],
    ['seLinuxChangePolicy', enabled('SELinuxMount', minor) ? ['MountOption', 'Recursive'] : ['Recursive']],
  ] as const;
}

function checkSysctls(context: PodSecurityContext, spec: PodSpec, path: string, ctx: CheckContext): void {
  const taken = new Set<string>();
  for (const [i, sysctl] of (context.sysctls ?? []).entries()) {
    const at = `${path}[${i}].name`;
    const name = sysctl.name ?? '';
    if (name === '') required(at, ctx);
    else if (!isSysctlName(name)) ctx.report(securityRules.sysctlName, at, { value: name, limit: SYSCTL_MAX_LENGTH });
    else if (taken.has(name)) duplicate(name, at, ctx);
    taken.add(name);
    const namespace = sysctlNamespace(name);
    const field = namespace === 'net' && spec.hostNetwork === true ? 'hostNetwork' : 'hostIPC';
    if (namespace === undefined || spec[field] !== true || (namespace === 'net') !== (field === 'hostNetwork'))
      continue;
    ctx.report(securityRules.sysctlHost, at, { value: name, field });
  }
}

const GMSA_SPEC_MAX_BYTES = 64 * 1024;

function checkWindowsOptions(
  options: WindowsSecurityContextOptions | undefined,
  path: string,
  ctx: CheckContext,
): void {
  if (options === undefined) return;
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName } = options;
  if (name !== undefined && !isDNS1123Subdomain(name)) {
    badFormat(common.dnsSubdomain, name, `${path}.gmsaCredentialSpecName`, ctx);
  }
  if (spec !== undefined && (spec === '' || byteLength(spec) > GMSA_SPEC_MAX_BYTES)) {
    ctx.report(securityRules.windowsSpec, `${path}.gmsaCredentialSpec`, { limit: GMSA_SPEC_MAX_BYTES });
  }
  if (runAsUserName !== undefined && !isWindowsUserName(runAsUserName)) {
    ctx.report(securityRules.windowsUser, `${path}.runAsUserName`, { value: runAsUserName });
  }
}

const NETBIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DNS_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DNS_DOMAIN = new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})*$`);

/** `user` or `domain\user`, within Windows' limits (validateWindowsSecurityContextOptions). */
function isWindowsUserName(text: string): boolean {
  const parts = text.split('\\');
  if (text === '' || parts.length > 2 || hasControlCharacter(text)) return false;
  const [domain, user = ''] = parts.length === 2 ? [parts[0] ?? '', parts[1]] : [undefined, parts[0]];
  if (domain !== undefined && byteLength(domain) >= 256) return false;
  if (domain !== undefined && !NETBIOS.test(domain) && !DNS_DOMAIN.test(domain)) return false;
  return user !== '' && byteLength(user) <= 104 && !/^[. ]+$/.test(user) && !/["/\\:;|=,+*?<>@[\]]/.test(user);
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((char) => char < ' ' || char === '\x7f');
}

/** Containers that run on the Windows host: all of a pod or none, and only with the host's network. */
export function checkHostProcess(spec: PodSpec, path: string, ctx: CheckContext): void {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  const containers = containersOf(spec, path);
  let count = 0;
  for (const [container, at] of containers) {
    const own = container.securityContext?.windowsOptions?.hostProcess;
    if (ofPod !== undefined && own !== undefined && ofPod !== own) {
      const field = `${at}.securityContext.windowsOptions.hostProcess`;
      ctx.report(securityRules.hostProcessDiffers, field, undefined, { fixes: [setRaw(field, String(ofPod))] });
    }
    if (own ?? ofPod ?? false) count++;
  }
  if (count === 0) return;
  if (count !== containers.length) ctx.report(securityRules.hostProcessMixed, path);
  if (spec.hostNetwork !== true) {
    const fixes = [addField(path, 'hostNetwork', 'true')];
    ctx.report(securityRules.hostProcessNetwork, `${path}.hostNetwork`, undefined, { fixes });
  }
}

const NOT_ON_WINDOWS_POD = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
] as const;

const NOT_ON_WINDOWS_CONTAINER = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;

/** Checks `os` and, when it is a known one, that nothing of the other one is used. */
export function checkOS(spec: PodSpec, path: string, ctx: CheckContext): void {
  if (spec.os === undefined) return;
  const name = spec.os.name ?? '';
  if (name === '') required(`${path}.os.name`, ctx, 'linux');
  else if (name === 'linux') checkLinux(spec, path, ctx);
  else if (name === 'windows') checkWindows(spec, path, ctx);
  else {
    const fixes = [setTo(`${path}.os.name`, 'linux'), setTo(`${path}.os.name`, 'windows', false)];
    const values = { field: 'os.name', value: name, allowed: 'linux, windows' };
    ctx.report(common.unsupported, `${path}.os`, values, { markPath: `${path}.os.name`, fixes });
  }
}

function checkLinux(spec: PodSpec, path: string, ctx: CheckContext): void {
  const report = (at: string): void =>
    ctx.report(securityRules.notOnLinux, at, undefined, { fixes: [removeField(at)] });
  if (spec.securityContext?.windowsOptions !== undefined) report(`${path}.securityContext.windowsOptions`);
  for (const [{ securityContext }, at] of containersOf(spec, path)) {
    if (securityContext?.windowsOptions !== undefined) report(`${at}.securityContext.windowsOptions`);
  }
}

function checkWindows(spec: PodSpec, path: string, ctx: CheckContext): void {
  const report = (field: string, at: string): void =>
    ctx.report(securityRules.notOnWindows, at, { field }, { fixes: [removeField(at)] });
  const context = spec.securityContext ?? {};
  for (const field of NOT_ON_WINDOWS_POD) {
    const value = context[field];
    if (value === undefined || (field === 'sysctls' && context.sysctls?.length === 0)) continue;
    report(field, `${path}.securityContext.${field}`);
  }
  for (const field of ['hostUsers', 'shareProcessNamespace'] as const) {
    if (spec[field] !== undefined) report(field, `${path}.${field}`);
  }
  for (const field of ['hostPID', 'hostIPC'] as const) if (spec[field] === true) report(field, `${path}.${field}`);
  for (const [{ securityContext = {} }, at] of containersOf(spec, path)) {
    for (const field of NOT_ON_WINDOWS_CONTAINER) {
      if (securityContext[field] !== undefined) report(field, `${at}.securityContext.${field}`);
    }
  }
}
