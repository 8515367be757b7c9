// When a language server that died is started again, and when no more. Pure: times come in, a delay goes out.

/** Crashes older than this are forgotten, in milliseconds. */
const FORGET_AFTER_MS = 3 * 60_000;

/** Delay before the first, second, … restart within that time, in milliseconds. One more crash and we give up. */
const DELAYS_MS = [0, 500, 2_000, 5_000, 15_000] as const;

export interface RestartDecision {
  /** Milliseconds to wait, or undefined when it is not started again without being asked. */
  readonly delayMs: number | undefined;
  /** Crashes still remembered, this one among them. */
  readonly crashesMs: readonly number[];
}

/**
 * Decides after a crash.
 * @param crashesMs times of earlier crashes
 * @param nowMs time of this one
 */
export function afterCrash(crashesMs: readonly number[], nowMs: number): RestartDecision {
  const recent = [...crashesMs.filter((at) => nowMs - at < FORGET_AFTER_MS), nowMs];
  return { delayMs: DELAYS_MS[recent.length - 1], crashesMs: recent };
}
