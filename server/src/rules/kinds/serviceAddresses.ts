// Cluster addresses and IP families of a Service: the checks, and what allocation fills in before them
// (ValidateServiceClusterIPsRelatedFields, core/validation/validation.go; registry/core/service/storage/alloc.go, 1.37).
import { type Fields, isSet, maybeText, textOf, textsOf } from '../../kubernetes/fields';
import { type IPAddress, isIPv6, parseIP } from '../../kubernetes/ip';
import { removeField, setTo } from '../fixes';
import type { CheckContext } from '../rule';
import { checkIP, checkKnown, duplicate, required, unsupported } from './report';
import { service } from './serviceRules';

const FAMILIES = ['IPv4', 'IPv6'];
const FAMILY_POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** `clusterIPs` is exactly `None`. */
export function isHeadless(spec: Fields): boolean {
  const ips = textsOf(spec, 'clusterIPs');
  return ips.length === 1 && ips[0] === 'None';
}

/** Checks addresses, families and their policy together. Services of type ExternalName have none. */
export function checkClusterIPs(spec: Fields, ctx: CheckContext): void {
  if (textOf(spec, 'type') === 'ExternalName') return;
  const ips = textsOf(spec, 'clusterIPs');
  checkFirst(textOf(spec, 'clusterIP'), ips, ctx);
  checkFamilies(textsOf(spec, 'ipFamilies'), ctx);
  const policy = maybeText(spec, 'ipFamilyPolicy');
  if (policy !== undefined) checkKnown(policy, FAMILY_POLICIES, 'spec.ipFamilyPolicy', ctx);
  const valid = checkEachIP(ips, ctx);
  if (ips.length > 2) ctx.report(service.clusterIPsMany, 'spec.clusterIPs', { count: ips.length });
  if (!valid) return;
  if (ips.length > 1 && !isDualStack(ips)) ctx.report(service.clusterIPsFamily, 'spec.clusterIPs');
  checkMatchingFamilies(spec, ips, ctx);
}

function checkFirst(first: string, ips: readonly string[], ctx: CheckContext): void {
  const path = 'spec.clusterIPs';
  if (first !== '') {
    if (ips.length === 0) required(path, ctx);
    else if (ips[0] !== first) {
      const fixes = [setTo('spec.clusterIPs[0]', first), setTo('spec.clusterIP', ips[0] ?? '', false)];
      ctx.report(service.clusterIPsFirst, path, { first, value: ips[0] ?? '' }, { fixes });
    }
  } else if (ips.length > 0) {
    const fixes = [setTo('spec.clusterIP', ips[0] ?? ''), removeField(path)];
    ctx.report(service.clusterIPMissing, path, undefined, { fixes });
  }
}

function checkFamilies(families: readonly string[], ctx: CheckContext): void {
  const seen = new Set<string>();
  for (const [i, family] of families.entries()) {
    const path = `spec.ipFamilies[${i}]`;
    if (!FAMILIES.includes(family)) unsupported(family, FAMILIES, path, ctx);
    if (seen.has(family)) duplicate(family, path, ctx);
    seen.add(family);
  }
}

function checkEachIP(ips: readonly string[], ctx: CheckContext): boolean {
  let valid = true;
  for (const [i, ip] of ips.entries()) {
    if (i === 0 && ip === 'None') {
      if (ips.length === 1) continue;
      valid = false;
      ctx.report(service.clusterIPsNone, 'spec.clusterIPs');
    } else if (!checkIP(ip, `spec.clusterIPs[${i}]`, ctx)) valid = false;
  }
  return valid;
}

/** At least one address of each family (netutils.IsDualStackIPStrings). */
function isDualStack(ips: readonly string[]): boolean {
  const six = ips
    .map(parseIP)
    .filter((ip): ip is IPAddress => ip !== undefined)
    .map(isIPv6);
  return six.includes(true) && six.includes(false);
}

