// The moment under the scrubber as people know it from kubectl. Folds the trace; shows nothing.
import type { PodPlan } from '../../../server/src/simulation/plan';
import type { Trace } from '../../../server/src/simulation/trace';

export interface ConditionAt {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

export interface ContainerAt {
  readonly name: string;
  readonly state: string;
  readonly reason: string;
  readonly exitCode: number | undefined;
  readonly restarts: number;
  readonly ready: boolean;
}

export interface Moment {
  readonly exists: boolean;
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
  readonly age: string;
  readonly conditions: readonly ConditionAt[];
  readonly containers: readonly ContainerAt[];
}

/** Placeholder until the engine's own. */
export function momentAt(trace: Trace, plan: PodPlan, ms: number): Moment {
  const containers = plan.containers.map(({ name }) => ({
    name,
    state: 'waiting',
    reason: '',
    exitCode: undefined as number | undefined,
    restarts: 0,
    ready: false,
  }));
  const conditions = new Map<string, ConditionAt>();
  let phase = 'Pending';
  let deleted = false;
  let exists = true;
  for (const event of trace.events) {
    if (event.atMs > ms) break;
    const container = containers.find(({ name }) => name === event.container);
    if (event.event === 'status.state' && container !== undefined) {
      container.state = event.state ?? '';
      container.reason = event.reason ?? '';
      container.exitCode = event.exitCode;
    }
    if (event.event === 'status.ready' && container !== undefined) container.ready = event.value === true;
    if (event.event === 'status.restartCount' && container !== undefined) container.restarts = event.count ?? 0;
    if (event.event === 'pod.phase') phase = event.state ?? phase;
    if (event.event === 'api.delete') deleted = true;
    if (event.event === 'pod.deleted') exists = false;
    if (event.event === 'pod.condition') {
      conditions.set(event.kind ?? '', {
        type: event.kind ?? '',
        status: event.state ?? '',
        reason: event.reason ?? '',
      });
    }
  }
  const mains = containers.filter((_, index) => plan.containers[index]!.role === 'main');
  const reason = mains.find(({ reason: r }) => r !== '')?.reason;
  return {
    exists,
    ready: `${mains.filter(({ ready }) => ready).length}/${mains.length}`,
    status: deleted ? 'Terminating' : (reason ?? phase),
    restarts: String(mains.reduce((sum, { restarts }) => sum + restarts, 0)),
    age: `${Math.floor(ms / 1000)}s`,
    conditions: [...conditions.values()],
    containers,
  };
}
