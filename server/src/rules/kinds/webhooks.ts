// MutatingWebhookConfiguration and ValidatingWebhookConfiguration (admissionregistration/validation/validation.go and
// apiserver/pkg/util/webhook/validation.go, 1.37). The expressions of match conditions are not compiled.
import {
  type Fields,
  maybeNumber,
  maybeObject,
  maybeText,
  objectOf,
  objectsOf,
  textOf,
  textsOf,
} from '../../kubernetes/fields';
import { isDNS1035Label, isDNS1123Subdomain, isFullyQualifiedName } from '../../kubernetes/names';
import { checkLabelSelector } from '../metadata';
import type { CheckContext } from '../rule';
import { common } from './commonRules';
import {
  badFormat,
  checkKnown,
  checkPortNumber,
  checkQualifiedName,
  checkRange,
  checkRequiredKnown,
  duplicate,
  fieldName,
  required,
} from './report';
import { selectorOf } from './selector';
import { webhookRules } from './webhookRules';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const REVIEW_VERSIONS = ['v1', 'v1beta1'];
const MATCH_CONDITIONS_MAX = 64;
const TIMEOUT_MAX_SECONDS = 30;

/** Checks a webhook configuration whose defaults are filled in. */
export function checkWebhookConfiguration(configuration: Fields, ctx: CheckContext): void {
  const names = new Set<string>();
  for (const [i, webhook] of objectsOf(configuration, 'webhooks').entries()) {
    const path = `webhooks[${i}]`;
    checkWebhook(webhook, path, ctx);
    checkReviewVersions(textsOf(webhook, 'admissionReviewVersions'), `${path}.admissionReviewVersions`, ctx);
    const name = textOf(webhook, 'name');
    if (name !== '' && names.has(name)) duplicate(name, `${path}.name`, ctx);
    names.add(name);
  }
}

function checkWebhook(webhook: Fields, path: string, ctx: CheckContext): void {
  const name = textOf(webhook, 'name');
  if (name === '') required(`${path}.name`, ctx, 'check.example.com');
  else if (!isFullyQualifiedName(name)) badFormat(common.domainName, name, `${path}.name`, ctx);
  for (const [i, rule] of objectsOf(webhook, 'rules').entries()) checkRule(rule, `${path}.rules[${i}]`, ctx);
  const known = (field: string, allowed: readonly string[]) => {
    const value = maybeText(webhook, field);
    if (value !== undefined) checkKnown(value, allowed, `${path}.${field}`, ctx);
  };
  known('failurePolicy', ['Fail', 'Ignore']);
  known('matchPolicy', ['Equivalent', 'Exact']);
  known('reinvocationPolicy', ['IfNeeded', 'Never']);
  checkRequiredKnown(textOf(webhook, 'sideEffects'), ['None', 'NoneOnDryRun'], `${path}.sideEffects`, ctx);
  const timeout = maybeNumber(webhook, 'timeoutSeconds');
  if (timeout !== undefined) checkRange(timeout, 1, TIMEOUT_MAX_SECONDS, `${path}.timeoutSeconds`, ctx);
  for (const field of ['namespaceSelector', 'objectSelector']) {
    checkLabelSelector(selectorOf(objectOf(webhook, field)), `${path}.${field}`, ctx);
  }
  checkClientConfig(objectOf(webhook, 'clientConfig'), `${path}.clientConfig`, ctx);
  checkMatchConditions(objectsOf(webhook, 'matchConditions'), `${path}.matchConditions`, ctx);
}

function checkRule(rule: Fields, path: string, ctx: CheckContext): void {
  checkList(textsOf(rule, 'operations'), `${path}.operations`, ctx);
  for (const [i, operation] of textsOf(rule, 'operations').entries()) {
    checkKnown(operation, OPERATIONS, `${path}.operations[${i}]`, ctx);
  }
  checkList(textsOf(rule, 'apiGroups'), `${path}.apiGroups`, ctx);
  const versions = textsOf(rule, 'apiVersions');
  checkList(versions, `${path}.apiVersions`, ctx);
  for (const [i, version] of versions.entries()) if (version === '') required(`${path}.apiVersions[${i}]`, ctx);
  checkResources(textsOf(rule, 'resources'), `${path}.resources`, ctx);
  const scope = maybeText(rule, 'scope');
  if (scope !== undefined) checkKnown(scope, ['*', 'Cluster', 'Namespaced'], `${path}.scope`, ctx);
}

