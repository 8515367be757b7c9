// Renderers: an SVG that is well formed, text that fits its columns, Markdown and Mermaid that hold what the picture holds.
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../server/src/simulation/render/markdown';
import { renderMermaid } from '../../../server/src/simulation/render/mermaid';
import { renderSvg } from '../../../server/src/simulation/render/svg';
import { DARK } from '../../../server/src/simulation/render/svgStyle';
import { renderText } from '../../../server/src/simulation/render/text';
import { scenariosFor } from '../../../server/src/simulation/scenarios';
import { drawingOf, PLANS, WORDS } from './pods';

const pictures = Object.entries(PLANS).flatMap(([name, plan]) =>
  scenariosFor(plan).map(({ id, scenario }) => ({ name: `${name} ${id}`, picture: drawingOf(plan, scenario).picture })),
);

/** Names of elements that are opened and not closed in order. */
function unbalanced(xml: string): readonly string[] {
  const open: string[] = [];
  for (const [, close, name, rest] of xml.matchAll(/<(\/?)([\w]+)([^>]*)>/g)) {
    if (close === '/') {
      if (open.pop() !== name) return [...open, name ?? ''];
    } else if (rest?.endsWith('/') !== true) open.push(name ?? '');
  }
  return open;
}

describe('svg', () => {
  it.each(pictures)('$name is well formed and has no odd number', ({ picture }) => {
    for (const widthPx of [420, 1200]) {
      const svg = renderSvg(picture, WORDS.en, { widthPx });
      expect(unbalanced(svg)).toEqual([]);
      expect(svg).not.toMatch(/NaN|Infinity|undefined|&(?!#\d+;)/);
      expect(svg).not.toMatch(/ width="-| height="-/);
    }
  });

  it('is the same to the byte each time', () => {
    const { picture } = pictures[0]!;
    expect(renderSvg(picture, WORDS.en)).toBe(renderSvg(picture, WORDS.en));
  });

  it('follows the reader’s preference, or one palette', () => {
    const { picture } = pictures[0]!;
    expect(renderSvg(picture, WORDS.en)).toContain('prefers-color-scheme:dark');
    expect(renderSvg(picture, WORDS.en, { palette: DARK })).not.toContain('prefers-color-scheme');
  });

  it('refers to nothing outside and to no theme', () => {
    for (const { picture } of pictures) {
      const svg = renderSvg(picture, WORDS.en);
      expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|var\(|<script|@import/);
    }
  });

  it('escapes names', () => {
    const { picture } = pictures[0]!;
    const svg = renderSvg({ ...picture, name: '<b>&"' }, WORDS.en);
    expect(svg).not.toContain('<b>');
    expect(unbalanced(svg)).toEqual([]);
  });
});

/** Columns that a text takes. */
const columns = (text: string) => [...text].reduce((sum, char) => sum + (char.codePointAt(0)! >= 0x2e80 ? 2 : 1), 0);

describe('text', () => {
  it.each(pictures)('$name fits its columns', ({ picture }) => {
    const lines = renderText(picture, WORDS['zh-cn'], { columns: 90, colors: false, brief: true }).split('\n');
    const strips = lines.slice(4, 4 + picture.lanes.length);
    for (const line of strips) expect(columns(line)).toBeLessThanOrEqual(90);
  });

  it('has no escape codes unless colours are asked for', () => {
    const { picture } = pictures[0]!;
    expect(renderText(picture, WORDS.en, { columns: 100, colors: false })).not.toContain('\u001b');
    expect(renderText(picture, WORDS.en, { columns: 100, colors: true })).toContain('\u001b[');
  });
});

describe('markdown and mermaid', () => {
  it.each(pictures)('$name keeps its table in shape', ({ picture }) => {
    const rows = renderMarkdown(picture, WORDS.en)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(6);
    expect(rows).toHaveLength(2 + picture.told.filter(({ routine }) => !routine).length);
  });

  it.each(pictures)('$name: every task has a name, a start and a length', ({ picture }) => {
    const tasks = renderMermaid(picture, WORDS.en)
      .split('\n')
      .filter((line) => line.startsWith('    '));
    for (const task of tasks) expect(task).toMatch(/^ {4}[^:;#,]+ :(?:crit, |active, )?(?:milestone, )?\d+, \d+ms$/);
  });
});
