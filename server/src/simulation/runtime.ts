// The container runtime of the node: sandboxes, processes, signals, images. Knows the scenario, not the kubelet's rules.
import { runOf } from './behaviour';
import { MS, SECOND, Signal, sleep, type Task, TIMEOUT } from './clock';
import { costUs, emit, type Kubelet, type Process, type Sandbox, type SeenContainer, type SeenPod } from './kubelet';
import type { ContainerPlan } from './plan';
import { changed } from './pleg';
import type { Report } from './recorder';
import { couldRestartAll } from './restartPolicy';

/** Seconds of a scenario as microseconds, rounded to the millisecond. */
export function fromSeconds(s: number): number {
  return Math.max(Math.round(s * 1000), 0) * MS;
}

/** Creates the pod's sandbox. */
export function* runSandbox(k: Kubelet, attempt: number): Task<Sandbox> {
  yield sleep(k.clock, costUs(k, 'callCostMs'));
  const sandbox: Sandbox = { id: `sandbox-${++k.runtime.sequence}`, attempt, ready: true };
  k.runtime.sandboxes.unshift(sandbox);
  emit(k, { event: 'sandbox.created', cause: 'containers' });
  changed(k);
  return sandbox;
}

/** Stops a sandbox and kills what is left in it; nothing when it is stopped already. */
export function* stopSandbox(k: Kubelet, sandbox: Readonly<Sandbox>): Task {
  const found = k.runtime.sandboxes.find((s) => s.id === sandbox.id);
  if (found === undefined || !found.ready) return;
  for (const process of k.runtime.processes) {
    if (process.sandbox === found && process.state === 'running') kill(k, process, { cause: process.plan.path });
  }
  yield sleep(k.clock, costUs(k, 'callCostMs'));
  found.ready = false;
  emit(k, { event: 'sandbox.stopped', cause: 'containers', why: { id: 'sandbox.stopped', values: {} } });
  changed(k);
}

/** Creates the next attempt of a container. */
export function* createContainer(
  k: Kubelet,
  sandbox: Sandbox,
  plan: ContainerPlan,
  restartCount: number,
): Task<Process> {
  yield sleep(k.clock, costUs(k, 'callCostMs'));
  const attempt = k.runtime.starts.get(plan.name) ?? 0;
  k.runtime.starts.set(plan.name, attempt + 1);
  const process: Process = {
    id: `${plan.name}-${++k.runtime.sequence}`,
    sandbox,
    plan,
    attempt,
    restartCount,
    run: runOf(k.scenario.behaviour[plan.name], attempt),
    createdUs: k.clock.nowUs,
    gone: new Signal(),
    tries: { startup: 0, readiness: 0, liveness: 0 },
    state: 'created',
    startedUs: 0,
    finishedUs: 0,
    exitCode: 0,
    reason: '',
    inPreStop: false,
  };
  k.runtime.processes.push(process);
  emit(k, { event: 'container.created', container: plan.name, attempt, cause: plan.path });
  changed(k);
  return process;
}

/** Starts a created container and plans its own end. `about` explains why it starts now. */
export function* startProcess(k: Kubelet, process: Process, about: Pick<Report, 'cause' | 'why'>): Task {
  yield sleep(k.clock, costUs(k, 'callCostMs'));
  process.state = 'running';
  process.startedUs = k.clock.nowUs;
  emit(k, { event: 'container.started', ...who(process), cause: process.plan.path, ...about });
  changed(k);
  const exit = process.run.exit;
  if (exit === undefined) return;
  k.clock.at(k.clock.nowUs + fromSeconds(exit.at), () => {
    end(k, process, exit.code, exit.oom === true ? 'OOMKilled' : '');
  });
}

