// ResourceQuota and LimitRange (core/validation/validation.go, 1.37).
import { type Fields, maybeObject, objectOf, objectsOf, quantityMapOf, textOf, textsOf } from '../../kubernetes/fields';
import { isQualifiedName } from '../../kubernetes/names';
import { compareQuantities, type Quantity, quantityMilliValue, quantityValue } from '../../kubernetes/quantity';
import {
  isIntegerResourceName,
  isOvercommitAllowed,
  isStandardQuotaResourceName,
} from '../../kubernetes/resourceNames';
import { removeField, setTo } from '../fixes';
import type { CheckContext } from '../rule';
import { common } from './commonRules';
import { config, configWarnings } from './configRules';
import { checkQualifiedName, duplicate, quantityOrZero } from './report';
import { checkContainerResourceName, checkQuotaResourceName, checkResourceName } from './resourceNames';

type Amounts = Readonly<Record<string, string | number>>;

const POD_COUNTS = ['pods'];
const POD_RESOURCES = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
const CLAIM_RESOURCES = ['persistentvolumeclaims', 'requests.storage'];

/** Scopes, with the standard resources each may limit. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  Terminating: [...POD_COUNTS, ...POD_RESOURCES],
  NotTerminating: [...POD_COUNTS, ...POD_RESOURCES],
  BestEffort: POD_COUNTS,
  NotBestEffort: [...POD_COUNTS, ...POD_RESOURCES],
  PriorityClass: [...POD_COUNTS, ...POD_RESOURCES],
  CrossNamespacePodAffinity: [...POD_COUNTS, ...POD_RESOURCES],
  VolumeAttributesClass: CLAIM_RESOURCES,
};
const CONFLICTS = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
];
const EXISTS_ONLY = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'];

/** Checks a ResourceQuota. */
export function checkResourceQuota(quota: Fields, ctx: CheckContext): void {
  const spec = objectOf(quota, 'spec');
  const hard = quantityMapOf(spec, 'hard');
  for (const [name, value] of Object.entries(hard)) {
    checkQuotaResourceName(name, `spec.hard[${name}]`, ctx);
    checkAmount(name, value, `spec.hard[${name}]`, ctx);
  }
  const scopes = textsOf(spec, 'scopes');
  checkScopes(scopes, hard, 'spec.scopes', 'spec.scopes', ctx);
  const selector = maybeObject(spec, 'scopeSelector');
  if (selector !== undefined) checkScopeSelector(objectsOf(selector, 'matchExpressions'), hard, ctx);
}

function checkAmount(name: string, value: string | number, path: string, ctx: CheckContext): void {
  const amount = quantityOrZero(value);
  if (amount.nano < 0n) ctx.report(common.quantityNegative, path, { field: name, value });
  if (isIntegerResourceName(name) && quantityMilliValue(amount) % 1000n !== 0n) {
    ctx.report(common.quantityNotWhole, path, { field: name, value });
  }
}

function checkScopes(
  scopes: readonly string[],
  hard: Amounts,
  path: string,
  unknownPath: string,
  ctx: CheckContext,
): void {
  for (const scope of scopes) {
    const allowed = Object.hasOwn(SCOPES, scope) ? SCOPES[scope] : undefined;
    if (allowed === undefined) {
      ctx.report(config.scopeUnknown, unknownPath, { value: scope, allowed: Object.keys(SCOPES).join(', ') });
      continue;
    }
    for (const name of Object.keys(hard)) {
      if (isStandardQuotaResourceName(name) && !allowed.includes(name)) {
        ctx.report(config.scopeResource, path, { scope, resource: name });
      }
    }
  }
  for (const pair of CONFLICTS) {
    if (pair.every((scope) => scopes.includes(scope)))
      ctx.report(config.scopeConflict, path, { scopes: pair.join(', ') });
  }
}

/** The server names the list without an index here. */
function checkScopeSelector(expressions: readonly Fields[], hard: Amounts, ctx: CheckContext): void {
  const path = 'spec.scopeSelector.matchExpressions';
  for (const [i, expression] of expressions.entries()) {
    const scope = textOf(expression, 'scopeName');
    const operator = textOf(expression, 'operator');
    const values = textsOf(expression, 'values');
    const mark = (field: string) => ({ markPath: `${path}[${i}].${field}` });
    if (EXISTS_ONLY.includes(scope) && operator !== 'Exists') {
      const options = { fixes: [setTo(`${path}[${i}].operator`, 'Exists')], ...mark('operator') };
      ctx.report(config.scopeExists, `${path}.operator`, { scope, value: operator }, options);
    }
    if (operator === 'In' || operator === 'NotIn') {
      const type = { type: 'FieldValueRequired', ...mark('operator') } as const;
      if (values.length === 0) ctx.report(config.scopeValues, `${path}.values`, { operator }, type);
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      const options = { fixes: [removeField(`${path}[${i}].values`, true)], ...mark('values') };
      if (values.length > 0) ctx.report(config.scopeValues, `${path}.values`, { operator }, options);
    } else ctx.report(config.scopeOperator, `${path}.operator`, { value: operator }, mark('operator'));
  }
  checkScopes(
    expressions.map((expression) => textOf(expression, 'scopeName')),
    hard,
    path,
    `${path}.scopeName`,
    ctx,
  );
}

/** Resources whose request a quota may not set above the limit (registry/core/resourcequota/strategy.go). */
const COMPARED = ['cpu', 'memory', 'ephemeral-storage'];

