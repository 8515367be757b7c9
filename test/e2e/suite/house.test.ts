// The extension's own manners: lazy start, commands, restart of a server that dies, silence on other YAML.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, closeAll, errorCount, errorsOf, openExample, openText } from './support';

suite('extension', () => {
  suiteTeardown(closeAll);

  test('is silent on YAML that is not Kubernetes', async () => {
    const { document } = await openText('services:\n  web:\n    image: nginx\n    prot: 80\n');
    const other = await openText('apiVersion: v1\nkind: Config\nclusters: []\ncurrent-contxt: x\n');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    assert.deepEqual(errorsOf(other.document), []);
  });

  test('finds the mistakes of every document in a file', async () => {
    const { document } = await openExample('broken.yaml');
    for (let tries = 0; errorsOf(document).length < 4 && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const errors = errorsOf(document);
    const separator = document.getText().indexOf('\n---\n');
    const inFirst = errors.filter(({ range }) => document.offsetAt(range.start) < separator);
    assert.ok(inFirst.length >= 3, `only ${inFirst.length} in the first document`);
    assert.ok(errors.length > inFirst.length, 'none in the second document');
  });

  test('has its commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const id of ['openTimeline', 'restartServer', 'showOutput', 'explainService', 'selectKubernetesVersion']) {
      assert.ok(commands.includes(`podwright.${id}`), id);
    }
  });

  test('starts a new server on request and serves the open document again', async () => {
    const { document } = await openExample('tutorial.yaml');
    await errorCount(document, 2);
    await vscode.commands.executeCommand('podwright.restartServer');
    await errorCount(document, 2);
  });

  test('starts the server again when it is killed', async () => {
    const { document } = await openExample('tutorial.yaml');
    await errorCount(document, 2);
    const client = await (await api()).client();
    const { _serverProcess } = client as unknown as { _serverProcess?: { kill(signal: string): void } };
    assert.ok(_serverProcess, 'the server runs in a process of its own');
    _serverProcess.kill('SIGKILL');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# one more line\n'));
    const errors = await errorCount(document, 2);
    assert.ok(
      errors.every(({ range }) => range.start.line > 20),
      'the findings are those of the text before the edit',
    );
  });
});
