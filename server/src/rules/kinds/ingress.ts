// Ingress and IngressClass (networking/validation/validation.go, 1.37).
import {
  type Fields,
  isSet,
  maybeObject,
  maybeText,
  numberOf,
  objectOf,
  objectsOf,
  textMapOf,
  textOf,
  textsOf,
} from '../../kubernetes/fields';
import { parseIP } from '../../kubernetes/ip';
import {
  byteLength,
  isDNS1035Label,
  isDNS1123Label,
  isDomainPrefixedPath,
  isWildcardDNS1123Subdomain,
  toDNS1123Label,
} from '../../kubernetes/names';
import { removeField, setRaw, setTo } from '../fixes';
import type { CheckContext } from '../rule';
import { common } from './commonRules';
import { networking, networkingWarnings } from './networkingRules';
import {
  badFormat,
  checkDNSLabel,
  checkDNSSubdomain,
  checkKnown,
  checkPathSegment,
  checkPortName,
  checkPortNumber,
  fieldName,
  required,
} from './report';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const BAD_SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const BAD_ENDINGS = ['/..', '/.'];
const CONTROLLER_MAX_LENGTH = 250;

/** Checks an Ingress. */
export function checkIngress(ingress: Fields, ctx: CheckContext): void {
  const spec = objectOf(ingress, 'spec');
  const rules = objectsOf(spec, 'rules');
  const backend = maybeObject(spec, 'defaultBackend');
  if (rules.length === 0 && backend === undefined) ctx.report(networking.ingressEmpty, 'spec');
  if (backend !== undefined) checkBackend(backend, 'spec.defaultBackend', ctx);
  for (const [i, rule] of rules.entries()) checkRule(rule, `spec.rules[${i}]`, ctx);
  for (const [i, tls] of objectsOf(spec, 'tls').entries()) checkTLS(tls, `spec.tls[${i}]`, ctx);
  const className = maybeText(spec, 'ingressClassName');
  if (className !== undefined) checkDNSSubdomain(className, 'spec.ingressClassName', ctx);
  const annotation = textMapOf(objectOf(ingress, 'metadata'), 'annotations')[CLASS_ANNOTATION];
  if (annotation === undefined || className === undefined || annotation === className) return;
  const markPath = `metadata.annotations[${CLASS_ANNOTATION}]`;
  const values = { annotation, field: className };
  const fixes = [removeField(markPath, true)];
  ctx.report(networking.ingressClassTwice, `annotations.${CLASS_ANNOTATION}`, values, { fixes, markPath });
}

/** Warnings of an Ingress that is accepted (registry/networking/ingress/strategy.go). */
export function warnIngress(ingress: Fields, ctx: CheckContext): void {
  const annotations = textMapOf(objectOf(ingress, 'metadata'), 'annotations');
  const value = annotations[CLASS_ANNOTATION];
  if (value === undefined || isSet(objectOf(ingress, 'spec'), 'ingressClassName')) return;
  const path = `metadata.annotations[${CLASS_ANNOTATION}]`;
  const edits = [
    { op: 'set', path: 'spec.ingressClassName', raw: JSON.stringify(value) },
    { op: 'remove', path },
  ] as const;
  ctx.report(
    networkingWarnings.classAnnotation,
    path,
    { value },
    { fixes: [{ title: 'fix-move-ingress-class', edits, preferred: true }] },
  );
}

function checkRule(rule: Fields, path: string, ctx: CheckContext): void {
  const host = textOf(rule, 'host');
  if (host !== '') {
    if (parseIP(host) !== undefined) ctx.report(networking.hostIsIP, `${path}.host`, { value: host });
    checkHost(host, `${path}.host`, ctx);
  }
  const http = maybeObject(rule, 'http');
  if (http === undefined) return;
  const paths = objectsOf(http, 'paths');
  if (paths.length === 0) required(`${path}.http.paths`, ctx);
  for (const [i, entry] of paths.entries()) checkPath(entry, `${path}.http.paths[${i}]`, ctx);
}

function checkHost(host: string, path: string, ctx: CheckContext): void {
  if (!host.includes('*')) checkDNSSubdomain(host, path, ctx);
  else if (!isWildcardDNS1123Subdomain(host)) badFormat(networking.wildcardHost, host, path, ctx);
}

function checkTLS(tls: Fields, path: string, ctx: CheckContext): void {
  for (const [i, host] of textsOf(tls, 'hosts').entries()) checkHost(host, `${path}.hosts[${i}]`, ctx);
  const secret = textOf(tls, 'secretName');
  if (secret !== '') checkDNSSubdomain(secret, `${path}.secretName`, ctx);
}

