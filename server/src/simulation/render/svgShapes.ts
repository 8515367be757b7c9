// The shapes of the drawing: marks, textures, escaping. Strings only; meaning is in the shape, colour repeats it.
import type { BarLook, MarkShape } from '../picture/picture';

/** Text as XML character data. */
export function xml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A pixel, to a tenth. */
export function n(px: number): string {
  return String(Math.round(px * 10) / 10);
}

/** Textures by look of bar; looks without one are plain. */
export const TEXTURES: Readonly<Partial<Record<BarLook, string>>> = {
  terminating: 'stripe',
  closing: 'stripe',
  stopping: 'stripe',
  silent: 'cross',
  refused: 'cross',
  leaving: 'back',
  hook: 'dots',
};

/** The definitions that bars refer to. `id` keeps two drawings of one document apart. */
export function textureDefs(id: string): string {
  const pattern = (name: string, size: number, body: string) =>
    `<pattern id="${id}-${name}" width="${size}" height="${size}" patternUnits="userSpaceOnUse">${body}</pattern>`;
  return [
    pattern('stripe', 7, '<path class="h-stripe" d="M-1 8L8 -1M-1 1L1 -1M6 8L8 6"/>'),
    pattern('cross', 6, '<path class="h-cross" d="M-1 7L7 -1M-1 -1L7 7M-1 1L1 -1M5 7L7 5"/>'),
    pattern('back', 7, '<path class="h-back" d="M-1 -1L8 8M-1 6L1 8M6 -1L8 1"/>'),
    pattern('dots', 5, '<circle class="h-dots" cx="2.5" cy="2.5" r=".95"/>'),
  ].join('');
}

const CROSS = 'M-3.4 -3.4L3.4 3.4M3.4 -3.4L-3.4 3.4';
const SMALL_CROSS = 'M-2.6 -2.6L2.6 2.6M2.6 -2.6L-2.6 2.6';

const SHAPES: Readonly<Record<MarkShape, string>> = {
  dot: '<circle class="m-good" r="2.6"/>',
  cross: `<circle class="m-ring" r="5.6"/><path class="m-badline" d="${CROSS}"/>`,
  crossDisc: `<circle class="m-ring" r="8"/><circle class="m-bad" r="6.6"/><path class="m-knock" d="${SMALL_CROSS}"/>`,
  checkDisc:
    '<circle class="m-ring" r="8"/><circle class="m-good" r="6.6"/><path class="m-knock" d="M-3 .2L-.8 2.5L3.2 -2.2"/>',
  query: '<circle class="m-dimline" r="4.4" stroke-dasharray="2 2"/>',
  exitGood: '<rect class="m-fgline" x="-5" y="-5" width="10" height="10" rx="1.5"/>',
  exitBad: `<rect class="m-ring" x="-7" y="-7" width="14" height="14" rx="3"/><rect class="m-bad" x="-6" y="-6" width="12" height="12" rx="2"/><path class="m-knock" d="${SMALL_CROSS}"/>`,
  flag: '<path class="m-fg" d="M0 -13V9" stroke-width="1.6" fill="none"/><path class="m-fg" d="M0 -13L9 -9.2L0 -5.4Z" stroke-width=".8"/>',
  kill: `<path class="m-ring" d="M0 -9.5L9.5 0L0 9.5L-9.5 0Z"/><path class="m-bad" d="M0 -7.6L7.6 0L0 7.6L-7.6 0Z"/><path class="m-knock" d="${SMALL_CROSS}" transform="scale(.9)"/>`,
  wouldKill: '<path class="m-dimline" d="M0 -7.2L7.2 0L0 7.2L-7.2 0Z"/>',
  gone: '<path class="m-fgline" d="M0 -11V11" stroke-width="2.4"/>',
};

/** A mark's shape around the origin. */
export function shapeOf(shape: MarkShape): string {
  return SHAPES[shape];
}

/** Half the room a mark takes, pixels. */
export function markRadius(shape: MarkShape): number {
  if (shape === 'dot') return 3;
  return shape === 'cross' ? 4 : shape === 'flag' ? 9 : 7;
}

/** A torn edge: a vertical wave. */
export function tornEdge(x: number, fromY: number, toY: number): string {
  let d = `M${n(x)} ${n(fromY)}`;
  let side = 1;
  for (let y = fromY; y < toY; y += 6) {
    d += `q${2.2 * side} 3 0 ${n(Math.min(6, toY - y))}`;
    side = -side;
  }
  return `<path class="torn" d="${d}"/>`;
}
