// Lifecycle hooks: what postStart and preStop do and how long they take. Source: pkg/kubelet/lifecycle/handlers.go (1.37).
import { SECOND, sleep, type Task, TIMEOUT } from './clock';
import { emit, type Kubelet, type Process } from './kubelet';
import type { HookPlan } from './plan';
import { fromSeconds, newestProcess, who } from './runtime';

/** Runs a hook of a process to its end; false when it failed. */
export function* runHook(k: Kubelet, process: Process, which: 'postStart' | 'preStop', hook: HookPlan): Task<boolean> {
  const cause = `${process.plan.path}.lifecycle.${which}`;
  if (which === 'preStop') process.inPreStop = true;
  emit(k, {
    event: `${which}.begin`,
    ...who(process),
    cause,
    why: { id: `hook.${which}`, values: { container: process.plan.name } },
  });
  const ok = yield* handler(k, process, which, hook);
  if (which === 'preStop') process.inPreStop = false;
  emit(k, { event: `${which}.end`, ...who(process), result: ok ? 'success' : 'failure', cause });
  return ok;
}

function* handler(k: Kubelet, process: Process, which: 'postStart' | 'preStop', hook: HookPlan): Task<boolean> {
  if (hook.handler === 'sleep') {
    // the kubelet's own sleep goes on even if the process ends
    yield sleep(k.clock, (hook.sleepSeconds ?? 0) * SECOND);
    return true;
  }
  // the kubelet has no tcpSocket hooks, and cannot ask a port it does not know
  if (hook.handler === 'tcpSocket' || hook.unknownPort === true) return false;
  const asked = hook.handler === 'exec' ? process : (newestProcess(k, process.plan.name) ?? process);
  if (hook.handler === 'exec' && asked.state !== 'running') return false;
  const { run } = asked;
  const takes = which === 'preStop' ? run.preStopTakes : run.postStartTakes;
  const fails = which === 'preStop' ? run.preStopFails : run.postStartFails;
  if (takes > 0) {
    const wake = yield { on: [asked.gone], until: k.clock.nowUs + fromSeconds(takes) };
    if (wake !== TIMEOUT) return false;
  }
  return !fails;
}
