// How long a process has between its stop signal and SIGKILL when the pod is deleted. Asked of the engine, not worked out.
import type { Between, OutlookOptions } from './outlook';
import type { PodPlan } from './plan';
import { simulate } from './simulate';

/** Seconds after the pod is ready at which it is deleted. */
const settledSeconds = 3.5;

/**
 * The shortest time any main container is left to close down: best and worst are the same, since the kubelet measures it
 * itself. Undefined when none is both asked to stop and killed.
 * @param readyMs when the pod is ready at worst, in milliseconds.
 */
export function gracefulTime(plan: PodPlan, readyMs: number, options: OutlookOptions = {}): Between | undefined {
  const { behaviour = {}, gates, node = {} } = options;
  const deaf = Object.fromEntries(
    plan.containers.map(({ name }) => [name, { ...behaviour[name], onSigterm: 'ignores' as const }]),
  );
  const deleteAt = Math.ceil(readyMs / 1000) + settledSeconds;
  const until = deleteAt + plan.terminationGracePeriodSeconds + 15;
  const { events } = simulate(
    plan,
    { behaviour: deaf, deleteAt, until, ...(gates === undefined ? {} : { gates }) },
    { eventLimit: 3_000, ...node },
  );
  const signals = events.filter(({ event, atMs }) => event === 'signal' && atMs >= deleteAt * 1000);
  const spans = plan.containers
    .filter(({ role }) => role === 'main')
    .flatMap(({ name }) => {
      const own = signals.filter(({ container }) => container === name);
      const kill = own.find(({ signal }) => signal === 'SIGKILL');
      const asked = own.find(({ signal }) => signal !== 'SIGKILL');
      return kill === undefined ? [] : [asked === undefined ? 0 : kill.atMs - asked.atMs];
    });
  if (spans.length === 0) return undefined;
  const ms = Math.min(...spans);
  return { bestMs: ms, worstMs: ms };
}
