// The timeline view by itself: scenario, scrubber, both links between picture and manifest, advice, table.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, inPage, openExample, positionOf, until } from './support';

const text = (selector: string): Promise<string> => inPage({ selector, action: 'text' });
const press = (key: string): Promise<string> => inPage({ selector: '#scrubber', action: 'press', value: key });
const click = (selector: string): Promise<string> => inPage({ selector, action: 'click' });
const count = async (selector: string): Promise<number> => Number(await inPage({ selector, action: 'count' }));

/** Opens the timeline of an example and waits for its sentence. */
async function openView(name: string, pod: string): Promise<vscode.TextEditor> {
  const editor = await openExample(name);
  const position = positionOf(editor.document, 'image: ');
  editor.selection = new vscode.Selection(position, position);
  await vscode.commands.executeCommand('podwright.openTimeline');
  await until(`the picture of ${pod}`, async () => (await text('#podName')).includes(pod));
  return editor;
}

suite('timeline view', () => {
  suiteTeardown(closeAll);

  test('plays another scenario', async function () {
    this.timeout(60_000);
    await openView('web-app.yaml', 'web');
    const before = await text('#summary');
    await press(']');
    await until('another sentence', async () => (await text('#summary')) !== before);
    await press('[');
    await until('the first scenario again', async () => (await text('#summary')).includes('Deletion takes'));
  });

  test('moves the scrubber and shows the moment as kubectl does', async function () {
    this.timeout(60_000);
    await openView('web-app.yaml', 'web');
    await press('Home');
    await until('the first moment', async () => (await text('#pill')).startsWith('0.0'));
    assert.match(await text('#kubectl'), /Pending|ContainerCreating/);
    await press('End');
    await until('the end', async () => (await text('#kubectl')).includes('NotFound'));
  });

  test('leads from an event to its line', async function () {
    this.timeout(60_000);
    const editor = await openView('web-app.yaml', 'web');
    await click('#lanes .s-flag');
    const lines = editor.document.getText().split('\n');
    const line = lines.findIndex((one) => one.includes('preStop:'));
    await until('the cursor at preStop', () => editor.selection.active.line === line);
  });

  test('leads from a line to its events', async function () {
    this.timeout(60_000);
    const editor = await openView('web-app.yaml', 'web');
    const at = positionOf(editor.document, 'readinessProbe');
    await vscode.window.showTextDocument(editor.document, { viewColumn: vscode.ViewColumn.One });
    editor.selection = new vscode.Selection(at, at);
    await until('the lane to be lit', async () => (await count('#lanes .lane.lit[data-lane="app/readiness"]')) > 0);
  });

  test('applies an advice as one edit that can be undone', async function () {
    this.timeout(60_000);
    const editor = await openView('slow-start.yaml', 'slow-start');
    const before = editor.document.getText();
    await press(']');
    await until('an advice', async () => (await count('#apply')) > 0);
    await click('#compare');
    await until('the overlay', async () => (await count('#lanes [class^="strip-"]')) > 0);
    await click('#apply');
    await until('the edit', () => editor.document.getText() !== before);
    assert.match(editor.document.getText(), /startupProbe:[\s\S]*?periodSeconds: 1\b/);
    await vscode.window.showTextDocument(editor.document, { viewColumn: vscode.ViewColumn.One });
    await vscode.commands.executeCommand('undo');
    await until('the text as before', () => editor.document.getText() === before);
  });

  test('writes the scenario into the manifest and reads it again', async function () {
    this.timeout(60_000);
    const editor = await openView('web-app.yaml', 'web');
    await click('#exportButton');
    await click('[data-export="writeScenario"]');
    await until('the comment', () => editor.document.getText().includes('# podwright-scenario: {'));
    const options = () => inPage({ selector: '#scenario', action: 'html' });
    await until('the scenario of the manifest', async () => (await options()).includes('value="comment"'));
  });

  test('shows the same events as a table', async function () {
    this.timeout(60_000);
    await openView('web-app.yaml', 'web');
    await press('t');
    await until('the table', async () => (await count('#table tbody tr')) > 10);
    await click('#tableButton');
    await until('the picture', async () => (await count('#lanesBox:not([hidden]) .lane')) > 5);
  });
});