/** Stop signal now, SIGKILL after `graceSeconds` if the process still lives; returns when it is dead. */
export function* stopContainer(
  k: Kubelet,
  process: Process,
  graceSeconds: number,
  about: Pick<Report, 'cause' | 'why'>,
): Task {
  if (process.state !== 'running') return;
  const first = process.stopUs === undefined;
  process.stopUs ??= k.clock.nowUs;
  if (process.inPreStop) {
    emit(k, { event: 'preStop.timeout', ...who(process), cause: about.cause ?? 'terminationGracePeriodSeconds' });
  }
  const signal = stopSignalOf(k, process.plan);
  emit(k, { event: 'signal', ...who(process), signal, grace: graceSeconds, ...about });
  const plan = process.run.stop;
  if (signal === 'SIGKILL') {
    end(k, process, 137, '');
  } else if (plan === undefined) {
    end(k, process, 0, '');
  } else if (!plan.ignores && first) {
    if (plan.exitsAfter <= 0) end(k, process, plan.code, '');
    else k.clock.at(k.clock.nowUs + fromSeconds(plan.exitsAfter), () => end(k, process, plan.code, ''));
  }
  const wake = yield { on: [process.gone], until: k.clock.nowUs + graceSeconds * SECOND };
  // a process that ends in this very moment is sent its SIGKILL all the same
  if (wake !== TIMEOUT) return;
  kill(k, process, {
    ...(about.cause === undefined ? {} : { cause: about.cause }),
    why: { id: 'kill.graceOver', values: { container: process.plan.name, grace: graceSeconds, signal } },
  });
}

/** Removes a dead container; free of charge. */
export function removeContainer(k: Kubelet, id: string): void {
  const process = k.runtime.processes.find((p) => p.id === id);
  if (process === undefined) return;
  k.runtime.processes = k.runtime.processes.filter((p) => p !== process);
  if (couldRestartAll(k.plan)) emit(k, { event: 'container.removed', ...who(process), cause: process.plan.path });
  changed(k);
}

/** The newest process of a container, running or not. */
export function newestProcess(k: Kubelet, name: string): Process | undefined {
  let best: Process | undefined;
  for (const p of k.runtime.processes) {
    if (p.plan.name === name && (best === undefined || p.attempt > best.attempt)) best = p;
  }
  return best;
}

/** A process by its id. */
export function processOf(k: Kubelet, id: string): Process | undefined {
  return k.runtime.processes.find((p) => p.id === id);
}

/** Number of running processes. */
export function runningProcesses(k: Kubelet): number {
  return k.runtime.processes.filter((p) => p.state === 'running').length;
}

/** What a look at the runtime shows now. */
export function look(k: Kubelet): SeenPod {
  const containers = k.runtime.processes.map(seen).sort((a, b) => b.createdUs - a.createdUs);
  const sandboxes = k.runtime.sandboxes.map((s) => ({ ...s }));
  const newest = sandboxes[0];
  const active = newest?.ready === true ? containers.filter((c) => c.sandbox === newest.id) : [];
  return { sandboxes, containers, active };
}

/** The fields that say which process an event is about. */
export function who(process: Process): { container: string; attempt: number } {
  return { container: process.plan.name, attempt: process.attempt };
}

function seen(p: Process): SeenContainer {
  return {
    id: p.id,
    name: p.plan.name,
    state: p.state,
    sandbox: p.sandbox.id,
    createdUs: p.createdUs,
    startedUs: p.startedUs,
    finishedUs: p.finishedUs,
    exitCode: p.exitCode,
    reason: p.reason,
    restartCount: p.restartCount,
  };
}

/** Gate ContainerStopSignals is off by default in 1.37: the API server drops `stopSignal` then. */
function stopSignalOf(k: Kubelet, plan: ContainerPlan): string {
  return k.scenario.gates?.ContainerStopSignals === true ? (plan.stopSignal ?? 'SIGTERM') : 'SIGTERM';
}

function kill(k: Kubelet, process: Process, about: Pick<Report, 'cause' | 'why'> = {}): void {
  emit(k, { event: 'signal', ...who(process), signal: 'SIGKILL', ...about });
  end(k, process, 137, '');
}

function end(k: Kubelet, process: Process, exitCode: number, reason: string): void {
  if (process.state !== 'running') return;
  process.state = 'exited';
  process.exitCode = exitCode;
  process.reason = reason || (exitCode === 0 ? 'Completed' : 'Error');
  process.finishedUs = k.clock.nowUs;
  k.clock.fire(process.gone);
  emit(k, {
    event: 'container.exited',
    ...who(process),
    exitCode,
    reason: process.reason,
    cause: process.plan.path,
    why: { id: endWhy(process, reason), values: { container: process.plan.name, code: exitCode } },
  });
  changed(k);
}

function endWhy(process: Process, reason: string): string {
  if (reason === 'OOMKilled') return 'exit.oom';
  return process.stopUs === undefined ? 'exit.itself' : 'exit.stopped';
}
