// Colours and style sheet of the drawing. The page fills the palette with theme variables, a file with plain colours.

/** Every colour of the drawing. */
export interface Palette {
  readonly bg: string;
  readonly fg: string;
  readonly dim: string;
  readonly grid: string;
  readonly accent: string;
  readonly green: string;
  readonly red: string;
  readonly yellow: string;
  readonly purple: string;
  readonly phase: string;
  readonly phaseLine: string;
  readonly start: string;
  readonly works: string;
  readonly worksLine: string;
  readonly bad: string;
  readonly warn: string;
  readonly hook: string;
}

export const PALETTE_KEYS = [
  'bg',
  'fg',
  'dim',
  'grid',
  'accent',
  'green',
  'red',
  'yellow',
  'purple',
  'phase',
  'phaseLine',
  'start',
  'works',
  'worksLine',
  'bad',
  'warn',
  'hook',
] as const satisfies readonly (keyof Palette)[];

type Basics = Pick<Palette, 'bg' | 'fg' | 'dim' | 'accent' | 'green' | 'red' | 'yellow' | 'purple'>;

/** A palette of plain colours from a few basic ones, tinted as the page tints them. */
export function paletteOf(basics: Basics): Palette {
  const tint = (color: string, share: number) => mix(color, basics.bg, share);
  return {
    ...basics,
    grid: tint(basics.fg, 0.1),
    phase: tint(basics.fg, 0.13),
    phaseLine: tint(basics.fg, 0.5),
    start: tint(basics.green, 0.1),
    works: tint(basics.green, 0.3),
    worksLine: tint(basics.green, 0.8),
    bad: tint(basics.red, 0.14),
    warn: tint(basics.yellow, 0.12),
    hook: tint(basics.purple, 0.16),
  };
}

export const LIGHT: Palette = paletteOf({
  bg: '#ffffff',
  fg: '#3b3b3b',
  dim: '#616161',
  accent: '#005fb8',
  green: '#388a34',
  red: '#e51400',
  yellow: '#a67400',
  purple: '#652d90',
});

export const DARK: Palette = paletteOf({
  bg: '#1f1f1f',
  fg: '#cccccc',
  dim: '#9d9d9d',
  accent: '#0078d4',
  green: '#89d185',
  red: '#f14c4c',
  yellow: '#cca700',
  purple: '#b180d7',
});

function mix(color: string, ground: string, share: number): string {
  const part = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  const channel = (at: number) => Math.round(part(color, at) * share + part(ground, at) * (1 - share));
  return `#${[1, 3, 5].map((at) => channel(at).toString(16).padStart(2, '0')).join('')}`;
}

/** The style sheet of the drawing for one palette. */
export function styleSheet(p: Palette): string {
  return `
.pw text{font-family:var(--vscode-font-family,Inter,system-ui,"Segoe UI","Noto Sans CJK SC",sans-serif);font-size:11.5px;fill:${p.fg};font-variant-numeric:tabular-nums}
.pw .title{font-weight:600;font-size:12.5px}
.pw .sub{font-size:12px}
.pw .note{fill:${p.dim};font-size:11px}
.pw .tick{fill:${p.dim};font-size:10.5px;text-anchor:middle}
.pw .tick.first{text-anchor:start}
.pw .foldname{fill:${p.dim};font-size:10.5px;text-anchor:middle}
.pw .halo{paint-order:stroke;stroke:${p.bg};stroke-width:4px;stroke-linejoin:round}
.pw .dimtext{fill:${p.dim}}
.pw .gridline{stroke:${p.grid};stroke-width:1}
.pw .guide{stroke:${p.dim};stroke-width:1;stroke-dasharray:1 3;opacity:.75}
.pw .measure line{stroke:${p.fg};stroke-width:1.2}
.pw .measure text{font-weight:600;font-size:12px;text-anchor:middle}
.pw .measure.edit line{stroke:${p.accent};stroke-width:1.5}
.pw .measure.edit text{font-weight:400}
.pw .measure.on line{stroke:${p.accent};stroke-width:2.5}
.pw .measure.on text{fill:${p.accent}}
.pw .b{stroke-width:1}
.pw .b-pending,.pw .b-waits{fill:none;stroke:${p.dim};stroke-dasharray:4 3}
.pw .b-phase{fill:${p.phase};stroke:${p.phaseLine}}
.pw .b-succeeded{fill:${p.works};stroke:${p.worksLine}}
.pw .b-failed{fill:${p.bad};stroke:${p.red}}
.pw .b-starting{fill:${p.start};stroke:${p.green};stroke-dasharray:4 3}
.pw .b-answering,.pw .b-inService,.pw .b-served{fill:${p.works};stroke:${p.worksLine}}
.pw .b-ready{fill:${p.works};stroke:${p.worksLine}}
.pw .b-terminating,.pw .b-closing,.pw .b-stopping{fill:${p.warn};stroke:${p.yellow}}
.pw .b-silent,.pw .b-refused{fill:${p.bad};stroke:${p.red}}
.pw .b-hook{fill:${p.hook};stroke:${p.purple}}
.pw .b-leaving{fill:none;stroke:${p.green}}
.pw .tex{stroke:none}
.pw .chip{stroke:none}
.pw .chip.b-leaving{fill:${p.bg}}
.pw .h-stripe{stroke:${p.yellow};stroke-width:1.3;opacity:.7}
.pw .h-cross{stroke:${p.red};stroke-width:1;opacity:.75;fill:none}
.pw .h-back{stroke:${p.green};stroke-width:1.3;opacity:.8}
.pw .h-dots{fill:${p.purple};opacity:.75}
.pw .w{fill:none;stroke-width:2}
.pw .w-none{stroke:${p.dim};stroke-width:1.4;stroke-dasharray:1.4 4.6;stroke-linecap:round;opacity:.85}
.pw .w-wait{stroke:${p.dim};stroke-width:1.4;stroke-dasharray:1.4 4.6;stroke-linecap:round;opacity:.85}
.pw .w-good{stroke:${p.green}}
.pw .w-bad{stroke:${p.red};stroke-dasharray:6 3}
.pw .whisker{stroke:${p.red};stroke-width:1.3}
.pw .m-good{fill:${p.green}}
.pw .m-bad{fill:${p.red}}
.pw .m-badline{stroke:${p.red};stroke-width:2;stroke-linecap:round;fill:none}
.pw .m-knock{stroke:${p.bg};stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round;fill:none}
.pw .m-fg{fill:${p.fg};stroke:${p.fg}}
.pw .m-fgline{stroke:${p.fg};stroke-width:1.6;fill:${p.bg}}
.pw .m-dimline{stroke:${p.dim};stroke-width:1.4;fill:${p.bg}}
.pw .m-ring{fill:${p.bg};stroke:none}
.pw .frame{fill:none;stroke:${p.dim};stroke-dasharray:3 3}
.pw .grip line{stroke:${p.fg};stroke-width:1.6}
.pw .grip circle{fill:${p.bg};stroke:${p.fg};stroke-width:1.6}
.pw .veil{fill:${p.bg};opacity:.42}
.pw .torn{fill:none;stroke:${p.dim};stroke-width:1;opacity:.8}
.pw .strip-gained{fill:${p.accent}}
.pw .strip-lost{stroke:${p.accent};stroke-width:3;stroke-dasharray:2 2.4;fill:none}
.pw .hit{fill:transparent;stroke:none}
.pw .words{pointer-events:none}
.pw .knock{fill:${p.bg}}
.pw .mid{text-anchor:middle}
`;
}
