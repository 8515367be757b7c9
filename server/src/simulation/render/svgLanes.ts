// The lanes as SVG: bars, wires, marks, budgets, folds. Pure strings; only what is in sight is written.
import type { Bar, Frame, Grip, Lane, Mark, Picture, Wire } from '../picture/picture';
import type { Piece, TimeScale } from '../picture/scale';
import { say, type Words } from '../picture/words';
import { markRadius, n, shapeOf, TEXTURES, tornEdge, xml } from './svgShapes';
import { fitting, textWidth } from './textWidth';

export interface Layout {
  /** Width of the whole drawing, gutter included. */
  readonly widthPx: number;
  readonly gutterPx: number;
  /** Short labels, no parameters in the gutter. */
  readonly narrow: boolean;
}

/** What an edit gains or loses on a lane. */
export interface Strip {
  readonly fromMs: number;
  readonly toMs: number;
  readonly kind: 'gained' | 'lost';
}

export interface LanesInput {
  readonly picture: Picture;
  readonly scale: TimeScale;
  readonly layout: Layout;
  readonly words: Words;
  readonly strips?: Readonly<Record<string, readonly Strip[]>>;
  /** Prefix of the ids in the drawing. */
  readonly id: string;
}

export interface RowPlace {
  readonly lane: string;
  readonly y: number;
  readonly heightPx: number;
}

export interface LanesDrawing {
  readonly svg: string;
  readonly heightPx: number;
  readonly rows: readonly RowPlace[];
}

const BAR_ROW = 28;
const PROBE_ROW = 24;
const BAR_HEIGHT = 18;
const GROUP_GAP = 8;
const FONT = 11.5;

/** Draws the lanes. */
export function renderLanes(input: LanesInput): LanesDrawing {
  const rows = placeRows(input.picture.lanes);
  const last = rows[rows.length - 1];
  const heightPx = (last?.y ?? 0) + (last?.heightPx ?? 0) + 6;
  const lanes = input.picture.lanes.map((lane, index) => laneSvg(input, lane, rows[index]!));
  const plot = `<g clip-path="url(#${input.id}-plot)">`;
  const svg = [
    `${plot}${gridLines(input, heightPx)}</g>`,
    ...lanes.map(({ shapes }) => shapes),
    `${plot}${foldVeils(input, heightPx)}</g>`,
    ...lanes.map(({ words }) => words),
  ].join('');
  return { svg, heightPx, rows };
}

function placeRows(lanes: readonly Lane[]): readonly RowPlace[] {
  let y = 2;
  return lanes.map((lane, index) => {
    if (lane.depth === 0 && index > 0) y += GROUP_GAP;
    const heightPx = lane.kind === 'probe' ? PROBE_ROW : BAR_ROW;
    const place = { lane: lane.id, y, heightPx };
    y += heightPx;
    return place;
  });
}

function gridLines({ scale, layout, picture }: LanesInput, heightPx: number): string {
  const ticks = scale
    .ticks(layout.narrow ? 62 : 56)
    .map(({ px }) => line('gridline', layout.gutterPx + px, 0, heightPx));
  const ends = new Set(picture.measures.flatMap(({ fromMs, toMs }) => [fromMs, toMs]).filter((ms) => ms > 0));
  const guides = [...ends].map((ms) => line('guide', layout.gutterPx + scale.px(ms), 0, heightPx));
  return ticks.join('') + guides.join('');
}

function line(name: string, x: number, fromY: number, toY: number): string {
  return `<line class="${name}" x1="${n(x)}" y1="${fromY}" x2="${n(x)}" y2="${n(toY)}"/>`;
}

function foldVeils({ scale, layout }: LanesInput, heightPx: number): string {
  return scale.folds
    .filter((fold) => fold.toPx > 0 && fold.fromPx < scale.widthPx)
    .map((fold) => {
      const left = layout.gutterPx + fold.fromPx;
      const right = layout.gutterPx + fold.toPx;
      const veil = `<rect class="veil" x="${n(left)}" y="0" width="${n(right - left)}" height="${n(heightPx)}" pointer-events="none"/>`;
      return veil + tornEdge(left, 0, heightPx) + tornEdge(right, 0, heightPx);
    })
    .join('');
}

interface LaneParts {
  readonly shapes: string;
  readonly words: string;
}

/** One lane: shapes, and above the veils of the folds its words. */
function laneSvg(input: LanesInput, lane: Lane, row: RowPlace): LaneParts {
  const middle = row.y + row.heightPx / 2;
  const drawing = new LaneDrawing(input, lane, middle);
  const name = `${lane.title}${lane.note === '' ? '' : `, ${lane.note}`}`;
  const plot = `<g clip-path="url(#${input.id}-plot)">`;
  const shapes = drawing.everything();
  return {
    shapes: [
      `<g class="lane depth${lane.depth}" data-lane="${xml(lane.id)}" role="listbox" aria-label="${xml(name)}">`,
      `<rect class="hit" x="0" y="${row.y}" width="${n(input.layout.widthPx)}" height="${row.heightPx}"/>`,
      gutter(input.layout, lane, middle),
      `${plot}${shapes}</g></g>`,
    ].join(''),
    words: `<g class="lane words" data-lane="${xml(lane.id)}" aria-hidden="true">${plot}${drawing.words.join('')}</g></g>`,
  };
}

