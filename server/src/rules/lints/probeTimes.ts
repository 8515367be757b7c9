// Lints about the numbers of probes: budgets, delays, thresholds. Arithmetic comes from kubernetes/probeTiming.ts.
import { containerAmounts } from '../../kubernetes/cgroup';
import { PROBE_DEFAULTS } from '../../kubernetes/podDefaults';
import { failureWindow, probeNumbers, startBudgetSeconds, startWindow } from '../../kubernetes/probeTiming';
import type { Probe } from '../../kubernetes/types';
import type { FixEdit } from '../finding';
import { addField, removeField, setRaw } from '../fixes';
import { type CheckContext, ruleTable } from '../rule';
import { imageMatches, SLOW_STARTERS } from './imageKinds';
import { fix, type LintedContainer, type LintedPod, longRunning, yamlBlock } from './lint';

const LIVENESS = 'containers[*].livenessProbe';

export const probeTimeLints = ruleTable('lint', {
  killBeforeStart: { id: 'probe-kill-before-start', severity: 'warning', path: LIVENESS },
  budgetTooSmall: { id: 'startup-budget-too-small', severity: 'info', path: 'containers[*].startupProbe' },
  delayForStartup: {
    id: 'initial-delay-instead-of-startup',
    severity: 'hint',
    path: `${LIVENESS}.initialDelaySeconds`,
  },
  delayWithStartup: {
    id: 'initial-delay-with-startup',
    severity: 'info',
    path: `${LIVENESS}.initialDelaySeconds, containers[*].readinessProbe.initialDelaySeconds`,
  },
  timeoutOverPeriod: { id: 'timeout-longer-than-period', severity: 'warning', path: `${LIVENESS}.timeoutSeconds` },
  shortTimeout: { id: 'timeout-one-second-default', severity: 'hint', path: LIVENESS, default: 'off' },
  zero: {
    id: 'zero-means-default',
    severity: 'warning',
    path: `${LIVENESS}.periodSeconds, ${LIVENESS}.timeoutSeconds`,
  },
  graceOverPod: {
    id: 'probe-grace-longer-than-pod',
    severity: 'info',
    path: `${LIVENESS}.terminationGracePeriodSeconds`,
  },
  longGrace: { id: 'probe-grace-missing-long-pod-grace', severity: 'hint', path: LIVENESS },
  slowDetection: {
    id: 'detection-slower-than-drain',
    severity: 'hint',
    path: 'containers[*].readinessProbe',
    default: 'off',
  },
  execFrequent: { id: 'liveness-exec-frequent', severity: 'info', path: `${LIVENESS}.periodSeconds` },
  sidecarStart: { id: 'sidecar-liveness-restart-loop', severity: 'hint', path: 'initContainers[*]' },
});

/** Below this many seconds until the first possible kill, a start that is a little slow loops. */
const SAFE_START_SECONDS = 20;
const LONG_DELAY_SECONDS = 30;
const SMALL_BUDGET_SECONDS = 30;
const LONG_GRACE_SECONDS = 120;
const SLOW_DETECTION_SECONDS = 60;
const SMALL_CPU_MILLI = 250n;

