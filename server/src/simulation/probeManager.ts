// Which probe workers a pod has, their verdicts, and what these make of `started` and `ready`.
// Source: pkg/kubelet/prober/prober_manager.go (1.37).
import { freshStatus } from './containerStatuses';
import type { Kubelet, ProbeWorker, Verdict } from './kubelet';
import type { ContainerPlan, ProbePlan } from './plan';
import type { ContainerStatus } from './podObject';
import { newProbeWorker, runProbeWorker } from './probeWorker';
import type { ProbeKind } from './trace';

const kinds = ['startup', 'readiness', 'liveness'] as const;

/** The probe of a kind a container has. */
export function probeOf(container: ContainerPlan, kind: ProbeKind): ProbePlan | undefined {
  if (kind === 'startup') return container.startupProbe;
  return kind === 'readiness' ? container.readinessProbe : container.livenessProbe;
}

/** Starts the workers that are missing; asked at every sync. */
export function addProbes(k: Kubelet): void {
  const containers = [
    ...k.plan.containers.filter((c) => c.role === 'main'),
    ...k.plan.containers.filter((c) => c.role === 'sidecar'),
  ];
  for (const container of containers) {
    for (const kind of kinds) {
      const probe = probeOf(container, kind);
      if (probe === undefined) continue;
      // as in the kubelet, one worker that is there already ends the look at this container
      if (k.probes.workers.has(key(container.name, kind))) break;
      const worker = newProbeWorker(k, container, kind);
      k.probes.workers.set(key(container.name, kind), worker);
      k.clock.spawn(runProbeWorker(k, worker, probe));
    }
  }
}

/** Termination has begun: liveness and startup of main containers end, readiness and sidecars go on. */
export function stopLivenessAndStartup(k: Kubelet): void {
  for (const worker of k.probes.workers.values()) {
    if (worker.container.role === 'main' && worker.kind !== 'readiness') k.clock.fire(worker.stop);
  }
}

/** The containers are dead: all workers end. */
export function removeProbes(k: Kubelet): void {
  for (const worker of k.probes.workers.values()) k.clock.fire(worker.stop);
}

/** A worker has ended. */
export function removeWorker(k: Kubelet, worker: ProbeWorker): void {
  k.probes.verdicts[worker.kind].delete(worker.containerId);
  k.probes.workers.delete(key(worker.container.name, worker.kind));
}

/** Fills `started` and `ready` in and makes the readiness worker of every started, unready container run at once. */
export function withProbes(
  k: Kubelet,
  bare: { readonly containers: readonly ContainerStatus[]; readonly initContainers: readonly ContainerStatus[] },
): { containers: ContainerStatus[]; initContainers: ContainerStatus[] } {
  return {
    containers: bare.containers.map((c) => probed(k, { ...c, started: isStarted(k, c) })),
    initContainers: bare.initContainers.map((c) => {
      const status = { ...c, started: isStarted(k, c) };
      if (k.plan.containers.some((p) => p.name === c.name && p.role === 'sidecar')) return probed(k, status);
      return c.state.is === 'terminated' && c.state.exitCode === 0 ? { ...status, ready: true } : status;
    }),
  };
}

/** The verdict of a kind of probe on a container. */
export function verdictOf(k: Kubelet, kind: ProbeKind, containerId: string): Verdict | undefined {
  return k.probes.verdicts[kind].get(containerId);
}

function isStarted(k: Kubelet, c: ContainerStatus): boolean {
  if (c.state.is !== 'running') return false;
  const verdict = verdictOf(k, 'startup', c.containerId);
  if (verdict !== undefined) return verdict === 'Success';
  // the process before it was started, and the startup worker has not seen the new one yet
  if (c.started === true && !freshStatus(k)) return true;
  return !k.probes.workers.has(key(c.name, 'startup'));
}

function probed(k: Kubelet, c: ContainerStatus): ContainerStatus {
  if (c.started !== true) return c;
  if (c.state.is !== 'running') return { ...c, ready: false };
  if (verdictOf(k, 'readiness', c.containerId) === 'Success') return { ...c, ready: true };
  const worker = k.probes.workers.get(key(c.name, 'readiness'));
  if (worker !== undefined) k.clock.send(worker.trigger);
  return { ...c, ready: worker === undefined };
}

function key(container: string, kind: ProbeKind): string {
  return `${kind} ${container}`;
}