function gutter(layout: Layout, lane: Lane, middle: number): string {
  const x = lane.depth === 0 ? 0 : 12;
  const room = layout.gutterPx - 10 - x;
  const title = shorten(lane.title, room, 12.5);
  const text = `<text class="${lane.depth === 0 ? 'title' : 'sub'}" x="${x}" y="${n(middle + 4)}">${xml(title)}${title === lane.title ? '' : `<title>${xml(lane.title)}</title>`}</text>`;
  if (layout.narrow || lane.note === '' || textWidth(lane.title, 12.5) + textWidth(lane.note, 11) + 12 > room)
    return text;
  return `${text}<text class="note" text-anchor="end" x="${layout.gutterPx - 14}" y="${n(middle + 4)}">${xml(lane.note)}</text>`;
}

function shorten(text: string, room: number, size: number): string {
  if (textWidth(text, size) <= room) return text;
  let short = text;
  while (short.length > 1 && textWidth(`${short}…`, size) > room) short = short.slice(0, -1);
  return `${short}…`;
}

interface Label {
  readonly text: string;
  readonly x: number;
  readonly anchor: 'start' | 'end' | 'middle';
}

/** Draws one lane and keeps track of the room that is taken, so that words never run into marks. */
class LaneDrawing {
  private readonly taken: (readonly [number, number])[] = [];
  private readonly saidOutside = new Set<string>();
  private readonly drawn: readonly Mark[];
  /** Texts, drawn in a layer of their own above the folds. */
  readonly words: string[] = [];

  constructor(
    private readonly input: LanesInput,
    private readonly lane: Lane,
    private readonly middle: number,
  ) {
    for (const bar of lane.bars) this.taken.push([this.x(bar.fromMs), this.x(bar.toMs)]);
    this.drawn = this.single();
    for (const mark of this.drawn) {
      const radius = markRadius(mark.shape);
      this.taken.push([this.x(mark.atMs) - radius, this.x(mark.atMs) + radius]);
    }
  }

  everything(): string {
    const { lane } = this;
    return [
      ...lane.frames.map((frame) => this.frame(frame)),
      ...lane.bars.map((bar) => this.bar(bar)),
      ...lane.wires.map((wire) => this.wire(wire)),
      this.routine(),
      ...this.drawn.map((mark, index, all) => this.mark(mark, all[index + 1])),
      ...lane.grips.map((grip, index) => this.grip(grip, index)),
      ...(this.input.strips?.[lane.id] ?? []).map((strip) => this.strip(strip)),
    ].join('');
  }

  private x(ms: number): number {
    return this.input.layout.gutterPx + this.input.scale.px(ms);
  }

  private get left(): number {
    return this.input.layout.gutterPx;
  }

  private get right(): number {
    return this.input.layout.gutterPx + this.input.scale.widthPx;
  }

  private outside(fromX: number, toX: number): boolean {
    return toX < this.left - 30 || fromX > this.right + 30;
  }

  private bar(bar: Bar): string {
    const fromX = this.x(bar.fromMs);
    const toX = bar.open ? this.right + 6 : Math.max(this.x(bar.toMs), fromX + 1.5);
    if (this.outside(fromX, toX)) return '';
    const fromSeen = Math.max(fromX, this.left - 8);
    const width = Math.min(toX, this.right + 8) - fromSeen;
    const y = this.middle - BAR_HEIGHT / 2;
    const box = (name: string, extra = '') =>
      `<rect class="${name}" x="${n(fromSeen)}" y="${n(y)}" width="${n(width)}" height="${BAR_HEIGHT}" rx="3"${extra}/>`;
    const texture = TEXTURES[bar.look];
    const label = this.barLabel(bar, fromSeen, width);
    if (label !== undefined) this.words.push(this.barText(bar, label, texture !== undefined));
    return [
      `<g class="bar"${this.event(bar)}>`,
      box(`b b-${bar.look}`),
      texture === undefined ? '' : box('tex', ` fill="url(#${this.input.id}-${texture})"`),
      '</g>',
    ].join('');
  }

