// Requests, limits, claims and resize policies, of containers and of the pod as a whole (validateResourceRequirements,
// validatePodResources, validateResizePolicy, pkg/apis/core/validation/validation.go, 1.37).
import { isDNS1123Label, isQualifiedName } from '../../kubernetes/names';
import {
  aggregateContainerLimits,
  aggregateContainerRequests,
  type ResourceAmounts,
  readResourceList,
} from '../../kubernetes/podResources';
import { compareQuantities, formatQuantity, isWholeQuantity, type Quantity } from '../../kubernetes/quantity';
import {
  CONTAINER_RESOURCES,
  isExtendedResourceName,
  isHugePageResourceName,
  isHugePageValueDivisible,
  isIntegerResourceName,
  isNativeResource,
  isOvercommitAllowed,
  isStandardContainerResourceName,
  isStandardResourceName,
  isSupportedPodLevelResource,
  nextHugePageAmount,
} from '../../kubernetes/resourceNames';
import type {
  Container,
  ContainerResizePolicy,
  ContainerResourceClaim,
  PodSpec,
  ResourceRequirements,
} from '../../kubernetes/types';
import type { Fix } from '../finding';
import { nearest, removeField, setTo, yamlString } from '../fixes';
import { common } from '../kinds/commonRules';
import { badFormat, duplicate } from '../kinds/report';
import { type CheckContext, ruleTable } from '../rule';

export const resourceRules = ruleTable('resources', {
  name: {
    id: 'resource-name',
    type: 'FieldValueInvalid',
    path: 'containers[*].resources.limits[*], containers[*].resources.requests[*]',
  },
  podName: {
    id: 'pod-resource-name',
    type: 'FieldValueNotSupported',
    path: 'resources.limits[*], resources.requests[*]',
  },
  negative: {
    id: 'resource-negative',
    type: 'FieldValueInvalid',
    path: 'containers[*].resources.limits[*], containers[*].resources.requests[*]',
  },
  whole: {
    id: 'resource-not-whole',
    type: 'FieldValueInvalid',
    path: 'containers[*].resources.limits[*], containers[*].resources.requests[*]',
  },
  requestAboveLimit: {
    id: 'request-above-limit',
    type: 'FieldValueInvalid',
    path: 'containers[*].resources.requests',
  },
  requestNotLimit: { id: 'request-not-limit', type: 'FieldValueInvalid', path: 'containers[*].resources.requests' },
  limitRequired: { id: 'limit-required', type: 'FieldValueRequired', path: 'containers[*].resources.limits' },
  hugePageSize: {
    id: 'huge-page-size',
    type: 'FieldValueInvalid',
    path: 'containers[*].resources.limits[*], containers[*].resources.requests[*]',
  },
  hugePagesAlone: { id: 'huge-pages-alone', type: 'FieldValueForbidden', path: 'containers[*].resources' },
  claimUnknown: {
    id: 'resource-claim-unknown',
    type: 'FieldValueNotFound',
    path: 'containers[*].resources.claims[*]',
  },
  claimRequired: {
    id: 'resource-claim-required',
    type: 'FieldValueRequired',
    path: 'containers[*].resources.claims[*]',
  },
  podWindows: { id: 'pod-resources-windows', type: 'FieldValueForbidden', path: 'resources' },
  podClaims: { id: 'pod-resources-claims', type: 'FieldValueForbidden', path: 'resources.claims' },
  podRequestLow: { id: 'pod-request-below-containers', type: 'FieldValueInvalid', path: 'resources.requests[*]' },
  podLimitLow: { id: 'pod-limit-below-containers', type: 'FieldValueInvalid', path: 'resources.limits[*]' },
  containerLimitHigh: {
    id: 'container-limit-above-pod',
    type: 'FieldValueInvalid',
    path: 'resources.containers[*][*].limits',
  },
  resizeRequired: { id: 'resize-policy-required', type: 'FieldValueRequired', path: 'containers[*].resizePolicy' },
  resizeUnsupported: {
    id: 'resize-policy-unsupported',
    type: 'FieldValueNotSupported',
    path: 'containers[*].resizePolicy',
  },
  resizeNever: { id: 'resize-policy-never', type: 'FieldValueInvalid', path: 'containers[*].resizePolicy' },
});