function checkMatchingFamilies(spec: Fields, ips: readonly string[], ctx: CheckContext): void {
  if (isHeadless(spec)) return;
  const families = textsOf(spec, 'ipFamilies');
  for (const [i, ip] of ips.slice(0, families.length).entries()) {
    const wanted = families[i] ?? '';
    if (!FAMILIES.includes(wanted) || familyOf(ip) === wanted) continue;
    ctx.report(service.clusterIPFamily, `spec.clusterIPs[${i}]`, { value: ip, family: wanted });
  }
}

function familyOf(ip: string): string {
  const address = parseIP(ip);
  return address !== undefined && isIPv6(address) ? 'IPv6' : 'IPv4';
}

/** What a free address of each family looks like; the real one depends on the cluster. */
const FREE_ADDRESS: Readonly<Record<string, string>> = { IPv4: '10.96.0.77', IPv6: 'fd00:10:96::4d' };
const NODE_PORT_MIN = 30000;
const NODE_PORT_MAX = 32767;

/**
 * Fills in what allocation on a dual-stack cluster with free addresses would. Reports and returns false when allocation
 * itself refuses the Service; the server does not look at the rest then.
 */
export function allocateService(spec: Fields, ctx: CheckContext): boolean {
  const first = textOf(spec, 'clusterIP');
  if (first !== '' && textsOf(spec, 'clusterIPs').length === 0) spec.clusterIPs = [first];
  const type = textOf(spec, 'type');
  if (type === 'ExternalName') return true;
  if (!isSet(spec, 'ipFamilyPolicy')) {
    const selectorless = Object.keys((spec.selector as object | undefined) ?? {}).length === 0;
    spec.ipFamilyPolicy = first === 'None' && selectorless ? 'RequireDualStack' : 'SingleStack';
  }
  const before = ctx.findings.length;
  checkClusterIPs(spec, ctx);
  if (ctx.findings.length > before || !checkSingleStack(spec, ctx)) return false;
  fillFamilies(spec);
  const allocatesPorts = type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false;
  return type !== 'NodePort' && !allocatesPorts ? true : fillNodePorts(spec, ctx);
}

function checkSingleStack(spec: Fields, ctx: CheckContext): boolean {
  const two = textsOf(spec, 'clusterIPs').length === 2 || textsOf(spec, 'ipFamilies').length === 2;
  if (textOf(spec, 'ipFamilyPolicy') !== 'SingleStack' || !two) return true;
  const fixes = [
    setTo('spec.ipFamilyPolicy', 'PreferDualStack'),
    setTo('spec.ipFamilyPolicy', 'RequireDualStack', false),
  ];
  ctx.report(service.familyPolicy, 'spec.ipFamilyPolicy', undefined, { fixes });
  return false;
}

function fillFamilies(spec: Fields): void {
  const ips = [...textsOf(spec, 'clusterIPs')];
  const families = [...textsOf(spec, 'ipFamilies')];
  for (const ip of ips.slice(families.length)) if (ip !== 'None') families.push(familyOf(ip));
  if (families.length === 0) families.push('IPv4');
  if (textOf(spec, 'ipFamilyPolicy') !== 'SingleStack' && families.length === 1) {
    families.push(families[0] === 'IPv6' ? 'IPv4' : 'IPv6');
  }
  spec.ipFamilies = families;
  if (textOf(spec, 'clusterIP') === 'None') return;
  for (const family of families.slice(ips.length)) ips.push(FREE_ADDRESS[family] ?? '');
  spec.clusterIPs = ips;
  spec.clusterIP = ips[0] ?? '';
}

function fillNodePorts(spec: Fields, ctx: CheckContext): boolean {
  const ports = Array.isArray(spec.ports) ? (spec.ports as Fields[]) : [];
  let next = 30100;
  for (const [i, port] of ports.entries()) {
    const nodePort = port.nodePort;
    if (typeof nodePort !== 'number' || nodePort === 0) {
      port.nodePort = next++;
      continue;
    }
    if (nodePort >= NODE_PORT_MIN && nodePort <= NODE_PORT_MAX) continue;
    const path = `spec.ports[${i}].nodePort`;
    const values = { value: nodePort, min: NODE_PORT_MIN, max: NODE_PORT_MAX };
    ctx.report(service.nodePortRange, path, values, { fixes: [removeField(path)] });
    return false;
  }
  return true;
}
