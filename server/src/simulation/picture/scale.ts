// Time <-> pixel: linear pieces, long quiet stretches folded, zoom and pan exact to the millisecond.

/** A stretch of time that is linear on its own. */
export interface Piece {
  readonly fromMs: number;
  readonly toMs: number;
  readonly fromPx: number;
  readonly toPx: number;
  readonly folded: boolean;
}

export interface ScaleOptions {
  /** Instants that must stay apart, in order. */
  readonly notableMs: readonly number[];
  readonly endMs: number;
  readonly widthPx: number;
  readonly fold: boolean;
  /** Starts (ms) of folds that the reader opened. */
  readonly openedMs?: readonly number[];
}

export interface Tick {
  readonly atMs: number;
  readonly px: number;
}

const MIN_FOLD_PX = 40;
const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  1_800_000, 3_600_000, 7_200_000, 14_400_000,
];

/** A monotonous, piecewise linear map between time and pixels. */
export class TimeScale {
  private constructor(
    readonly pieces: readonly Piece[],
    readonly widthPx: number,
    /** Magnification against the fitted picture. */
    readonly zoom: number,
    readonly leftPx: number,
  ) {}

  /** The scale that fits everything into the width. */
  static fit(options: ScaleOptions): TimeScale {
    return new TimeScale(layOut(options), options.widthPx, 1, 0);
  }

  /** The same map seen through a window: `zoom` times larger, `leftPx` (in enlarged pixels) scrolled out at the left. */
  view(zoom: number, leftPx: number): TimeScale {
    const place = (px: number) => px * zoom - leftPx;
    const pieces = this.pieces.map((piece) => ({ ...piece, fromPx: place(piece.fromPx), toPx: place(piece.toPx) }));
    return new TimeScale(pieces, this.widthPx, zoom, leftPx);
  }

  /** Pixel of a moment; moments outside are extrapolated along the outermost piece. */
  px(ms: number): number {
    const piece = this.pieceAt((candidate) => ms <= candidate.toMs);
    const length = piece.toMs - piece.fromMs;
    if (length <= 0) return piece.fromPx;
    return piece.fromPx + ((ms - piece.fromMs) / length) * (piece.toPx - piece.fromPx);
  }

  /** Moment of a pixel, the inverse of `px` within the pieces. */
  ms(px: number): number {
    const piece = this.pieceAt((candidate) => px <= candidate.toPx);
    const width = piece.toPx - piece.fromPx;
    if (width <= 0) return piece.fromMs;
    return piece.fromMs + ((px - piece.fromPx) / width) * (piece.toMs - piece.fromMs);
  }

  get endMs(): number {
    return this.pieces[this.pieces.length - 1]!.toMs;
  }

  /** The folds, in order. */
  get folds(): readonly Piece[] {
    return this.pieces.filter((piece) => piece.folded);
  }

  /** Round moments at least `gapPx` apart and inside the window; none inside a fold, one right after each. */
  ticks(gapPx: number): readonly Tick[] {
    const step = this.step(gapPx);
    const ticks: Tick[] = [];
    for (const piece of this.pieces) {
      if (piece.folded || piece.toPx < 0 || piece.fromPx > this.widthPx) continue;
      this.pieceTicks(piece, step, gapPx, ticks);
    }
    return ticks;
  }

  private pieceTicks(piece: Piece, step: number, gapPx: number, ticks: Tick[]): void {
    const first = Math.ceil(piece.fromMs / step) * step;
    const visibleFrom = Math.max(first, Math.floor(this.ms(Math.max(0, piece.fromPx)) / step) * step);
    for (let atMs = visibleFrom; atMs <= piece.toMs && ticks.length < 400; atMs += step) {
      const px = this.px(atMs);
      if (px > this.widthPx + 0.5) return;
      const last = ticks[ticks.length - 1];
      if (px >= -0.5 && (last === undefined || px - last.px >= gapPx * 0.7)) ticks.push({ atMs, px });
    }
  }

  private step(gapPx: number): number {
    const linear = this.pieces.find((piece) => !piece.folded && piece.toPx > piece.fromPx) ?? this.pieces[0]!;
    const pxPerMs = (linear.toPx - linear.fromPx) / Math.max(1, linear.toMs - linear.fromMs);
    return STEPS_MS.find((step) => step * pxPerMs >= gapPx) ?? STEPS_MS[STEPS_MS.length - 1]!;
  }

