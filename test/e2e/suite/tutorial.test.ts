// The tutorial's probe example with its two mistakes: found, repaired, explained, completed.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, completions, errorCount, hoverText, openExample, positionOf, quickFixes } from './support';

suite('tutorial example', () => {
  suiteTeardown(closeAll);

  test('shows the misspelt key and the mis-indented lines, one finding each', async () => {
    const { document } = await openExample('tutorial.yaml');
    const errors = await errorCount(document, 2);
    const texts = errors.map(({ range }) => document.getText(range)).sort();
    assert.equal(texts[1], 'prot');
    assert.match(texts[0] ?? '', /^\s*initialDelaySeconds: 15\n {7}timeoutSeconds: 1$|^initialDelaySeconds/);
    for (const { code, message } of errors) {
      assert.ok(code !== undefined);
      assert.ok(message.length > 20);
    }
    assert.match(errors.map(({ message }) => message).join('\n'), /port/);
  });

  test('repairs each by one quick fix', async () => {
    const { document } = await openExample('tutorial.yaml');
    const before = document.getText();
    for (const remaining of [2, 1]) {
      const [diagnostic] = await errorCount(document, remaining);
      assert.ok(diagnostic);
      const fixes = await quickFixes(document, diagnostic);
      const fix = fixes.find(({ isPreferred }) => isPreferred) ?? fixes[0];
      assert.ok(fix?.edit, `no quick fix for ${diagnostic.message}`);
      assert.ok(await vscode.workspace.applyEdit(fix.edit));
    }
    await errorCount(document, 0);
    const expected = before
      .replace('prot: 8080', 'port: 8080')
      .replace(/^ {7}(initialDelaySeconds|timeoutSeconds)/gm, '        $1');
    assert.equal(document.getText(), expected);
  });

  test('explains a field with what it comes to in this pod', async () => {
    const { document } = await openExample('slow-start.yaml');
    const grace = await until60(() => hoverText(document, positionOf(document, 'terminationGrace', 3)));
    assert.match(grace, /60/);
    assert.match(grace, /SIGKILL|SIGTERM/);
    const probe = await hoverText(document, positionOf(document, 'startupProbe', 3));
    assert.match(probe, /100/, 'a startup probe of 20 × 5 s');
  });

  test('completes inside a probe what is not there yet', async () => {
    const editor = await openExample('slow-start.yaml');
    const { document } = editor;
    const line = positionOf(document, 'failureThreshold: 20').line;
    await editor.edit((edit) => edit.insert(new vscode.Position(line + 1, 0), '        \n'));
    const items = await completions(document, new vscode.Position(line + 1, 8));
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('initialDelaySeconds'), labels.join(' '));
    assert.ok(labels.includes('timeoutSeconds'), labels.join(' '));
    assert.ok(!labels.includes('periodSeconds'), 'periodSeconds is already there');
    assert.ok(!labels.includes('image'), 'image belongs to the container');
  });
});

/** The first hover may meet a server that is still starting. */
async function until60(ask: () => Promise<string>): Promise<string> {
  for (let tries = 0; tries < 60; tries++) {
    const text = await ask();
    if (text !== '') return text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return '';
}
