// Pods and pod templates: metadata, annotations that mean something to Kubernetes, and the spec (ValidatePodCreate,
// ValidatePodTemplateSpec, ValidatePodSpecificAnnotations, pkg/apis/core/validation/validation.go, 1.37).
import type { Container, ObjectMeta, Pod, PodSpec, PodTemplateSpec, SeccompProfile } from '../../kubernetes/types';
import { removeField, setRaw } from '../fixes';
import { checkAnnotations, checkLabels, checkObjectMeta, effectiveName, subdomainName } from '../metadata';
import { type CheckContext, ruleTable } from '../rule';
import { checkAnnotationTolerations } from './annotationTolerations';
import { checkImageBlanks } from './containers';
import { checkPodSpec, MIRROR_ANNOTATION } from './podSpec';
import { checkDescendingPath } from './relativePaths';
import { containersOf } from './visit';

export const podTemplateRules = ruleTable('pod', {
  ephemeralOnCreate: { id: 'ephemeral-containers-on-create', type: 'FieldValueForbidden', path: 'ephemeralContainers' },
  gatedNode: { id: 'node-name-with-gates', type: 'FieldValueForbidden', path: 'nodeName' },
  tokenNoAccount: {
    id: 'token-without-service-account',
    type: 'FieldValueForbidden',
    path: 'volumes[*].projected.sources[*].serviceAccountToken',
  },
  mirror: { id: 'mirror-pod-node', type: 'FieldValueInvalid', path: 'metadata.annotations[*]' },
  deletionCost: { id: 'pod-deletion-cost', type: 'FieldValueInvalid', path: 'metadata.annotations[*]' },
  seccompAnnotation: { id: 'seccomp-annotation', type: 'FieldValueInvalid', path: 'metadata.annotations.*' },
  seccompDiffers: {
    id: 'seccomp-annotation-differs',
    type: 'FieldValueForbidden',
    path: 'securityContext.seccompProfile.type, containers[*].securityContext.seccompProfile.localhostProfile',
  },
  appArmorAnnotation: { id: 'apparmor-annotation', type: 'FieldValueInvalid', path: 'metadata.annotations[*]' },
  appArmorContainer: {
    id: 'apparmor-annotation-container',
    type: 'FieldValueInvalid',
    path: 'metadata.annotations[*]',
  },
  appArmorDiffers: {
    id: 'apparmor-annotation-differs',
    type: 'FieldValueForbidden',
    path: 'containers[*].securityContext.appArmorProfile.type',
  },
});

type Annotations = Readonly<Record<string, string>>;

/** Checks a pod that is to be created. Expects defaults and the server's preparations (kubernetes/podDefaults). */
export function checkPod(pod: Pod, ctx: CheckContext): void {
  const meta = pod.metadata ?? {};
  const spec = pod.spec ?? {};
  const annotations = keptAnnotations(meta);
  checkObjectMeta({ ...meta, generation: 1, annotations }, { namespaced: true, name: subdomainName }, 'metadata', ctx);
  checkPodAnnotations(annotations, spec, 'metadata.annotations', ctx);
  checkPodSpec(spec, { ...meta, annotations, name: effectiveName(meta) }, 'spec', ctx);
  checkTokens(spec, ctx);
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [i, container] of (spec[list] ?? []).entries()) checkImageBlanks(container, `spec.${list}[${i}]`, ctx);
  }
  checkNoEphemeral(spec, 'spec', ctx);
  if ((spec.nodeName ?? '') !== '' && (spec.schedulingGates ?? []).length > 0) {
    const fixes = [removeField('spec.nodeName'), removeField('spec.schedulingGates')];
    ctx.report(podTemplateRules.gatedNode, 'spec.nodeName', undefined, { fixes });
  }
  checkProfilesMatch(annotations, spec, 'spec', ctx);
}

