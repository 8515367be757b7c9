// The head of the drawing: ruler with folds, and the measures that the sentence speaks of.
import type { Measure } from '../picture/picture';
import type { TimeScale } from '../picture/scale';
import { duration, rulerInstant, say, type Words } from '../picture/words';
import type { Layout } from './svgLanes';
import { n, xml } from './svgShapes';
import { fitting, textWidth } from './textWidth';

export const RULER_HEIGHT = 28;
export const MEASURE_HEIGHT = 24;

/** A measure of the picture after an edit, drawn under the present one. */
export interface EditMeasure {
  readonly fromMs: number;
  readonly toMs: number;
  readonly labels: readonly string[];
}

export interface HeadInput {
  readonly notableMs: readonly number[];
  readonly measures: readonly Measure[];
  readonly edits: readonly EditMeasure[];
  readonly scale: TimeScale;
  readonly layout: Layout;
  readonly words: Words;
}

/** The head as SVG content, and its height. */
export function renderHead(input: HeadInput): { readonly svg: string; readonly heightPx: number } {
  const rows = rowsOf(input);
  const heightPx = RULER_HEIGHT + rows.length * MEASURE_HEIGHT;
  const body = rows.map((row, place) =>
    row.map((item) => measureLine(input, item, RULER_HEIGHT + place * MEASURE_HEIGHT + 12)).join(''),
  );
  return { svg: `<g class="ruler">${ruler(input)}</g>${body.join('')}`, heightPx };
}

interface Placed {
  readonly fromMs: number;
  readonly toMs: number;
  readonly labels: readonly string[];
  readonly id?: string;
}

/** Measures in as few rows as do not overlap; those of the edit follow in rows of their own. */
function rowsOf(input: HeadInput): readonly (readonly Placed[])[] {
  return [...pack(input.measures), ...pack(input.edits)];
}

function pack(items: readonly Placed[]): Placed[][] {
  const rows: Placed[][] = [];
  for (const item of [...items].sort((a, b) => a.fromMs - b.fromMs)) {
    const row = rows.find((candidate) => candidate[candidate.length - 1]!.toMs <= item.fromMs);
    if (row === undefined) rows.push([item]);
    else row.push(item);
  }
  return rows;
}

function ruler(input: HeadInput): string {
  const { scale, layout, words } = input;
  const folds = scale.folds.map((fold) => foldName(fold.fromMs, fold.toMs, scale, layout, words));
  const taken = folds.map(({ fromPx, toPx }): [number, number] => [fromPx, toPx]);
  const labels: string[] = [];
  const put = (atMs: number, label: string) => {
    const px = scale.px(atMs);
    const half = textWidth(label, 10.5) / 2 + 4;
    const edge = px < 2;
    const span: [number, number] = edge ? [0, 2 * half] : [px - half, px + half];
    if (taken.some(([from, to]) => span[1] > from && span[0] < to) || px < -1 || span[1] > scale.widthPx + 12) return;
    taken.push(span);
    const x = edge ? layout.gutterPx : layout.gutterPx + px;
    labels.push(`<text class="tick${edge ? ' first' : ''}" x="${n(x)}" y="18">${xml(label)}</text>`);
  };
  const ticks = scale.ticks(layout.narrow ? 62 : 56);
  for (const { atMs } of ticks) put(atMs, atMs === 0 ? say(words, 'unit.s', { n: 0 }) : rulerInstant(atMs));
  for (const atMs of afterFolds(input)) put(atMs, rulerInstant(Math.round(atMs / 1000) * 1000));
  return labels.join('') + folds.map(({ svg }) => svg).join('');
}

/** The first instant that matters after each fold, so that every stretch between folds has a time on it. */
function afterFolds({ scale, notableMs }: HeadInput): readonly number[] {
  return scale.folds.flatMap((fold) => {
    const first = notableMs.find((ms) => ms >= fold.toMs);
    return first === undefined ? [] : [first];
  });
}

function foldName(fromMs: number, toMs: number, scale: TimeScale, layout: Layout, words: Words) {
  const left = scale.px(fromMs);
  const right = scale.px(toMs);
  const middle = (left + right) / 2;
  const label = `› ${duration(words, Math.round((toMs - fromMs) / 1000) * 1000, true)} ‹`;
  const half = textWidth(label, 10.5) / 2;
  const shown = middle + half > 0 && middle - half < scale.widthPx;
  const svg = shown
    ? `<g class="fold" data-fold="${fromMs}" role="button" aria-label="${xml(label)}"><rect class="hit" x="${n(layout.gutterPx + left)}" y="2" width="${n(right - left)}" height="24"/><text class="foldname" x="${n(layout.gutterPx + middle)}" y="18">${xml(label)}</text></g>`
    : '';
  return { svg, fromPx: middle - half - 2, toPx: middle + half + 2 };
}

function measureLine({ scale, layout }: HeadInput, item: Placed, y: number): string {
  const fromX = layout.gutterPx + scale.px(item.fromMs);
  const toX = layout.gutterPx + scale.px(item.toMs);
  const plotRight = layout.gutterPx + scale.widthPx;
  if (toX < layout.gutterPx || fromX > plotRight) return '';
  const left = Math.max(layout.gutterPx, fromX);
  const right = Math.min(plotRight, toX);
  const inside = fitting(item.labels, right - left - 30, 12);
  const label = inside ?? item.labels[item.labels.length - 1] ?? '';
  const half = textWidth(label, 12) / 2 + 6;
  const end = (x: number) => `<line x1="${n(x)}" y1="${y - 5}" x2="${n(x)}" y2="${y + 5}"/>`;
  const ends = (left === fromX ? end(left) : '') + (right === toX ? end(right) : '');
  const middle = clampMiddle((left + right) / 2, half, layout, scale);
  const line =
    inside === undefined
      ? `<line x1="${n(left)}" y1="${y}" x2="${n(right)}" y2="${y}"/>`
      : `<line x1="${n(left)}" y1="${y}" x2="${n(middle - half)}" y2="${y}"/><line x1="${n(middle + half)}" y1="${y}" x2="${n(right)}" y2="${y}"/>`;
  const fitsRight = right + 2 * half < plotRight;
  const x = inside !== undefined ? middle : fitsRight ? right + half : left - half;
  const name = item.id === undefined ? 'measure edit' : 'measure';
  const mark = item.id === undefined ? '' : ` data-measure="${item.id}"`;
  return `<g class="${name}"${mark}>${ends}${line}<text class="halo" x="${n(x)}" y="${y + 4}">${xml(label)}</text></g>`;
}

function clampMiddle(middle: number, half: number, layout: Layout, scale: TimeScale): number {
  return Math.min(Math.max(middle, layout.gutterPx + half), layout.gutterPx + scale.widthPx - half);
}