/** Checks the numbers of all probes of a pod. */
export function lintProbeTimes(pod: LintedPod, ctx: CheckContext): void {
  for (const container of longRunning(pod)) {
    lintLiveness(pod, container, ctx);
    lintStartup(container, ctx);
    lintReadiness(container, ctx);
    for (const name of PROBES) lintNumbers(container, name, ctx);
  }
  lintSidecars(pod, ctx);
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
type ProbeName = (typeof PROBES)[number];

function lintLiveness(
  pod: LintedPod,
  { container, written, path, complete }: LintedContainer,
  ctx: CheckContext,
): void {
  const probe = container.livenessProbe;
  if (probe === undefined) return;
  const at = `${path}.livenessProbe`;
  const numbers = probeNumbers(probe);
  if (container.startupProbe === undefined && complete) {
    const { fromSeconds: from, toSeconds: to } = startWindow(numbers);
    if (from < SAFE_START_SECONDS) {
      ctx.report(probeTimeLints.killBeforeStart, at, { from, to }, { at: 'key', fixes: startupFix(path, probe) });
    } else if (numbers.initialDelaySeconds >= LONG_DELAY_SECONDS) {
      lintDelay(path, probe, numbers.initialDelaySeconds, ctx);
    }
  }
  lintGrace(pod, probe, at, ctx);
  if (probe.exec !== undefined && numbers.periodSeconds < 5) {
    const fixes = [setRaw(`${at}.periodSeconds`, '10')];
    ctx.report(probeTimeLints.execFrequent, `${at}.periodSeconds`, { period: numbers.periodSeconds }, { fixes });
  }
  if (written.livenessProbe?.timeoutSeconds === undefined) lintDefaultTimeout(pod, container, probe, at, ctx);
}

const STARTUP = { periodSeconds: 5, failureThreshold: 30 } as const;

function startupFix(path: string, probe: Probe, failureThreshold: number = STARTUP.failureThreshold) {
  const handler = handlerOf(probe);
  if (handler === undefined) return [];
  const block = yamlBlock({ startupProbe: { ...handler, periodSeconds: STARTUP.periodSeconds, failureThreshold } });
  const budget = startBudgetSeconds(probeNumbers({ periodSeconds: STARTUP.periodSeconds, failureThreshold }));
  return [fix('fix-probe-kill-before-start', { budget }, [{ op: 'add', path, block }])];
}

/** The handler of a probe, to be written again. What the server fills in is left out. */
function handlerOf({ exec, httpGet, tcpSocket, grpc }: Probe): Record<string, unknown> | undefined {
  if (httpGet !== undefined) {
    const { scheme, ...rest } = httpGet;
    return { httpGet: { ...rest, ...(scheme === 'HTTP' || scheme === undefined ? {} : { scheme }) } };
  }
  if (exec !== undefined) return { exec };
  if (tcpSocket !== undefined) return { tcpSocket };
  return grpc === undefined ? undefined : { grpc };
}

function lintDelay(path: string, probe: Probe, value: number, ctx: CheckContext): void {
  const at = `${path}.livenessProbe.initialDelaySeconds`;
  const tries = Math.ceil(value / STARTUP.periodSeconds) + 10;
  const handler = handlerOf(probe);
  const block = yamlBlock({
    startupProbe: { ...handler, periodSeconds: STARTUP.periodSeconds, failureThreshold: tries },
  });
  const edits: FixEdit[] = [
    { op: 'remove', path: at },
    { op: 'add', path, block },
  ];
  const fixes = handler === undefined ? [] : [fix('fix-convert-to-startup', {}, edits)];
  ctx.report(probeTimeLints.delayForStartup, at, { value, tries }, { fixes });
}

function lintGrace({ spec }: LintedPod, probe: Probe, at: string, ctx: CheckContext): void {
  const grace = spec.terminationGracePeriodSeconds ?? 30;
  const own = probe.terminationGracePeriodSeconds;
  if (own !== undefined && own > grace) {
    const path = `${at}.terminationGracePeriodSeconds`;
    const fixes = [setRaw(path, String(Math.min(10, grace)))];
    ctx.report(probeTimeLints.graceOverPod, path, { probe: own, grace }, { fixes });
  } else if (own === undefined && grace >= LONG_GRACE_SECONDS) {
    const fixes = [addField(at, 'terminationGracePeriodSeconds', '10')];
    ctx.report(probeTimeLints.longGrace, at, { grace }, { at: 'key', fixes });
  }
}

function lintDefaultTimeout(
  { spec }: LintedPod,
  container: LintedContainer['container'],
  probe: Probe,
  at: string,
  ctx: CheckContext,
): void {
  const { cpuLimitMilli } = containerAmounts(spec, container);
  const small = cpuLimitMilli > 0n && cpuLimitMilli < SMALL_CPU_MILLI;
  if (!small && probe.exec === undefined) return;
  const reason = small ? `cpu: ${cpuLimitMilli}m` : 'exec';
  ctx.report(probeTimeLints.shortTimeout, at, { reason }, { at: 'key', fixes: [addField(at, 'timeoutSeconds', '3')] });
}

function lintStartup({ container, path }: LintedContainer, ctx: CheckContext): void {
  const probe = container.startupProbe;
  if (probe === undefined) return;
  const budget = startBudgetSeconds(probeNumbers(probe));
  const image = container.image ?? '';
  if (budget < SMALL_BUDGET_SECONDS && imageMatches(image, SLOW_STARTERS)) {
    const fixes = [setRaw(`${path}.startupProbe.failureThreshold`, '30')];
    ctx.report(probeTimeLints.budgetTooSmall, `${path}.startupProbe`, { budget, image }, { at: 'key', fixes });
  }
  for (const name of ['livenessProbe', 'readinessProbe'] as const) {
    const value = container[name]?.initialDelaySeconds ?? 0;
    if (value < 10) continue;
    const at = `${path}.${name}.initialDelaySeconds`;
    ctx.report(probeTimeLints.delayWithStartup, at, { value }, { fixes: [removeField(at, true)] });
  }
}

function lintReadiness({ container, path }: LintedContainer, ctx: CheckContext): void {
  if (container.readinessProbe === undefined) return;
  const { toSeconds } = failureWindow(probeNumbers(container.readinessProbe));
  if (toSeconds <= SLOW_DETECTION_SECONDS) return;
  const at = `${path}.readinessProbe`;
  ctx.report(probeTimeLints.slowDetection, at, { seconds: toSeconds }, { at: 'key' });
}

const ZERO_FIELDS = ['periodSeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'] as const;

function lintNumbers({ container, written, path }: LintedContainer, name: ProbeName, ctx: CheckContext): void {
  const probe = written[name];
  const full = container[name];
  if (probe === undefined || full === undefined) return;
  for (const field of ZERO_FIELDS) {
    if (probe[field] !== 0) continue;
    const at = `${path}.${name}.${field}`;
    const value = PROBE_DEFAULTS[field];
    ctx.report(probeTimeLints.zero, at, { field, default: value }, { fixes: [setRaw(at, String(value))] });
  }
  const { periodSeconds, timeoutSeconds } = probeNumbers(full);
  if (timeoutSeconds <= periodSeconds) return;
  const at = `${path}.${name}.timeoutSeconds`;
  const values = { timeout: timeoutSeconds, period: periodSeconds };
  ctx.report(probeTimeLints.timeoutOverPeriod, at, values, { fixes: [setRaw(at, String(periodSeconds), false)] });
}

/** A sidecar that later containers wait for, without anything that says when it has started. */
function lintSidecars({ containers }: LintedPod, ctx: CheckContext): void {
  for (const { role, name, container, path } of containers) {
    if (role !== 'sidecar' || container.startupProbe !== undefined || container.readinessProbe === undefined) continue;
    const fixes = startupFix(path, container.readinessProbe);
    ctx.report(probeTimeLints.sidecarStart, path, { container: name }, { markPath: `${path}.name`, fixes });
  }
}
