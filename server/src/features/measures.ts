// The spans of time people set targets for: asked of the engine once per pod, read by assertions and by the behaviour diff.
import { gracefulTime } from '../simulation/gracefulTime';
import { type Between, type OutlookPart, outlook } from '../simulation/outlook';
import type { PodPlan } from '../simulation/plan';
import { planOf } from '../simulation/planOf';
import type { Behaviour } from '../simulation/scenario';
import type { PodView } from './pods';

/** Spans in milliseconds, best to worst. Absent: it never happens, or makes no sense for the pod. */
export interface Measures {
  /** From the pod's arrival at the kubelet to its Ready condition. */
  readonly ready?: Between;
  /** From the moment an app hangs to the start of its next process, over all containers with a liveness probe. */
  readonly restart?: Between;
  /** What a process gets between its stop signal and SIGKILL, the shortest of all main containers. */
  readonly graceful?: Between;
  /** From the DELETE request to the end of the object when the app heeds its stop signal. */
  readonly deletion?: Between;
  /** The same when it does not. */
  readonly deletionIgnored?: Between;
  /** How long clients are still sent to a pod whose app has ended. */
  readonly refused?: Between;
}

export type Behaviours = Readonly<Record<string, Behaviour>>;

/** What has to be worked out for a measure. */
const PARTS: Readonly<Record<keyof Measures, 'ready' | 'graceful' | OutlookPart>> = {
  ready: 'ready',
  restart: 'restart',
  graceful: 'graceful',
  deletion: 'deletion',
  deletionIgnored: 'deletion',
  refused: 'deletion',
};
type Part = (typeof PARTS)[keyof Measures];

/** Pods whose measures are kept: as many as a file that people edit holds. */
const KEPT = 32;

interface Kept {
  readonly parts: ReadonlySet<Part>;
  readonly measures: Measures;
}

const known = new Map<string, Kept>();

/**
 * The measures of a pod; those of one that was asked about lately are not worked out again.
 * @param behaviour what the app does; it answers and ends at once where nothing is said.
 * @param wanted the measures needed; each costs some milliseconds.
 */
export function measuresOf(
  { metadata, name, namespace, spec }: PodView,
  behaviour: Behaviours = {},
  wanted: readonly (keyof Measures)[] = Object.keys(PARTS) as (keyof Measures)[],
): Measures {
  const plan = planOf({ metadata: { ...metadata, name, namespace }, spec });
  const key = JSON.stringify([plan, behaviour]);
  const before = known.get(key);
  const missing = new Set(wanted.map((measure) => PARTS[measure]).filter((part) => before?.parts.has(part) !== true));
  if (before !== undefined && missing.size === 0) return before.measures;
  const measures = { ...before?.measures, ...measure(plan, behaviour, missing) };
  if (before === undefined && known.size >= KEPT) known.delete(known.keys().next().value as string);
  known.set(key, { parts: new Set([...(before?.parts ?? []), ...missing, 'ready']), measures });
  return measures;
}

function measure(plan: PodPlan, behaviour: Behaviours, wanted: ReadonlySet<Part>): Measures {
  const parts = (['restart', 'deletion'] as const).filter((part) => wanted.has(part));
  const { ready, restartAfterHang, deletion, deletionIgnored, refused } = outlook(plan, { behaviour, parts });
  // the outlook gives the stop as both when no process follows it
  const restart = widest(restartAfterHang.filter((hang) => hang.restart !== hang.stop).map((hang) => hang.restart));
  const graceful =
    ready === undefined || !wanted.has('graceful') ? undefined : gracefulTime(plan, ready.worstMs, { behaviour });
  return {
    ...(ready === undefined ? {} : { ready }),
    ...(restart === undefined ? {} : { restart }),
    ...(graceful === undefined ? {} : { graceful }),
    ...(deletion === undefined ? {} : { deletion: deletion.object }),
    ...(deletionIgnored === undefined ? {} : { deletionIgnored: deletionIgnored.object }),
    ...(refused === undefined ? {} : { refused }),
  };
}

function widest(spans: readonly Between[]): Between | undefined {
  if (spans.length === 0) return undefined;
  return {
    bestMs: Math.min(...spans.map(({ bestMs }) => bestMs)),
    worstMs: Math.max(...spans.map(({ worstMs }) => worstMs)),
  };
}
