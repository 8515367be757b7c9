// IP addresses and CIDR blocks as the API server reads them: the lenient parser it always had, and what the strict
// checks of 1.36 add (k8s.io/apimachinery/pkg/util/validation/ip.go; k8s.io/utils/net).

/** A parsed address: 4 or 16 bytes as written; an IPv4-mapped IPv6 address keeps its 16. */
export interface IPAddress {
  readonly bytes: readonly number[];
  /** True for `::ffff:1.2.3.4` and its other spellings. */
  readonly mapped: boolean;
  /** True when it holds leading zeros that only the lenient parser takes. */
  readonly sloppy: boolean;
}

/** Parses as ParseIPSloppy does (leading zeros allowed); undefined when it is no address. */
export function parseIP(text: string): IPAddress | undefined {
  for (const char of text) {
    if (char === '.') return parseIPv4(text);
    if (char === ':') return parseIPv6(text);
  }
  return undefined;
}

function parseIPv4(text: string): IPAddress | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^[0-9]+$/.test(part) && Number(part) <= 255)) return undefined;
  const sloppy = parts.some((part) => part.length > 1 && part.startsWith('0'));
  return { bytes: parts.map(Number), mapped: false, sloppy };
}

function parseIPv6(text: string): IPAddress | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groups(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? groups(halves[1] ?? '', true) : { bytes: [], sloppy: false };
  if (head === undefined || tail === undefined) return undefined;
  const missing = 16 - head.bytes.length - tail.bytes.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined;
  const bytes = [...head.bytes, ...new Array<number>(missing).fill(0), ...tail.bytes];
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return { bytes, mapped, sloppy: head.sloppy || tail.sloppy };
}

interface Groups {
  readonly bytes: readonly number[];
  readonly sloppy: boolean;
}

function groups(text: string, last: boolean): Groups | undefined {
  if (text === '') return { bytes: [], sloppy: false };
  const bytes: number[] = [];
  let sloppy = false;
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (last && index === parts.length - 1 && part.includes('.')) {
      const v4 = parseIPv4(part);
      if (v4 === undefined) return undefined;
      bytes.push(...v4.bytes);
      sloppy ||= v4.sloppy;
    } else {
      if (!/^0*[0-9a-fA-F]{1,4}$/.test(part)) return undefined;
      sloppy ||= part.length > 4;
      const value = Number.parseInt(part, 16);
      bytes.push(value >> 8, value & 255);
    }
  }
  return { bytes, sloppy };
}

/** True for an IPv6 address; a mapped IPv4 address counts as IPv4, as in Go's net.IP. */
export function isIPv6(address: IPAddress): boolean {
  return address.bytes.length === 16 && !address.mapped;
}

/** Canonical text: dotted decimal, or RFC 5952. A mapped address prints as IPv4 (net.IP.String). */
export function formatIP(address: IPAddress): string {
  if (address.bytes.length === 4) return address.bytes.join('.');
  if (address.mapped) return address.bytes.slice(12).join('.');
  return formatIPv6(address.bytes);
}

function formatIPv6(bytes: readonly number[]): string {
  const words = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && words[end] === 0) end++;
    if (end - i > length) {
      start = i;
      length = end - i;
    }
    if (end > i) i = end;
  }
  const hex = words.map((word) => word.toString(16));
  if (start < 0) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/** Why an address is refused: no address at all, leading zeros, or an IPv4-mapped IPv6 address. */
export type IPProblem = 'not-ip' | 'leading-zeros' | 'mapped';

/** Fields that existed before the strict checks: canonical form is not asked for. `strict` is off below 1.36. */
export function ipProblem(text: string, strict = true): IPProblem | undefined {
  const address = parseIP(text);
  if (address === undefined) return 'not-ip';
  if (!strict) return undefined;
  if (address.sloppy) return 'leading-zeros';
  return address.mapped ? 'mapped' : undefined;
}

/** A parsed CIDR block. */
export interface CIDR {
  readonly address: IPAddress;
  readonly prefixLength: number;
  /** True when the length has a leading zero. */
  readonly sloppyLength: boolean;
}

/** Parses as ParseCIDRSloppy does; undefined when it is no CIDR. */
export function parseCIDR(text: string): CIDR | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = parseIPv4(text.slice(0, slash)) ?? parseIPv6(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (address === undefined || !/^[0-9]+$/.test(length) || Number(length) > address.bytes.length * 8) return undefined;
  return { address, prefixLength: Number(length), sloppyLength: length.length > 1 && length.startsWith('0') };
}

/** The network address of a block: bits beyond the prefix are zero. */
export function maskedAddress(cidr: CIDR): readonly number[] {
  return cidr.address.bytes.map((byte, index) => {
    const bits = Math.max(0, Math.min(8, cidr.prefixLength - 8 * index));
    return byte & (0xff << (8 - bits)) & 0xff;
  });
}

/** Canonical text of a block's network. */
export function formatCIDR(cidr: CIDR): string {
  const bytes = maskedAddress(cidr);
  const text = bytes.length === 4 ? bytes.join('.') : formatIPv6(bytes);
  return `${text}/${cidr.prefixLength}`;
}

/** Why a block is refused. */
export type CIDRProblem = 'not-cidr' | 'leading-zeros' | 'mapped' | 'host-bits';

/** Fields that existed before the strict checks. `strict` is off below 1.36. */
export function cidrProblem(text: string, strict = true): CIDRProblem | undefined {
  const cidr = parseCIDR(text);
  if (cidr === undefined) return 'not-cidr';
  if (!strict) return undefined;
  if (cidr.address.sloppy || cidr.sloppyLength) return 'leading-zeros';
  if (cidr.address.mapped) return 'mapped';
  const masked = maskedAddress(cidr);
  return cidr.address.bytes.some((byte, index) => byte !== masked[index]) ? 'host-bits' : undefined;
}
