import { afterEach, describe, expect, test } from 'vitest';
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import type { CompletionItem, CompletionList, Hover, MarkupContent, WorkspaceEdit } from 'vscode-languageserver-types';
import { connect, type Session } from '../support/connection';

const URI = 'file:///workspace/web.yaml';
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: main\n      image: nginx:1.27\n';

let session: Session;
afterEach(() => session.end());

const snippets = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };

function at(line: number, character: number, uri = URI) {
  return { textDocument: { uri }, position: { line, character } };
}

async function labels(line: number, character: number): Promise<CompletionItem[]> {
  return ((await session.client.sendRequest('textDocument/completion', at(line, character))) as CompletionList).items;
}

describe('completion over the protocol', () => {
  test('items come without words, which resolve adds in the language of the client', async () => {
    session = await connect({ capabilities: snippets, locale: 'zh-CN' });
    await session.open(URI, `${POD}      \n`);
    const item = (await labels(8, 6)).find(({ label }) => label === 'livenessProbe');
    expect(item?.documentation).toBeUndefined();
    const resolved = (await session.client.sendRequest('completionItem/resolve', item)) as CompletionItem;
    expect((resolved.documentation as MarkupContent).value).toContain('kubelet');
    expect((resolved.documentation as MarkupContent).value).toMatch(/[\u4e00-\u9fff]/);
  });

  test('a client without snippets gets plain text', async () => {
    session = await connect();
    await session.open(URI, `${POD}      \n`);
    for (const item of await labels(8, 6)) {
      expect(item.insertTextFormat).toBe(1);
      expect(JSON.stringify(item.textEdit)).not.toContain('$');
    }
  });

  test('the list opens again only where the client knows the command', async () => {
    session = await connect({ capabilities: snippets, clientInfo: { name: 'Visual Studio Code' } });
    await session.open(URI, `${POD}      \n`);
    expect((await labels(8, 6)).some(({ command }) => command !== undefined)).toBe(true);
    await session.end();
    session = await connect({ capabilities: snippets, clientInfo: { name: 'other' } });
    await session.open(URI, `${POD}      \n`);
    expect((await labels(8, 6)).some(({ command }) => command !== undefined)).toBe(false);
  });

  test('follows edits of one document of a stream', async () => {
    session = await connect({ capabilities: snippets });
    await session.open(URI, `${POD}---\n${POD}`);
    const start = { line: 17, character: 0 };
    await session.change(URI, 2, [{ range: { start, end: start }, text: '      imagePullPolicy: ' }]);
    expect((await labels(17, 23)).map(({ label }) => label)).toEqual(['Always', 'Never', 'IfNotPresent']);
  });
});

describe('names over the protocol', () => {
  test('names of another open file are offered and gone once it is closed', async () => {
    session = await connect({ capabilities: snippets });
    const other = 'file:///workspace/config.yaml';
    await session.open(other, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n');
    await session.open(URI, `${POD}      envFrom:\n        - configMapRef:\n            name: \n`);
    expect((await labels(10, 18)).map(({ label }) => label)).toContain('settings');
    await session.client.sendNotification('textDocument/didClose', { textDocument: { uri: other } });
    expect((await labels(10, 18)).map(({ label }) => label)).not.toContain('settings');
  });

  test('a rename Kubernetes would refuse is an error with words', async () => {
    session = await connect();
    await session.open(URI, `${POD}  volumes:\n    - name: data\n      emptyDir: {}\n`);
    const ask = (newName: string) => session.client.sendRequest('textDocument/rename', { ...at(9, 13), newName });
    await expect(ask('No_Good')).rejects.toThrow('DNS label');
    const edit = (await ask('store')) as WorkspaceEdit;
    expect(edit.changes?.[URI]).toHaveLength(1);
  });
});

describe('hover and shape over the protocol', () => {
  test('hover speaks of the pod', async () => {
    session = await connect();
    await session.open(URI, `${POD}      resources: {}\n`);
    const hover = (await session.client.sendRequest('textDocument/hover', at(8, 8))) as Hover;
    expect((hover.contents as MarkupContent).value).toContain('BestEffort');
  });

  test('every ability that is announced is answered', async () => {
    session = await connect();
    await session.open(URI, POD);
    const range = { start: { line: 0, character: 0 }, end: { line: 8, character: 0 } };
    const textDocument = { uri: URI };
    const asks: readonly [string, object][] = [
      ['textDocument/documentSymbol', { textDocument }],
      ['textDocument/foldingRange', { textDocument }],
      ['textDocument/selectionRange', { textDocument, positions: [{ line: 6, character: 13 }] }],
      ['textDocument/documentLink', { textDocument }],
      ['textDocument/inlayHint', { textDocument, range }],
      ['textDocument/semanticTokens/full', { textDocument }],
      ['textDocument/semanticTokens/range', { textDocument, range }],
      ['textDocument/onTypeFormatting', { ...at(8, 0), ch: '\n', options: { tabSize: 2, insertSpaces: true } }],
      ['textDocument/definition', at(6, 13)],
      ['textDocument/references', { ...at(6, 13), context: { includeDeclaration: true } }],
      ['textDocument/documentHighlight', at(6, 13)],
      ['textDocument/prepareRename', at(6, 13)],
      ['textDocument/linkedEditingRange', at(6, 13)],
      ['workspace/symbol', { query: '' }],
    ];
    for (const [method, params] of asks) {
      const answer = await session.client.sendRequest(method, params);
      if (method !== 'textDocument/linkedEditingRange') expect(answer, method).toBeTruthy();
    }
  });

  test('what is not open is answered with nothing', async () => {
    session = await connect();
    expect(await session.client.sendRequest('textDocument/hover', at(0, 0))).toBeNull();
    expect(await session.client.sendRequest('textDocument/completion', at(0, 0))).toBeNull();
  });
});

describe('Kustomize patches', () => {
  const patch =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: main\n          imagePullPolicy: Sometimes\n';
  const uri = 'file:///workspace/overlays/patch.yaml';

  test('are not blamed for what they leave out, only for what is wrong', async () => {
    session = await connect();
    const alone = (await session.open(uri, patch)).diagnostics.map(({ code }) => code);
    expect(alone.length).toBeGreaterThan(1);
    await session.open('file:///workspace/overlays/kustomization.yaml', 'patches:\n  - path: patch.yaml\n');
    const { diagnostics } = await session.change(uri, 2, [{ text: `${patch}# changed\n` }]);
    expect(diagnostics.map(({ range }) => range.start.line)).toEqual([9]);
  });

  test('are seen anew when a kustomization begins to name them', async () => {
    session = await connect();
    await session.open(uri, patch);
    const published = new Promise<number>((resolve) =>
      session.client.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
        if (params.uri === uri) resolve(params.diagnostics.length);
      }),
    );
    void session.open('file:///workspace/overlays/kustomization.yaml', 'patches:\n  - path: patch.yaml\n');
    expect(await published).toBe(1);
  });
});
