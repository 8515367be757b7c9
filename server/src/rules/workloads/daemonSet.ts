// DaemonSet spec (ValidateDaemonSetSpec, apps/validation/validation.go, 1.37).
import {
  type Fields,
  isSet,
  maybeIntOrString,
  maybeNumber,
  maybeObject,
  objectOf,
  textMapOf,
  textOf,
} from '../../kubernetes/fields';
import { selectorIsEmpty } from '../../kubernetes/labels';
import { setRaw } from '../fixes';
import { checkNonnegative, required } from '../kinds/report';
import { selectorIsUsable, selectorOf } from '../kinds/selector';
import { checkLabelSelector } from '../metadata';
import { checkPodTemplateSpec } from '../pod/podTemplate';
import type { CheckContext } from '../rule';
import {
  checkAtMost100Percent,
  checkIntOrPercent,
  checkLongRunning,
  checkTemplateLabels,
  intOrPercentValue,
  reportEmptySelector,
  reportStrategy,
} from './template';
import { workload } from './workloadRules';

/** Checks a DaemonSet whose defaults are filled in. */
export function checkDaemonSet(daemonSet: Fields, ctx: CheckContext): void {
  const spec = objectOf(daemonSet, 'spec');
  const template = objectOf(spec, 'template');
  checkSelector(spec, template, ctx);
  checkPodTemplateSpec(template, 'spec.template', ctx);
  checkLongRunning(template, 'spec.template', ctx);
  checkNonnegative(maybeNumber(spec, 'minReadySeconds'), 'spec.minReadySeconds', ctx);
  checkUpdateStrategy(objectOf(spec, 'updateStrategy'), 'spec.updateStrategy', ctx);
  checkNonnegative(maybeNumber(spec, 'revisionHistoryLimit'), 'spec.revisionHistoryLimit', ctx);
}

/** Unlike the other controllers a DaemonSet without a selector is only told that nothing matches. */
function checkSelector(spec: Fields, template: Fields, ctx: CheckContext): void {
  const selector = isSet(spec, 'selector') ? selectorOf(objectOf(spec, 'selector')) : undefined;
  checkLabelSelector(selector, 'spec.selector', ctx);
  if (selector === undefined || selectorIsUsable(selector)) {
    checkTemplateLabels(selector, template, 'spec.template', ctx);
  }
  if (selector !== undefined && selectorIsEmpty(selector)) {
    reportEmptySelector(textMapOf(objectOf(template, 'metadata'), 'labels'), 'spec.selector', ctx);
  }
}

function checkUpdateStrategy(strategy: Fields, path: string, ctx: CheckContext): void {
  const type = textOf(strategy, 'type');
  if (type === 'OnDelete') return;
  if (type !== 'RollingUpdate') {
    reportStrategy(type, ['RollingUpdate', 'OnDelete'], path, ctx);
    return;
  }
  const rollingUpdate = maybeObject(strategy, 'rollingUpdate');
  if (rollingUpdate === undefined) required(`${path}.rollingUpdate`, ctx);
  else checkRollingUpdate(rollingUpdate, `${path}.rollingUpdate`, ctx);
}

function checkRollingUpdate(rollingUpdate: Fields, path: string, ctx: CheckContext): void {
  const unavailable = maybeIntOrString(rollingUpdate, 'maxUnavailable') ?? 0;
  const surge = maybeIntOrString(rollingUpdate, 'maxSurge') ?? 0;
  checkIntOrPercent(unavailable, `${path}.maxUnavailable`, ctx);
  checkIntOrPercent(surge, `${path}.maxSurge`, ctx);
  checkAtMost100Percent(unavailable, `${path}.maxUnavailable`, ctx);
  checkAtMost100Percent(surge, `${path}.maxSurge`, ctx);
  const hasUnavailable = intOrPercentValue(unavailable) !== 0;
  const hasSurge = intOrPercentValue(surge) !== 0;
  if (hasUnavailable && hasSurge) {
    const fixes = [setRaw(`${path}.maxUnavailable`, '0'), setRaw(`${path}.maxSurge`, '0', false)];
    ctx.report(workload.daemonBothSet, `${path}.maxSurge`, { surge, unavailable }, { fixes });
  } else if (!hasUnavailable && !hasSurge) {
    const fixes = [setRaw(`${path}.maxUnavailable`, '1')];
    ctx.report(workload.daemonBothZero, `${path}.maxUnavailable`, undefined, { fixes });
  }
}