/** Checks a name of a resource at its place; reports nothing when it is fine. */
type NameCheck = (name: string, path: string, ctx: CheckContext, markPath: string) => void;

const containerResourceName: NameCheck = (name, path, ctx, markPath) => {
  const good = name.includes('/')
    ? isQualifiedName(name) && (isNativeResource(name) || isExtendedResourceName(name))
    : isQualifiedName(name) && isStandardContainerResourceName(name);
  if (good) return;
  const near = nearest(name, CONTAINER_RESOURCES);
  ctx.report(resourceRules.name, path, { name }, { at: 'key', markPath, fixes: renameFixes(markPath, near) });
};

const podResourceName: NameCheck = (name, path, ctx) => {
  const known = isQualifiedName(name) && (name.includes('/') || isStandardResourceName(name));
  if (!known) ctx.report(resourceRules.name, path, { name }, { at: 'key' });
  else if (!isSupportedPodLevelResource(name)) ctx.report(resourceRules.podName, path, { name }, { at: 'key' });
};

function renameFixes(path: string, key: string | undefined): readonly Fix[] {
  if (key === undefined) return [removeField(path)];
  return [
    { title: 'fix-rename-key', values: { key }, edits: [{ op: 'rename', path, key }], preferred: true },
    removeField(path),
  ];
}

/**
 * Checks the resources of a container (or an overhead, as limits). Claims must be among the pod's. `limitsAt` is where the
 * limits stand when that is not `limits` (the server reports an overhead as if it were).
 */
export function checkResourceRequirements(
  resources: ResourceRequirements,
  path: string,
  ctx: CheckContext,
  claimNames: ReadonlySet<string> = new Set(),
  limitsAt = `${path}.limits`,
): void {
  checkRequirements(resources, containerResourceName, claimNames, path, ctx, limitsAt);
}

function checkRequirements(
  resources: ResourceRequirements,
  checkName: NameCheck,
  claimNames: ReadonlySet<string>,
  path: string,
  ctx: CheckContext,
  limitsAt = `${path}.limits`,
): void {
  const limits = readResourceList(resources.limits);
  const requests = readResourceList(resources.requests);
  for (const [name, amount] of limits) {
    checkAmount(name, amount, checkName, `${path}.limits[${name}]`, ctx, `${limitsAt}[${name}]`);
  }
  for (const [name, amount] of requests) {
    checkAmount(name, amount, checkName, `${path}.requests[${name}]`, ctx);
    checkRequestAgainstLimit(name, amount, limits.get(name), resources.limits !== undefined, path, ctx);
  }
  const names = [...limits.keys(), ...requests.keys()];
  if (names.some(isHugePageResourceName) && !names.includes('cpu') && !names.includes('memory')) {
    ctx.report(resourceRules.hugePagesAlone, path);
  }
  checkClaims(resources.claims ?? [], claimNames, `${path}.claims`, ctx);
}

function checkAmount(
  name: string,
  amount: Quantity,
  checkName: NameCheck,
  path: string,
  ctx: CheckContext,
  markPath = path,
): void {
  checkName(name, path, ctx, markPath);
  const value = formatQuantity(amount);
  if (amount.nano < 0n) {
    const fixes = [setTo(markPath, value.replace('-', ''))];
    ctx.report(resourceRules.negative, path, { name, value }, { markPath, fixes });
  }
  if (isIntegerResourceName(name) && !isWholeQuantity(amount)) {
    ctx.report(resourceRules.whole, path, { name, value }, { markPath, fixes: [setTo(markPath, wholeText(amount))] });
  }
  if (isHugePageResourceName(name) && !isHugePageValueDivisible(name, amount)) {
    const near = nextHugePageAmount(name, amount);
    const fixes = near === undefined ? [] : [setTo(markPath, formatQuantity(near))];
    ctx.report(resourceRules.hugePageSize, path, { name, value }, { markPath, fixes });
  }
}

