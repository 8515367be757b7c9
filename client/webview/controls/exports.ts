// Exports: SVG, PNG, Mermaid, JSON, Markdown to a file by the host; Markdown and the scenario to the clipboard.
import { renderMarkdown } from '../../../server/src/simulation/render/markdown';
import { renderMermaid } from '../../../server/src/simulation/render/mermaid';
import { renderSvg } from '../../../server/src/simulation/render/svg';
import { plainPalette } from '../draw/palette';
import type { Scene } from '../model/model';
import type { Page } from '../page';

export type ExportKind =
  | 'svg'
  | 'png'
  | 'mermaid'
  | 'json'
  | 'markdown'
  | 'copyMarkdown'
  | 'copyScenario'
  | 'copyLink'
  | 'writeScenario';

export const EXPORTS: readonly ExportKind[] = [
  'svg',
  'png',
  'mermaid',
  'json',
  'markdown',
  'copyMarkdown',
  'copyScenario',
  'copyLink',
  'writeScenario',
];

/** Does one of the exports. */
export async function exportAs(page: Page, kind: ExportKind): Promise<void> {
  const { scene } = page;
  if (scene === undefined) return;
  const save = (extension: string, text: string, base64 = false) =>
    page.host.send({ type: 'save', name: `${fileName(scene)}.${extension}`, text, base64 });
  switch (kind) {
    case 'svg':
      return save('svg', svgOf(page, scene));
    case 'png':
      return save('png', await pngOf(page, scene), true);
    case 'mermaid':
      return save('mmd', renderMermaid(scene.drawing.picture, page.words));
    case 'json':
      return save('json', `${JSON.stringify({ scenario: scene.scenario, trace: scene.trace }, null, 2)}\n`);
    case 'markdown':
      return save('md', renderMarkdown(scene.drawing.picture, page.words));
    case 'copyMarkdown':
      return page.host.send({ type: 'copy', text: renderMarkdown(scene.drawing.picture, page.words) });
    case 'copyScenario':
      return page.host.send({ type: 'copy', text: JSON.stringify(scene.scenario) });
    case 'copyLink':
      return page.host.send({ type: 'copyLink', scenario: scene.scenario });
    case 'writeScenario':
      return page.host.send({ type: 'writeScenario', scenario: scene.scenario });
  }
}

function fileName(scene: Scene): string {
  const name = scene.plan.name.replace(/[^\w.-]+/g, '-');
  return `${name === '' ? 'pod' : name}-${scene.scenarioId}`;
}

function svgOf(page: Page, scene: Scene): string {
  const version = page.drawn?.kubernetesVersion;
  const advice = page.chosenAdvice;
  const compared =
    page.view.compare && advice !== undefined ? page.model.comparison(scene, advice, page.words) : undefined;
  return renderSvg(scene.drawing.picture, page.words, {
    widthPx: Math.max(900, Math.min(1600, page.chart.widthPx + 40)),
    palette: plainPalette(),
    fold: page.view.fold,
    ...(version === undefined ? {} : { kubernetesVersion: version }),
    ...(compared === undefined ? {} : { edits: compared.measures, strips: compared.strips }),
  });
}

/** The SVG drawn onto a canvas at twice its size. */
async function pngOf(page: Page, scene: Scene): Promise<string> {
  const svg = svgOf(page, scene);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^data:[^,]*,/, '');
}