function checkList(values: readonly string[], path: string, ctx: CheckContext): void {
  if (values.length === 0) required(path, ctx);
  if (values.length > 1 && values.includes('*'))
    ctx.report(webhookRules.wildcardAlone, path, { field: fieldName(path) });
}

// Resources are `x`, `x/y`, or hold `*` for either part: what a wildcard covers may not stand beside it.
function checkResources(resources: readonly string[], path: string, ctx: CheckContext): void {
  if (resources.length === 0) required(path, ctx);
  const wholes = new Set<string>();
  const parts = new Set<string>();
  let plain = false;
  for (const [i, resource] of resources.entries()) {
    if (resource === '') {
      required(`${path}[${i}]`, ctx);
      continue;
    }
    const slash = resource.indexOf('/');
    if (slash < 0) {
      plain = resource !== '*';
      continue;
    }
    const [name, part] = [resource.slice(0, slash), resource.slice(slash + 1)];
    for (const cover of [wholes.has(name) ? `${name}/*` : '', parts.has(part) ? `*/${part}` : '']) {
      if (cover !== '') ctx.report(webhookRules.resourceCovered, `${path}[${i}]`, { value: resource, cover });
    }
    if (part === '*') wholes.add(name);
    if (name === '*') parts.add(part);
  }
  const covered = (cover: string) =>
    ctx.report(webhookRules.resourceCovered, path, { value: resources.join(', '), cover });
  if (resources.length > 1 && resources.includes('*/*')) covered('*/*');
  if (resources.includes('*') && plain) covered('*');
}

function checkReviewVersions(versions: readonly string[], path: string, ctx: CheckContext): void {
  if (versions.length === 0) {
    required(path, ctx, '["v1"]');
    return;
  }
  for (const [i, version] of versions.entries()) {
    if (versions.indexOf(version) < i || !isDNS1035Label(version)) {
      ctx.report(webhookRules.reviewVersion, `${path}[${i}]`, { value: version, allowed: REVIEW_VERSIONS.join(', ') });
    }
  }
  if (versions.some((version) => REVIEW_VERSIONS.includes(version))) return;
  ctx.report(webhookRules.reviewVersion, path, { value: versions.join(', '), allowed: REVIEW_VERSIONS.join(', ') });
}

function checkClientConfig(client: Fields, path: string, ctx: CheckContext): void {
  const url = maybeText(client, 'url');
  const service = maybeObject(client, 'service');
  if ((url === undefined) === (service === undefined)) ctx.report(webhookRules.clientConfig, path);
  else if (url !== undefined) checkURL(url, `${path}.url`, ctx);
  else if (service !== undefined) checkServiceReference(service, `${path}.service`, ctx);
}

/** `https://host[:port][/path]` without user, query or fragment. */
function checkURL(url: string, path: string, ctx: CheckContext): void {
  if (!/^https:\/\/[^/?#@\s]+(?:\/[^?#\s]*)?$/.test(url)) ctx.report(webhookRules.url, path, { value: url });
}

/** The server swaps the two names when it reports them missing. */
function checkServiceReference(service: Fields, path: string, ctx: CheckContext): void {
  if (textOf(service, 'namespace') === '') required(`${path}.name`, ctx);
  if (textOf(service, 'name') === '') required(`${path}.namespace`, ctx);
  checkPortNumber(maybeNumber(service, 'port') ?? 443, `${path}.port`, ctx);
  const text = maybeText(service, 'path') ?? '';
  if (text === '' || text === '/') return;
  const steps = text.slice(1).replace(/\/$/, '').split('/');
  if (text !== '//' && text.startsWith('/') && steps.every(isDNS1123Subdomain)) return;
  ctx.report(webhookRules.servicePath, `${path}.path`, { value: text });
}

function checkMatchConditions(conditions: readonly Fields[], path: string, ctx: CheckContext): void {
  if (conditions.length > MATCH_CONDITIONS_MAX) {
    ctx.report(common.tooMany, path, { field: fieldName(path), count: conditions.length, limit: MATCH_CONDITIONS_MAX });
  }
  const names = new Set<string>();
  for (const [i, condition] of conditions.entries()) {
    if (textOf(condition, 'expression').trim() === '') required(`${path}[${i}].expression`, ctx);
    const name = textOf(condition, 'name');
    if (name === '') required(`${path}[${i}].name`, ctx);
    else checkQualifiedName(name, `${path}[${i}].name`, ctx);
    if (name !== '' && names.has(name)) duplicate(name, `${path}[${i}].name`, ctx);
    names.add(name);
  }
}
