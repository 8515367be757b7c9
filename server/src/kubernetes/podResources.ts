// What the containers of a pod ask for together (component-helpers/resource/helpers.go, 1.37): app containers and sidecars add
// up, ordinary init containers count one at a time. Knows nothing of nodes.
import { addQuantities, compareQuantities, parseQuantity, type Quantity, quantityMilliValue } from './quantity';
import type { Container, PodSpec, Quantity as WrittenQuantity } from './types';

/** Amounts by resource name. */
export type ResourceAmounts = Map<string, Quantity>;

/**
 * Amounts of a resource list as the server keeps them: rounded up to thousandths (core/v1/defaults.go
 * SetDefaults_ResourceList). Unreadable ones are left out.
 */
export function readResourceList(list: Readonly<Record<string, WrittenQuantity>> | undefined): ResourceAmounts {
  const amounts: ResourceAmounts = new Map();
  for (const [name, written] of Object.entries(list ?? {})) {
    const amount = parseQuantity(written);
    if (amount !== undefined) amounts.set(name, roundUpToMilli(amount));
  }
  return amounts;
}

function roundUpToMilli(amount: Quantity): Quantity {
  return { nano: quantityMilliValue(amount) * 1_000_000n, format: amount.format };
}

/** A sidecar: an init container that is restarted always and runs beside the app containers. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

/** Requests of all containers together, without pod-level requests and overhead. */
export function aggregateContainerRequests(spec: PodSpec): ResourceAmounts {
  return aggregate(spec, (container) => readResourceList(container.resources?.requests));
}

/** Limits of all containers together, without pod-level limits and overhead. */
export function aggregateContainerLimits(spec: PodSpec): ResourceAmounts {
  return aggregate(spec, (container) => readResourceList(container.resources?.limits));
}

function aggregate(spec: PodSpec, read: (container: Container) => ResourceAmounts): ResourceAmounts {
  const total: ResourceAmounts = new Map();
  for (const container of spec.containers ?? []) add(total, read(container));
  const sidecars: ResourceAmounts = new Map();
  const peak: ResourceAmounts = new Map();
  for (const container of spec.initContainers ?? []) {
    const amounts = read(container);
    if (isSidecar(container)) {
      add(total, amounts);
      add(sidecars, amounts);
      raise(peak, sidecars);
    } else {
      add(amounts, sidecars);
      raise(peak, amounts);
    }
  }
  raise(total, peak);
  return total;
}

function add(total: ResourceAmounts, more: ResourceAmounts): void {
  for (const [name, amount] of more) {
    const have = total.get(name);
    total.set(name, have === undefined ? amount : addQuantities(have, amount));
  }
}

function raise(total: ResourceAmounts, other: ResourceAmounts): void {
  for (const [name, amount] of other) {
    const have = total.get(name);
    if (have === undefined || compareQuantities(amount, have) > 0) total.set(name, amount);
  }
}