  /** Inside when it fits, else once per lane and look to the right when there is room. */
  private barLabel(bar: Bar, fromX: number, width: number): Label | undefined {
    const start = Math.max(fromX, this.left);
    const indent = this.indent(start);
    const inside = fitting(bar.labels, width - (start - fromX) - indent - 6, FONT);
    if (inside !== undefined) return { text: inside, x: start + indent, anchor: 'start' };
    const key = bar.look;
    if (this.saidOutside.has(key) || bar.look === 'pending') return undefined;
    const end = fromX + width;
    const text = bar.labels.find((label) => this.isFree(end + 2, end + 10 + textWidth(label, FONT)));
    if (text === undefined) return undefined;
    this.saidOutside.add(key);
    this.taken.push([end, end + 10 + textWidth(text, FONT)]);
    return { text, x: end + 7, anchor: 'start' };
  }

  /** Room at the left of a bar's words: more where a mark stands on its beginning. */
  private indent(startX: number): number {
    let indent = 6;
    for (const mark of this.lane.marks) {
      const x = this.x(mark.atMs);
      const right = x + (mark.shape === 'gone' ? 1 : markRadius(mark.shape)) + 4;
      if (x > startX - 8 && x <= startX + 1) indent = Math.max(indent, right - startX);
    }
    return indent;
  }

  private barText(bar: Bar, label: Label, textured: boolean): string {
    const inside = label.x < this.x(bar.toMs);
    const chip =
      textured && inside
        ? `<rect class="chip b-${bar.look}" x="${n(label.x - 3)}" y="${n(this.middle - 7.5)}" width="${n(textWidth(label.text, FONT) + 4)}" height="15" rx="2"/>`
        : '';
    return `${chip}<text${inside ? '' : ' class="halo"'} x="${n(label.x)}" y="${n(this.middle + 4)}">${xml(label.text)}</text>`;
  }

  private isFree(fromX: number, toX: number): boolean {
    if (toX > this.right) return false;
    return this.taken.every(([from, to]) => to <= fromX || from >= toX);
  }

  private wire(wire: Wire): string {
    const fromX = Math.max(this.x(wire.fromMs), this.left - 10);
    const toX = Math.min(this.x(wire.toMs), this.right + 10);
    if (toX - fromX < 0.5 || this.outside(fromX, toX)) return '';
    const path = `<path class="w w-${wire.look}" d="M${n(fromX)} ${n(this.middle)}H${n(toX)}"/>`;
    const visible = [Math.max(fromX, this.left), Math.min(toX, this.right)] as const;
    const label = fitting(wire.labels, visible[1] - visible[0] - 22, FONT);
    if (label !== undefined) {
      const good = wire.look === 'good';
      const half = textWidth(label, FONT) / 2;
      this.knock(label, good ? visible[0] + 14 + half : (visible[0] + visible[1]) / 2, good ? '' : 'dimtext');
    }
    return path;
  }

  /** A word on a wire: the wire stops for it. */
  private knock(text: string, middleX: number, name: string): void {
    const half = textWidth(text, FONT) / 2 + 3;
    const box = `<rect class="knock" x="${n(middleX - half)}" y="${n(this.middle - 7)}" width="${n(2 * half)}" height="14"/>`;
    this.words.push(`${box}<text class="mid ${name}" x="${n(middleX)}" y="${n(this.middle + 4)}">${xml(text)}</text>`);
  }

  /** Dots of routine successes, and for each fold one mark per shape with a count. */
  private routine(): string {
    const dots: string[] = [];
    let lastX = -Infinity;
    const folded = new Map<string, Mark[]>();
    for (const mark of this.lane.marks) {
      const fold = this.foldOf(mark);
      if (fold !== undefined) {
        const key = `${fold.fromMs} ${mark.shape}`;
        const group = folded.get(key);
        if (group === undefined) folded.set(key, [mark]);
        else group.push(mark);
      } else if (mark.routine) {
        const x = this.x(mark.atMs);
        if (this.outside(x, x) || x - lastX < 2) continue;
        lastX = x;
        dots.push(this.place(mark, x));
      }
    }
    return dots.join('') + [...folded.values()].map((marks, index) => this.foldedMarks(marks, index)).join('');
  }

  private foldOf(mark: Mark): Piece | undefined {
    if (mark.foldable !== true) return undefined;
    return this.input.scale.folds.find(({ fromMs, toMs }) => mark.atMs > fromMs && mark.atMs < toMs);
  }

  private foldedMarks(marks: readonly Mark[], place: number): string {
    const first = marks[0]!;
    const fold = this.foldOf(first)!;
    const middle = (this.x(fold.fromMs) + this.x(fold.toMs)) / 2 + (place % 2) * 4;
    if (this.outside(middle, middle)) return '';
    const text = say(this.input.words, 'mark.times', { n: marks.length });
    const x = middle - textWidth(text, FONT) / 2 - 2;
    this.taken.push([x - 8, x + 12 + textWidth(text, FONT)]);
    this.knock(text, x + 8 + textWidth(text, FONT) / 2, 'dimtext');
    return this.place(first, x);
  }

