// Names of resources in requests, limits and quotas, and what each kind of name allows (pkg/apis/core/helper/helpers.go and
// component-helpers/resource/helpers.go, 1.37). Amounts are quantity.ts's.
import { isQualifiedName } from './names';
import { parseQuantity, type Quantity, quantityValue } from './quantity';

const HUGEPAGES_PREFIX = 'hugepages-';
const REQUESTS_HUGEPAGES_PREFIX = 'requests.hugepages-';

/** Standard resources of a container, without the huge pages. */
export const CONTAINER_RESOURCES: readonly string[] = ['cpu', 'memory', 'ephemeral-storage'];

/** Resources that may be asked for by a pod as a whole, without the huge pages. */
export const POD_LEVEL_RESOURCES: readonly string[] = ['cpu', 'memory'];

const OBJECT_COUNTS: readonly string[] = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];

const QUOTA_RESOURCES: readonly string[] = [
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  ...OBJECT_COUNTS,
];

const STANDARD_RESOURCES: ReadonlySet<string> = new Set([...QUOTA_RESOURCES, 'storage']);
const STANDARD_QUOTA_RESOURCES: ReadonlySet<string> = new Set(QUOTA_RESOURCES);

/** `hugepages-2Mi` and the like. */
export function isHugePageResourceName(name: string): boolean {
  return name.startsWith(HUGEPAGES_PREFIX);
}

/** Huge pages as a quota names them. */
export function isQuotaHugePageResourceName(name: string): boolean {
  return name.startsWith(HUGEPAGES_PREFIX) || name.startsWith(REQUESTS_HUGEPAGES_PREFIX);
}

/** True for a name that needs no domain. */
export function isStandardResourceName(name: string): boolean {
  return STANDARD_RESOURCES.has(name) || isQuotaHugePageResourceName(name);
}

/** True for a name a ResourceQuota may hold without a domain. */
export function isStandardQuotaResourceName(name: string): boolean {
  return STANDARD_QUOTA_RESOURCES.has(name) || isQuotaHugePageResourceName(name);
}

/** True for a name without a domain that containers may ask for. */
export function isStandardContainerResourceName(name: string): boolean {
  return CONTAINER_RESOURCES.includes(name) || isHugePageResourceName(name);
}

/** No domain, or a domain of Kubernetes. */
export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** A device or other resource that a node advertises: `vendor.com/thing`. Counted in whole units, never overcommitted. */
export function isExtendedResourceName(name: string): boolean {
  if (isNativeResource(name) || name.startsWith('requests.')) return false;
  return isQualifiedName(`requests.${name}`);
}

/** Resources whose request may stay below the limit. */
export function isOvercommitAllowed(name: string): boolean {
  return isNativeResource(name) && !isHugePageResourceName(name);
}

/** Resources counted in whole units. */
export function isIntegerResourceName(name: string): boolean {
  return OBJECT_COUNTS.includes(name) || isExtendedResourceName(name);
}

/** Resources a pod as a whole may ask for. */
export function isSupportedPodLevelResource(name: string): boolean {
  return POD_LEVEL_RESOURCES.includes(name) || isHugePageResourceName(name);
}

/** True when an amount of huge pages is a whole number of pages of the size in the name. */
export function isHugePageValueDivisible(name: string, amount: Quantity): boolean {
  const size = parseQuantity(name.slice(HUGEPAGES_PREFIX.length));
  if (size === undefined || size.nano <= 0n || size.nano % 1_000_000_000n !== 0n) return false;
  return quantityValue(amount) % quantityValue(size) === 0n;
}

/** The next larger amount that is a whole number of pages; undefined when the name holds no page size. */
export function nextHugePageAmount(name: string, amount: Quantity): Quantity | undefined {
  const size = parseQuantity(name.slice(HUGEPAGES_PREFIX.length));
  if (size === undefined || size.nano <= 0n || amount.nano < 0n) return undefined;
  return { nano: ((amount.nano + size.nano - 1n) / size.nano) * size.nano, format: 'BinarySI' };
}
