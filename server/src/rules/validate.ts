// What the API server says about one decoded object: defaults, then the checks of its kind, then warnings. One row a kind.

import { ensureObject, type Fields, mutableCopy, objectOf } from '../kubernetes/fields';
import * as defaults from '../kubernetes/kindDefaults';
import { type Fillable, preparePodForCreate, setPodDefaults } from '../kubernetes/podDefaults';
import type { Pod } from '../kubernetes/types';
import * as workloadDefaults from '../kubernetes/workloadDefaults';
import * as classes from './kinds/classes';
import * as config from './kinds/config';
import * as endpoints from './kinds/endpoints';
import { checkHorizontalPodAutoscaler } from './kinds/horizontalPodAutoscaler';
import * as ingress from './kinds/ingress';
import * as networkPolicy from './kinds/networkPolicy';
import * as volumes from './kinds/persistentVolume';
import * as claims from './kinds/persistentVolumeClaim';
import { checkPodDisruptionBudget } from './kinds/podDisruptionBudget';
import * as quotas from './kinds/quotas';
import * as rbac from './kinds/rbac';
import { checkService, serviceIsAllocated } from './kinds/service';
import { warnService } from './kinds/serviceWarnings';
import * as storageClasses from './kinds/storageClass';
import { checkWebhookConfiguration } from './kinds/webhooks';
import {
  type CheckedObjectMeta,
  checkObjectMeta,
  dns1035Name,
  effectiveName,
  labelName,
  type NameFormat,
  pathSegmentName,
  subdomainName,
} from './metadata';
import { checkPod } from './pod/podTemplate';
import { warnPod, warnPodTemplate } from './pod/warnings';
import type { CheckContext } from './rule';
import { checkCronJob } from './workloads/cronJob';
import { checkDaemonSet } from './workloads/daemonSet';
import { checkDeployment, checkReplicaSet } from './workloads/deployment';
import { checkJob, OBJECT_UID, prepareJob } from './workloads/job';
import * as controllers from './workloads/replicationController';
import { checkStatefulSet } from './workloads/statefulSet';
import { warnJobSpec, warnStatefulSet, warnWorkloadName } from './workloads/warnings';

type Check = (object: Fields, ctx: CheckContext) => void;
/** `written` is the object with defaults, before the server's own changes. */
type Warn = (object: Fields, ctx: CheckContext, written: Fields) => void;

/** How the server treats the objects of one kind on create. */
interface KindRow {
  readonly namespaced?: boolean;
  /** Form of its names; a kind without one checks its metadata itself. */
  readonly name?: NameFormat | ((minor: number) => NameFormat);
  /** Metadata is looked at only when nothing else is wrong (the kind's own validation leaves it to the generic one). */
  readonly metadataLast?: boolean;
  /** The create strategy sets metadata.generation itself. */
  readonly ownGeneration?: boolean;
  /** Finalizers without a domain need not be standard ones. */
  readonly anyFinalizer?: boolean;
  readonly defaults?: (object: Fields) => void;
  /** What the create strategy changes before validation. */
  readonly prepare?: (object: Fields) => void;
  /** False when the server stops before validation; it reports why. */
  readonly admit?: (object: Fields, ctx: CheckContext) => boolean;
  readonly check?: Check;
  readonly warn?: Warn;
}

const namespaced = { namespaced: true, name: subdomainName } as const;
const clusterWide = { name: subdomainName } as const;
const controller = { ...namespaced, ownGeneration: true } as const;
const roles = { name: pathSegmentName } as const;
const webhooks = {
  ...clusterWide,
  ownGeneration: true,
  anyFinalizer: true,
  defaults: defaults.setWebhookDefaults,
  check: checkWebhookConfiguration,
};

/** Services got relaxed names with 1.36 (RelaxedServiceNameValidation). */
const serviceName = (minor: number) => (minor >= 36 ? labelName : dns1035Name);

