// Takes the pictures of the documentation from the real workbench: editor and timeline, in every theme and both languages.
// `node scripts/shots.mjs [FOLDER] [--only=NAME]` writes PNGs to docs/images or to FOLDER.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { root, say } from './console.mjs';
import { editorShown, webviewFrame } from './page.mjs';
import { ensureWorkbench, findBrowser, launchBrowser, startServer, workbenchUrl } from './workbench.mjs';

const args = process.argv.slice(2);
const target = path.resolve(root, args.find((arg) => !arg.startsWith('--')) ?? 'docs/images');
const only = args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length);

/** The themes by what the system asks for: in a browser the workbench follows that, and heeds a fixed theme only sometimes. */
const THEMES = {
  dark: { media: { colorScheme: 'dark' }, shown: '2026-dark' },
  light: { media: { colorScheme: 'light' }, shown: '2026-light' },
  hc: { media: { colorScheme: 'dark', forcedColors: 'active' }, shown: 'hc_black' },
};

const EDITOR = { width: 860, height: 600 };
const BOTH = { width: 1440, height: 880 };

/** What is photographed: a file, the size of the window, and what is done in it. */
const SCENES = {
  findings: { file: 'tutorial.yaml', size: EDITOR, act: showFinding },
  'quick-fix': { file: 'tutorial.yaml', size: EDITOR, act: showQuickFix },
  hover: { file: 'slow-start.yaml', size: EDITOR, act: showHover },
  completion: { file: 'slow-start.yaml', size: EDITOR, act: showCompletion },
  timeline: { file: 'web-app.yaml', size: BOTH, act: showTimeline },
  'timeline-crash': { file: 'crash-loop.yaml', size: BOTH, act: showTimeline },
  'timeline-sidecar': { file: 'sidecar.yaml', size: BOTH, act: showTimeline },
};

if (findBrowser() === undefined) throw new Error('No Chromium or Chrome was found: install one or set CHROME_PATH.');
await build({ production: true });
const workbench = await ensureWorkbench();
mkdirSync(target, { recursive: true });
for (const theme of Object.keys(THEMES)) {
  for (const language of theme === 'hc' ? ['en'] : ['en', 'zh-cn']) {
    await photograph(theme, language);
  }
}
process.exit(0);

/** Asks for a theme until it is there: what is asked before all themes are known is forgotten. */
async function themed(page, { media, shown }) {
  const workbench = page.locator(`.monaco-workbench[class*="${shown}"]`);
  for (let round = 0; round < 20 && (await workbench.count()) === 0; round++) {
    await page.emulateMedia({ colorScheme: media.colorScheme === 'dark' ? 'light' : 'dark', forcedColors: 'none' });
    await page.waitForTimeout(700);
    await page.emulateMedia({ forcedColors: 'none', ...media });
    await page.waitForTimeout(1500);
  }
}

async function photograph(theme, language) {
  const scenes = Object.entries(SCENES).filter(([name]) => only === undefined || name === only);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'podwright-shots-'));
  const server = await startServer(workbench, scratch, {
    settings: {
      'window.autoDetectColorScheme': true,
      'window.autoDetectHighContrast': true,
      'workbench.preferredDarkColorTheme': 'Dark 2026',
      'workbench.preferredLightColorTheme': 'Light 2026',
      'workbench.preferredHighContrastColorTheme': 'Default High Contrast',
      'podwright.language': language,
      'editor.minimap.enabled': false,
      'editor.fontSize': 13,
      'workbench.activityBar.location': 'hidden',
      'workbench.statusBar.visible': true,
      'window.commandCenter': false,
      'window.menuBarVisibility': 'compact',
      'workbench.layoutControl.enabled': false,
      'editor.wordWrap': 'off',
    },
  });
  const context = await launchBrowser(path.join(scratch, 'browser'), { scale: 1.5 });
  try {
    for (const [name, { file, size, act }] of scenes) {
      // A folder of its own, or the workbench would bring back the editors of the scene before.
      const folder = path.join(scratch, name, 'shop');
      cpSync(path.join(root, 'examples'), folder, { recursive: true });
      const page = await context.newPage();
      await page.setViewportSize(size);
      await page.emulateMedia(THEMES[theme].media);
      const open = path.join(folder, file);
      await page.goto(workbenchUrl(server.authority, { folder, extension: root, open }));
      await editorShown(page, file);
      await themed(page, THEMES[theme]);
      await page.keyboard.press('Control+b'); // hides the side bar
      await act(page).catch((error) => say(`${name}: ${error.message}`));
      await page.waitForTimeout(700);
      const picture = `${name}-${theme}${language === 'en' ? '' : `-${language}`}.png`;
      await page.screenshot({ path: path.join(target, picture) });
      say(picture);
      await page.close();
    }
  } finally {
    await context.close();
    await server.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

function word(page, text) {
  return page.locator('.view-line span[class^="mtk"]', { hasText: text }).first();
}

/** Waits until the language server has answered: its links above the pod are shown. */
async function served(page) {
  await page.locator('.codelens-decoration a').first().waitFor({ timeout: 60_000 });
}

async function showFinding(page) {
  await page.locator('.squiggly-error').nth(1).waitFor({ timeout: 60_000 });
  await hoverAt(page, 'prot');
}

async function showQuickFix(page) {
  await page.locator('.squiggly-error').nth(1).waitFor({ timeout: 60_000 });
  await served(page);
  await word(page, 'prot').click();
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget:visible').first().waitFor();
}

async function showHover(page) {
  await served(page);
  await hoverAt(page, 'startupProbe');
}

/** Shows the hover of a word by the keyboard: a mouse would leave its own traces in the picture. */
async function hoverAt(page, text) {
  await word(page, text).click();
  const { width, height } = page.viewportSize();
  await page.mouse.move(width - 60, height - 100);
  for (let tries = 0; tries < 5; tries++) {
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+i');
    const shown = await page
      .locator('.monaco-hover:visible')
      .first()
      .waitFor({ timeout: 4_000 })
      .then(
        () => true,
        () => false,
      );
    if (shown) return;
  }
  throw new Error(`no hover on ${text}`);
}

async function showCompletion(page) {
  await served(page);
  await word(page, 'failureThreshold').click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
}

async function showTimeline(page) {
  await page
    .getByRole('button', { name: /^Preview Timeline/ })
    .first()
    .click();
  await webviewFrame(page, '#lanes rect, #lanes path');
}
