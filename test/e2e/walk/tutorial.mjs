// A walk through the page as a person takes it: squiggles, the button in the editor's title, the timeline, a reload.
import { editorShown, webviewFrame } from '../../../scripts/page.mjs';

export default {
  'underlines both mistakes of the tutorial example': async ({ page, open }) => {
    await open('tutorial.yaml');
    await editorShown(page, 'tutorial.yaml');
    await page.locator('.squiggly-error').nth(1).waitFor({ timeout: 60_000 });
  },

  'opens the timeline by the button in the title of the editor': async ({ page }) => {
    await page
      .getByRole('button', { name: /^Preview Timeline/ })
      .first()
      .click();
    const frame = await webviewFrame(page, '#lanes rect, #lanes path');
    await frame.locator('#lanes').getByText('liveness').first().waitFor();
  },

  'shows the timeline again after a reload of the window': async ({ page, reopen }) => {
    await reopen();
    await editorShown(page, 'tutorial.yaml');
    const frame = await webviewFrame(page, '#lanes rect, #lanes path', { timeoutMs: 60_000 });
    await frame.locator('#lanes').getByText('liveness').first().waitFor();
  },
};