const KINDS: Readonly<Record<string, KindRow>> = {
  'v1/Pod': {
    namespaced: true,
    defaults: (object) => setPodDefaults(object as Fillable<Pod>),
    prepare: (object) => preparePodForCreate(object as Fillable<Pod>),
    check: (object, ctx) => checkPod(object as Pod, ctx),
    warn: (object, ctx, written) => warnPod(object as Pod, written as Pod, ctx),
  },
  'v1/PodTemplate': {
    ...controller,
    defaults: workloadDefaults.setPodTemplateDefaults,
    check: controllers.checkPodTemplate,
    warn: (object, ctx) => warnPodTemplate(objectOf(object, 'template'), 'template', ctx),
  },
  'v1/ReplicationController': {
    ...controller,
    defaults: workloadDefaults.setReplicationControllerDefaults,
    check: controllers.checkReplicationController,
    warn: warnNameAndTemplate,
  },
  'v1/Service': {
    namespaced: true,
    name: serviceName,
    defaults: defaults.setServiceDefaults,
    admit: serviceIsAllocated,
    check: checkService,
    warn: warnService,
  },
  'v1/ConfigMap': { ...namespaced, check: config.checkConfigMap },
  'v1/Secret': {
    ...namespaced,
    defaults: defaults.setSecretDefaults,
    check: config.checkSecret,
    warn: config.warnSecret,
  },
  'v1/ServiceAccount': { ...namespaced, warn: config.warnServiceAccount },
  'v1/PersistentVolumeClaim': {
    ...namespaced,
    defaults: defaults.setPersistentVolumeClaimDefaults,
    prepare: claims.preparePersistentVolumeClaim,
    check: claims.checkPersistentVolumeClaim,
    warn: claims.warnPersistentVolumeClaim,
  },
  'v1/PersistentVolume': {
    ...clusterWide,
    defaults: defaults.setPersistentVolumeDefaults,
    check: volumes.checkPersistentVolume,
    warn: volumes.warnPersistentVolume,
  },
  'v1/Namespace': { name: labelName, defaults: defaults.setNamespaceDefaults, check: config.checkNamespace },
  'v1/LimitRange': {
    ...namespaced,
    defaults: defaults.setLimitRangeDefaults,
    prepare: nameWhenNameless,
    check: quotas.checkLimitRange,
  },
  'v1/ResourceQuota': { ...namespaced, check: quotas.checkResourceQuota, warn: quotas.warnResourceQuota },
  'v1/Endpoints': {
    ...namespaced,
    defaults: defaults.setEndpointsDefaults,
    check: endpoints.checkEndpoints,
    warn: endpoints.warnEndpoints,
  },
  'apps/v1/Deployment': {
    ...controller,
    defaults: workloadDefaults.setDeploymentDefaults,
    check: checkDeployment,
    warn: warnNameAndTemplate,
  },
  'apps/v1/ReplicaSet': {
    ...controller,
    defaults: workloadDefaults.setReplicaSetDefaults,
    check: checkReplicaSet,
    warn: warnNameAndTemplate,
  },
  'apps/v1/StatefulSet': {
    ...controller,
    name: labelName,
    defaults: workloadDefaults.setStatefulSetDefaults,
    check: checkStatefulSet,
    warn: warnTemplateAndClaims,
  },
  'apps/v1/DaemonSet': {
    ...controller,
    defaults: workloadDefaults.setDaemonSetDefaults,
    check: checkDaemonSet,
    warn: warnTemplate,
  },
  'apps/v1/ControllerRevision': { ...namespaced, check: controllers.checkControllerRevision },
  'batch/v1/Job': {
    ...controller,
    defaults: workloadDefaults.setJobDefaults,
    prepare: prepareJob,
    check: checkJob,
    warn: (object, ctx) => warnJob(object, 'spec', ctx),
  },
  'batch/v1/CronJob': {
    ...controller,
    defaults: workloadDefaults.setCronJobDefaults,
    check: checkCronJob,
    warn: (object, ctx) => warnJob(object, 'spec.jobTemplate.spec', ctx),
  },
  'policy/v1/PodDisruptionBudget': {
    namespaced: true,
    name: pathSegmentName,
    metadataLast: true,
    ownGeneration: true,
    anyFinalizer: true,
    check: checkPodDisruptionBudget,
  },
  'autoscaling/v1/HorizontalPodAutoscaler': {
    ...controller,
    defaults: defaults.setAutoscalerV1Defaults,
    check: checkHorizontalPodAutoscaler,
  },
  'autoscaling/v2/HorizontalPodAutoscaler': {
    ...controller,
    defaults: defaults.setAutoscalerDefaults,
    check: checkHorizontalPodAutoscaler,
  },
  'networking.k8s.io/v1/Ingress': { ...controller, check: ingress.checkIngress, warn: ingress.warnIngress },
  'networking.k8s.io/v1/IngressClass': {
    ...clusterWide,
    ownGeneration: true,
    defaults: defaults.setIngressClassDefaults,
    check: ingress.checkIngressClass,
  },
  'networking.k8s.io/v1/NetworkPolicy': {
    ...controller,
    defaults: defaults.setNetworkPolicyDefaults,
    check: networkPolicy.checkNetworkPolicy,
    warn: networkPolicy.warnNetworkPolicy,
  },
  'rbac.authorization.k8s.io/v1/Role': { ...roles, namespaced: true, check: rbac.checkRole },
  'rbac.authorization.k8s.io/v1/ClusterRole': { ...roles, check: rbac.checkClusterRole },
  'rbac.authorization.k8s.io/v1/RoleBinding': {
    ...roles,
    namespaced: true,
    defaults: defaults.setRoleBindingDefaults,
    check: rbac.checkRoleBinding,
  },
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': {
    ...roles,
    defaults: defaults.setRoleBindingDefaults,
    check: rbac.checkClusterRoleBinding,
  },
  'storage.k8s.io/v1/StorageClass': {
    ...clusterWide,
    defaults: defaults.setStorageClassDefaults,
    check: storageClasses.checkStorageClass,
    warn: storageClasses.warnStorageClass,
  },
  'storage.k8s.io/v1/CSIDriver': {
    ...clusterWide,
    defaults: defaults.setCSIDriverDefaults,
    check: storageClasses.checkCSIDriver,
    warn: storageClasses.warnCSIDriver,
  },
  'scheduling.k8s.io/v1/PriorityClass': {
    ...clusterWide,
    ownGeneration: true,
    defaults: defaults.setPriorityClassDefaults,
    check: classes.checkPriorityClass,
  },
  'node.k8s.io/v1/RuntimeClass': {
    ...clusterWide,
    anyFinalizer: true,
    check: classes.checkRuntimeClass,
    warn: classes.warnRuntimeClass,
  },
  'discovery.k8s.io/v1/EndpointSlice': {
    ...controller,
    defaults: defaults.setEndpointSliceDefaults,
    check: endpoints.checkEndpointSlice,
    warn: endpoints.warnEndpointSlice,
  },
  'coordination.k8s.io/v1/Lease': { ...namespaced, anyFinalizer: true, check: classes.checkLease },
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration': webhooks,
};

