// How long the timeline's page takes: `node scripts/benchView.mjs`. First the model and the drawing alone, then, where a
// Chromium is found, whole redraws in a page: from the message with a changed plan to the end of layout.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { root } from './console.mjs';
import { readTexts } from './texts.mjs';
import { findBrowser } from './workbench.mjs';

const out = path.join(root, '.cache', 'bench-view');
const RUNS = 60;

const core = await bundleCore();
const { why, timeline } = readTexts(root, 'en');
const words = { ...why, ...timeline };
const CASES = [
  ['web-app', 'life'],
  ['web-app', 'deadlock'],
  ['slow-start', 'slowStart'],
  ['sidecar', 'life'],
  ['crash-loop', 'crashAtStart'],
];

console.log('model and drawing, ms (least and median of 60)');
for (const [file, id] of CASES) {
  const { plan } = answerOf(file);
  const scenario = core.scenariosFor(plan).find((one) => one.id === id).scenario;
  const trace = core.simulate(plan, scenario);
  const { picture } = core.draw({ trace, plan, scenario, words });
  report(`${file} ${id}`, {
    simulate: measure(() => core.simulate(plan, scenario)),
    draw: measure(() => core.draw({ trace, plan, scenario, words })),
    svg: measure(() => core.renderSvg(picture, words)),
  });
}
hourOfCrashLoop();
if (findBrowser() === undefined) console.log('no Chromium: the page is not measured');
else await measurePage();

function hourOfCrashLoop() {
  const { plan } = answerOf('crash-loop');
  const scenario = { behaviour: { app: { exits: [{ at: 3, code: 1 }] } }, deleteAt: null, until: 3600 };
  report('an hour of crash loop', { simulate: measure(() => core.simulate(plan, scenario)) });
}

function answerOf(file) {
  const text = readFileSync(path.join(root, 'examples', `${file}.yaml`), 'utf8');
  return core.timelineOf(
    core.analyzeFile(core.YamlStream.of(text), core.NEWEST_MINOR),
    { uri: 'file:///x' },
    1,
    core.texts,
  );
}

function measure(work) {
  for (let i = 0; i < 10; i++) work();
  const times = Array.from({ length: RUNS }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return times.sort((a, b) => a - b);
}

function report(name, parts) {
  const figures = Object.entries(parts).map(
    ([part, times]) => `${part} ${times[0].toFixed(2)} / ${times[times.length >> 1].toFixed(2)}`,
  );
  console.log(`  ${name.padEnd(26)} ${figures.join('   ')}`);
}

async function bundleCore() {
  mkdirSync(out, { recursive: true });
  const source = `
    export { analyzeFile } from './server/src/features/analysis';
    export { timelineOf } from './server/src/features/timeline';
    export { YamlStream } from './server/src/yaml/stream';
    export { NEWEST_MINOR } from './server/src/schema/versions';
    export { simulate } from './server/src/simulation/simulate';
    export { scenariosFor } from './server/src/simulation/scenarios';
    export { draw } from './server/src/simulation/picture/build';
    export { renderSvg } from './server/src/simulation/render/svg';
    export { pageHtml } from './client/src/timeline/pageHtml';
    import { Texts } from './server/src/text/texts';
    export const texts = new Texts('en', {});`;
  const file = path.join(out, 'core.cjs');
  const options = { bundle: true, absWorkingDir: root, logLevel: 'warning', target: 'es2022' };
  await esbuild.build({
    ...options,
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    format: 'cjs',
    platform: 'node',
    mainFields: ['module', 'main'],
    outfile: file,
  });
  const page = { ...options, minify: true, outdir: out, format: 'iife' };
  await esbuild.build({
    ...page,
    entryPoints: { webview: 'client/webview/main.ts', style: 'client/webview/style.css' },
  });
  return (await import(pathToFileURL(file).href)).default;
}

async function measurePage() {
  const { chromium } = await import('playwright-core');
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: findBrowser(), args });
  console.log('redraw in the page after a changed plan, ms (least and median of 60)');
  for (const [file, id] of CASES) report(`${file} ${id}`, await redraws(browser, file, id));
  await browser.close();
}

async function redraws(browser, file, id) {
  const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
  const site = 'http://bench.test';
  const html = core.pageHtml({
    scriptUri: `${site}/webview.js`,
    styleUri: `${site}/style.css`,
    cspSource: site,
    nonce: 'bench',
    title: 'bench',
  });
  await page.route(`${site}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    return name === ''
      ? route.fulfill({ contentType: 'text/html', body: html })
      : route.fulfill({ path: path.join(out, name) });
  });
  await page.addInitScript(() => {
    window.acquireVsCodeApi = () => ({ postMessage() {}, getState() {}, setState() {} });
    // All of the page's work is done in animation frames: the longest one since the last reset, its layout included.
    const ask = window.requestAnimationFrame.bind(window);
    window.longestMs = 0;
    window.requestAnimationFrame = (work) =>
      ask((time) => {
        const startedAt = performance.now();
        work(time);
        document.body.getBoundingClientRect();
        window.longestMs = Math.max(window.longestMs, performance.now() - startedAt);
      });
  });
  await page.goto(site);
  const answer = answerOf(file);
  const show = { type: 'show', uri: 'file:///x', fileName: 'x', pinned: false, answer };
  await page.evaluate(
    ([first, second]) => {
      window.postMessage(first, '*');
      window.postMessage(second, '*');
    },
    [{ type: 'words', words, locale: 'en' }, show],
  );
  await page.waitForSelector('#lanes .lane');
  await page.selectOption('#scenario', id).catch(() => undefined);
  const times = await page.evaluate(
    async ([message, runs]) => {
      const found = [];
      for (let run = 0; run < runs; run++) {
        const plan = { ...message.answer.plan, terminationGracePeriodSeconds: 31 + run };
        window.longestMs = 0;
        window.postMessage({ ...message, answer: { ...message.answer, plan } }, '*');
        const waitedSince = performance.now();
        while (window.longestMs === 0 && performance.now() - waitedSince < 2000) {
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
        await new Promise((resolve) => setTimeout(resolve, 30));
        found.push(window.longestMs);
      }
      return found.sort((a, b) => a - b);
    },
    [show, RUNS],
  );
  await page.close();
  return { redraw: times };
}
