// One probe worker: its grid of ticks, its tries and its verdict. Source: pkg/kubelet/prober/worker.go, prober.go (1.37).
import { answerOf } from './behaviour';
import { SECOND, Signal, sleep, type Task, TIMEOUT } from './clock';
import { allShouldRestart } from './conditions';
import { freshStatus } from './containerStatuses';
import { costUs, emit, type Kubelet, k8sEvent, type ProbeWorker, type Process, type Verdict } from './kubelet';
import type { ContainerPlan, ProbePlan } from './plan';
import { containerStatusOf, isTerminal, type PodStatus } from './podObject';
import { removeWorker } from './probeManager';
import { shouldRestart } from './restartPolicy';
import { fromSeconds, newestProcess, processOf, who } from './runtime';
import { onVerdict } from './syncLoop';
import type { ProbeKind } from './trace';

const initialVerdict: Readonly<Record<ProbeKind, Verdict>> = {
  startup: 'UNKNOWN',
  readiness: 'Failure',
  liveness: 'Success',
};

type Result = 'success' | 'failure' | 'timeout' | 'error';

/** A worker born now. */
export function newProbeWorker(k: Kubelet, container: ContainerPlan, kind: ProbeKind): ProbeWorker {
  return {
    container,
    kind,
    stop: new Signal(),
    trigger: new Signal(),
    nextTickUs: k.clock.nowUs,
    woken: 'tick',
    containerId: '',
    lastResult: 'UNKNOWN',
    run: 0,
    hold: false,
  };
}

/** The life of a worker: once at birth, then at its ticks (one is kept while it is busy) and when triggered. */
export function* runProbeWorker(k: Kubelet, worker: ProbeWorker, probe: ProbePlan): Task {
  const periodUs = probe.periodSeconds * SECOND;
  worker.nextTickUs = k.clock.nowUs + periodUs;
  while (yield* probeOnce(k, worker, probe)) {
    const wake = yield { on: [worker.stop, worker.trigger], until: worker.nextTickUs };
    if (wake === 0) break;
    if (wake === TIMEOUT) {
      worker.woken = 'tick';
      const missed = Math.floor((k.clock.nowUs - worker.nextTickUs) / periodUs);
      worker.nextTickUs += (missed + 1) * periodUs;
    } else {
      worker.woken = 'trigger';
      worker.trigger.fired = false;
      worker.nextTickUs = k.clock.nowUs + periodUs;
    }
  }
  removeWorker(k, worker);
}

/** One run of the worker; false when it has nothing to do any more. */
function* probeOnce(k: Kubelet, worker: ProbeWorker, probe: ProbePlan): Task<boolean> {
  const status = k.status.cached?.status;
  if (status === undefined) return true;
  if (isTerminal(status.phase)) return false;
  const c = containerStatusOf(status, worker.container.name);
  if (c === undefined || c.containerId === '') return true;
  if (worker.containerId !== c.containerId) meet(k, worker, c.containerId, c.started === true);
  if (worker.hold) return true;
  if (c.state.is !== 'running') {
    setVerdict(k, worker, 'Failure', { id: 'verdict.notRunning', values: { container: c.name } });
    return c.state.is !== 'terminated' || runsAgain(k, worker, status, c.state.exitCode);
  }
  const age = Math.floor((k.clock.nowUs - c.state.startedUs) / SECOND);
  if (age < probe.initialDelaySeconds) return true;
  if ((c.started === true) === (worker.kind === 'startup')) return true;
  const result = yield* ask(k, worker, probe);
  if (result !== 'error') judge(k, worker, probe, result === 'success' ? 'Success' : 'Failure');
  return true;
}

/** A process the worker has not seen before: the verdict starts anew, the run of equal results does not. */
function meet(k: Kubelet, worker: ProbeWorker, id: string, started: boolean): void {
  k.probes.verdicts[worker.kind].delete(worker.containerId);
  worker.containerId = id;
  const values = { container: worker.container.name };
  const inherits = worker.container.role === 'sidecar' && worker.kind === 'startup' && started && !freshStatus(k);
  if (inherits) setVerdict(k, worker, 'Success');
  setVerdict(k, worker, initialVerdict[worker.kind], { id: `verdict.initial.${worker.kind}`, values });
  worker.hold = false;
}

function runsAgain(k: Kubelet, worker: ProbeWorker, status: PodStatus, exitCode: number): boolean {
  return shouldRestart(k.plan, worker.container, exitCode) || allShouldRestart(k.plan, undefined, status);
}

function judge(k: Kubelet, worker: ProbeWorker, probe: ProbePlan, result: 'Success' | 'Failure'): void {
  worker.run = worker.lastResult === result ? worker.run + 1 : 1;
  worker.lastResult = result;
  const threshold = result === 'Failure' ? probe.failureThreshold : probe.successThreshold;
  if (worker.run < threshold) return;
  setVerdict(k, worker, result, {
    id: result === 'Failure' ? 'verdict.failureThreshold' : 'verdict.successThreshold',
    values: { container: worker.container.name, kind: worker.kind, run: worker.run, threshold },
  });
  if (worker.kind === 'startup' || (worker.kind === 'liveness' && result === 'Failure')) {
    worker.hold = true;
    worker.run = 0;
  }
}

