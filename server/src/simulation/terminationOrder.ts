// Who goes first when a pod is killed: sidecars wait for all main containers and for every later sidecar.
// Source: pkg/kubelet/kuberuntime/kuberuntime_termination_order.go (1.37).
import { type Clock, Signal } from './clock';
import type { PodPlan } from './plan';

export interface Order {
  readonly dead: ReadonlyMap<string, Signal>;
  readonly waitsFor: ReadonlyMap<string, readonly Signal[]>;
}

/** The order for the containers that run; absent for a pod without sidecars. */
export function orderOf(plan: PodPlan, running: readonly string[]): Order | undefined {
  if (!plan.containers.some((c) => c.role === 'sidecar')) return undefined;
  const dead = new Map<string, Signal>();
  for (const c of plan.containers) {
    const signal = new Signal();
    signal.fired = !running.includes(c.name);
    dead.set(c.name, signal);
  }
  const mains = plan.containers.filter((c) => c.role === 'main').map((c) => dead.get(c.name)!);
  const waitsFor = new Map<string, readonly Signal[]>();
  let later: Signal | undefined;
  for (const c of plan.containers.filter((x) => x.role === 'sidecar').reverse()) {
    waitsFor.set(c.name, later === undefined ? mains : [...mains, later]);
    later = dead.get(c.name)!;
  }
  return { dead, waitsFor };
}

/** What a container has to wait for, in order. */
export function prerequisites(order: Order, name: string): readonly Signal[] {
  return order.waitsFor.get(name) ?? [];
}

/** The container is dead: those who wait for it go on. */
export function hasEnded(clock: Clock, order: Order, name: string): void {
  const signal = order.dead.get(name);
  if (signal !== undefined) clock.fire(signal);
}
