// StorageClass and CSIDriver (storage/validation/validation.go, 1.37).
import {
  type Fields,
  isSet,
  maybeNumber,
  maybeText,
  objectOf,
  objectsOf,
  textMapOf,
  textOf,
  textsOf,
} from '../../kubernetes/fields';
import { byteLength, isQualifiedName } from '../../kubernetes/names';
import { removeField, setRaw } from '../fixes';
import { metadataRules } from '../metadata';
import type { CheckContext } from '../rule';
import { common } from './commonRules';
import { warnNodeLabel } from './nodeLabels';
import { checkKnown, checkQualifiedName, duplicate, required, unsupported } from './report';
import { storage, storageWarnings } from './storageRules';

const PARAMETERS_MAX = 512;
const PARAMETERS_MAX_BYTES = 256 * 1024;
const UPDATE_PERIOD_MIN_SECONDS = 10;
const TOKEN_MIN_SECONDS = 600;
const TOKEN_MAX_SECONDS = 2 ** 32;

/** Checks a StorageClass whose defaults are filled in. */
export function checkStorageClass(storageClass: Fields, ctx: CheckContext): void {
  const provisioner = textOf(storageClass, 'provisioner');
  if (provisioner === '') required('provisioner', ctx, 'kubernetes.io/no-provisioner');
  else if (!isQualifiedName(provisioner.toLowerCase()))
    checkQualifiedName(provisioner.toLowerCase(), 'provisioner', ctx);
  checkParameters(textMapOf(storageClass, 'parameters'), 'parameters', ctx);
  const policy = textOf(storageClass, 'reclaimPolicy');
  if (policy !== '') checkKnown(policy, ['Delete', 'Retain'], 'reclaimPolicy', ctx);
  checkKnown(
    textOf(storageClass, 'volumeBindingMode'),
    ['Immediate', 'WaitForFirstConsumer'],
    'volumeBindingMode',
    ctx,
  );
  checkTopologies(objectsOf(storageClass, 'allowedTopologies'), 'allowedTopologies', ctx);
}

function checkParameters(parameters: Readonly<Record<string, string>>, path: string, ctx: CheckContext): void {
  const entries = Object.entries(parameters);
  if (entries.length > PARAMETERS_MAX) {
    ctx.report(common.tooLong, path, { field: path, limit: PARAMETERS_MAX });
    return;
  }
  if (Object.hasOwn(parameters, '')) ctx.report(storage.parameterKey, path);
  const bytes = entries.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(value), 0);
  if (bytes > PARAMETERS_MAX_BYTES) ctx.report(common.tooLong, path, { field: path, limit: PARAMETERS_MAX_BYTES });
}

function checkTopologies(terms: readonly Fields[], path: string, ctx: CheckContext): void {
  const seen = new Set<string>();
  for (const [i, term] of terms.entries()) {
    const at = `${path}[${i}].matchLabelExpressions`;
    const values = new Map<string, string>();
    for (const [j, expression] of objectsOf(term, 'matchLabelExpressions').entries()) {
      const key = textOf(expression, 'key');
      checkTopologyExpression(expression, `${at}[${j}]`, ctx);
      if (values.has(key)) duplicate(key, `${at}[${j}].key`, ctx);
      values.set(key, JSON.stringify([...new Set(textsOf(expression, 'values'))].sort()));
    }
    const whole = JSON.stringify([...values].sort());
    // A term without expressions always counts as repeated.
    if (seen.has(whole) || values.size === 0) ctx.report(storage.topologyRepeated, at);
    seen.add(whole);
  }
}

function checkTopologyExpression(expression: Fields, path: string, ctx: CheckContext): void {
  const values = textsOf(expression, 'values');
  if (values.length === 0) required(`${path}.values`, ctx);
  for (const [i, value] of values.entries()) {
    if (values.indexOf(value) < i) duplicate(value, `${path}.values[${i}]`, ctx);
  }
  const key = textOf(expression, 'key');
  if (!isQualifiedName(key)) ctx.report(metadataRules.labelKey, `${path}.key`, { key });
}

