// The engine: plays a pod plan and a scenario on a simulated node, as the kubelet of Kubernetes 1.37 would.
// Pure and deterministic: same input, same trace, to the byte. No clock, no randomness, no I/O.
import { createPod, deletePod } from './apiServer';
import { MS, SECOND } from './clock';
import { type Kubelet, newKubelet } from './kubelet';
import type { NodeParameters } from './node';
import type { PodPlan } from './plan';
import { ordered } from './recorder';
import { fromSeconds, runningProcesses } from './runtime';
import type { Scenario } from './scenario';
import type { Trace } from './trace';

/** Longest observation in seconds: a week. */
const longestSeconds = 7 * 24 * 3600;

/**
 * What the kubelet does with the pod until the end of the observation. Never throws for odd numbers: those are brought
 * into range. The trace is cut at `node.eventLimit` events (default 10,000) or three million steps, and says so.
 */
export function simulate(plan: PodPlan, scenario: Scenario, node: NodeParameters = {}): Trace {
  const k = newKubelet(plan, { ...scenario, behaviour: scenario.behaviour ?? {} }, node);
  const until = Number.isFinite(scenario.until) ? scenario.until : 60;
  const untilUs = fromSeconds(Math.min(Math.max(until, 0), longestSeconds));
  // no such pod exists: the API server refuses a pod without containers
  if (!plan.containers.some(({ role }) => role === 'main'))
    return { events: [], untilMs: untilUs / MS, truncated: false };
  createPod(k);
  if (isTime(scenario.deleteAt)) {
    const remove = (): void => deletePod(k, scenario.gracePeriodOverride);
    // a pod that is deleted in the moment it arrives never gets as far as its first sync
    if (fromSeconds(scenario.deleteAt) === 0) remove();
    else k.clock.at(fromSeconds(scenario.deleteAt), remove);
  }
  const again = scenario.deleteAgain;
  if (again !== undefined && again !== null && isTime(again.at)) {
    k.clock.at(fromSeconds(again.at), () => deletePod(k, again.gracePeriodOverride));
  }
  watchForTheEnd(k);
  k.clock.run(untilUs);
  const untilMs = untilUs / MS;
  return { events: ordered(k.recorder.events, untilMs), untilMs, truncated: k.recorder.truncated || k.clock.exhausted };
}

function isTime(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** The observation ends early, 3 s after the object is gone, when nothing runs any more. Looked at every half second. */
function watchForTheEnd(k: Kubelet): void {
  const step = SECOND / 2;
  const look = (): void => {
    const gone = k.api.goneUs;
    if (gone !== undefined && k.clock.nowUs - gone > 3 * SECOND && runningProcesses(k) === 0) k.clock.stop();
    else k.clock.at(k.clock.nowUs + step, look);
  };
  k.api.onGone = () => k.clock.at((Math.floor(k.clock.nowUs / step) + 1) * step, look);
}