  /** The marks that are drawn one by one; of failures too close together only some, never the one that decides. */
  private single(): readonly Mark[] {
    let lastX = -Infinity;
    return this.lane.marks.filter((mark) => {
      if (mark.routine || this.foldOf(mark) !== undefined) return false;
      const x = this.x(mark.atMs);
      if (mark.foldable === true && x - lastX < 11) return false;
      lastX = x;
      return true;
    });
  }

  private mark(mark: Mark, next: Mark | undefined): string {
    const x = this.x(mark.atMs);
    if (this.outside(x, x)) return '';
    const radius = markRadius(mark.shape);
    const limit = next === undefined ? this.right - 2 : this.x(next.atMs) - markRadius(next.shape) - 2;
    const room = limit - x - radius - 4;
    let label = fitting(mark.labels, room, FONT);
    let side: 'start' | 'end' = 'start';
    if (label !== undefined && !this.isFree(x + radius + 1, x + radius + 5 + textWidth(label, FONT))) label = undefined;
    if (label === undefined && mark.shape === 'wouldKill') {
      label = mark.labels.find((text) => this.isFree(x - radius - 12 - textWidth(text, FONT), x - radius - 1));
      side = 'end';
    }
    const whisker = mark.sinceMs === undefined ? '' : this.whisker(x - this.x(mark.sinceMs));
    if (label !== undefined) this.markText(mark, label, x, radius, side);
    return this.place(mark, x, whisker);
  }

  private markText(mark: Mark, label: string, x: number, radius: number, side: 'start' | 'end'): void {
    const width = textWidth(label, FONT);
    const from = side === 'start' ? x + radius + 4 : x - radius - 5 - width;
    this.taken.push([from, from + width]);
    const dim = mark.shape === 'wouldKill' || mark.shape.startsWith('cross');
    this.knock(label, from + width / 2, dim ? 'dimtext' : '');
  }

  private whisker(length: number): string {
    return `<path class="whisker" d="M${n(-length)} -4V4M${n(-length)} 0H-4"/>`;
  }

  private place(mark: Mark, x: number, before = ''): string {
    return `<g class="mark s-${mark.shape}"${this.event(mark)} transform="translate(${n(x)} ${n(this.middle)})"><rect class="hit" x="-12" y="-12" width="24" height="24"/>${before}${shapeOf(mark.shape)}</g>`;
  }

  private frame(frame: Frame): string {
    const fromX = this.x(frame.fromMs);
    const toX = this.x(frame.toMs);
    if (this.outside(fromX, toX) || toX - fromX < 3) return '';
    const seen = Math.max(fromX, this.left - 6);
    const box = `<rect class="frame" x="${n(seen)}" y="${n(this.middle - BAR_HEIGHT / 2)}" width="${n(Math.min(toX, this.right + 8) - seen)}" height="${BAR_HEIGHT}" rx="3"/>`;
    const usedX = Math.max(this.x(frame.usedMs), this.left);
    const label = fitting(frame.labels, Math.min(toX, this.right) - usedX - 14, FONT);
    if (label === undefined) return box;
    this.taken.push([usedX, usedX + 8 + textWidth(label, FONT)]);
    this.words.push(`<text class="dimtext" x="${n(usedX + 7)}" y="${n(this.middle + 4)}">${xml(label)}</text>`);
    return box;
  }

  private grip(grip: Grip, index: number): string {
    const x = this.x(grip.atMs);
    if (this.outside(x, x)) return '';
    return `<g class="grip" data-grip="${index}" transform="translate(${n(x)} ${n(this.middle)})"><title>${xml(say(this.input.words, 'grip.drag', { title: grip.title }))}</title><rect class="hit" x="-7" y="-17" width="14" height="30"/><line x1="0" y1="-10" x2="0" y2="${grip.knob.startsWith('exit') ? -8 : 9}"/><circle cx="0" cy="-12.5" r="2.6"/></g>`;
  }

  private strip(strip: Strip): string {
    const fromX = this.x(strip.fromMs);
    const toX = this.x(strip.toMs);
    if (this.outside(fromX, toX)) return '';
    const y = this.middle + BAR_HEIGHT / 2 + 1.5;
    if (strip.kind === 'gained')
      return `<rect class="strip-gained" x="${n(fromX)}" y="${n(y)}" width="${n(Math.max(2, toX - fromX))}" height="3" rx="1"/>`;
    return `<path class="strip-lost" d="M${n(fromX)} ${n(y + 1.5)}H${n(toX)}"/>`;
  }

  private event(item: Bar | Mark): string {
    const told = item.told === undefined ? undefined : this.input.picture.told[item.told];
    if (told === undefined) return ' aria-hidden="true"';
    return ` data-event="${item.told}" role="option" aria-label="${xml(told.text)}"`;
  }
}
