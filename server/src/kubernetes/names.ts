// Formats of names and short strings as the API server tests them (k8s.io/apimachinery/pkg/util/validation, 1.37).
// Answers yes or no; says nothing about where a value stands or what to tell the user.

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const dns1123Label = new RegExp(`^${LABEL}$`);
const dns1123Subdomain = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const dns1123SubdomainCaseless = new RegExp(`^${LABEL}(\\.${LABEL})*$`, 'i');
const wildcardSubdomain = new RegExp(`^\\*\\.${LABEL}(\\.${LABEL})*$`);
const dns1035Label = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const labelKeyName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

/** Longest DNS label, label value and name part of a label key, in bytes. */
export const DNS_LABEL_MAX_LENGTH = 63;
/** Longest DNS subdomain, in bytes. */
export const DNS_SUBDOMAIN_MAX_LENGTH = 253;

/** Length of a string in UTF-8 bytes: what Go's `len` counts. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit < 0xdc00) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}

/** DNS label (RFC 1123): lower-case letters, digits and '-', at most 63. */
export function isDNS1123Label(value: string): boolean {
  return value.length <= DNS_LABEL_MAX_LENGTH && dns1123Label.test(value);
}

/** DNS subdomain (RFC 1123): labels joined by dots, at most 253 in all (the parts have no limit of their own). */
export function isDNS1123Subdomain(value: string): boolean {
  return value.length <= DNS_SUBDOMAIN_MAX_LENGTH && dns1123Subdomain.test(value);
}

/** DNS subdomain with letters of either case (CSI and DRA driver names). */
export function isDNS1123SubdomainCaseless(value: string): boolean {
  return value.length <= DNS_SUBDOMAIN_MAX_LENGTH && dns1123SubdomainCaseless.test(value);
}

/** `*.` before a DNS subdomain (Ingress hosts). */
export function isWildcardDNS1123Subdomain(value: string): boolean {
  return value.length <= DNS_SUBDOMAIN_MAX_LENGTH && wildcardSubdomain.test(value);
}

/** DNS label (RFC 1035): as RFC 1123, but the first character is a letter. */
export function isDNS1035Label(value: string): boolean {
  return value.length <= DNS_LABEL_MAX_LENGTH && dns1035Label.test(value);
}

/** Label key, also called qualified name: `[prefix/]name`; prefix a DNS subdomain, name at most 63. */
export function isQualifiedName(value: string): boolean {
  const parts = value.split('/');
  if (parts.length > 2) return false;
  const name = parts[parts.length - 1] ?? '';
  if (parts.length === 2 && !isDNS1123Subdomain(parts[0] ?? '')) return false;
  return name.length <= DNS_LABEL_MAX_LENGTH && labelKeyName.test(name);
}

/** Label value: empty, or letters, digits, '-', '_', '.', at most 63, first and last a letter or digit. */
export function isLabelValue(value: string): boolean {
  return value.length <= DNS_LABEL_MAX_LENGTH && labelValue.test(value);
}

/** Qualified name that must have a prefix (`example.com/key`); the empty string is not one. */
export function isDomainPrefixedKey(value: string): boolean {
  return isQualifiedName(value) && value.includes('/');
}

/** `domain/path`: a DNS subdomain, then characters of an HTTP path (RFC 3986). */
export function isDomainPrefixedPath(value: string): boolean {
  const slash = value.indexOf('/');
  if (slash <= 0 || slash === value.length - 1) return false;
  return isDNS1123Subdomain(value.slice(0, slash)) && /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(value.slice(slash + 1));
}

/** DNS subdomain of at least three parts. */
export function isFullyQualifiedName(value: string): boolean {
  return isDNS1123Subdomain(value) && value.split('.').length >= 3;
}

/** DNS name of at least two labels; one dot at the end is allowed. */
export function isFullyQualifiedDomainName(value: string): boolean {
  const name = value.endsWith('.') ? value.slice(0, -1) : value;
  const labels = name.split('.');
  return isDNS1123Subdomain(name) && labels.length >= 2 && labels.every(isDNS1123Label);
}

/** Key of a ConfigMap or Secret: letters, digits, '-', '_', '.', at most 253, not '.' and no '..' in front. */
export function isConfigMapKey(value: string): boolean {
  return (
    value.length <= DNS_SUBDOMAIN_MAX_LENGTH &&
    /^[-._a-zA-Z0-9]+$/.test(value) &&
    value !== '.' &&
    !value.startsWith('..')
  );
}