/** Checks the template of a controller; `path` is `spec.template`, `spec.jobTemplate.spec.template` or `template`. */
export function checkPodTemplateSpec(template: object, path: string, ctx: CheckContext): void {
  const { metadata = {}, spec = {} } = template as PodTemplateSpec;
  const annotations = keptAnnotations(metadata);
  checkLabels(metadata.labels ?? {}, `${path}.labels`, ctx, `${path}.metadata.labels`);
  checkAnnotations(annotations, `${path}.annotations`, ctx, `${path}.metadata.annotations`);
  checkPodAnnotations(annotations, spec, `${path}.annotations`, ctx);
  checkPodSpec(spec, undefined, `${path}.spec`, ctx);
  checkProfilesMatch(annotations, spec, `${path}.spec`, ctx);
  checkNoEphemeral(spec, `${path}.spec`, ctx);
}

const DROPPED_ANNOTATIONS: readonly string[] = ['beta', 'alpha'].flatMap((stage) => [
  `pod.${stage}.kubernetes.io/init-containers`,
  `pod.${stage}.kubernetes.io/init-container-statuses`,
]);

/** The annotations that the server keeps: very old ones about init containers are dropped. */
function keptAnnotations(meta: ObjectMeta): Annotations {
  const annotations = meta.annotations ?? {};
  if (!DROPPED_ANNOTATIONS.some((key) => Object.hasOwn(annotations, key))) return annotations;
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !DROPPED_ANNOTATIONS.includes(key)));
}

function checkTokens(spec: PodSpec, ctx: CheckContext): void {
  if ((spec.serviceAccountName ?? '') !== '') return;
  for (const [i, { projected }] of (spec.volumes ?? []).entries()) {
    for (const [j, { serviceAccountToken }] of (projected?.sources ?? []).entries()) {
      if (serviceAccountToken === undefined) continue;
      const at = `spec.volumes[${i}].projected.sources[${j}].serviceAccountToken`;
      const edits = [{ op: 'set' as const, path: 'spec.serviceAccountName', raw: 'default' }];
      const fix = { title: 'fix-add-field', values: { field: 'serviceAccountName', value: 'default' }, edits };
      ctx.report(podTemplateRules.tokenNoAccount, at, undefined, { fixes: [fix] });
    }
  }
}

function checkNoEphemeral(spec: PodSpec, path: string, ctx: CheckContext): void {
  if ((spec.ephemeralContainers ?? []).length === 0) return;
  const at = `${path}.ephemeralContainers`;
  ctx.report(podTemplateRules.ephemeralOnCreate, at, undefined, { fixes: [removeField(at)] });
}

const TOLERATIONS_ANNOTATION = 'scheduler.alpha.kubernetes.io/tolerations';
const DELETION_COST_ANNOTATION = 'controller.kubernetes.io/pod-deletion-cost';
const SECCOMP_POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER_PREFIX = 'container.seccomp.security.alpha.kubernetes.io/';
const APPARMOR_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';

function checkPodAnnotations(annotations: Annotations, spec: PodSpec, path: string, ctx: CheckContext): void {
  if (Object.hasOwn(annotations, MIRROR_ANNOTATION) && (spec.nodeName ?? '') === '') {
    ctx.report(
      podTemplateRules.mirror,
      `${path}[${MIRROR_ANNOTATION}]`,
      undefined,
      removeAnnotation(path, MIRROR_ANNOTATION),
    );
  }
  const tolerations = annotations[TOLERATIONS_ANNOTATION] ?? '';
  if (tolerations !== '') checkAnnotationTolerations(tolerations, TOLERATIONS_ANNOTATION, path, ctx);
  const cost = annotations[DELETION_COST_ANNOTATION];
  if (cost !== undefined && !isDeletionCost(cost)) {
    const markPath = markOf(path, DELETION_COST_ANNOTATION);
    const options = { markPath, fixes: [setRaw(markPath, '"0"')] };
    ctx.report(podTemplateRules.deletionCost, `${path}[${DELETION_COST_ANNOTATION}]`, { value: cost }, options);
  }
  for (const [key, value] of Object.entries(annotations)) {
    if (key === SECCOMP_POD_ANNOTATION || key.startsWith(SECCOMP_CONTAINER_PREFIX)) {
      checkSeccompAnnotation(key, value, path, ctx);
    } else if (key.startsWith(APPARMOR_PREFIX)) checkAppArmorAnnotation(key, value, spec, path, ctx);
  }
}

