// The reader's choices: scenario, zoom, moment, what is open. Kept by the page over a reload; nothing of the pod itself.
import type { Scenario } from '../../../server/src/simulation/scenario';

export interface Zoom {
  readonly factor: number;
  readonly leftPx: number;
}

/** Choices for one pod of one document. */
export interface PodView {
  /** Id of a ready-made scenario, `comment` for the manifest's own, or `custom`. */
  readonly scenarioId: string;
  /** The scenario when it is `custom`. */
  readonly custom?: Scenario;
  readonly momentMs?: number;
  readonly zoom: Zoom;
  readonly openedFoldsMs: readonly number[];
  readonly adviceIndex: number;
  /** Containers in which nothing happens are drawn one by one. */
  readonly allContainers?: boolean;
}

export interface ViewState {
  readonly uri: string;
  readonly pod?: number;
  readonly pinned: boolean;
  readonly fold: boolean;
  readonly compare: boolean;
  readonly table: boolean;
  readonly controls: boolean;
  readonly propagationMs: number;
  /** By `kind/name` of the pod, so that another order of documents does no harm. */
  readonly pods: Readonly<Record<string, PodView>>;
}

export const FIT: Zoom = { factor: 1, leftPx: 0 };

export const FRESH_POD: PodView = { scenarioId: '', zoom: FIT, openedFoldsMs: [], adviceIndex: 0 };

/** The state of a page that nobody has used yet. */
export function freshView(screenReader: boolean): ViewState {
  return {
    uri: '',
    pinned: false,
    fold: true,
    compare: false,
    table: screenReader,
    controls: false,
    propagationMs: 3000,
    pods: {},
  };
}

/** A kept state as far as it can be trusted, laid over a fresh one. */
export function restoredView(kept: unknown, screenReader: boolean): ViewState {
  const fresh = freshView(screenReader);
  if (typeof kept !== 'object' || kept === null) return fresh;
  const state = kept as Partial<Record<keyof ViewState, unknown>>;
  const flag = (name: keyof ViewState): boolean =>
    typeof state[name] === 'boolean' ? state[name] : fresh[name] === true;
  return {
    uri: typeof state.uri === 'string' ? state.uri : '',
    ...(typeof state.pod === 'number' ? { pod: state.pod } : {}),
    pinned: flag('pinned'),
    fold: flag('fold'),
    compare: flag('compare'),
    table: flag('table'),
    controls: flag('controls'),
    propagationMs: isMs(state.propagationMs) ? state.propagationMs : fresh.propagationMs,
    pods: restoredPods(state.pods),
  };
}

function isMs(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** The last thirty pods; a view that does not look like one is dropped. */
function restoredPods(value: unknown): Readonly<Record<string, PodView>> {
  if (typeof value !== 'object' || value === null) return {};
  const views = Object.entries(value as Record<string, Partial<PodView> | null>).slice(-30);
  return Object.fromEntries(
    views.flatMap(([key, view]) =>
      view === null || typeof view.scenarioId !== 'string' ? [] : [[key, { ...FRESH_POD, ...view }]],
    ),
  );
}