/** Warnings of a StorageClass that is accepted (pkg/api/storage/util.go). */
export function warnStorageClass(storageClass: Fields, ctx: CheckContext): void {
  for (const [i, term] of objectsOf(storageClass, 'allowedTopologies').entries()) {
    for (const [j, expression] of objectsOf(term, 'matchLabelExpressions').entries()) {
      warnNodeLabel(textOf(expression, 'key'), `allowedTopologies[${i}].matchLabelExpressions[${j}].key`, ctx);
    }
  }
}

/** Checks a CSIDriver whose defaults are filled in. */
export function checkCSIDriver(driver: Fields, ctx: CheckContext): void {
  const spec = objectOf(driver, 'spec');
  const policy = maybeText(spec, 'fsGroupPolicy');
  if (policy !== undefined) checkKnown(policy, ['File', 'None', 'ReadWriteOnceWithFSType'], 'spec.fsGroupPolicy', ctx);
  const tokens = objectsOf(spec, 'tokenRequests');
  checkTokenRequests(tokens, 'spec.tokenRequests', ctx);
  const modes = ['Persistent', 'Ephemeral'];
  for (const [i, mode] of textsOf(spec, 'volumeLifecycleModes').entries()) {
    const path = 'spec.volumeLifecycleModes';
    if (!modes.includes(mode)) unsupported(mode, modes, path, ctx, `${path}[${i}]`);
  }
  // Before 1.35 the next two fields are dropped (MutableCSINodeAllocatableCount, CSIServiceAccountTokenSecrets).
  if (ctx.minor < 35) return;
  const period = maybeNumber(spec, 'nodeAllocatableUpdatePeriodSeconds');
  if (period !== undefined && period < UPDATE_PERIOD_MIN_SECONDS) {
    const path = 'spec.nodeAllocatableUpdatePeriodSeconds';
    const values = {
      field: 'nodeAllocatableUpdatePeriodSeconds',
      value: period,
      min: UPDATE_PERIOD_MIN_SECONDS,
      max: '-',
    };
    ctx.report(common.outOfRange, path, values, { fixes: [setRaw(path, String(UPDATE_PERIOD_MIN_SECONDS))] });
  }
  if (!isSet(spec, 'serviceAccountTokenInSecrets') || tokens.length > 0) return;
  const path = 'spec.serviceAccountTokenInSecrets';
  ctx.report(storage.tokenRequests, path, undefined, { fixes: [removeField(path, true)] });
}

function checkTokenRequests(tokens: readonly Fields[], path: string, ctx: CheckContext): void {
  const audiences = new Set<string>();
  for (const [i, token] of tokens.entries()) {
    const audience = textOf(token, 'audience');
    if (audiences.has(audience)) {
      duplicate(audience, `${path}[${i}].audience`, ctx);
      continue;
    }
    audiences.add(audience);
    const seconds = maybeNumber(token, 'expirationSeconds') ?? TOKEN_MIN_SECONDS;
    if (seconds >= TOKEN_MIN_SECONDS && seconds <= TOKEN_MAX_SECONDS) continue;
    const at = `${path}[${i}].expirationSeconds`;
    const values = { field: 'expirationSeconds', value: seconds, min: TOKEN_MIN_SECONDS, max: TOKEN_MAX_SECONDS };
    ctx.report(common.outOfRange, at, values, { fixes: [setRaw(at, '3600')] });
  }
}

/** Warnings of a CSIDriver that is accepted (registry/storage/csidriver/strategy.go). */
export function warnCSIDriver(driver: Fields, ctx: CheckContext): void {
  const spec = objectOf(driver, 'spec');
  if (objectsOf(spec, 'tokenRequests').length === 0 || isSet(spec, 'serviceAccountTokenInSecrets')) return;
  if (ctx.minor < 35) return;
  ctx.report(storageWarnings.tokenInSecrets, 'spec.tokenRequests');
}
