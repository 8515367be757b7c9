// Moving about in a manifest, and what stands between its lines: definition, rename, outline, code lenses, inlay hints.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, errorsOf, openExample, positionOf, quickFixes, until } from './support';

suite('navigation', () => {
  suiteTeardown(closeAll);

  test('leads from the named port of a probe to the port', async () => {
    const { document } = await openExample('web-app.yaml');
    const from = positionOf(document, 'port: http', 'port: '.length + 1);
    const found = await until('a definition', async () => {
      const places = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        from,
      );
      return places[0];
    });
    const range = 'targetRange' in found ? found.targetRange : found.range;
    assert.equal(range.start.line, positionOf(document, '- name: http').line);
  });

  test('renames a port with everything that names it', async () => {
    const { document } = await openExample('web-app.yaml');
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      positionOf(document, '- name: http', '- name: '.length + 1),
      'web',
    );
    const edits = edit.get(document.uri);
    // The port, three probes, and the target port of the Service; not the Service's own port name.
    assert.equal(edits.length, 5);
    assert.ok(edits.every((one) => document.getText(one.range) === 'http' && one.newText === 'web'));
  });

  test('gives an outline that names objects and containers', async () => {
    const { document } = await openExample('sidecar.yaml');
    const symbols = await until('an outline', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return found !== undefined && found.length > 0 && found;
    });
    const names = (level: readonly vscode.DocumentSymbol[]): string[] =>
      level.flatMap((symbol) => [symbol.name, ...names(symbol.children)]);
    const text = names(symbols).join('\n');
    for (const expected of ['with-sidecar', 'proxy', 'migrate', 'app']) assert.match(text, new RegExp(expected));
  });

  test('says above a workload that its timeline can be seen and who selects it', async () => {
    const { document } = await openExample('web-app.yaml');
    const titles = await until('both lenses', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      const text = lenses.map(({ command }) => command?.title ?? '').join('\n');
      return text.includes('Service web') && text;
    });
    assert.match(titles, /Preview timeline/);
  });

  test('shows computed numbers between the lines', async () => {
    const { document } = await openExample('slow-start.yaml');
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      all,
    );
    const text = hints.map(({ label }) =>
      typeof label === 'string' ? label : label.map((part) => part.value).join(''),
    );
    assert.ok(
      text.some((label) => /95.*101/.test(label)),
      text.join(' | '),
    );
  });

  test('silences one finding by a comment', async () => {
    const { document } = await openExample('broken.yaml');
    const finding = await until('a finding', () => errorsOf(document)[0]);
    const before = errorsOf(document).length;
    const ignore = (await quickFixes(document, finding)).find(
      ({ title }) => /ignore/i.test(title) && /line/.test(title),
    );
    assert.ok(ignore?.edit);
    assert.ok(await vscode.workspace.applyEdit(ignore.edit));
    await until('one finding less', () => errorsOf(document).length === before - 1);
  });
});
