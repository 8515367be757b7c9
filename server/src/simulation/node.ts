// The node that runs the pod: the latencies a manifest cannot know. No behaviour of the app, no manifest fields.

/** Latencies and phases of the simulated node, in milliseconds. A missing field takes the value of `defaultNode`. */
export interface NodeParameters {
  /** The runtime is listed every second, this long after each full second (0 to 999). */
  readonly relistPhaseMs?: number;
  /** The sync loop looks for overdue pods every second, this long after each full second (0 to 999). */
  readonly syncPhaseMs?: number;
  /** Housekeeping runs every two seconds, this long after each even second (0 to 1999); absent: `syncPhaseMs`. */
  readonly housekeepingPhaseMs?: number;
  /** What every pod sync takes before it acts. */
  readonly syncCostMs?: number;
  /** What every call takes that changes something in the container runtime. */
  readonly callCostMs?: number;
  /** What a probe takes when the scenario does not say otherwise. */
  readonly probeCostMs?: number;
  /** How often the kubelet looks whether the pod's volumes are mounted; the first look always comes too early. */
  readonly volumeWaitMs?: number;
  /**
   * Things that fall into one instant race in the real kubelet. Without a seed the engine has one fixed order for them;
   * with a seed it draws one, so that the possible outcomes of a race can be looked at.
   */
  readonly tieSeed?: number;
  /** The simulation stops after this many events and says `truncated`. */
  readonly eventLimit?: number;
}

/**
 * The fixed node of the reference traces: relist at n.5 s, sync tick at n.75 s, a millisecond per sync and runtime call.
 * On a real node both phases are arbitrary (kubelet 1.37: pleg/generic.go Start, kubelet.go syncLoop).
 */
export const defaultNode = {
  relistPhaseMs: 500,
  syncPhaseMs: 750,
  syncCostMs: 1,
  callCostMs: 1,
  probeCostMs: 2,
  volumeWaitMs: 300,
  eventLimit: 10_000,
} as const satisfies NodeParameters;
