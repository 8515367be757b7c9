// Endpoints and EndpointSlice (core/validation and discovery/validation, 1.37).
import {
  type Fields,
  maybeText,
  numberOf,
  objectOf,
  objectsOf,
  textMapOf,
  textOf,
  textsOf,
} from '../../kubernetes/fields';
import { formatIP, isIPv6, parseIP } from '../../kubernetes/ip';
import { isFullyQualifiedDomainName, isLabelValue, toLabelValue } from '../../kubernetes/names';
import type { CheckContext } from '../rule';
import { common } from './commonRules';
import { networking, networkingWarnings } from './networkingRules';
import {
  badFormat,
  checkDNSLabel,
  checkDNSSubdomain,
  checkEndpointIP,
  checkIP,
  checkKnown,
  checkPortNumber,
  checkQualifiedName,
  checkRequiredKnown,
  duplicate,
  fieldName,
  required,
} from './report';
import { PROTOCOLS } from './service';
import { warnIP } from './warnAddresses';

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const MANAGED_BY_ENDPOINTS = 'endpoints.kubernetes.io/managed-by';
const MANAGED_BY_SLICE = 'endpointslice.kubernetes.io/managed-by';
const SLICE_CONTROLLERS = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'];
const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20_000;
const MAX_HINTS = 8;

/** Checks Endpoints whose defaults are filled in. */
export function checkEndpoints(endpoints: Fields, ctx: CheckContext): void {
  for (const [i, subset] of objectsOf(endpoints, 'subsets').entries()) {
    const path = `subsets[${i}]`;
    const addresses = ['addresses', 'notReadyAddresses'].flatMap((list) =>
      objectsOf(subset, list).map((address, j) => ({ address, at: `${path}.${list}[${j}]` })),
    );
    if (addresses.length === 0) ctx.report(networking.subsetEmpty, path);
    for (const { address, at } of addresses) checkAddress(address, at, ctx);
    const ports = objectsOf(subset, 'ports');
    for (const [j, port] of ports.entries()) checkEndpointPort(port, ports.length > 1, `${path}.ports[${j}]`, ctx);
  }
}

function checkAddress(address: Fields, path: string, ctx: CheckContext): void {
  const ip = textOf(address, 'ip');
  if (checkIP(ip, `${path}.ip`, ctx)) checkEndpointIP(ip, `${path}.ip`, ctx);
  const hostname = textOf(address, 'hostname');
  if (hostname !== '') checkDNSLabel(hostname, `${path}.hostname`, ctx);
  const nodeName = maybeText(address, 'nodeName');
  if (nodeName !== undefined) checkDNSSubdomain(nodeName, `${path}.nodeName`, ctx);
}

function checkEndpointPort(port: Fields, needsName: boolean, path: string, ctx: CheckContext): void {
  const name = textOf(port, 'name');
  if (name !== '') checkDNSLabel(name, `${path}.name`, ctx);
  else if (needsName) required(`${path}.name`, ctx, 'http');
  checkPortNumber(numberOf(port, 'port'), `${path}.port`, ctx);
  checkRequiredKnown(textOf(port, 'protocol'), PROTOCOLS, `${path}.protocol`, ctx);
  checkAppProtocol(port, path, ctx);
}

function checkAppProtocol(port: Fields, path: string, ctx: CheckContext): void {
  const appProtocol = maybeText(port, 'appProtocol');
  if (appProtocol !== undefined) checkQualifiedName(appProtocol, `${path}.appProtocol`, ctx);
}

/** Checks an EndpointSlice whose defaults are filled in. */
export function checkEndpointSlice(slice: Fields, ctx: CheckContext): void {
  const type = textOf(slice, 'addressType');
  checkRequiredKnown(type, ADDRESS_TYPES, 'addressType', ctx);
  checkSlicePorts(objectsOf(slice, 'ports'), ctx);
  const endpoints = objectsOf(slice, 'endpoints');
  if (checkCount(endpoints.length, MAX_ENDPOINTS, 'endpoints', ctx)) {
    for (const [i, endpoint] of endpoints.entries()) checkEndpoint(endpoint, type, `endpoints[${i}]`, ctx);
  }
}

function checkCount(count: number, limit: number, path: string, ctx: CheckContext): boolean {
  if (count <= limit) return true;
  ctx.report(common.tooMany, path, { field: fieldName(path), count, limit });
  return false;
}

function checkSlicePorts(ports: readonly Fields[], ctx: CheckContext): void {
  if (!checkCount(ports.length, MAX_PORTS, 'ports', ctx)) return;
  const names = new Set<string>();
  for (const [i, port] of ports.entries()) {
    const name = textOf(port, 'name');
    if (name !== '') checkDNSLabel(name, `ports[${i}].name`, ctx);
    if (names.has(name)) duplicate(name, `ports[${i}].name`, ctx);
    names.add(name);
    checkKnown(textOf(port, 'protocol'), PROTOCOLS, `ports[${i}].protocol`, ctx);
    checkAppProtocol(port, `ports[${i}]`, ctx);
  }
}

