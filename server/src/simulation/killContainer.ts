// Killing one container or the whole pod: grace period, preStop, order of sidecars, stop signal.
// Source: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer, kuberuntime_termination_order.go (1.37).
import { SECOND, Signal, type Task } from './clock';
import { runHook } from './hooks';
import { type Kubelet, k8sEvent, type Process, planOfContainer, type SeenPod } from './kubelet';
import type { ContainerPlan, HookPlan } from './plan';
import type { KillReason } from './podActions';
import type { PodObject } from './podObject';
import { processOf, stopContainer, stopSandbox } from './runtime';
import { hasEnded, type Order, orderOf, prerequisites } from './terminationOrder';

/** Seconds every process gets between stop signal and SIGKILL, whatever is left (minimumGracePeriodInSeconds). */
export const minimumGraceSeconds = 2;

export interface KillOptions {
  /** Text of the Killing event; empty: the kubelet's usual one. */
  readonly message?: string;
  readonly reason: KillReason;
  /** Replaces the grace period of pod and probe. */
  readonly graceSeconds?: number;
  readonly order?: Order;
}

/** Kills all containers seen running, in parallel, then stops the sandboxes. */
export function* killPod(k: Kubelet, pod: PodObject, seen: SeenPod, graceSeconds: number | undefined): Task {
  const running = seen.containers.filter((c) => c.state === 'running');
  const order = orderOf(
    k.plan,
    running.map((c) => c.name),
  );
  const done: Signal[] = [];
  for (const c of running) {
    const signal = new Signal();
    done.push(signal);
    const options: KillOptions = {
      reason: 'pod',
      ...(graceSeconds === undefined ? {} : { graceSeconds }),
      ...(order === undefined ? {} : { order }),
    };
    k.clock.spawn(killAndTell(k, pod, c.id, options, signal));
  }
  for (const signal of done) yield { on: [signal] };
  for (const sandbox of seen.sandboxes) yield* stopSandbox(k, sandbox);
}

/** Kills one container and waits for its end. */
export function* killContainer(k: Kubelet, pod: PodObject, id: string, options: KillOptions): Task {
  const process = processOf(k, id);
  const plan = process?.plan ?? planOfContainer(k, id.replace(/-\d+$/, ''));
  const basis = graceOf(k, pod, plan, options);
  let grace = basis.seconds;
  const message = options.message ?? `Stopping container ${plan.name}`;
  k8sEvent(k, 'Normal', 'Killing', message, {
    container: plan.name,
    cause: killCause(plan, options.reason, basis.cause),
  });
  if (process === undefined) return;
  if (plan.preStop !== undefined && grace > 0) grace -= yield* preStop(k, process, plan.preStop, grace);
  const afterHook = grace;
  if (options.order !== undefined && grace > 0) grace -= yield* waitForTurn(k, options.order, plan.name, grace);
  const waited = afterHook - grace;
  grace = Math.max(grace, minimumGraceSeconds);
  const values = { container: plan.name, grace, of: basis.seconds, hook: basis.seconds - afterHook, waited };
  yield* stopContainer(k, process, grace, { cause: basis.cause, why: { id: `stop.${options.reason}`, values } });
  if (options.order !== undefined) hasEnded(k.clock, options.order, plan.name);
}

function* killAndTell(k: Kubelet, pod: PodObject, id: string, options: KillOptions, done: Signal): Task {
  yield* killContainer(k, pod, id, options);
  k.clock.fire(done);
}

/** The grace period of a kill and the field it comes from (setTerminationGracePeriod). */
function graceOf(
  k: Kubelet,
  pod: PodObject,
  plan: ContainerPlan,
  options: KillOptions,
): { seconds: number; cause: string } {
  const podField = 'terminationGracePeriodSeconds';
  if (options.graceSeconds !== undefined) return { seconds: options.graceSeconds, cause: podField };
  if (pod.deletionGraceSeconds !== undefined) return { seconds: pod.deletionGraceSeconds, cause: podField };
  const probe =
    options.reason === 'startup' ? plan.startupProbe : options.reason === 'liveness' ? plan.livenessProbe : undefined;
  if (probe?.terminationGracePeriodSeconds !== undefined) {
    const cause = `${plan.path}.${options.reason}Probe.terminationGracePeriodSeconds`;
    return { seconds: probe.terminationGracePeriodSeconds, cause };
  }
  return { seconds: k.plan.terminationGracePeriodSeconds, cause: podField };
}

function killCause(plan: ContainerPlan, reason: KillReason, grace: string): string {
  if (reason === 'liveness' || reason === 'startup') return `${plan.path}.${reason}Probe.failureThreshold`;
  if (reason === 'postStart') return `${plan.path}.lifecycle.postStart`;
  return reason === 'restartAll' ? `${plan.path}.restartPolicyRules` : grace;
}

/** Runs the hook for at most the grace period; answers the whole seconds that took. */
function* preStop(k: Kubelet, process: Process, hook: HookPlan, graceSeconds: number): Task<number> {
  const beginUs = k.clock.nowUs;
  const done = new Signal();
  k.clock.spawn(preStopToEnd(k, process, hook, done));
  yield { on: [done], until: beginUs + graceSeconds * SECOND };
  return wholeSeconds(k.clock.nowUs - beginUs);
}

/** The hook goes on when its time is up. */
function* preStopToEnd(k: Kubelet, process: Process, hook: HookPlan, done: Signal): Task {
  const ok = yield* runHook(k, process, 'preStop', hook);
  const cause = `${process.plan.path}.lifecycle.preStop`;
  if (!ok) k8sEvent(k, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', { container: process.plan.name, cause });
  k.clock.fire(done);
}

/** Waits for the containers that go first, at most the grace period; answers the whole seconds that took. */
function* waitForTurn(k: Kubelet, order: Order, name: string, graceSeconds: number): Task<number> {
  const beginUs = k.clock.nowUs;
  const until = beginUs + graceSeconds * SECOND;
  for (const before of prerequisites(order, name)) {
    yield { on: [before], until };
    if (k.clock.nowUs >= until) break;
  }
  return wholeSeconds(k.clock.nowUs - beginUs);
}

function wholeSeconds(us: number): number {
  return Math.floor(us / SECOND);
}