function checkPath(entry: Fields, path: string, ctx: CheckContext): void {
  const type = maybeText(entry, 'pathType');
  if (type === undefined) {
    const fixes = [setTo(`${path}.pathType`, 'Prefix'), setTo(`${path}.pathType`, 'Exact', false)];
    ctx.report(networking.pathType, `${path}.pathType`, undefined, { fixes });
    return;
  }
  if (checkKnown(type, PATH_TYPES, `${path}.pathType`, ctx))
    checkPathText(textOf(entry, 'path'), type, `${path}.path`, ctx);
  checkBackend(objectOf(entry, 'backend'), `${path}.backend`, ctx);
}

function checkPathText(text: string, type: string, path: string, ctx: CheckContext): void {
  const strict = type !== 'ImplementationSpecific';
  if (!text.startsWith('/') && (strict || text !== '')) {
    const fixes = [setTo(path, `/${text}`)];
    ctx.report(networking.pathAbsolute, path, { value: text, type }, { fixes });
  }
  if (!strict) return;
  const bad = [
    ...BAD_SEQUENCES.filter((part) => text.includes(part)),
    ...BAD_ENDINGS.filter((part) => text.endsWith(part)),
  ];
  for (const part of bad) ctx.report(networking.pathSequence, path, { value: text, part, type });
}

function checkBackend(backend: Fields, path: string, ctx: CheckContext): void {
  const resource = maybeObject(backend, 'resource');
  const service = maybeObject(backend, 'service');
  if (resource !== undefined && service !== undefined) {
    ctx.report(networking.backendBoth, path, undefined, { fixes: [removeField(`${path}.resource`, true)] });
  } else if (resource !== undefined) checkReference(resource, `${path}.resource`, ctx);
  else if (service !== undefined) checkServiceBackend(service, path, ctx);
  else {
    const fixes = [setRaw(`${path}.service`, '{ name: my-service, port: { number: 80 } }', false)];
    ctx.report(networking.backendNone, path, undefined, { fixes });
  }
}

/** Service names are RFC 1035 labels before 1.36 (RelaxedServiceNameValidation). */
function checkServiceBackend(service: Fields, path: string, ctx: CheckContext): void {
  const name = textOf(service, 'name');
  if (name === '') required(`${path}.service.name`, ctx, 'my-service');
  else if (!(ctx.minor >= 36 ? isDNS1123Label(name) : isDNS1035Label(name))) {
    badFormat(common.dnsLabel, name, `${path}.service.name`, ctx, toDNS1123Label(name));
  }
  const port = objectOf(service, 'port');
  const portName = textOf(port, 'name');
  const portNumber = numberOf(port, 'number');
  if (portName !== '' && portNumber !== 0) {
    const fixes = [removeField(`${path}.service.port.name`), removeField(`${path}.service.port.number`)];
    ctx.report(networking.backendPortBoth, path, undefined, { fixes });
  } else if (portName !== '') checkPortName(portName, `${path}.service.port.name`, ctx);
  else if (portNumber !== 0) checkPortNumber(portNumber, `${path}.service.port.number`, ctx);
  else
    ctx.report(networking.backendPortNone, path, undefined, {
      fixes: [setRaw(`${path}.service.port`, '{ number: 80 }')],
    });
}

function checkReference(reference: Fields, path: string, ctx: CheckContext): void {
  const group = maybeText(reference, 'apiGroup');
  if (group !== undefined) checkDNSSubdomain(group, `${path}.apiGroup`, ctx);
  for (const field of ['kind', 'name']) {
    const value = textOf(reference, field);
    if (value === '') required(`${path}.${field}`, ctx);
    else checkPathSegment(value, `${path}.${field}`, ctx);
  }
}

/** Checks an IngressClass whose defaults are filled in. */
export function checkIngressClass(ingressClass: Fields, ctx: CheckContext): void {
  const spec = objectOf(ingressClass, 'spec');
  const controller = textOf(spec, 'controller');
  const path = 'spec.controller';
  if (byteLength(controller) > CONTROLLER_MAX_LENGTH) {
    ctx.report(common.tooLong, path, { field: fieldName(path), limit: CONTROLLER_MAX_LENGTH });
  }
  if (controller === '') required(path, ctx, 'example.com/ingress-controller');
  else if (!isDomainPrefixedPath(controller)) badFormat(common.domainPath, controller, path, ctx);
  const parameters = maybeObject(spec, 'parameters');
  if (parameters !== undefined) checkParameters(parameters, 'spec.parameters', ctx);
}

function checkParameters(parameters: Fields, path: string, ctx: CheckContext): void {
  checkReference(parameters, path, ctx);
  const scope = textOf(parameters, 'scope');
  if (!checkKnown(scope, ['Cluster', 'Namespace'], `${path}.scope`, ctx)) return;
  const namespace = maybeText(parameters, 'namespace');
  const at = `${path}.namespace`;
  if (scope === 'Namespace') {
    if (namespace === undefined)
      ctx.report(networking.parametersNamespace, at, undefined, { fixes: [setTo(at, 'default')] });
    else checkDNSLabel(namespace, at, ctx);
  } else if (namespace !== undefined) {
    ctx.report(networking.parametersCluster, at, undefined, { fixes: [removeField(at, true)] });
  }
}