/** Warnings of a ResourceQuota that is accepted. */
export function warnResourceQuota(quota: Fields, ctx: CheckContext): void {
  const hard = quantityMapOf(objectOf(quota, 'spec'), 'hard');
  for (const name of COMPARED) {
    const bare = name !== 'ephemeral-storage' && Object.hasOwn(hard, name) ? name : undefined;
    const request = Object.hasOwn(hard, `requests.${name}`) ? `requests.${name}` : bare;
    const limit = `limits.${name}`;
    if (request === undefined || !Object.hasOwn(hard, limit)) continue;
    if (compareQuantities(quantityOrZero(hard[request]), quantityOrZero(hard[limit])) <= 0) continue;
    ctx.report(configWarnings.quotaRequestOverLimit, `spec.hard[${request}]`, { request, limit });
  }
}

const LIMIT_TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];

/** Checks a LimitRange whose defaults are filled in. */
export function checkLimitRange(limitRange: Fields, ctx: CheckContext): void {
  const types = new Set<string>();
  for (const [i, limit] of objectsOf(objectOf(limitRange, 'spec'), 'limits').entries()) {
    const path = `spec.limits[${i}]`;
    const type = textOf(limit, 'type');
    checkLimitType(type, `${path}.type`, ctx);
    if (types.has(type)) duplicate(type, `${path}.type`, ctx);
    types.add(type);
    checkLimit(limit, type, path, ctx);
  }
}

function checkLimitType(type: string, path: string, ctx: CheckContext): void {
  if (!isQualifiedName(type)) checkQualifiedName(type, path, ctx);
  else if (!type.includes('/') && !LIMIT_TYPES.includes(type)) {
    ctx.report(config.limitType, path, { value: type, allowed: LIMIT_TYPES.join(', ') });
  }
}

const BOUNDS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

function checkLimit(limit: Fields, type: string, path: string, ctx: CheckContext): void {
  const names = new Set<string>();
  const bounds: Partial<Record<(typeof BOUNDS)[number], Amounts>> = {};
  for (const bound of BOUNDS) {
    const amounts = quantityMapOf(limit, bound);
    if (type === 'Pod' && bound.startsWith('default')) {
      const fixes = [removeField(`${path}.${bound}`, true)];
      if (Object.keys(amounts).length > 0)
        ctx.report(config.limitPodDefault, `${path}.${bound}`, { field: bound }, { fixes });
      continue;
    }
    bounds[bound] = amounts;
    for (const name of Object.keys(amounts)) {
      names.add(name);
      if (type === 'Pod' || type === 'Container') checkContainerResourceName(name, `${path}.${bound}[${name}]`, ctx);
      else checkResourceName(name, `${path}.${bound}[${name}]`, ctx);
    }
  }
  const bounded = Object.hasOwn(bounds.min ?? {}, 'storage') || Object.hasOwn(bounds.max ?? {}, 'storage');
  if (type === 'PersistentVolumeClaim' && !bounded)
    ctx.report(config.limitClaim, `${path}.limits`, undefined, { markPath: path });
  for (const name of names) checkBounds(name, bounds, path, ctx);
}

function checkBounds(
  name: string,
  bounds: Readonly<Record<string, Amounts | undefined>>,
  path: string,
  ctx: CheckContext,
): void {
  const amount = (bound: string): Quantity | undefined => {
    const amounts = bounds[bound] ?? {};
    return Object.hasOwn(amounts, name) ? quantityOrZero(amounts[name]) : undefined;
  };
  const order = (low: string, high: string, reported: string) => {
    const a = amount(low);
    const b = amount(high);
    if (a === undefined || b === undefined || compareQuantities(a, b) <= 0) return;
    ctx.report(config.limitOrder, `${path}.${reported}[${name}]`, { resource: name, low, high });
  };
  order('min', 'max', 'min');
  order('min', 'defaultRequest', 'defaultRequest');
  order('defaultRequest', 'max', 'defaultRequest');
  order('defaultRequest', 'default', 'defaultRequest');
  order('min', 'default', 'default');
  order('default', 'max', 'default');
  checkRatio(name, amount('maxLimitRequestRatio'), amount('min'), amount('max'), path, ctx);
  const limit = amount('default');
  const request = amount('defaultRequest');
  if (isOvercommitAllowed(name) || limit === undefined || request === undefined) return;
  if (compareQuantities(limit, request) !== 0)
    ctx.report(config.limitNoOvercommit, `${path}.defaultRequest[${name}]`, { resource: name });
}

/** Above this the server compares whole units, not thousandths (resource.MaxMilliValue). */
const MAX_MILLI_VALUE = (2n ** 63n - 1n) / 1000n;

function checkRatio(
  name: string,
  ratio: Quantity | undefined,
  min: Quantity | undefined,
  max: Quantity | undefined,
  path: string,
  ctx: CheckContext,
): void {
  if (ratio === undefined) return;
  const at = `${path}.maxLimitRequestRatio[${name}]`;
  if (ratio.nano < 1_000_000_000n) ctx.report(config.limitRatio, at, { resource: name, limit: 1 });
  if (min === undefined || max === undefined) return;
  const small = [ratio, min, max].every((quantity) => quantityValue(quantity) < MAX_MILLI_VALUE);
  const units = small ? quantityMilliValue : quantityValue;
  const most = Number(units(max)) / Number(units(min));
  const value = small ? Number(quantityMilliValue(ratio)) / 1000 : Number(quantityValue(ratio));
  if (value > most) ctx.report(config.limitRatio, at, { resource: name, limit: most });
}
