// When a server that died is started again.
import { describe, expect, it } from 'vitest';
import { afterCrash } from '../../../client/src/restartPolicy';

/** Delays decided for crashes at these times. */
function delays(timesMs: readonly number[]): readonly (number | undefined)[] {
  let crashesMs: readonly number[] = [];
  return timesMs.map((at) => {
    const decision = afterCrash(crashesMs, at);
    crashesMs = decision.crashesMs;
    return decision.delayMs;
  });
}

describe('afterCrash', () => {
  it('starts again at once, then after growing pauses, then no more', () => {
    const all = delays([0, 1_000, 2_000, 5_000, 11_000, 27_000]);
    const waits = all.slice(0, -1) as readonly number[];
    expect(waits[0]).toBe(0);
    expect(waits.every((delay, index) => index === 0 || delay > (waits[index - 1] ?? 0))).toBe(true);
    expect(all.at(-1)).toBeUndefined();
  });

  it('forgets crashes of long ago', () => {
    const hour = 3_600_000;
    expect(delays(Array.from({ length: 20 }, (_, index) => index * hour))).toEqual(Array.from({ length: 20 }, () => 0));
  });
});
