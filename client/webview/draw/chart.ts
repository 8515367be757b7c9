// The picture in the page: puts the drawn strings into place, moves the scrubber, lights marks. Knows pixels, no messages.
import type { Comparison } from '../../../server/src/simulation/picture/compare';
import type { Grip, Picture } from '../../../server/src/simulation/picture/picture';
import { TimeScale } from '../../../server/src/simulation/picture/scale';
import { instant, type Words } from '../../../server/src/simulation/picture/words';
import { RULER_HEIGHT, renderHead } from '../../../server/src/simulation/render/svgHead';
import { type Layout, type RowPlace, renderLanes } from '../../../server/src/simulation/render/svgLanes';
import { textureDefs } from '../../../server/src/simulation/render/svgShapes';
import { textWidth } from '../../../server/src/simulation/render/textWidth';
import { FIT, type Zoom } from '../model/viewState';
import { byId } from './dom';

export interface ChartInput {
  readonly picture: Picture;
  readonly words: Words;
  readonly fold: boolean;
  readonly openedFoldsMs: readonly number[];
  readonly zoom: Zoom;
  readonly comparison: Comparison | undefined;
}

/** What is lit: lanes and events that the YAML cursor or the keyboard point at. */
export interface Lit {
  readonly lanes: readonly string[];
  readonly told: readonly number[];
  readonly lane: string | undefined;
  readonly selected: number | undefined;
}

const NARROW_PX = 640;
/** One millisecond is never wider than this. */
const MOST_PX_PER_MS = 8;

export class Chart {
  private readonly head = byId('ruler') as unknown as SVGSVGElement;
  private readonly lanes = byId('lanes') as unknown as SVGSVGElement;
  private readonly line = byId('scrubber');
  private readonly headLine = byId('headline');
  private readonly pill = byId('pill');
  /** Width of the page's content; observed, so that drawing never forces a layout. */
  private pageWidthPx = 0;
  private litBefore: Lit | undefined;
  private fitted: TimeScale | undefined;
  private seen: TimeScale | undefined;
  private layout: Layout = { widthPx: 800, gutterPx: 164, narrow: false };
  rows: readonly RowPlace[] = [];
  private input: ChartInput | undefined;

  /** Calls back when the width has changed. */
  observe(changed: () => void): void {
    const app = byId('app');
    const measure = () => {
      const style = getComputedStyle(app);
      return app.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    };
    this.pageWidthPx = measure();
    new ResizeObserver(() => {
      const widthPx = measure();
      if (widthPx === this.pageWidthPx) return;
      this.pageWidthPx = widthPx;
      changed();
    }).observe(app);
  }

  get scale(): TimeScale | undefined {
    return this.seen;
  }

  get gutterPx(): number {
    return this.layout.gutterPx;
  }

  get widthPx(): number {
    return this.layout.widthPx;
  }

  /** Draws everything for the width that the page has now. */
  render(input: ChartInput): void {
    this.input = input;
    this.layout = layoutFor(this.pageWidthPx);
    const { picture, words } = input;
    const widthPx = this.layout.widthPx - this.layout.gutterPx;
    this.fitted = TimeScale.fit({ ...picture, widthPx, fold: input.fold, openedMs: input.openedFoldsMs });
    const zoom = this.bounded(input.zoom);
    const scale = this.fitted.view(zoom.factor, zoom.leftPx);
    this.seen = scale;
    const edits = input.comparison?.measures ?? [];
    const head = renderHead({
      notableMs: picture.notableMs,
      measures: picture.measures,
      edits,
      scale,
      layout: this.layout,
      words,
    });
    const strips = input.comparison === undefined ? {} : { strips: input.comparison.strips };
    const lanes = renderLanes({ picture, scale, layout: this.layout, words, id: 'v', ...strips });
    this.put(this.head, head.svg, head.heightPx, '');
    this.put(this.lanes, lanes.svg, lanes.heightPx, this.defs(lanes.heightPx));
    this.rows = lanes.rows;
    this.litBefore = undefined;
    this.headLine.style.top = `${RULER_HEIGHT - 2}px`;
    this.headLine.style.height = `${head.heightPx - RULER_HEIGHT + 2}px`;
    this.line.style.height = `${lanes.heightPx}px`;
  }

  private put(svg: SVGSVGElement, content: string, heightPx: number, defs: string): void {
    svg.setAttribute('width', String(this.layout.widthPx));
    svg.setAttribute('height', String(heightPx));
    svg.innerHTML = defs + content;
  }

  private defs(heightPx: number): string {
    const { gutterPx, widthPx } = this.layout;
    const clip = `<clipPath id="v-plot"><rect x="${gutterPx - 8}" y="-4" width="${widthPx - gutterPx + 8}" height="${heightPx + 8}"/></clipPath>`;
    return `<defs>${textureDefs('v')}${clip}</defs>`;
  }

  /** Moves the scrubber; nothing is drawn anew. */
  setMoment(ms: number, words: Words): void {
    if (this.seen === undefined) return;
    const x = this.layout.gutterPx + this.seen.px(ms);
    const inside = x >= this.layout.gutterPx - 1 && x <= this.layout.widthPx + 1;
    for (const element of [this.line, this.headLine, this.pill]) {
      element.hidden = !inside;
      element.style.transform = `translateX(${x}px)`;
    }
    const text = instant(words, ms);
    this.pill.textContent = text;
    const half = textWidth(text, 11.5) / 2 + 9;
    const shift = Math.min(Math.max(x, half), this.layout.widthPx - half);
    this.pill.style.transform = `translateX(calc(${shift}px - 50%))`;
  }

