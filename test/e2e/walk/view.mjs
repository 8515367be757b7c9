// A walk through the timeline as a person takes it: another scenario, a picture saved, a reload that forgets nothing.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { editorShown, webviewFrame } from '../../../scripts/page.mjs';

async function openTimeline(page, open) {
  await open('web-app.yaml');
  await editorShown(page, 'web-app.yaml');
  await page
    .getByRole('button', { name: /^Preview Timeline/ })
    .first()
    .click();
  return webviewFrame(page, '#lanes .lane');
}

export default {
  'plays the scenario that is chosen': async ({ page, open }) => {
    const frame = await openTimeline(page, open);
    await frame.locator('#scenario').selectOption('deadlock');
    await frame.locator('#summary', { hasText: 'hangs at' }).waitFor();
    await frame.locator('#lanes .b-silent').first().waitFor();
  },

  'saves the picture as SVG': async ({ page, folder }) => {
    const frame = await webviewFrame(page, '#exportButton');
    await frame.locator('#exportButton').click();
    await frame.locator('[data-export="svg"]').click();
    await page.locator('.quick-input-widget:visible input[type=text]').waitFor();
    await page.keyboard.press('Enter');
    await page
      .getByText(/Saved web-deadlock\.svg/)
      .first()
      .waitFor();
    if (folder === undefined) return;
    const saved = readdirSync(path.join(folder)).filter((name) => name.endsWith('.svg'));
    if (saved.length !== 1) throw new Error(`saved: ${saved.join(', ')}`);
  },

  'keeps scenario and moment over a reload of the window': async ({ page, reopen }) => {
    const frame = await webviewFrame(page, '#lanes .lane');
    await frame.locator('#scrubber').press('Home');
    await frame.locator('#pill', { hasText: '0.0' }).waitFor();
    await page.waitForTimeout(2_000); // The workbench writes its state a moment after a change.
    await reopen();
    await editorShown(page, 'web-app.yaml');
    const again = await webviewFrame(page, '#lanes .lane', { timeoutMs: 60_000 });
    await again.locator('#summary', { hasText: 'hangs at' }).waitFor();
    await again.locator('#pill', { hasText: '0.0' }).waitFor();
  },
};