/** Name of an environment variable since 1.34: printable ASCII without '='. */
export function isRelaxedEnvVarName(value: string): boolean {
  return /^[ -<>-~]+$/.test(value);
}

/** Name of an environment variable before 1.34: letters, digits, '_', '-', '.', no digit first, no '..' in front. */
export function isEnvVarName(value: string): boolean {
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(value) && value !== '.' && !value.startsWith('..');
}

/** Port name (IANA service name): at most 15 of [-a-z0-9], a letter among them, no '--', no '-' at either end. */
export function isValidPortName(value: string): boolean {
  return (
    value.length <= 15 &&
    /^[-a-z0-9]+$/.test(value) &&
    /[a-z]/.test(value) &&
    !value.includes('--') &&
    !value.startsWith('-') &&
    !value.endsWith('-')
  );
}

/** Port number 1 to 65535. */
export function isValidPortNum(port: number): boolean {
  return port >= 1 && port <= 65535;
}

/** Name of an HTTP header: letters, digits and '-'. */
export function isHTTPHeaderName(value: string): boolean {
  return /^[-A-Za-z0-9]+$/.test(value);
}

/** Digits and a percent sign. */
export function isPercent(value: string): boolean {
  return /^[0-9]+%$/.test(value);
}

/** Unix user or group id: 0 to 2^31-1. */
export function isValidUserID(id: number | bigint): boolean {
  return id >= 0 && id <= 2147483647;
}

/** Integer as a person writes it: no plus sign, no leading zeros, no "-0". */
export function isDecimalInteger(value: string): boolean {
  return /^(0|-?[1-9][0-9]*)$/.test(value);
}

/** Name that can stand in a URL path: not '.' or '..', no '/' and no '%'. */
export function isPathSegmentName(value: string): boolean {
  return value !== '.' && value !== '..' && !/[/%]/.test(value);
}

/**
 * Tests the name of one kind; `prefix` is true for `generateName`, to which the server appends characters.
 * Kinds differ only in which of these functions they use.
 */
export type NameValidator = (name: string, prefix: boolean) => boolean;

/** What the server tests in place of a generateName that ends with '-' (api/validation/generic.go maskTrailingDash). */
function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

/** Most kinds: the name is a DNS subdomain. */
export const nameIsDNSSubdomain: NameValidator = (name, prefix) =>
  isDNS1123Subdomain(prefix ? maskTrailingDash(name) : name);

/** Namespaces and some others: the name is a DNS label (RFC 1123). */
export const nameIsDNSLabel: NameValidator = (name, prefix) => isDNS1123Label(prefix ? maskTrailingDash(name) : name);

/** Services before 1.36: the name is a DNS label (RFC 1035). */
export const nameIsDNS1035Label: NameValidator = (name, prefix) =>
  isDNS1035Label(prefix ? maskTrailingDash(name) : name);

/** RBAC kinds: anything that can stand in a URL path. */
export const nameIsPathSegment: NameValidator = (name, prefix) =>
  prefix ? !/[/%]/.test(name) : isPathSegmentName(name);

/** The nearest DNS label to a text, for a quick fix; undefined when nothing usable is left. */
export function toDNS1123Label(text: string): string | undefined {
  return trimmed(text.toLowerCase().replace(/[^a-z0-9-]+/g, '-'), DNS_LABEL_MAX_LENGTH);
}

/** The nearest DNS subdomain to a text, for a quick fix; undefined when nothing usable is left. */
export function toDNS1123Subdomain(text: string): string | undefined {
  const labels = text
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .split('.')
    .map((part) => part.replace(/^-+|-+$/g, ''))
    .filter((part) => part !== '');
  return trimmed(labels.join('.'), DNS_SUBDOMAIN_MAX_LENGTH);
}

/** The nearest label value to a text, for a quick fix. */
export function toLabelValue(text: string): string {
  const value = text.replace(/[^A-Za-z0-9_.-]+/g, '-').slice(0, DNS_LABEL_MAX_LENGTH);
  return value.replace(/^[-_.]+|[-_.]+$/g, '');
}

/** The nearest port name to a text, for a quick fix; undefined when nothing usable is left. */
export function toPortName(text: string): string | undefined {
  const name = trimmed(text.toLowerCase().replace(/[^a-z0-9]+/g, '-'), 15);
  return name !== undefined && isValidPortName(name) ? name : undefined;
}

function trimmed(text: string, max: number): string | undefined {
  const name = text
    .replace(/^[-.]+/, '')
    .slice(0, max)
    .replace(/[-.]+$/, '');
  return name === '' ? undefined : name;
}