function wholeText(amount: Quantity): string {
  const units = amount.nano / 1_000_000_000n;
  return String(amount.nano > 0n ? units + 1n : units);
}

/** The server reports a request that does not fit its limit at `requests`, not at the resource. */
function checkRequestAgainstLimit(
  name: string,
  request: Quantity,
  limit: Quantity | undefined,
  listed: boolean,
  path: string,
  ctx: CheckContext,
): void {
  const markPath = `${path}.requests[${name}]`;
  const exact = !isOvercommitAllowed(name);
  if (limit === undefined) {
    if (!exact) return;
    const fixes = [addLimit(name, formatQuantity(request), path, listed)];
    ctx.report(resourceRules.limitRequired, `${path}.limits`, { name }, { fixes });
    return;
  }
  const order = compareQuantities(request, limit);
  if (order === 0 || (order < 0 && !exact)) return;
  const values = { name, request: formatQuantity(request), limit: formatQuantity(limit) };
  const fixes: readonly Fix[] = [
    lowerOrRaise('fix-set-request', markPath, values.limit, name),
    lowerOrRaise('fix-set-limit', `${path}.limits[${name}]`, values.request, name),
  ];
  const rule = exact ? resourceRules.requestNotLimit : resourceRules.requestAboveLimit;
  ctx.report(rule, `${path}.requests`, values, { markPath, fixes });
}

/** Adds a limit to the list, or the list with it. */
function addLimit(name: string, value: string, path: string, listed: boolean): Fix {
  const line = `${yamlString(name)}: ${yamlString(value)}`;
  const edit = listed
    ? ({ op: 'add', path: `${path}.limits`, block: line } as const)
    : ({ op: 'add', path, block: `limits:\n  ${line}` } as const);
  return { title: 'fix-add-field', values: { field: name, value }, edits: [edit], preferred: true };
}

function lowerOrRaise(title: string, path: string, value: string, name: string): Fix {
  return { title, values: { name, value }, edits: [{ op: 'set', path, raw: yamlString(value) }] };
}

/** Names of claims that a message lists and a repair chooses from. */
const MOST_NAMES = 20;

function checkClaims(
  claims: readonly ContainerResourceClaim[],
  known: ReadonlySet<string>,
  path: string,
  ctx: CheckContext,
): void {
  const taken = new Set<string>();
  for (const [i, { name = '', request = '' }] of claims.entries()) {
    const at = `${path}[${i}]`;
    if (name === '') {
      ctx.report(resourceRules.claimRequired, at);
      continue;
    }
    checkClaimUnique(name, request, taken, at, ctx);
    if (!known.has(name)) {
      const names = [...known].slice(0, MOST_NAMES);
      const near = nearest(name, names);
      const fixes = near === undefined ? [] : [setTo(`${at}.name`, near)];
      const values = { value: name, known: names.join(', ') || '-' };
      ctx.report(resourceRules.claimUnknown, at, values, { markPath: `${at}.name`, fixes });
    }
  }
}

/** A claim as a whole and one of its requests exclude each other, as do two equal entries. */
function checkClaimUnique(name: string, request: string, taken: Set<string>, at: string, ctx: CheckContext): void {
  if (taken.has(name)) {
    duplicate(name, at, ctx);
    return;
  }
  const key = request === '' ? name : `${name}/${request}`;
  if (request !== '' && !isDNS1123Label(request)) badFormat(common.dnsLabel, request, `${at}.request`, ctx);
  const part = request === '' && taken.has(`${name}/`);
  if (taken.has(key) || part) duplicate(key, at, ctx);
  taken.add(key);
  // An entry without a name after the slash says that requests of the claim are taken.
  if (request !== '') taken.add(`${name}/`);
}

/** Checks pod-level resources against the rules for them and against the containers. */
export function checkPodResources(
  spec: PodSpec,
  claimNames: ReadonlySet<string>,
  specPath: string,
  ctx: CheckContext,
): void {
  const { resources } = spec;
  if (resources === undefined) return;
  const path = `${specPath}.resources`;
  if (spec.os?.name === 'windows') {
    ctx.report(resourceRules.podWindows, path, undefined, { fixes: [removeField(path)] });
    return;
  }
  if (resources.claims !== undefined) {
    const fixes = [removeField(`${path}.claims`)];
    ctx.report(resourceRules.podClaims, `${path}.claims`, undefined, { fixes });
  }
  checkRequirements(resources, podResourceName, claimNames, path, ctx);
  checkPodConsistency(spec, resources, path, ctx);
}

