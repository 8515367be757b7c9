// Deployment and ReplicaSet specs (ValidateDeploymentSpec and ValidateReplicaSetSpec, apps/validation/validation.go, 1.37).
import {
  type Fields,
  isSet,
  maybeIntOrString,
  maybeNumber,
  maybeObject,
  numberOf,
  objectOf,
  textOf,
} from '../../kubernetes/fields';
import { removeField, setRaw } from '../fixes';
import { checkNonnegative, required } from '../kinds/report';
import { selectorIsUsable, selectorOf } from '../kinds/selector';
import type { CheckContext } from '../rule';
import {
  checkAtMost100Percent,
  checkIntOrPercent,
  checkReplicaTemplate,
  checkRequiredSelector,
  intOrPercentValue,
  reportStrategy,
} from './template';
import { workload } from './workloadRules';

/** Checks a Deployment whose defaults are filled in. */
export function checkDeployment(deployment: Fields, ctx: CheckContext): void {
  const spec = objectOf(deployment, 'spec');
  checkNonnegative(maybeNumber(spec, 'replicas'), 'spec.replicas', ctx);
  checkSelectorAndTemplate(spec, ctx);
  checkStrategy(objectOf(spec, 'strategy'), 'spec.strategy', ctx);
  checkNonnegative(maybeNumber(spec, 'minReadySeconds'), 'spec.minReadySeconds', ctx);
  checkNonnegative(maybeNumber(spec, 'revisionHistoryLimit'), 'spec.revisionHistoryLimit', ctx);
  checkProgressDeadline(spec, ctx);
}

/** Checks a ReplicaSet whose defaults are filled in. */
export function checkReplicaSet(replicaSet: Fields, ctx: CheckContext): void {
  const spec = objectOf(replicaSet, 'spec');
  checkNonnegative(maybeNumber(spec, 'replicas'), 'spec.replicas', ctx);
  checkNonnegative(maybeNumber(spec, 'minReadySeconds'), 'spec.minReadySeconds', ctx);
  checkSelectorAndTemplate(spec, ctx);
}

function checkSelectorAndTemplate(spec: Fields, ctx: CheckContext): void {
  checkRequiredSelector(spec, 'spec', ctx);
  const selector = isSet(spec, 'selector') ? selectorOf(objectOf(spec, 'selector')) : undefined;
  if (selector !== undefined && !selectorIsUsable(selector)) {
    ctx.report(workload.selectorUnusable, 'spec.selector', undefined, { consequence: true });
  } else {
    checkReplicaTemplate(selector, objectOf(spec, 'template'), 'spec.template', ctx);
  }
}

function checkStrategy(strategy: Fields, path: string, ctx: CheckContext): void {
  const type = textOf(strategy, 'type');
  const rollingUpdate = maybeObject(strategy, 'rollingUpdate');
  if (type === 'Recreate') {
    if (rollingUpdate === undefined) return;
    const at = `${path}.rollingUpdate`;
    ctx.report(workload.rollingUpdateUnused, at, { type }, { fixes: [removeField(at, true)] });
  } else if (type === 'RollingUpdate') {
    if (rollingUpdate === undefined) required(`${path}.rollingUpdate`, ctx);
    else checkRollingUpdate(rollingUpdate, `${path}.rollingUpdate`, ctx);
  } else {
    reportStrategy(type, ['Recreate', 'RollingUpdate'], path, ctx);
  }
}

function checkRollingUpdate(rollingUpdate: Fields, path: string, ctx: CheckContext): void {
  const unavailable = maybeIntOrString(rollingUpdate, 'maxUnavailable') ?? 0;
  const surge = maybeIntOrString(rollingUpdate, 'maxSurge') ?? 0;
  checkIntOrPercent(unavailable, `${path}.maxUnavailable`, ctx);
  checkIntOrPercent(surge, `${path}.maxSurge`, ctx);
  if (intOrPercentValue(unavailable) === 0 && intOrPercentValue(surge) === 0) {
    const fixes = [setRaw(`${path}.maxSurge`, '1'), setRaw(`${path}.maxUnavailable`, '1', false)];
    ctx.report(workload.rollingBothZero, `${path}.maxUnavailable`, undefined, { fixes });
  }
  checkAtMost100Percent(unavailable, `${path}.maxUnavailable`, ctx);
}

function checkProgressDeadline(spec: Fields, ctx: CheckContext): void {
  const deadline = maybeNumber(spec, 'progressDeadlineSeconds');
  if (deadline === undefined) return;
  const path = 'spec.progressDeadlineSeconds';
  checkNonnegative(deadline, path, ctx);
  const minReady = numberOf(spec, 'minReadySeconds');
  if (deadline > minReady) return;
  const fixes = [setRaw(path, String(Math.max(600, minReady + 60)))];
  ctx.report(workload.progressDeadline, path, { deadline, minReady }, { fixes });
}
