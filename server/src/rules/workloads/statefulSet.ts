// StatefulSet spec (ValidateStatefulSetSpec, apps/validation/validation.go, 1.37).
import {
  type Fields,
  isSet,
  maybeIntOrString,
  maybeNumber,
  maybeObject,
  objectOf,
  objectsOf,
  textOf,
} from '../../kubernetes/fields';
import { selectorIsEmpty } from '../../kubernetes/labels';
import type { Finding, FixEdit } from '../finding';
import { enumFixes, removeField, setRaw } from '../fixes';
import { checkPersistentVolumeClaimSpec } from '../kinds/persistentVolumeClaim';
import { checkDNSLabel, checkKnown, checkNonnegative } from '../kinds/report';
import { selectorIsUsable, selectorOf } from '../kinds/selector';
import { checkPodTemplateSpec } from '../pod/podTemplate';
import type { CheckContext } from '../rule';
import {
  checkAtMost100Percent,
  checkIntOrPercent,
  checkLongRunning,
  checkRequiredSelector,
  checkTemplateLabels,
  intOrPercentValue,
} from './template';
import { workload } from './workloadRules';

const POD_MANAGEMENT = ['OrderedReady', 'Parallel'];
const STRATEGIES = ['RollingUpdate', 'OnDelete'];

/** Checks a StatefulSet whose defaults are filled in. */
export function checkStatefulSet(statefulSet: Fields, ctx: CheckContext): void {
  const spec = objectOf(statefulSet, 'spec');
  checkPodManagement(textOf(spec, 'podManagementPolicy'), 'spec.podManagementPolicy', ctx);
  checkUpdateStrategy(objectOf(spec, 'updateStrategy'), 'spec.updateStrategy', ctx);
  checkRetention(maybeObject(spec, 'persistentVolumeClaimRetentionPolicy'), ctx);
  for (const [i, claim] of objectsOf(spec, 'volumeClaimTemplates').entries()) {
    checkPersistentVolumeClaimSpec(objectOf(claim, 'spec'), `spec.volumeClaimTemplates[${i}].spec`, ctx);
  }
  checkNonnegative(maybeNumber(spec, 'replicas'), 'spec.replicas', ctx);
  checkNonnegative(maybeNumber(spec, 'minReadySeconds'), 'spec.minReadySeconds', ctx);
  checkNonnegative(maybeNumber(objectOf(spec, 'ordinals'), 'start'), 'spec.ordinals.start', ctx);
  const serviceName = textOf(spec, 'serviceName');
  if (serviceName !== '') checkDNSLabel(serviceName, 'spec.serviceName', ctx);
  checkRequiredSelector(spec, 'spec', ctx);
  checkTemplate(spec, ctx);
  checkLongRunning(objectOf(spec, 'template'), 'spec.template', ctx);
}

function checkPodManagement(policy: string, path: string, ctx: CheckContext): void {
  if (POD_MANAGEMENT.includes(policy)) return;
  const fixes = enumFixes(path, policy, POD_MANAGEMENT);
  ctx.report(workload.podManagement, path, { value: policy, allowed: POD_MANAGEMENT.join(', ') }, { fixes });
}

function checkUpdateStrategy(strategy: Fields, path: string, ctx: CheckContext): void {
  const type = textOf(strategy, 'type');
  const rollingUpdate = maybeObject(strategy, 'rollingUpdate');
  if (type === 'OnDelete') {
    if (rollingUpdate === undefined) return;
    const at = `${path}.rollingUpdate`;
    const fixes = [removeField(at, true)];
    ctx.report(workload.rollingUpdateUnused, at, { type }, { fixes, type: 'FieldValueInvalid' });
  } else if (type === 'RollingUpdate') {
    if (rollingUpdate !== undefined) checkRollingUpdate(rollingUpdate, `${path}.rollingUpdate`, ctx);
  } else {
    const fixes = enumFixes(`${path}.type`, type, STRATEGIES);
    const values = { value: type, allowed: STRATEGIES.join(', ') };
    const options = { fixes, type: 'FieldValueInvalid', markPath: `${path}.type`, at: 'value' } as const;
    ctx.report(workload.strategyUnknown, path, values, options);
  }
}