  private pieceAt(before: (piece: Piece) => boolean): Piece {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(this.pieces[middle]!)) high = middle;
      else low = middle + 1;
    }
    return this.pieces[low]!;
  }
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly folded: boolean;
  /** Weight: the milliseconds it is worth. */
  readonly worthMs: number;
}

function layOut(options: ScaleOptions): readonly Piece[] {
  const endMs = Math.max(1, options.endMs);
  const widthPx = Math.max(1, options.widthPx);
  const stretches = options.fold ? foldedStretches(options, endMs) : [straight(0, endMs)];
  const pxPerMs = pixelsPerMs(stretches, widthPx);
  const pieces: Piece[] = [];
  let px = 0;
  for (const stretch of stretches) {
    const width = stretch.folded ? Math.max(MIN_FOLD_PX, stretch.worthMs * pxPerMs) : stretch.worthMs * pxPerMs;
    pieces.push({ fromMs: stretch.fromMs, toMs: stretch.toMs, fromPx: px, toPx: px + width, folded: stretch.folded });
    px += width;
  }
  return pieces;
}

function straight(fromMs: number, toMs: number): Stretch {
  return { fromMs, toMs, folded: false, worthMs: toMs - fromMs };
}

/** Folds only where the picture gains a quarter; 0.45 Q stay linear at both ends of a folded gap. */
function foldedStretches({ notableMs, openedMs = [] }: ScaleOptions, endMs: number): readonly Stretch[] {
  const marks = [0, ...notableMs.filter((ms) => ms > 0 && ms < endMs), endMs];
  const quiet = quietMs(marks);
  const stretches: Stretch[] = [];
  let worth = 0;
  let from = 0;
  for (let index = 1; index < marks.length; index++) {
    const gapFrom = marks[index - 1]!;
    const gapTo = marks[index]!;
    const gap = gapTo - gapFrom;
    const foldFrom = Math.round(gapFrom + 0.45 * quiet);
    const foldTo = Math.round(gapTo - 0.45 * quiet);
    // The steady tail of a pod that lives on is there to be seen.
    const tail = index === marks.length - 1 && !notableMs.includes(endMs);
    if (gap <= 2.5 * quiet || tail || openedMs.includes(foldFrom)) continue;
    stretches.push(straight(from, foldFrom));
    const worthMs = 0.5 * quiet * Math.log2(gap / quiet);
    stretches.push({ fromMs: foldFrom, toMs: foldTo, folded: true, worthMs });
    worth += worthMs - (foldTo - foldFrom);
    from = foldTo;
  }
  stretches.push(straight(from, endMs));
  const pays = openedMs.length > 0 || endMs >= 1.25 * (endMs + worth);
  return pays ? stretches : [straight(0, endMs)];
}

/** Q: 1.6 times the median gap between notable instants (gaps over 0.3 s), within 2.5 to 12 s. */
export function quietMs(marks: readonly number[]): number {
  const gaps = marks
    .slice(1)
    .map((ms, index) => ms - marks[index]!)
    .filter((gap) => gap > 300)
    .sort((a, b) => a - b);
  const median = gaps[Math.floor((gaps.length - 1) / 2)] ?? 2500;
  return Math.min(12_000, Math.max(2500, 1.6 * median));
}

/** Folds have a least width, so the rest shares what they leave; settles in a few rounds. */
function pixelsPerMs(stretches: readonly Stretch[], widthPx: number): number {
  let pxPerMs = 0;
  for (let round = 0; round < 4; round++) {
    const tight = stretches.filter((stretch) => stretch.folded && stretch.worthMs * pxPerMs < MIN_FOLD_PX && round > 0);
    const fixedPx = Math.min(tight.length * MIN_FOLD_PX, widthPx * 0.8);
    const worth = stretches.reduce((sum, stretch) => sum + (tight.includes(stretch) ? 0 : stretch.worthMs), 0);
    pxPerMs = (widthPx - fixedPx) / Math.max(1, worth);
  }
  return pxPerMs;
}
