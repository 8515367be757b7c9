// Small things that tests and the picture script do in the workbench's page: find our webview, act in it, run a command.

/** The frame that holds our page: two frames deep, the second one named by the workbench. */
export async function webviewFrame(page, selector, { timeoutMs = 30_000 } = {}) {
  for (const limit = Date.now() + timeoutMs; Date.now() < limit; await page.waitForTimeout(100)) {
    for (const frame of page.frames()) {
      if (frame.parentFrame()?.parentFrame() == null && frame.name() !== 'active-frame') continue;
      const count = await frame
        .locator(selector)
        .count()
        .catch(() => 0);
      if (count > 0) return frame;
    }
  }
  throw new Error(`no webview shows ${selector}`);
}

/**
 * Does one thing in our webview.
 * @param {{ selector: string, action: 'text' | 'html' | 'count' | 'click' | 'fill' | 'press', value?: string, timeoutMs?: number }} request
 */
export async function webviewAction(page, { selector, action, value = '', timeoutMs }) {
  const frame = await webviewFrame(page, action === 'count' ? 'body' : selector, { timeoutMs });
  const target = frame.locator(selector).first();
  switch (action) {
    case 'text':
      return target.textContent();
    case 'html':
      return target.innerHTML();
    case 'count':
      return frame.locator(selector).count();
    case 'click':
      return target.click();
    case 'fill':
      return target.fill(value);
    case 'press':
      return target.press(value);
    default:
      throw new Error(`unknown action ${action}`);
  }
}

/** Runs a command by its title in the palette, as a person does. */
export async function runCommand(page, title) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input[type=text]');
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
}

/** Waits until the editor with this file is shown and coloured. */
export async function editorShown(page, name) {
  await page.waitForSelector('.monaco-workbench');
  await page.locator(`.tab[data-resource-name="${name}"]`).first().waitFor({ timeout: 60_000 });
  await page.locator('.monaco-editor .view-line').first().waitFor();
}
