// NetworkPolicy (networking/validation/validation.go, 1.37).
import {
  type Fields,
  maybeIntOrString,
  maybeNumber,
  maybeObject,
  maybeText,
  objectOf,
  objectsOf,
  textOf,
  textsOf,
} from '../../kubernetes/fields';
import { type CIDR, maskedAddress, parseCIDR } from '../../kubernetes/ip';
import { removeField, removeItem } from '../fixes';
import { checkLabelSelector } from '../metadata';
import type { CheckContext } from '../rule';
import { networking } from './networkingRules';
import { checkCIDR, checkKnown, checkPortName, checkPortNumber, required, unsupported } from './report';
import { selectorOf } from './selector';
import { warnCIDR } from './warnAddresses';

const TYPES = ['Ingress', 'Egress'];
const DIRECTIONS = [
  { rules: 'ingress', peers: 'from' },
  { rules: 'egress', peers: 'to' },
];

/** Checks a NetworkPolicy whose defaults are filled in. */
export function checkNetworkPolicy(policy: Fields, ctx: CheckContext): void {
  const spec = objectOf(policy, 'spec');
  checkLabelSelector(selectorOf(objectOf(spec, 'podSelector')), 'spec.podSelector', ctx);
  for (const { rules, peers } of DIRECTIONS) {
    for (const [i, rule] of objectsOf(spec, rules).entries()) checkRule(rule, peers, `spec.${rules}[${i}]`, ctx);
  }
  const types = textsOf(spec, 'policyTypes');
  if (types.length > TYPES.length) {
    ctx.report(networking.policyTypesMany, 'spec.policyTypes', { count: types.length });
    return;
  }
  for (const [i, type] of types.entries()) checkKnown(type, TYPES, `spec.policyTypes[${i}]`, ctx);
}

function checkRule(rule: Fields, peers: string, path: string, ctx: CheckContext): void {
  for (const [i, port] of objectsOf(rule, 'ports').entries()) checkPort(port, `${path}.ports[${i}]`, ctx);
  for (const [i, peer] of objectsOf(rule, peers).entries()) checkPeer(peer, `${path}.${peers}[${i}]`, ctx);
}

function checkPort(port: Fields, path: string, ctx: CheckContext): void {
  const protocol = maybeText(port, 'protocol');
  if (protocol !== undefined && !['TCP', 'UDP', 'SCTP'].includes(protocol)) {
    unsupported(protocol, ['TCP', 'UDP', 'SCTP'], `${path}.protocol`, ctx);
  }
  const number = maybeIntOrString(port, 'port');
  if (typeof number === 'number') checkPortNumber(number, `${path}.port`, ctx);
  else if (number !== undefined) checkPortName(number, `${path}.port`, ctx);
  const endPort = maybeNumber(port, 'endPort');
  if (endPort === undefined) return;
  if (typeof number !== 'number' || endPort < number) {
    ctx.report(
      networking.endPort,
      `${path}.endPort`,
      { value: endPort, port: number ?? '-' },
      { fixes: [removeField(`${path}.endPort`)] },
    );
  }
  if (typeof number === 'number') checkPortNumber(endPort, `${path}.endPort`, ctx);
}

function checkPeer(peer: Fields, path: string, ctx: CheckContext): void {
  const selectors = ['podSelector', 'namespaceSelector'].filter((field) => maybeObject(peer, field) !== undefined);
  for (const field of selectors) checkLabelSelector(selectorOf(objectOf(peer, field)), `${path}.${field}`, ctx);
  const block = maybeObject(peer, 'ipBlock');
  if (block !== undefined) checkIPBlock(block, `${path}.ipBlock`, ctx);
  if (block === undefined && selectors.length === 0) ctx.report(networking.peerRequired, path);
  else if (block !== undefined && selectors.length > 0) {
    const fixes = [removeField(`${path}.ipBlock`), ...selectors.map((field) => removeField(`${path}.${field}`))];
    ctx.report(networking.peerBoth, path, undefined, { fixes });
  }
}

function checkIPBlock(block: Fields, path: string, ctx: CheckContext): void {
  const text = textOf(block, 'cidr');
  if (text === '') {
    required(`${path}.cidr`, ctx, '10.0.0.0/8');
    return;
  }
  checkCIDR(text, `${path}.cidr`, ctx);
  const cidr = parseCIDR(text);
  if (cidr === undefined) return;
  for (const [i, except] of textsOf(block, 'except').entries()) {
    const at = `${path}.except[${i}]`;
    checkCIDR(except, at, ctx);
    const inner = parseCIDR(except);
    if (inner === undefined || isStrictlyWithin(inner, cidr)) continue;
    ctx.report(networking.exceptOutside, at, { value: except, cidr: text }, { fixes: [removeItem(at)] });
  }
}

function isStrictlyWithin(inner: CIDR, outer: CIDR): boolean {
  const outerBytes = maskedAddress(outer);
  if (inner.address.bytes.length !== outerBytes.length || outer.prefixLength >= inner.prefixLength) return false;
  const network = maskedAddress({ ...outer, address: { ...outer.address, bytes: maskedAddress(inner) } });
  return network.every((byte, i) => byte === outerBytes[i]);
}

/** Warnings of a NetworkPolicy that is accepted (registry/networking/networkpolicy/strategy.go). */
export function warnNetworkPolicy(policy: Fields, ctx: CheckContext): void {
  const spec = objectOf(policy, 'spec');
  for (const { rules, peers } of DIRECTIONS) {
    for (const [i, rule] of objectsOf(spec, rules).entries()) {
      for (const [j, peer] of objectsOf(rule, peers).entries()) {
        const path = `spec.${rules}[${i}].${peers}[${j}].ipBlock`;
        const block = maybeObject(peer, 'ipBlock');
        if (block === undefined) continue;
        warnCIDR(textOf(block, 'cidr'), `${path}.cidr`, ctx);
        for (const [k, except] of textsOf(block, 'except').entries()) warnCIDR(except, `${path}.except[${k}]`, ctx);
      }
    }
  }
}
