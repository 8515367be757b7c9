// A timeline as one SVG file, for the CLI, for exports and for documents. Needs no script and no font of its own.
import type { Picture } from '../picture/picture';
import { TimeScale } from '../picture/scale';
import { say, type Words } from '../picture/words';
import { type EditMeasure, renderHead } from './svgHead';
import { renderLanes, type Strip } from './svgLanes';
import { textureDefs, xml } from './svgShapes';
import { DARK, LIGHT, type Palette, styleSheet } from './svgStyle';
import { textWidth } from './textWidth';

export interface SvgOptions {
  readonly widthPx?: number;
  /** Plain colours; absent: light, and dark where the reader prefers it. */
  readonly palette?: Palette;
  readonly fold?: boolean;
  readonly edits?: readonly EditMeasure[];
  readonly strips?: Readonly<Record<string, readonly Strip[]>>;
  readonly kubernetesVersion?: string;
}

const PAD = 20;

/** The whole picture with sentence and footer as an SVG document. */
export function renderSvg(picture: Picture, words: Words, options: SvgOptions = {}): string {
  const widthPx = options.widthPx ?? 1200;
  const narrow = widthPx < 680;
  const layout = { widthPx: widthPx - 2 * PAD, gutterPx: narrow ? 84 : 164, narrow };
  const scale = TimeScale.fit({
    notableMs: picture.notableMs,
    endMs: picture.endMs,
    widthPx: layout.widthPx - layout.gutterPx,
    fold: options.fold ?? true,
  });
  const head = renderHead({
    notableMs: picture.notableMs,
    measures: picture.measures,
    edits: options.edits ?? [],
    scale,
    layout,
    words,
  });
  const strips = options.strips === undefined ? {} : { strips: options.strips };
  // Grips are for dragging; a file has nothing to drag.
  const still = { ...picture, lanes: picture.lanes.map((lane) => ({ ...lane, grips: [] })) };
  const lanes = renderLanes({ picture: still, scale, layout, words, id: 'pw', ...strips });
  const sentence = wrap(picture.headline.phrases.map(({ text }) => text).join(''), layout.widthPx, 16);
  const footer = wrap(footerText(picture, words, options.kubernetesVersion), layout.widthPx, 11);
  const headY = PAD + 20 + sentence.length * 22;
  const lanesY = headY + head.heightPx;
  const footY = lanesY + lanes.heightPx + 22;
  const heightPx = footY + (footer.length - 1) * 15 + PAD - 6;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="pw" width="${widthPx}" height="${Math.ceil(heightPx)}" viewBox="0 0 ${widthPx} ${Math.ceil(heightPx)}" role="img" aria-label="${xml(sentence.join(' '))}">`,
    `<style>${fileStyle(options.palette)}</style>`,
    `<defs>${textureDefs('pw')}<clipPath id="pw-plot"><rect x="${layout.gutterPx - 2}" y="-4" width="${layout.widthPx - layout.gutterPx + 4}" height="${lanes.heightPx + 8}"/></clipPath></defs>`,
    '<rect class="ground" width="100%" height="100%"/>',
    `<g transform="translate(${PAD} ${PAD})"><text class="name" y="10">${xml(picture.name)}</text>`,
    sentence.map((line, index) => `<text class="sentence" y="${38 + index * 22}">${xml(line)}</text>`).join(''),
    '</g>',
    `<g transform="translate(${PAD} ${headY})">${head.svg}</g>`,
    `<g transform="translate(${PAD} ${lanesY})">${lanes.svg}</g>`,
    `<g transform="translate(${PAD} ${footY})">${footer.map((line, index) => `<text class="note" y="${index * 15}">${xml(line)}</text>`).join('')}</g>`,
    '</svg>',
  ].join('\n');
}

/** What is simulated and what is assumed, as one line. */
export function footerText(picture: Picture, words: Words, kubernetesVersion = '1.37'): string {
  const parts = [say(words, 'footer.simulated', { version: kubernetesVersion })];
  if (picture.assumptions.length > 0) {
    parts.push(
      say(words, 'footer.assumed', {
        list: picture.assumptions.join(
          words[picture.assumptions.some((text) => text.includes(': ')) ? 'list.groups' : 'list.join'] ?? ', ',
        ),
      }),
    );
  }
  if (picture.truncated) parts.push(say(words, 'footer.truncated'));
  parts.push(say(words, 'footer.differs'));
  return parts.join(' · ');
}

function fileStyle(palette: Palette | undefined): string {
  const own = (colors: Palette) =>
    `${styleSheet(colors).replace(/var\(--vscode-font-family,([^)]*)\)/g, '$1')}.pw .ground{fill:${colors.bg}}.pw .name{font-weight:600;font-size:13px}.pw .sentence{font-size:16px}`;
  if (palette !== undefined) return own(palette);
  return `${own(LIGHT)}@media (prefers-color-scheme:dark){${own(DARK)}}`;
}

function wrap(text: string, widthPx: number, size: number): readonly string[] {
  const pieces = text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\u0020*|\s+/g) ?? [text];
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (line !== '' && textWidth(line + piece, size) > widthPx) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  return [...lines, line.trimEnd()];
}
