// The checks that many kinds repeat, each with its repair: required, known value, range, format, address, quantity.
import { type CIDR, cidrProblem, formatCIDR, formatIP, ipProblem, parseCIDR, parseIP } from '../../kubernetes/ip';
import {
  isDNS1123Label,
  isDNS1123Subdomain,
  isPathSegmentName,
  isQualifiedName,
  isValidPortName,
  isValidPortNum,
  toDNS1123Label,
  toDNS1123Subdomain,
  toPortName,
} from '../../kubernetes/names';
import { parseQuantity, type Quantity, ZERO } from '../../kubernetes/quantity';
import { addField, enumFixes, removeItem, setRaw, setTo } from '../fixes';
import type { CheckContext, Rule } from '../rule';
import { common } from './commonRules';

/** The last name of a path: `spec.ports[0].port` gives `port`. */
export function fieldName(path: string): string {
  const name = /([^.[\]]+)(?:\[[^\]]*\])?$/.exec(path);
  return name?.[1] ?? path;
}

/** A required field is missing; `placeholder` is YAML source that makes a sensible start. */
export function required(path: string, ctx: CheckContext, placeholder?: string): void {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('.')));
  const fixes = placeholder === undefined ? [] : [addField(parent, fieldName(path), placeholder)];
  ctx.report(common.required, path, { field: fieldName(path) }, { fixes });
}

/** A value that is none of the allowed ones; `markPath` is where it stands when the server names a wider place. */
export function unsupported(
  value: string,
  allowed: readonly string[],
  path: string,
  ctx: CheckContext,
  markPath = path,
): void {
  const options = { fixes: enumFixes(markPath, value, allowed), ...(markPath === path ? {} : { markPath }) };
  ctx.report(common.unsupported, path, { field: fieldName(path), value, allowed: allowed.join(', ') }, options);
}

/** Reports a value outside the allowed ones; true when it is fine. */
export function checkKnown(value: string, allowed: readonly string[], path: string, ctx: CheckContext): boolean {
  if (allowed.includes(value)) return true;
  unsupported(value, allowed, path, ctx);
  return false;
}

/** Reports a missing or unknown value. */
export function checkRequiredKnown(value: string, allowed: readonly string[], path: string, ctx: CheckContext): void {
  if (value === '') required(path, ctx, allowed[0]);
  else checkKnown(value, allowed, path, ctx);
}

/** Reports a value that stands twice in a list. */
export function duplicate(value: string | number, path: string, ctx: CheckContext): void {
  const fixes = path.endsWith(']') ? [removeItem(path, true)] : [];
  ctx.report(common.duplicate, path, { field: fieldName(path), value }, { fixes });
}

/** Reports a number below 0 (ValidateNonnegativeField, api/validation/generic.go, 1.37). */
export function checkNonnegative(value: number | undefined, path: string, ctx: CheckContext): void {
  if (value === undefined || value >= 0) return;
  ctx.report(common.negative, path, { field: fieldName(path), value }, { fixes: [setRaw(path, '0')] });
}

/** Reports a number outside [min, max]. */
export function checkRange(value: number, min: number, max: number, path: string, ctx: CheckContext): void {
  if (value >= min && value <= max) return;
  const near = String(value < min ? min : max);
  ctx.report(common.outOfRange, path, { field: fieldName(path), value, min, max }, { fixes: [setRaw(path, near)] });
}

/** Reports a port number outside 1 to 65535. */
export function checkPortNumber(port: number, path: string, ctx: CheckContext): void {
  if (!isValidPortNum(port)) ctx.report(common.portNumber, path, { field: fieldName(path), value: port });
}

/** Reports a port that is neither a number from 1 to 65535 nor a port name (ValidatePortNumOrName, core/validation). */
export function checkPortNumberOrName(port: number | string, path: string, ctx: CheckContext): void {
  if (typeof port === 'number') checkPortNumber(port, path, ctx);
  else if (/^[1-9][0-9]{0,4}$/.test(port) && isValidPortNum(Number(port))) quotedNumber(port, path, ctx);
  else checkPortName(port, path, ctx);
}

/** A port number in quotes is read as a name. */
function quotedNumber(value: string, path: string, ctx: CheckContext): void {
  ctx.report(common.portName, path, { field: fieldName(path), value }, { fixes: [setRaw(path, value)] });
}

/** Reports a text that is no port name. */
export function checkPortName(name: string, path: string, ctx: CheckContext): void {
  if (!isValidPortName(name)) badFormat(common.portName, name, path, ctx, toPortName(name));
}

