// A timeline for a terminal: the sentence, a strip per lane, the events. Plain text, or with ANSI colours on request.
import type { BarLook, Lane, Picture, WireLook } from '../picture/picture';
import { TimeScale } from '../picture/scale';
import { duration, exactInstant, rulerInstant, type Words } from '../picture/words';
import { footerText } from './svg';

export interface TextOptions {
  /** Columns of the terminal. */
  readonly columns: number;
  readonly colors: boolean;
  /** Without the list of events. */
  readonly brief?: boolean;
}

type Color = 'green' | 'red' | 'yellow' | 'magenta' | 'dim' | 'bold';

const CODES: Readonly<Record<Color, string>> = {
  green: '32',
  red: '31',
  yellow: '33',
  magenta: '35',
  dim: '2',
  bold: '1',
};

const FILLS: Readonly<Record<BarLook, readonly [string, Color | undefined]>> = {
  pending: ['┄', 'dim'],
  waits: ['┄', 'dim'],
  phase: ['▬', undefined],
  succeeded: ['█', 'green'],
  failed: ['█', 'red'],
  terminating: ['▒', 'yellow'],
  starting: ['░', 'green'],
  answering: ['█', 'green'],
  silent: ['▓', 'red'],
  closing: ['▒', 'yellow'],
  hook: ['∷', 'magenta'],
  stopping: ['▒', 'yellow'],
  ready: ['█', 'green'],
  inService: ['█', 'green'],
  leaving: ['▒', 'green'],
  served: ['█', 'green'],
  refused: ['▓', 'red'],
};

const WIRES: Readonly<Record<WireLook, readonly [string, Color | undefined]>> = {
  none: ['·', 'dim'],
  wait: ['·', 'dim'],
  good: ['─', 'green'],
  bad: ['╌', 'red'],
};

const MARKS: Readonly<Record<string, readonly [string, Color | undefined]>> = {
  dot: ['•', 'green'],
  cross: ['×', 'red'],
  crossDisc: ['✖', 'red'],
  checkDisc: ['✔', 'green'],
  query: ['?', 'dim'],
  exitGood: ['□', undefined],
  exitBad: ['■', 'red'],
  flag: ['⚑', undefined],
  kill: ['◆', 'red'],
  wouldKill: ['◇', 'dim'],
  gone: ['┃', undefined],
};

interface Cell {
  readonly char: string;
  readonly color: Color | undefined;
}

/** Text with a line break at its end. */
export function renderText(picture: Picture, words: Words, options: TextOptions): string {
  const gutter = Math.min(26, Math.max(12, ...picture.lanes.map((lane) => wide(nameOf(lane)) + 2)));
  const columns = Math.max(40, Math.min(200, options.columns) - gutter);
  // A column stands for ten pixels, so that folds keep a readable width.
  const scale = TimeScale.fit({ ...picture, widthPx: columns * 10, fold: true });
  const paint = (text: string, color: Color | undefined) =>
    options.colors && color !== undefined ? `\u001b[${CODES[color]}m${text}\u001b[0m` : text;
  const lines = picture.lanes.map((lane) => {
    const name = pad(nameOf(lane), gutter);
    return `${lane.depth === 0 ? paint(name, 'bold') : name}${strip(lane, scale, columns)
      .map(({ char, color }) => paint(char, color))
      .join('')}`.trimEnd();
  });
  const events =
    options.brief === true
      ? []
      : [
          '',
          ...picture.told
            .filter(({ routine }) => !routine)
            .map(({ atMs, text }) => `${exactInstant(words, atMs).padStart(12)}  ${text}`),
        ];
  return [
    `${paint(picture.name, 'bold')}`,
    picture.headline.phrases.map(({ text, strong }) => (strong === true ? paint(text, 'bold') : text)).join(''),
    '',
    paint(`${' '.repeat(gutter)}${ruler(scale, columns, words)}`, 'dim'),
    ...lines,
    ...events,
    '',
    paint(footerText(picture, words), 'dim'),
    '',
  ].join('\n');
}

function nameOf(lane: Lane): string {
  return lane.depth === 0 ? lane.title : `  ${lane.title}`;
}

function ruler(scale: TimeScale, columns: number, words: Words): string {
  const cells = Array.from({ length: columns }, () => ' ');
  const put = (at: number, text: string) => {
    if (at < 0 || at + text.length > columns) return;
    if (cells.slice(Math.max(0, at - 1), at + text.length + 1).some((cell) => cell !== ' ')) return;
    for (let index = 0; index < text.length; index++) cells[at + index] = text[index]!;
  };
  for (const fold of scale.folds) {
    const label = `›${duration(words, Math.round((fold.toMs - fold.fromMs) / 1000) * 1000, true).replace(/\u00a0/g, ' ')}‹`;
    put(Math.round((fold.fromPx + fold.toPx) / 20 - label.length / 2), label);
  }
  for (const { atMs, px } of scale.ticks(90)) put(Math.floor(px / 10), rulerInstant(atMs));
  return cells.join('').trimEnd();
}

function strip(lane: Lane, scale: TimeScale, columns: number): readonly Cell[] {
  const cells: Cell[] = Array.from({ length: columns }, () => ({ char: ' ', color: undefined }));
  const column = (ms: number) => Math.min(columns - 1, Math.max(0, Math.floor(scale.px(ms) / 10)));
  const fill = (fromMs: number, toMs: number, [char, color]: readonly [string, Color | undefined]) => {
    for (let at = column(fromMs); at <= column(Math.max(fromMs, toMs - 1)); at++) cells[at] = { char, color };
  };
  for (const frame of lane.frames) fill(frame.fromMs, frame.toMs, ['┄', 'dim']);
  for (const wire of lane.wires) fill(wire.fromMs, wire.toMs, WIRES[wire.look]);
  for (const bar of lane.bars) fill(bar.fromMs, bar.open ? scale.endMs : bar.toMs, FILLS[bar.look]);
  for (const bar of lane.bars) write(cells, bar.labels, column(bar.fromMs) + 1, column(bar.toMs) - 1);
  for (const mark of lane.marks) {
    const [char, color] = MARKS[mark.shape] ?? ['•', undefined];
    cells[column(mark.atMs)] = { char, color };
  }
  return cells;
}

/** The longest label that fits between two columns. */
function write(cells: Cell[], labels: readonly string[], from: number, to: number): void {
  const label = labels.find((text) => wide(text) <= to - from);
  if (label === undefined) return;
  let at = from;
  for (const char of label.replace(/\u00a0/g, ' ')) {
    cells[at] = { char, color: cells[at]?.color };
    if (wide(char) === 2) cells[at + 1] = { char: '', color: undefined };
    at += wide(char);
  }
}

/** Columns that a text takes: two for Chinese characters. */
function wide(text: string): number {
  let width = 0;
  for (const char of text) width += char.codePointAt(0)! >= 0x2e80 ? 2 : 1;
  return width;
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(1, width - wide(text)));
}
