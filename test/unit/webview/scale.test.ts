// The time scale: exact both ways, folds only what is quiet, zoom keeps the moment under the pointer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimeScale } from '../../../server/src/simulation/picture/scale';

const web = { notableMs: [5000, 10_000, 15_000, 20_000, 60_000, 65_000, 71_000, 90_000], endMs: 95_000, widthPx: 1000 };

describe('folding', () => {
  it('folds the long gap and leaves both its ends linear', () => {
    const [fold] = TimeScale.fit({ ...web, fold: true }).folds;
    expect(fold?.fromMs).toBeGreaterThan(20_000);
    expect(fold?.toMs).toBeLessThan(60_000);
    expect((fold?.toMs ?? 0) - (fold?.fromMs ?? 0)).toBeGreaterThan(20_000);
  });

  it('stays linear when nothing is gained', () => {
    const even = { notableMs: [10_000, 20_000, 30_000, 40_000], endMs: 50_000, widthPx: 800, fold: true };
    expect(TimeScale.fit(even).pieces).toHaveLength(1);
  });

  it('stays linear on request', () => {
    expect(TimeScale.fit({ ...web, fold: false }).pieces).toHaveLength(1);
  });

  it('opens the fold that was clicked and no other', () => {
    const folds = TimeScale.fit({ ...web, fold: true }).folds;
    const opened = TimeScale.fit({ ...web, fold: true, openedMs: [folds[0]!.fromMs] }).folds;
    expect(opened.map(({ fromMs }) => fromMs)).toEqual(folds.slice(1).map(({ fromMs }) => fromMs));
  });

  it('keeps a longer fold wider than a shorter one', () => {
    const loop = [0, 2, 12, 14, 34, 36, 76, 78, 158, 160, 320, 322, 622, 624].map((s) => s * 1000);
    const folds = TimeScale.fit({ notableMs: loop, endMs: 640_000, widthPx: 1200, fold: true }).folds;
    const widths = folds.map(({ fromPx, toPx }) => toPx - fromPx);
    expect(folds.length).toBeGreaterThan(2);
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(40 - 1e-9);
  });

  it('does not fold the steady tail of a pod that lives on', () => {
    const scale = TimeScale.fit({
      notableMs: [1000, 2000, 3000, 4000, 60_000],
      endMs: 90_000,
      widthPx: 900,
      fold: true,
    });
    expect(scale.folds.every(({ toMs }) => toMs <= 60_000)).toBe(true);
  });
});

const scales = fc
  .record({
    gaps: fc.array(fc.integer({ min: 1, max: 400_000 }), { minLength: 1, maxLength: 40 }),
    widthPx: fc.integer({ min: 100, max: 3000 }),
    fold: fc.boolean(),
  })
  .map(({ gaps, widthPx, fold }) => {
    let at = 0;
    const notableMs = gaps.map((gap) => (at += gap));
    return TimeScale.fit({ notableMs, endMs: at + 500, widthPx, fold });
  });

describe('exactness', () => {
  it('leads from time to pixel and back', () => {
    fc.assert(
      fc.property(scales, fc.double({ min: 0, max: 1, noNaN: true }), (scale, share) => {
        const ms = share * scale.endMs;
        expect(Math.abs(scale.ms(scale.px(ms)) - ms)).toBeLessThan(1e-3 + ms * 1e-9);
      }),
      { seed: 7 },
    );
  });

  it('is monotonous and fills the width', () => {
    fc.assert(
      fc.property(scales, (scale) => {
        const xs = Array.from({ length: 101 }, (_, i) => scale.px((i / 100) * scale.endMs));
        for (let i = 1; i < xs.length; i++) expect(xs[i]!).toBeGreaterThanOrEqual(xs[i - 1]! - 1e-6);
        expect(scale.px(0)).toBe(0);
        expect(scale.pieces.every((piece) => piece.toPx >= piece.fromPx)).toBe(true);
      }),
      { seed: 8 },
    );
  });

  it('keeps the moment under the pointer when it zooms', () => {
    const scale = TimeScale.fit({ ...web, fold: true });
    const px = 640;
    const ms = scale.ms(px);
    const zoomed = scale.view(4, px * 4 - px);
    expect(zoomed.px(ms)).toBeCloseTo(px, 6);
  });
});

describe('ticks', () => {
  it('are round, apart and outside of folds', () => {
    const scale = TimeScale.fit({ ...web, fold: true });
    const ticks = scale.ticks(56);
    expect(ticks[0]).toEqual({ atMs: 0, px: 0 });
    for (const [index, tick] of ticks.entries()) {
      expect(tick.atMs % 1000).toBe(0);
      expect(scale.folds.some(({ fromMs, toMs }) => tick.atMs > fromMs && tick.atMs < toMs)).toBe(false);
      if (index > 0) expect(tick.px - ticks[index - 1]!.px).toBeGreaterThan(30);
    }
  });

  it('are not made by the thousand when zoomed far in', () => {
    const scale = TimeScale.fit({ notableMs: [1000, 3_600_000], endMs: 3_700_000, widthPx: 800, fold: false });
    const ticks = scale.view(100_000, 2_000_000).ticks(56);
    expect(ticks.length).toBeLessThan(60);
    expect(ticks.every(({ px }) => px >= -1 && px <= 801)).toBe(true);
  });
});