function checkPodConsistency(spec: PodSpec, resources: ResourceRequirements, path: string, ctx: CheckContext): void {
  const requests = readResourceList(resources.requests);
  const limits = readResourceList(resources.limits);
  const report = (kind: 'requests' | 'limits', name: string, sum: Quantity, have: Quantity): void => {
    const at = `${path}.${kind}[${name}]`;
    const values = { name, value: formatQuantity(have), sum: formatQuantity(sum) };
    const rule = kind === 'requests' ? resourceRules.podRequestLow : resourceRules.podLimitLow;
    ctx.report(rule, at, values, { fixes: [setTo(at, values.sum)] });
  };
  for (const [name, sum, have] of above(aggregateContainerRequests(spec), requests))
    report('requests', name, sum, have);
  for (const [name, sum, have] of above(aggregateContainerLimits(spec), limits)) {
    if (isHugePageResourceName(name)) report('limits', name, sum, have);
  }
  for (const [i, container] of (spec.containers ?? []).entries()) {
    for (const [name, limit, have] of above(readResourceList(container.resources?.limits), limits)) {
      const specPath = path.slice(0, path.lastIndexOf('.'));
      const markPath = `${specPath}.containers[${i}].resources.limits[${name}]`;
      const values = { name, value: formatQuantity(limit), limit: formatQuantity(have) };
      const options = { markPath, fixes: [setTo(markPath, values.limit)] };
      ctx.report(resourceRules.containerLimitHigh, `${path}.containers[${i}][${name}].limits`, values, options);
    }
  }
}

/** The resources of which the first list holds more than the second, where the second has them. */
function above(more: ResourceAmounts, less: ResourceAmounts): readonly (readonly [string, Quantity, Quantity])[] {
  return [...more].flatMap(([name, amount]) => {
    const other = less.get(name);
    return other !== undefined && compareQuantities(amount, other) > 0 ? [[name, amount, other] as const] : [];
  });
}

const RESIZE_RESOURCES: readonly string[] = ['cpu', 'memory'];
const RESIZE_POLICIES: readonly string[] = ['NotRequired', 'RestartContainer'];

/** Checks `resizePolicy` of a container; the server reports most faults at the list. */
export function checkResizePolicy(
  container: Container,
  podRestartPolicy: string,
  path: string,
  ctx: CheckContext,
): void {
  const policies = container.resizePolicy ?? [];
  const taken = new Set<string>();
  for (const [i, policy] of policies.entries()) {
    const name = policy.resourceName ?? '';
    if (taken.has(name)) duplicate(name, `${path}[${i}]`, ctx);
    taken.add(name);
    checkResizeField(policy, 'resourceName', RESIZE_RESOURCES, i, path, ctx);
    checkResizeField(policy, 'restartPolicy', RESIZE_POLICIES, i, path, ctx);
    if (podRestartPolicy === 'Never' && policy.restartPolicy !== 'NotRequired') {
      const markPath = `${path}[${i}].restartPolicy`;
      ctx.report(resourceRules.resizeNever, path, undefined, { markPath, fixes: [setTo(markPath, 'NotRequired')] });
    }
  }
}

function checkResizeField(
  policy: ContainerResizePolicy,
  field: 'resourceName' | 'restartPolicy',
  allowed: readonly string[],
  index: number,
  path: string,
  ctx: CheckContext,
): void {
  const value = policy[field] ?? '';
  if (allowed.includes(value)) return;
  const markPath = `${path}[${index}].${field}`;
  const rule = value === '' ? resourceRules.resizeRequired : resourceRules.resizeUnsupported;
  const fixes = [setTo(markPath, nearest(value, allowed) ?? allowed[0] ?? '')];
  ctx.report(rule, path, { field, value, allowed: allowed.join(', ') }, { markPath, fixes });
}
