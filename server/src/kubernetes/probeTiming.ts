// What the numbers of a probe add up to. Sources: pkg/kubelet/prober/worker.go and prober_manager.go (1.37): a ticker of
// periodSeconds, tries one after the other, thresholds counted in a row.
import { PROBE_DEFAULTS } from './podDefaults';
import type { Probe } from './types';

/** The numbers of a probe with defaults, in seconds and tries. 0 counts as not set, as the API server takes it. */
export interface ProbeNumbers {
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
}

/** Earliest and latest, in seconds. */
export interface Window {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** The numbers that count. */
export function probeNumbers(probe: Probe): ProbeNumbers {
  return {
    initialDelaySeconds: probe.initialDelaySeconds ?? 0,
    periodSeconds: probe.periodSeconds || PROBE_DEFAULTS.periodSeconds,
    timeoutSeconds: probe.timeoutSeconds || PROBE_DEFAULTS.timeoutSeconds,
    successThreshold: probe.successThreshold || PROBE_DEFAULTS.successThreshold,
    failureThreshold: probe.failureThreshold || PROBE_DEFAULTS.failureThreshold,
  };
}

/** Real distance of two tries that run into the timeout: a try longer than the period delays the next one. */
export function slowestPeriod({ periodSeconds, timeoutSeconds }: ProbeNumbers): number {
  return Math.max(periodSeconds, timeoutSeconds);
}

/** From the moment a working container breaks until the probe takes effect, when tries fail at once. */
export function failureWindow({ periodSeconds, failureThreshold }: ProbeNumbers): Window {
  return { fromSeconds: (failureThreshold - 1) * periodSeconds, toSeconds: failureThreshold * periodSeconds };
}

/** The same when tries hang until their timeout. */
export function hangingWindow(numbers: ProbeNumbers): Window {
  const { periodSeconds, timeoutSeconds, failureThreshold } = numbers;
  const last = (failureThreshold - 1) * slowestPeriod(numbers) + timeoutSeconds;
  return { fromSeconds: last, toSeconds: periodSeconds + last };
}

/** From the start of a container that never answers until the probe takes effect, whether tries fail at once or hang. */
export function startWindow(numbers: ProbeNumbers): Window {
  const { initialDelaySeconds } = numbers;
  return {
    fromSeconds: initialDelaySeconds + failureWindow(numbers).fromSeconds,
    toSeconds: initialDelaySeconds + hangingWindow(numbers).toSeconds,
  };
}

/** Seconds after its start by which a container has to answer to be safe from the probe. */
export function startBudgetSeconds({ initialDelaySeconds, periodSeconds, failureThreshold }: ProbeNumbers): number {
  return initialDelaySeconds + (failureThreshold - 1) * periodSeconds;
}