/**
 * Reports what the API server's validation says about a decoded object; nothing for a kind without a row. `object` is not
 * changed. Never throws on an object that fits the kind's types.
 */
export function validateObject(
  apiVersion: string,
  kind: string,
  object: Readonly<Record<string, unknown>>,
  ctx: CheckContext,
): void {
  const row = Object.hasOwn(KINDS, `${apiVersion}/${kind}`) ? KINDS[`${apiVersion}/${kind}`] : undefined;
  if (row === undefined) return;
  const copy = mutableCopy(object) as Fields;
  const before = ctx.findings.length;
  row.defaults?.(copy);
  if (row.admit?.(copy, ctx) === false) return;
  const written = row.prepare === undefined ? copy : (mutableCopy(copy) as Fields);
  row.prepare?.(copy);
  if (row.metadataLast !== true) checkMetadata(row, copy, ctx);
  row.check?.(copy, ctx);
  if (row.metadataLast === true && ctx.findings.length === before) checkMetadata(row, copy, ctx);
  if (ctx.findings.length === before) row.warn?.(copy, ctx, written);
}

/** A copy of a decoded object with the server's defaults filled in; for features that show what will really run. */
export function withDefaults(
  apiVersion: string,
  kind: string,
  object: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const copy = mutableCopy(object) as Fields;
  if (Object.hasOwn(KINDS, `${apiVersion}/${kind}`)) KINDS[`${apiVersion}/${kind}`]?.defaults?.(copy);
  return copy;
}

function checkMetadata(row: KindRow, object: Fields, ctx: CheckContext): void {
  const { name } = row;
  if (name === undefined) return;
  const { namespace, generation, ...rest } = objectOf(object, 'metadata') as CheckedObjectMeta;
  // The server clears the namespace of cluster-wide objects before it looks.
  const kept = {
    ...(row.namespaced === true && namespace !== undefined ? { namespace } : {}),
    ...(row.ownGeneration === true || generation === undefined ? {} : { generation }),
  };
  const format = typeof name === 'function' ? name(ctx.minor) : name;
  const options = { namespaced: row.namespaced === true, name: format, standardFinalizers: row.anyFinalizer !== true };
  checkObjectMeta({ ...rest, ...kept }, options, 'metadata', ctx);
}

function warnTemplate(object: Fields, ctx: CheckContext): void {
  const template = objectOf(object, 'spec').template;
  if (template !== undefined) warnPodTemplate(template as Fields, 'spec.template', ctx);
}

function warnNameAndTemplate(object: Fields, ctx: CheckContext): void {
  warnWorkloadName(object, ctx);
  warnTemplate(object, ctx);
}

function warnTemplateAndClaims(object: Fields, ctx: CheckContext): void {
  warnTemplate(object, ctx);
  warnStatefulSet(object, ctx);
}

function warnJob(object: Fields, path: string, ctx: CheckContext): void {
  warnWorkloadName(object, ctx);
  const spec = path.split('.').reduce(objectOf, object);
  warnJobSpec(spec, path, ctx);
  warnPodTemplate(objectOf(spec, 'template'), `${path}.template`, ctx);
}

/** A LimitRange without a name gets one (registry/core/limitrange/strategy.go). */
function nameWhenNameless(object: Fields): void {
  const metadata = ensureObject(object, 'metadata');
  if (effectiveName(metadata as CheckedObjectMeta) === '') metadata.name = OBJECT_UID;
}