type Why = { readonly id: string; readonly values: Readonly<Record<string, string | number>> };

function setVerdict(k: Kubelet, worker: ProbeWorker, verdict: Verdict, why?: Why): void {
  const { kind, containerId } = worker;
  if (k.probes.reported[kind].get(containerId) !== verdict) {
    k.probes.reported[kind].set(containerId, verdict);
    reportVerdict(k, worker, verdict, why);
  }
  const verdicts = k.probes.verdicts[kind];
  if (verdicts.get(containerId) === verdict) return;
  verdicts.set(containerId, verdict);
  k.clock.post(k.loop, kind, () => onVerdict(k, kind, containerId, verdict));
}

function reportVerdict(k: Kubelet, worker: ProbeWorker, verdict: Verdict, why: Why | undefined): void {
  const process = processOf(k, worker.containerId);
  const path = `${worker.container.path}.${worker.kind}Probe`;
  const threshold = why?.id === 'verdict.failureThreshold' || why?.id === 'verdict.successThreshold';
  emit(k, {
    event: 'probe.state',
    kind: worker.kind,
    state: verdict,
    ...(process === undefined ? { container: worker.containerId, attempt: -1 } : who(process)),
    cause: threshold ? `${path}.${verdict === 'Failure' ? 'failureThreshold' : 'successThreshold'}` : path,
    ...(why === undefined ? {} : { why }),
  });
}

/** Asks the process, up to three times if it cannot be asked at all. */
function* ask(k: Kubelet, worker: ProbeWorker, probe: ProbePlan): Task<Result> {
  const path = `${worker.container.path}.${worker.kind}Probe`;
  let result: Result = 'error';
  if (probe.unknownPort === true) {
    unhealthy(k, worker, probe, result, path);
    return result;
  }
  for (let retry = 0; retry < 3 && result === 'error'; retry++) {
    const exec = probe.handler === 'exec';
    const process = exec ? processOf(k, worker.containerId) : newestProcess(k, worker.container.name);
    if (process === undefined) {
      if (!exec) result = 'failure';
      continue;
    }
    result = yield* answer(k, worker, probe, process, exec);
  }
  if (result !== 'success') unhealthy(k, worker, probe, result, path);
  return result;
}

function* answer(k: Kubelet, worker: ProbeWorker, probe: ProbePlan, process: Process, exec: boolean): Task<Result> {
  const beginUs = k.clock.nowUs;
  let result: Result = 'failure';
  if (process.state !== 'running') {
    yield sleep(k.clock, costUs(k, 'probeCostMs'));
    if (exec) result = 'error';
  } else {
    const sinceStop = process.stopUs === undefined ? -1 : beginUs - process.stopUs;
    const { ok, hangs, takes } = answerOf(process.run, worker.kind, beginUs - process.startedUs, sinceStop);
    const timeoutUs = probe.timeoutSeconds * SECOND;
    const wanted = fromSeconds(takes) === 0 ? costUs(k, 'probeCostMs') : fromSeconds(takes);
    const late = timeoutUs > 0 && (hangs || wanted >= timeoutUs);
    const wake = yield { on: [process.gone], until: beginUs + (late ? timeoutUs : wanted) };
    if (wake === TIMEOUT) result = late ? 'timeout' : ok ? 'success' : 'failure';
  }
  report(k, worker, probe, process, result, k.clock.nowUs - beginUs);
  return result;
}

function report(
  k: Kubelet,
  worker: ProbeWorker,
  probe: ProbePlan,
  process: Process,
  result: Result,
  tookUs: number,
): void {
  const { kind } = worker;
  const attempt = ++process.tries[kind];
  const path = `${worker.container.path}.${kind}Probe`;
  const long = tookUs > costUs(k, 'probeCostMs');
  emit(k, {
    event: 'probe',
    ...who(process),
    kind,
    result,
    try: attempt,
    ...(long ? { took: Math.round(tookUs / 1000) / 1000 } : {}),
    cause: result === 'timeout' ? `${path}.timeoutSeconds` : path,
    why: {
      id: result === 'timeout' || result === 'error' ? `probe.${result}` : `probe.${kind}.${worker.woken}`,
      values: {
        container: worker.container.name,
        kind,
        try: attempt,
        period: probe.periodSeconds,
        delay: probe.initialDelaySeconds,
        timeout: probe.timeoutSeconds,
      },
    },
  });
}

function unhealthy(k: Kubelet, worker: ProbeWorker, probe: ProbePlan, result: Result, cause: string): void {
  const kind = { startup: 'Startup', readiness: 'Readiness', liveness: 'Liveness' }[worker.kind];
  const exec = probe.handler === 'exec';
  const timedOut = `command timed out: timed out after ${probe.timeoutSeconds}s`;
  const output = exec ? (result === 'timeout' ? timedOut : '') : result;
  const message =
    result === 'error'
      ? `${kind} probe errored and resulted in unknown state: container is not running`
      : `${kind} probe failed: ${output}`;
  k8sEvent(k, 'Warning', 'Unhealthy', message, { container: worker.container.name, cause });
}
