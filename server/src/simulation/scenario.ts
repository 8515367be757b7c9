// What the app and its users do: the part of a simulation that no manifest can know. Same fields as the kubelet case files;
// times are seconds after the start of the process concerned, as people write them in case files.

/** From..to in seconds. */
export type Window = readonly [from: number, to: number];

export interface ProbeAnswers {
  readonly readyAfter?: number;
  readonly failsAt?: number;
  readonly healthy?: readonly Window[];
  readonly hangs?: readonly Window[];
  /** Seconds an answer takes. */
  readonly takes?: number;
}

export interface Exit {
  readonly at: number;
  readonly code: number;
  readonly oom?: boolean;
}

export interface OnSigterm {
  readonly exitsAfter?: number;
  readonly code?: number;
  readonly stopsServingAfter?: number;
}

/** Behaviour of one container; absent fields mean: runs for ever, healthy, exits 0 at once on its stop signal. */
export interface Behaviour extends ProbeAnswers {
  readonly probes?: Readonly<Partial<Record<'startup' | 'readiness' | 'liveness', ProbeAnswers>>>;
  readonly exits?: readonly (Exit | null)[];
  readonly onSigterm?: OnSigterm | 'ignores';
  readonly preStopTakes?: number;
  readonly preStopFails?: boolean;
  readonly postStartTakes?: number;
  readonly postStartFails?: boolean;
  readonly imagePull?: number;
  readonly runs?: readonly Behaviour[];
}

export interface Scenario {
  readonly behaviour: Readonly<Record<string, Behaviour>>;
  /** Second of the DELETE request, or null. */
  readonly deleteAt: number | null;
  readonly gracePeriodOverride?: number | null;
  readonly deleteAgain?: { readonly at: number; readonly gracePeriodOverride?: number | null };
  readonly gates?: Readonly<Record<string, boolean>>;
  /** End of the observation in seconds (exclusive). */
  readonly until: number;
}

/** Nothing happens but the start: the app works at once and nobody deletes the pod. */
export const DEFAULT_SCENARIO: Scenario = { behaviour: {}, deleteAt: null, until: 120 };
