// PriorityClass, RuntimeClass and Lease (scheduling, node and coordination validation, 1.37).
import {
  type Fields,
  maybeBoolean,
  maybeNumber,
  maybeObject,
  maybeText,
  numberOf,
  objectOf,
  quantityMapOf,
  textMapOf,
  textOf,
} from '../../kubernetes/fields';
import { isDNS1123Label, toDNS1123Label } from '../../kubernetes/names';
import type { Toleration } from '../../kubernetes/types';
import { setRaw } from '../fixes';
import { checkLabels, effectiveName } from '../metadata';
import { checkResourceRequirements } from '../pod/resources';
import { checkTolerations } from '../pod/scheduling';
import type { CheckContext } from '../rule';
import { common } from './commonRules';
import { config } from './configRules';
import { warnNodeLabel } from './nodeLabels';
import { badFormat, checkNonnegative, checkRequiredKnown, duplicate, required } from './report';

const HIGHEST_USER_PRIORITY = 1_000_000_000;
const SYSTEM_CLASSES: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

/** Checks a PriorityClass whose defaults are filled in. */
export function checkPriorityClass(priorityClass: Fields, ctx: CheckContext): void {
  const name = effectiveName(objectOf(priorityClass, 'metadata'));
  const value = numberOf(priorityClass, 'value');
  if (name.startsWith('system-')) {
    const known = SYSTEM_CLASSES[name] === value && maybeBoolean(priorityClass, 'globalDefault') !== true;
    if (!known) ctx.report(config.systemPriority, 'metadata.name', { value: name });
  } else if (value > HIGHEST_USER_PRIORITY) {
    const fixes = [setRaw('value', String(HIGHEST_USER_PRIORITY))];
    ctx.report(config.priorityTooHigh, 'value', { value, max: HIGHEST_USER_PRIORITY }, { fixes });
  }
  const policy = maybeText(priorityClass, 'preemptionPolicy');
  if (policy !== undefined) checkRequiredKnown(policy, ['PreemptLowerPriority', 'Never'], 'preemptionPolicy', ctx);
}

/** Checks a RuntimeClass. */
export function checkRuntimeClass(runtimeClass: Fields, ctx: CheckContext): void {
  const handler = textOf(runtimeClass, 'handler');
  if (handler === '') required('handler', ctx, 'runc');
  else if (!isDNS1123Label(handler)) badFormat(common.dnsLabel, handler, 'handler', ctx, toDNS1123Label(handler));
  const overhead = maybeObject(runtimeClass, 'overhead');
  if (overhead !== undefined)
    checkResourceRequirements({ limits: quantityMapOf(overhead, 'podFixed') }, 'overhead', ctx);
  const scheduling = maybeObject(runtimeClass, 'scheduling');
  if (scheduling === undefined) return;
  checkLabels(textMapOf(scheduling, 'nodeSelector'), 'scheduling.nodeSelector', ctx);
  const tolerations = (scheduling.tolerations ?? []) as readonly Toleration[];
  checkTolerations(tolerations, 'scheduling.tolerations', ctx);
  const seen = new Set<string>();
  for (const [i, { key = '', operator = '', value = '', effect = '' }] of tolerations.entries()) {
    const id = JSON.stringify([key, operator, value, effect]);
    if (seen.has(id)) duplicate(key, `scheduling.tolerations[${i}]`, ctx);
    seen.add(id);
  }
}

/** Warnings of a RuntimeClass that is accepted (pkg/api/node/util.go). */
export function warnRuntimeClass(runtimeClass: Fields, ctx: CheckContext): void {
  const path = 'scheduling.nodeSelector';
  for (const label of Object.keys(textMapOf(objectOf(runtimeClass, 'scheduling'), 'nodeSelector'))) {
    warnNodeLabel(label, path, ctx, `${path}[${label}]`);
  }
}

/** Checks a Lease; strategy and preferredHolder are dropped while their gate is off. */
export function checkLease(lease: Fields, ctx: CheckContext): void {
  const spec = objectOf(lease, 'spec');
  const duration = maybeNumber(spec, 'leaseDurationSeconds');
  const path = 'spec.leaseDurationSeconds';
  if (duration !== undefined && duration <= 0) {
    ctx.report(
      common.notPositive,
      path,
      { field: 'leaseDurationSeconds', value: duration },
      { fixes: [setRaw(path, '15')] },
    );
  }
  checkNonnegative(maybeNumber(spec, 'leaseTransitions'), 'spec.leaseTransitions', ctx);
}