function checkRollingUpdate(rollingUpdate: Fields, path: string, ctx: CheckContext): void {
  checkNonnegative(maybeNumber(rollingUpdate, 'partition'), `${path}.partition`, ctx);
  const unavailable = maybeIntOrString(rollingUpdate, 'maxUnavailable');
  // Before 1.37 the field is dropped (MaxUnavailableStatefulSet).
  if (unavailable === undefined || ctx.minor < 37) return;
  const at = `${path}.maxUnavailable`;
  checkIntOrPercent(unavailable, at, ctx);
  if (intOrPercentValue(unavailable) === 0) {
    ctx.report(workload.statefulUnavailableZero, at, undefined, { fixes: [setRaw(at, '1')] });
  }
  checkAtMost100Percent(unavailable, at, ctx);
}

function checkRetention(policy: Fields | undefined, ctx: CheckContext): void {
  if (policy === undefined) return;
  for (const field of ['whenDeleted', 'whenScaled']) {
    const path = `spec.persistentVolumeClaimRetentionPolicy.${field}`;
    checkKnown(textOf(policy, field), ['Retain', 'Delete'], path, ctx);
  }
}

/** ValidatePodTemplateSpecForStatefulSet, which reports labels and annotations of the template twice: once is enough. */
function checkTemplate(spec: Fields, ctx: CheckContext): void {
  const selector = isSet(spec, 'selector') ? selectorOf(objectOf(spec, 'selector')) : undefined;
  if (selector !== undefined && !selectorIsUsable(selector)) {
    ctx.report(workload.selectorUnusable, 'spec.selector', undefined, { consequence: true });
    return;
  }
  const template = objectOf(spec, 'template');
  if (selector === undefined || !selectorIsEmpty(selector)) {
    checkTemplateLabels(selector, template, 'spec.template', ctx);
  }
  const before = ctx.findings.length;
  checkPodTemplateSpec(asRun(spec, template), 'spec.template', ctx);
  markWrittenVolumes(spec, template, ctx.findings, before);
}

const VOLUME = /^spec\.template\.spec\.volumes\[(\d+)\]/;

/** The server counts the claims' volumes among the others; marks and fixes need the place in the manifest. */
function markWrittenVolumes(spec: Fields, template: Fields, findings: Finding[], from: number): void {
  const claims = claimNames(spec);
  if (claims.length === 0) return;
  const written = objectsOf(objectOf(template, 'spec'), 'volumes');
  const kept = [...written.keys()].filter((i) => !claims.includes(textOf(written[i] ?? {}, 'name')));
  const place = (path: string) =>
    path.replace(VOLUME, (_whole, digits: string) => {
      const index = Number(digits);
      if (index < claims.length) return `spec.volumeClaimTemplates[${index}].metadata`;
      return `spec.template.spec.volumes[${kept[index - claims.length] ?? index}]`;
    });
  for (let i = from; i < findings.length; i++) {
    const finding = findings[i] as Finding;
    const markPath = place(finding.markPath ?? finding.path);
    if (markPath === (finding.markPath ?? finding.path) && finding.fixes === undefined) continue;
    const fixes = finding.fixes?.map((fix) => ({ ...fix, edits: fix.edits.map((edit) => movedEdit(edit, place)) }));
    findings[i] = { ...finding, markPath, ...(fixes === undefined ? {} : { fixes }) };
  }
}

function movedEdit(edit: FixEdit, place: (path: string) => string): FixEdit {
  return edit.op === 'text' ? edit : { ...edit, path: place(edit.path) };
}

/** The template as the controller will use it: own subdomain and host name, a volume for every claim template. */
function asRun(spec: Fields, template: Fields): Fields {
  const claims = claimNames(spec);
  const podSpec = objectOf(template, 'spec');
  const added = claims.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  const own = objectsOf(podSpec, 'volumes').filter((volume) => !claims.includes(textOf(volume, 'name')));
  const { subdomain: _subdomain, hostname: _hostname, ...rest } = podSpec;
  const volumes = claims.length > 0 ? { volumes: [...added, ...own] } : {};
  return { ...template, spec: { ...rest, ...volumes } };
}

function claimNames(spec: Fields): readonly string[] {
  const names = objectsOf(spec, 'volumeClaimTemplates').map((claim) => textOf(objectOf(claim, 'metadata'), 'name'));
  return [...new Set(names)];
}
