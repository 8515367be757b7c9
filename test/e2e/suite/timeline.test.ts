// The timeline beside the editor: opened by its command, follows edits, keeps the last good picture of a broken text.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, inPage, openExample, positionOf, replace, until } from './support';

/** The lanes as they are drawn. */
const picture = (): Promise<string> => inPage({ selector: '#lanes', action: 'html' });
/** Everything the page says. */
const pageText = (): Promise<string> => inPage({ selector: 'main', action: 'text' });

suite('timeline', () => {
  suiteTeardown(closeAll);

  test('opens beside the editor for the pod under the cursor', async function () {
    this.timeout(60_000);
    const editor = await openExample('web-app.yaml');
    const at = positionOf(editor.document, 'startupProbe');
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('podwright.openTimeline');
    await until('the readiness lane', async () => /readiness/.test(await picture()));
    const text = await until('the container in the picture', async () => {
      const now = await pageText();
      return now.includes('app') && now.includes('SIGTERM') && now;
    });
    assert.match(text, /grace/);
  });

  test('changes its picture when terminationGracePeriodSeconds is edited', async function () {
    this.timeout(60_000);
    const editor = await openExample('web-app.yaml');
    const before = await pageText();
    assert.ok(!before.includes('77 s'));
    await replace(editor, 'terminationGracePeriodSeconds: 40', 'terminationGracePeriodSeconds: 77');
    await until('the new grace period in the picture', async () => /\b77\b/.test(await pageText()));
  });

  test('keeps the last good picture while the text is broken', async function () {
    this.timeout(60_000);
    const editor = await openExample('web-app.yaml');
    await until('a picture', async () => (await picture()).length > 500);
    await replace(editor, '      terminationGracePeriodSeconds: 40', '   terminationGracePeriodSeconds: [40');
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.ok((await picture()).length > 500, 'the picture is gone');
  });
});
