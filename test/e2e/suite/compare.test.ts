// What changed in behaviour, in the editor's own Markdown preview.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, exampleUri, openExample, until } from './support';

/** The text of the page that the preview shows. */
async function pageOf(uri: vscode.Uri): Promise<string> {
  const page = vscode.Uri.from({ scheme: 'podwright-diff', path: `${uri.path}.md`, query: uri.toString() });
  return (await vscode.workspace.openTextDocument(page)).getText();
}

function previews(): readonly string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('markdown.preview'))
    .map(({ label }) => label);
}

suite('compare', () => {
  teardown(closeAll);

  test('an older text: numbers and a picture in a preview beside the file', async () => {
    const { document } = await openExample('web-app.yaml');
    const old = document.getText().replace('periodSeconds: 5', 'periodSeconds: 5\n            initialDelaySeconds: 40');
    assert.notEqual(old, document.getText());
    await vscode.commands.executeCommand('podwright.compareWithText', document.uri, old, 'last week');
    await until('the preview', () => previews().length === 1);
    const text = await pageOf(document.uri);
    assert.match(text, /^# Behaviour compared with last week\n/);
    assert.match(text, /### Deployment web/);
    assert.match(text, /\| ▲ \| ready after \| 4\d[^|]* \| \d[^|]* \|/);
    assert.match(text, /!\[\]\(<data:image\/svg\+xml;utf8,/);
  });

  test('the same text: says so, and follows the next comparison', async () => {
    const { document } = await openExample('job.yaml');
    const same = document.getText();
    await vscode.commands.executeCommand('podwright.compareWithText', document.uri, same, 'HEAD');
    assert.match(await pageOf(document.uri), /behaviour is the same/);
    const other = same.replace('memory: 512Mi', 'memory: 1Gi');
    await vscode.commands.executeCommand('podwright.compareWithText', document.uri, other, 'HEAD');
    await until('the page to follow', async () => /### Job nightly-report/.test(await pageOf(document.uri)));
  });

  test('with HEAD: a file in no repository is explained, nothing is thrown', async () => {
    await openExample('job.yaml');
    await vscode.commands.executeCommand('podwright.compareWithHead', exampleUri('job.yaml'));
    assert.deepEqual(previews(), []);
  });
});
