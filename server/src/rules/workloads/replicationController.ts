// ReplicationController, PodTemplate and ControllerRevision (core/validation and apps/validation, 1.37).
import { type Fields, isFields, maybeNumber, maybeObject, objectOf, textMapOf } from '../../kubernetes/fields';
import { checkNonnegative, required } from '../kinds/report';
import { checkPodTemplateSpec } from '../pod/podTemplate';
import type { CheckContext } from '../rule';
import { checkReplicaTemplate } from './template';
import { workload } from './workloadRules';

/** Checks a ReplicationController whose defaults are filled in (ValidateReplicationControllerSpec). */
export function checkReplicationController(controller: Fields, ctx: CheckContext): void {
  const spec = objectOf(controller, 'spec');
  const matchLabels = textMapOf(spec, 'selector');
  checkNonnegative(maybeNumber(spec, 'minReadySeconds'), 'spec.minReadySeconds', ctx);
  if (Object.keys(matchLabels).length === 0) required('spec.selector', ctx);
  checkNonnegative(maybeNumber(spec, 'replicas'), 'spec.replicas', ctx);
  const template = maybeObject(spec, 'template');
  if (template === undefined) ctx.report(workload.templateRequired, 'spec.template');
  else checkReplicaTemplate({ matchLabels }, template, 'spec.template', ctx);
}

/** Checks a PodTemplate whose defaults are filled in (ValidatePodTemplate). */
export function checkPodTemplate(podTemplate: Fields, ctx: CheckContext): void {
  checkPodTemplateSpec(objectOf(podTemplate, 'template'), 'template', ctx);
}

/** Checks a ControllerRevision (ValidateControllerRevisionCreate). */
export function checkControllerRevision(revision: Fields, ctx: CheckContext): void {
  checkNonnegative(maybeNumber(revision, 'revision'), 'revision', ctx);
  if (!isFields(revision.data)) ctx.report(workload.revisionData, 'data');
}