function checkEndpoint(endpoint: Fields, type: string, path: string, ctx: CheckContext): void {
  const addresses = textsOf(endpoint, 'addresses');
  if (addresses.length === 0) required(`${path}.addresses`, ctx);
  else checkCount(addresses.length, MAX_ADDRESSES, `${path}.addresses`, ctx);
  for (const [i, address] of addresses.entries()) checkSliceAddress(address, type, `${path}.addresses`, i, ctx);
  const nodeName = maybeText(endpoint, 'nodeName');
  if (nodeName !== undefined) checkDNSSubdomain(nodeName, `${path}.nodeName`, ctx);
  const hostname = maybeText(endpoint, 'hostname');
  if (hostname !== undefined) checkDNSLabel(hostname, `${path}.hostname`, ctx);
  checkHints(objectOf(endpoint, 'hints'), `${path}.hints`, ctx);
}

/** The server reports an address of the wrong family at the list, other trouble at the address. */
function checkSliceAddress(value: string, type: string, list: string, index: number, ctx: CheckContext): void {
  const path = `${list}[${index}]`;
  if (type === 'FQDN') {
    if (value === '') required(path, ctx);
    else if (!isFullyQualifiedDomainName(value)) badFormat(common.domainName, value, path, ctx);
    return;
  }
  if ((type !== 'IPv4' && type !== 'IPv6') || !checkIP(value, path, ctx)) return;
  const address = parseIP(value);
  if (address === undefined) return;
  if (type === 'IPv6' && value !== formatIP(address)) {
    badFormat(common.ipCanonical, value, path, ctx, formatIP(address));
    return;
  }
  if (isIPv6(address) !== (type === 'IPv6'))
    ctx.report(networking.addressFamily, list, { value, family: type }, { markPath: path });
  checkEndpointIP(value, path, ctx);
}

function checkHints(hints: Fields, path: string, ctx: CheckContext): void {
  const zones = objectsOf(hints, 'forZones').map((zone) => textOf(zone, 'name'));
  if (!checkCount(zones.length, MAX_HINTS, `${path}.forZones`, ctx)) return;
  for (const [i, zone] of zones.entries()) {
    const at = `${path}.forZones[${i}].name`;
    if (zones.indexOf(zone) < i) duplicate(zone, at, ctx);
    if (!isLabelValue(zone)) badFormat(common.labelValue, zone, at, ctx, toLabelValue(zone));
  }
  const nodes = objectsOf(hints, 'forNodes').map((node) => textOf(node, 'name'));
  if (!checkCount(nodes.length, MAX_HINTS, `${path}.forNodes`, ctx)) return;
  for (const [i, node] of nodes.entries()) {
    const at = `${path}.forNodes[${i}].name`;
    if (nodes.indexOf(node) < i) duplicate(node, at, ctx);
    checkDNSSubdomain(node, at, ctx);
  }
}

/** Warnings of Endpoints that are accepted (registry/core/endpoint/strategy.go). */
export function warnEndpoints(endpoints: Fields, ctx: CheckContext): void {
  const labels = textMapOf(objectOf(endpoints, 'metadata'), 'labels');
  if (labels[MANAGED_BY_ENDPOINTS] === 'endpoint-controller') return;
  for (const [i, subset] of objectsOf(endpoints, 'subsets').entries()) {
    for (const list of ['addresses', 'notReadyAddresses']) {
      for (const [j, address] of objectsOf(subset, list).entries()) {
        warnIP(textOf(address, 'ip'), `subsets[${i}].${list}[${j}].ip`, ctx);
      }
    }
  }
}

/** Warnings of an EndpointSlice that is accepted (registry/discovery/endpointslice/strategy.go). */
export function warnEndpointSlice(slice: Fields, ctx: CheckContext): void {
  if (textOf(slice, 'addressType') === 'FQDN') {
    ctx.report(networkingWarnings.fqdn, 'spec.addressType', undefined, { markPath: 'addressType' });
  }
  const manager = textMapOf(objectOf(slice, 'metadata'), 'labels')[MANAGED_BY_SLICE] ?? '';
  if (SLICE_CONTROLLERS.includes(manager)) return;
  for (const [i, endpoint] of objectsOf(slice, 'endpoints').entries()) {
    for (const [j, address] of textsOf(endpoint, 'addresses').entries()) {
      warnIP(address, `endpoints[${i}].addresses[${j}]`, ctx);
    }
  }
}