  /** Lights lanes and marks by class; the rest dims when something is lit by the YAML cursor. */
  light(lit: Lit): void {
    const before = this.litBefore;
    this.litBefore = lit;
    this.lanes.classList.toggle('dimmed', lit.lanes.length > 0 || lit.told.length > 0);
    if (before?.lane !== lit.lane) {
      this.mark(
        'chosen',
        lanesOf(before?.lane === undefined ? [] : [before.lane]),
        lanesOf(lit.lane === undefined ? [] : [lit.lane]),
      );
    }
    if (before?.selected !== lit.selected) {
      this.mark(
        'selected',
        toldOf(before?.selected === undefined ? [] : [before.selected]),
        toldOf(lit.selected === undefined ? [] : [lit.selected]),
      );
      for (const mark of this.lanes.querySelectorAll('[aria-selected]')) mark.removeAttribute('aria-selected');
      for (const mark of this.lanes.querySelectorAll('.selected')) mark.setAttribute('aria-selected', 'true');
    }
    if (before?.lanes.join() !== lit.lanes.join()) this.mark('lit', lanesOf(before?.lanes ?? []), lanesOf(lit.lanes));
    if (before?.told.join() !== lit.told.join()) this.mark('lit', toldOf(before?.told ?? []), toldOf(lit.told));
  }

  private mark(name: string, before: string, now: string): void {
    if (before !== '') for (const element of this.lanes.querySelectorAll(before)) element.classList.remove(name);
    if (now !== '') for (const element of this.lanes.querySelectorAll(now)) element.classList.add(name);
  }

  /** Moment under a pixel of the page; snaps to notable instants within 4 px. */
  momentAt(clientX: number, snap: boolean): number {
    const { seen, input } = this;
    if (seen === undefined || input === undefined) return 0;
    const px = clientX - this.lanes.getBoundingClientRect().left - this.layout.gutterPx;
    const ms = Math.min(Math.max(seen.ms(Math.min(Math.max(px, 0), seen.widthPx)), 0), input.picture.endMs);
    const near = snap ? nearest(input.picture, ms) : undefined;
    return near !== undefined && Math.abs(seen.px(near) - px) <= 4 ? near : Math.round(ms);
  }

  /** The zoom that keeps the moment under the pointer where it is. */
  zoomAt(clientX: number, by: number): Zoom {
    const zoom = this.bounded(this.input?.zoom ?? FIT);
    const px = clientX - this.lanes.getBoundingClientRect().left - this.layout.gutterPx;
    const factor = Math.min(Math.max(1, zoom.factor * by), this.mostZoom());
    const at = (px + zoom.leftPx) / zoom.factor;
    return this.bounded({ factor, leftPx: at * factor - px });
  }

  /** Middle of the plot in page pixels, for zooming by keys. */
  get middleX(): number {
    const box = this.lanes.getBoundingClientRect();
    return box.left + this.layout.gutterPx + (this.layout.widthPx - this.layout.gutterPx) / 2;
  }

  panned(byPx: number): Zoom {
    const zoom = this.bounded(this.input?.zoom ?? FIT);
    return this.bounded({ ...zoom, leftPx: zoom.leftPx + byPx });
  }

  /** A zoom that shows this moment, the same one if it does already. */
  showing(ms: number): Zoom | undefined {
    const { seen } = this;
    if (seen === undefined) return undefined;
    const px = seen.px(ms);
    if (px >= 0 && px <= seen.widthPx) return undefined;
    return this.panned(px - seen.widthPx / 2);
  }

  private bounded(zoom: Zoom): Zoom {
    if (zoom.factor <= 1.0001) return FIT;
    const widthPx = this.layout.widthPx - this.layout.gutterPx;
    return { factor: zoom.factor, leftPx: Math.min(Math.max(0, zoom.leftPx), widthPx * (zoom.factor - 1)) };
  }

  private mostZoom(): number {
    const { fitted } = this;
    if (fitted === undefined) return 1;
    const steepest = Math.max(
      ...fitted.pieces.map((piece) => (piece.toPx - piece.fromPx) / Math.max(1, piece.toMs - piece.fromMs)),
    );
    return Math.max(1, MOST_PX_PER_MS / steepest);
  }

  /** The grip of a lane by its place. */
  grip(lane: string, index: number): Grip | undefined {
    return this.input?.picture.lanes.find(({ id }) => id === lane)?.grips[index];
  }
}

function layoutFor(widthPx: number): Layout {
  const narrow = widthPx < NARROW_PX;
  return { widthPx: Math.max(280, widthPx), gutterPx: narrow ? 84 : 164, narrow };
}

function nearest(picture: Picture, ms: number): number | undefined {
  let best: number | undefined;
  for (const told of picture.told) {
    if (best === undefined || Math.abs(told.atMs - ms) < Math.abs(best - ms)) best = told.atMs;
  }
  for (const at of picture.notableMs) {
    if (best === undefined || Math.abs(at - ms) < Math.abs(best - ms)) best = at;
  }
  return best;
}

/** Selector for lanes by id. */
function lanesOf(ids: readonly string[]): string {
  return ids.map((id) => `[data-lane="${CSS.escape(id)}"]`).join();
}

/** Selector for marks and bars by event. */
function toldOf(ids: readonly number[]): string {
  return ids.map((id) => `[data-event="${id}"]`).join();
}
