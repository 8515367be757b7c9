// A walk through the timeline as a person takes it: another scenario, a picture saved, a reload that forgets nothing.
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

  'saves the picture as SVG': async ({ page }) => {
    const frame = await webviewFrame(page, '#exportButton');
    await frame.locator('#exportButton').click();
    await frame.locator('[data-export="svg"]').click();
    const place = page.locator('.quick-input-widget:visible input[type=text]');
    await place.waitFor();
    while (!(await place.inputValue()).endsWith('.svg')) await page.waitForTimeout(50);
    await page.keyboard.press('Enter');
    // The walk goes through the same folder once per host: the second time the file is there already.
    const saved = page.getByText('Saved web-deadlock.svg').first();
    const exists = page.getByText('web-deadlock.svg already exists').first();
    await saved.or(exists).first().waitFor();
    if (await exists.isVisible()) await page.keyboard.press('Enter');
    await saved.waitFor();
  },

  'keeps scenario and moment over a reload of the window': async ({ page, reopen }) => {
    const frame = await webviewFrame(page, '#lanes .lane');
    await frame.locator('#scrubber').press('Home');
    await frame.locator('#pill', { hasText: '0.0' }).waitFor();
    await reopen();
    await editorShown(page, 'web-app.yaml');
    const again = await webviewFrame(page, '#lanes .lane', { timeoutMs: 60_000 });
    await again.locator('#summary', { hasText: 'hangs at' }).waitFor();
    await again.locator('#pill', { hasText: '0.0' }).waitFor();
  },
};
