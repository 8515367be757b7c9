// Warnings about addresses the server accepts but would write otherwise (GetWarningsForIP and GetWarningsForCIDR,
// util/validation/ip.go, 1.37).
import { formatCIDR, formatIP, parseCIDR, parseIP } from '../../kubernetes/ip';
import { setTo } from '../fixes';
import type { CheckContext, Rule } from '../rule';
import { fieldName } from './report';
import { serviceWarnings } from './serviceRules';

/** Warns about an address of an accepted object. */
export function warnIP(value: string, path: string, ctx: CheckContext, markPath = path): void {
  const address = parseIP(value);
  if (address === undefined) return;
  const better = formatIP(address);
  if (address.sloppy || address.mapped) warn(serviceWarnings.ipNotStandard, value, better, path, ctx, markPath);
  else if (address.bytes.length === 16 && better !== value) {
    warn(serviceWarnings.ipNotCanonical, value, better, path, ctx, markPath);
  }
}

/** Warns about a block of an accepted object. */
export function warnCIDR(value: string, path: string, ctx: CheckContext, markPath = path): void {
  const cidr = parseCIDR(value);
  if (cidr === undefined) return;
  const better = formatCIDR(cidr);
  const hostBits =
    formatCIDR({ ...cidr, prefixLength: cidr.address.bytes.length * 8 }).replace(/\/.*$/, '') !==
    better.replace(/\/.*$/, '');
  const unusual = cidr.address.sloppy || cidr.sloppyLength || cidr.address.mapped;
  if (hostBits) warn(serviceWarnings.cidrAmbiguous, value, better, path, ctx, markPath);
  if (unusual) warn(serviceWarnings.cidrNotStandard, value, better, path, ctx, markPath);
  if (!hostBits && !unusual && cidr.address.bytes.length === 16 && better !== value) {
    warn(serviceWarnings.cidrNotCanonical, value, better, path, ctx, markPath);
  }
}

function warn(rule: Rule, value: string, better: string, path: string, ctx: CheckContext, markPath: string): void {
  const mark = markPath === path ? {} : { markPath };
  ctx.report(rule, path, { field: fieldName(path), value, better }, { fixes: [setTo(markPath, better)], ...mark });
}
