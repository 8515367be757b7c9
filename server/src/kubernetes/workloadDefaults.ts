// Defaults of workloads (pkg/apis/apps/v1, batch/v1 and core/v1 defaults.go, 1.37). Works in place on decoded objects.
import {
  ensureObject,
  ensureObjects,
  type Fields,
  fillAbsent,
  fillEmpty,
  isSet,
  maybeObject,
  objectOf,
  textMapOf,
  textOf,
} from './fields';
import { type Fillable, setPodSpecDefaults } from './podDefaults';
import type { PodSpec } from './types';

const REVISION_HISTORY_LIMIT = 10;
const PROGRESS_DEADLINE_SECONDS = 600;
const BACKOFF_LIMIT = 6;
const MAX_INT32 = 2 ** 31 - 1;

function setTemplateDefaults(owner: Fields): void {
  const template = ensureObject(owner, 'template');
  setPodSpecDefaults(ensureObject(template, 'spec') as Fillable<PodSpec>);
}

/** Deployment: one replica, 25 % of surge and of unavailable pods. */
export function setDeploymentDefaults(deployment: Fields): void {
  const spec = ensureObject(deployment, 'spec');
  fillAbsent(spec, 'replicas', 1);
  const strategy = ensureObject(spec, 'strategy');
  fillEmpty(strategy, 'type', 'RollingUpdate');
  if (textOf(strategy, 'type') === 'RollingUpdate') {
    const rollingUpdate = ensureObject(strategy, 'rollingUpdate');
    fillAbsent(rollingUpdate, 'maxUnavailable', '25%');
    fillAbsent(rollingUpdate, 'maxSurge', '25%');
  }
  fillAbsent(spec, 'revisionHistoryLimit', REVISION_HISTORY_LIMIT);
  fillAbsent(spec, 'progressDeadlineSeconds', PROGRESS_DEADLINE_SECONDS);
  setTemplateDefaults(spec);
}

/** ReplicaSet: one replica. */
export function setReplicaSetDefaults(replicaSet: Fields): void {
  const spec = ensureObject(replicaSet, 'spec');
  fillAbsent(spec, 'replicas', 1);
  setTemplateDefaults(spec);
}

/** ReplicationController: selector and labels come from the template. */
export function setReplicationControllerDefaults(controller: Fields): void {
  const spec = ensureObject(controller, 'spec');
  fillAbsent(spec, 'replicas', 1);
  const template = maybeObject(spec, 'template');
  if (template === undefined) return;
  const labels = objectOf(template, 'metadata').labels;
  if (labels !== undefined) {
    if (Object.keys(textMapOf(spec, 'selector')).length === 0) spec.selector = labels;
    const metadata = ensureObject(controller, 'metadata');
    if (Object.keys(textMapOf(metadata, 'labels')).length === 0) metadata.labels = labels;
  }
  setTemplateDefaults(spec);
}

/** DaemonSet: one pod at a time is replaced. */
export function setDaemonSetDefaults(daemonSet: Fields): void {
  const spec = ensureObject(daemonSet, 'spec');
  const strategy = ensureObject(spec, 'updateStrategy');
  fillEmpty(strategy, 'type', 'RollingUpdate');
  if (textOf(strategy, 'type') === 'RollingUpdate') {
    const rollingUpdate = ensureObject(strategy, 'rollingUpdate');
    fillAbsent(rollingUpdate, 'maxUnavailable', 1);
    fillAbsent(rollingUpdate, 'maxSurge', 0);
  }
  fillAbsent(spec, 'revisionHistoryLimit', REVISION_HISTORY_LIMIT);
  setTemplateDefaults(spec);
}

/** StatefulSet: pods in order, claims kept, one pod unavailable at a time. */
export function setStatefulSetDefaults(statefulSet: Fields): void {
  const spec = ensureObject(statefulSet, 'spec');
  fillEmpty(spec, 'podManagementPolicy', 'OrderedReady');
  const strategy = ensureObject(spec, 'updateStrategy');
  if (textOf(strategy, 'type') === '') {
    strategy.type = 'RollingUpdate';
    fillAbsent(strategy, 'rollingUpdate', {});
  }
  const rollingUpdate = maybeObject(strategy, 'rollingUpdate');
  if (textOf(strategy, 'type') === 'RollingUpdate' && rollingUpdate !== undefined) {
    fillAbsent(rollingUpdate, 'partition', 0);
    fillAbsent(rollingUpdate, 'maxUnavailable', 1);
  }
  const retention = ensureObject(spec, 'persistentVolumeClaimRetentionPolicy');
  fillEmpty(retention, 'whenDeleted', 'Retain');
  fillEmpty(retention, 'whenScaled', 'Retain');
  fillAbsent(spec, 'replicas', 1);
  fillAbsent(spec, 'revisionHistoryLimit', REVISION_HISTORY_LIMIT);
  for (const claim of ensureObjects(spec, 'volumeClaimTemplates')) {
    fillAbsent(ensureObject(claim, 'spec'), 'volumeMode', 'Filesystem');
  }
  setTemplateDefaults(spec);
}

/** Job: one completion, labels from the template, six retries. */
export function setJobDefaults(job: Fields): void {
  const spec = ensureObject(job, 'spec');
  if (!isSet(spec, 'completions') && !isSet(spec, 'parallelism')) spec.completions = 1;
  fillAbsent(spec, 'parallelism', 1);
  fillAbsent(spec, 'backoffLimit', isSet(spec, 'backoffLimitPerIndex') ? MAX_INT32 : BACKOFF_LIMIT);
  const labels = objectOf(objectOf(spec, 'template'), 'metadata').labels;
  const metadata = ensureObject(job, 'metadata');
  if (labels !== undefined && Object.keys(textMapOf(metadata, 'labels')).length === 0) {
    metadata.labels = { ...(labels as Fields) };
  }
  fillAbsent(spec, 'completionMode', 'NonIndexed');
  fillAbsent(spec, 'suspend', false);
  fillAbsent(spec, 'podReplacementPolicy', isSet(spec, 'podFailurePolicy') ? 'Failed' : 'TerminatingOrFailed');
  fillAbsent(spec, 'manualSelector', false);
  setFailurePolicyDefaults(spec);
  setTemplateDefaults(spec);
}

/** CronJob: concurrency allowed, three good and one failed job kept. The job template gets no defaults of its own. */
export function setCronJobDefaults(cronJob: Fields): void {
  const spec = ensureObject(cronJob, 'spec');
  fillEmpty(spec, 'concurrencyPolicy', 'Allow');
  fillAbsent(spec, 'suspend', false);
  fillAbsent(spec, 'successfulJobsHistoryLimit', 3);
  fillAbsent(spec, 'failedJobsHistoryLimit', 1);
  const jobSpec = ensureObject(ensureObject(spec, 'jobTemplate'), 'spec');
  setFailurePolicyDefaults(jobSpec);
  setTemplateDefaults(jobSpec);
}

function setFailurePolicyDefaults(spec: Fields): void {
  for (const rule of ensureObjects(objectOf(spec, 'podFailurePolicy'), 'rules')) {
    for (const pattern of ensureObjects(rule, 'onPodConditions')) fillEmpty(pattern, 'status', 'True');
  }
}

/** PodTemplate: only its pod spec. */
export function setPodTemplateDefaults(podTemplate: Fields): void {
  setTemplateDefaults(podTemplate);
}