/** Reports a text that is no DNS label. */
export function checkDNSLabel(value: string, path: string, ctx: CheckContext): void {
  if (!isDNS1123Label(value)) badFormat(common.dnsLabel, value, path, ctx, toDNS1123Label(value));
}

/** Reports a text that is no DNS subdomain. */
export function checkDNSSubdomain(value: string, path: string, ctx: CheckContext): void {
  if (!isDNS1123Subdomain(value)) badFormat(common.dnsSubdomain, value, path, ctx, toDNS1123Subdomain(value));
}

/** Reports a text that is no `[prefix/]name`. */
export function checkQualifiedName(value: string, path: string, ctx: CheckContext): void {
  if (!isQualifiedName(value)) badFormat(common.qualifiedName, value, path, ctx);
}

/** Reports a text that cannot stand in a URL path. */
export function checkPathSegment(value: string, path: string, ctx: CheckContext): void {
  if (!isPathSegmentName(value)) badFormat(common.pathSegment, value, path, ctx);
}

/** Reports a text of the wrong form, with the nearest good one as repair. */
export function badFormat(
  rule: Rule,
  value: string,
  path: string,
  ctx: CheckContext,
  near?: string,
  markPath = path,
): void {
  const fixes = near === undefined || near === value ? [] : [setTo(markPath, near)];
  ctx.report(rule, path, { field: fieldName(path), value }, { fixes, ...(markPath === path ? {} : { markPath }) });
}

const IP_RULES = { 'not-ip': common.notIp, 'leading-zeros': common.ipLeadingZeros, mapped: common.ipMapped };
const CIDR_RULES = {
  'not-cidr': common.notCidr,
  'leading-zeros': common.cidrLeadingZeros,
  mapped: common.cidrMapped,
  'host-bits': common.cidrHostBits,
};

/** StrictIPCIDRValidation is on by default since 1.36 (kube_features.go). */
function strictAddresses(ctx: CheckContext): boolean {
  return ctx.minor >= 36;
}

/** Reports a bad address of an old field (IsValidIPForLegacyField, util/validation/ip.go, 1.37); true when it is fine. */
export function checkIP(value: string, path: string, ctx: CheckContext): boolean {
  const problem = ipProblem(value, strictAddresses(ctx));
  if (problem === undefined) return true;
  const address = parseIP(value);
  badFormat(IP_RULES[problem], value, path, ctx, address === undefined ? undefined : formatIP(address));
  return false;
}

/** Reports a bad block of an old field (IsValidCIDRForLegacyField, util/validation/ip.go, 1.37); true when it is fine. */
export function checkCIDR(value: string, path: string, ctx: CheckContext, markPath = path): boolean {
  const problem = cidrProblem(value, strictAddresses(ctx));
  if (problem === undefined) return true;
  const cidr = parseCIDR(value);
  badFormat(CIDR_RULES[problem], value, path, ctx, cidr === undefined ? undefined : plainCIDR(cidr), markPath);
  return false;
}

/** The block's network; of an IPv4 address in IPv6 clothes the IPv4 part. */
function plainCIDR(cidr: CIDR): string {
  if (!cidr.address.mapped || cidr.prefixLength < 96) return formatCIDR(cidr);
  const address = { ...cidr.address, bytes: cidr.address.bytes.slice(12), mapped: false };
  return formatCIDR({ ...cidr, address, prefixLength: cidr.prefixLength - 96 });
}

/** Reports addresses that no endpoint can have (ValidateEndpointIP, core/validation/validation.go, 1.37). */
export function checkEndpointIP(value: string, path: string, ctx: CheckContext): void {
  const address = parseIP(value);
  if (address === undefined) badFormat(common.notIp, value, path, ctx);
  else if (isSpecialAddress(address.mapped ? address.bytes.slice(12) : address.bytes)) {
    ctx.report(common.ipSpecial, path, { value });
  }
}

/** Unspecified, loopback, link-local unicast and link-local multicast. */
function isSpecialAddress(bytes: readonly number[]): boolean {
  const [a = 0, b = 0, c = 0] = bytes;
  if (bytes.every((byte) => byte === 0)) return true;
  if (bytes.length === 4) return a === 127 || (a === 169 && b === 254) || (a === 224 && b === 0 && c === 0);
  const loopback = bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1;
  return loopback || (a === 0xfe && (b & 0xc0) === 0x80) || (a === 0xff && (b & 0x0f) === 0x02);
}

/** A quantity of a decoded object; decoding has refused the unreadable ones, so 0 stands for those. */
export function quantityOrZero(value: string | number | undefined): Quantity {
  return value === undefined ? ZERO : (parseQuantity(value) ?? ZERO);
}