/** Where an annotation stands: templates are reported without their `metadata`. */
function markOf(path: string, key: string): string {
  const holder = path.endsWith('metadata.annotations') ? path : path.replace(/annotations$/, 'metadata.annotations');
  return `${holder}[${key}]`;
}

function removeAnnotation(path: string, key: string) {
  const markPath = markOf(path, key);
  return { markPath, fixes: [removeField(markPath)] };
}

/** An integer of 32 bits without plus sign or leading zeros (GetDeletionCostFromPodAnnotations, core/helper). */
function isDeletionCost(value: string): boolean {
  if (!/^(?:-[0-9]+|0|[1-9][0-9]*)$/.test(value)) return false;
  const cost = Number(value);
  return cost >= -(2 ** 31) && cost < 2 ** 31;
}

const SECCOMP_PROFILES: readonly string[] = ['runtime/default', 'docker/default', 'unconfined'];

function checkSeccompAnnotation(key: string, value: string, path: string, ctx: CheckContext): void {
  if (SECCOMP_PROFILES.includes(value)) return;
  const at = `${path}.${key}`;
  if (value.startsWith('localhost/')) checkDescendingPath(value.slice('localhost/'.length), at, ctx, markOf(path, key));
  else ctx.report(podTemplateRules.seccompAnnotation, at, { value }, removeAnnotation(path, key));
}

function checkAppArmorAnnotation(key: string, value: string, spec: PodSpec, path: string, ctx: CheckContext): void {
  const at = `${path}[${key}]`;
  const options = removeAnnotation(path, key);
  const name = key.slice(APPARMOR_PREFIX.length);
  if (!containersOf(spec, '').some(([container]) => (container.name ?? '') === name)) {
    ctx.report(podTemplateRules.appArmorContainer, at, { name }, options);
  }
  if (value === '' || value === 'runtime/default' || value === 'unconfined' || value.startsWith('localhost/')) return;
  ctx.report(podTemplateRules.appArmorAnnotation, at, { value }, options);
}

/** Old annotations must say the same as the fields that replaced them. */
function checkProfilesMatch(annotations: Annotations, spec: PodSpec, path: string, ctx: CheckContext): void {
  const podSeccomp = spec.securityContext?.seccompProfile;
  const onPod = annotations[SECCOMP_POD_ANNOTATION];
  if (podSeccomp !== undefined && onPod !== undefined) {
    checkProfileMatches(podSeccomp, onPod, 'seccomp', `${path}.securityContext.seccompProfile`, ctx);
  }
  const windows = spec.os?.name === 'windows';
  for (const [container, at] of containersOf(spec, path)) {
    const seccomp = container.securityContext?.seccompProfile;
    const seccompText = annotations[SECCOMP_CONTAINER_PREFIX + (container.name ?? '')];
    if (seccomp !== undefined && seccompText !== undefined) {
      checkProfileMatches(seccomp, seccompText, 'seccomp', `${at}.securityContext.seccompProfile`, ctx);
    }
    const appArmor = appArmorOf(container, spec);
    const appArmorText = annotations[APPARMOR_PREFIX + (container.name ?? '')];
    if (!windows && appArmor !== undefined && appArmorText !== undefined) {
      checkProfileMatches(appArmor, appArmorText, 'appArmor', `${at}.securityContext.appArmorProfile`, ctx);
    }
  }
}

function appArmorOf(container: Container, spec: PodSpec) {
  return container.securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
}

function checkProfileMatches(
  profile: SeccompProfile,
  annotation: string,
  kind: 'seccomp' | 'appArmor',
  path: string,
  ctx: CheckContext,
): void {
  const rule = kind === 'seccomp' ? podTemplateRules.seccompDiffers : podTemplateRules.appArmorDiffers;
  const report = (field: string): void => ctx.report(rule, `${path}.${field}`, { annotation });
  if (profile.type === 'Unconfined' && annotation !== 'unconfined') report('type');
  else if (profile.type === 'RuntimeDefault') {
    const same = annotation === 'runtime/default' || (kind === 'seccomp' && annotation === 'docker/default');
    if (!same) report('type');
  } else if (profile.type === 'Localhost') {
    if (!annotation.startsWith('localhost/')) report('type');
    else if (annotation.slice('localhost/'.length) !== profile.localhostProfile) report('localhostProfile');
  }
}
