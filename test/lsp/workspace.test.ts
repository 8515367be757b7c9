// The workspace index over the protocol, on files that exist in memory only.

import { afterEach, describe, expect, test } from 'vitest';
import type { Location, SymbolInformation } from 'vscode-languageserver-types';
import type { WorkspaceFiles } from '../../server/src/lsp/workspaceIndex';
import { connect, type Session } from '../support/connection';

const FOLDER = 'file:///workspace';
const settings = (name: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  mode: fast\n`;
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: main\n      image: nginx:1.27\n      envFrom:\n        - configMapRef:\n            name: settings\n';
const POD_URI = `${FOLDER}/pod.yaml`;

/** Files in memory, and which of them were read. */
function memory(files: Record<string, string>): { files: WorkspaceFiles; read: string[] } {
  const read: string[] = [];
  return {
    read,
    files: {
      async *list(folder) {
        for (const uri of Object.keys(files)) if (uri.startsWith(`${folder}/`)) yield uri;
      },
      read: (uri) => {
        read.push(uri);
        return Promise.resolve(files[uri]);
      },
    },
  };
}

let session: Session;
afterEach(() => session.end());

const params = { workspaceFolders: [{ uri: FOLDER, name: 'workspace' }] };

async function definition(): Promise<string[]> {
  const position = { line: 10, character: 20 };
  const answer = await session.client.sendRequest('textDocument/definition', {
    textDocument: { uri: POD_URI },
    position,
  });
  return (answer as Location[]).map(({ uri }) => uri);
}

/** Asks again until the answer is there: the index is read between requests. */
async function eventually<T>(ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T> {
  for (let i = 0; i < 200; i++) {
    const answer = await ask();
    if (good(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return ask();
}

describe('files of the workspace that are not open', () => {
  test('are found by what they declare', async () => {
    const uri = `${FOLDER}/config/settings.yaml`;
    session = await connect(params, memory({ [uri]: settings('settings') }).files);
    await session.open(POD_URI, POD);
    expect(await eventually(definition, (found) => found.length > 0)).toEqual([uri]);
  });

  test('are read again when they change, and forgotten when they go', async () => {
    const uri = `${FOLDER}/settings.yaml`;
    const contents: Record<string, string> = { [uri]: settings('others') };
    session = await connect(params, memory(contents).files);
    await session.open(POD_URI, POD);
    contents[uri] = settings('settings');
    const changed = (type: number) =>
      session.client.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });
    await changed(2);
    expect(await eventually(definition, (found) => found.length > 0)).toEqual([uri]);
    delete contents[uri];
    await changed(3);
    expect(await eventually(definition, (found) => found.length === 0)).toEqual([]);
  });

  test('give way to what the editor holds', async () => {
    const uri = `${FOLDER}/settings.yaml`;
    session = await connect(params, memory({ [uri]: settings('settings') }).files);
    await session.open(uri, settings('renamed'));
    await session.open(POD_URI, POD);
    const symbols = () =>
      session.client.sendRequest('workspace/symbol', { query: 'ConfigMap' }) as Promise<SymbolInformation[]>;
    expect((await symbols()).map(({ name }) => name)).toEqual(['ConfigMap/renamed']);
    await session.client.sendNotification('textDocument/didClose', { textDocument: { uri } });
    const names = async () => (await symbols()).map(({ name }) => name);
    expect(await eventually(names, ([first]) => first === 'ConfigMap/settings')).toEqual(['ConfigMap/settings']);
  });

  test('outside of the folders are never read', async () => {
    const outside = 'file:///elsewhere/settings.yaml';
    const inside = `${FOLDER}/a.yaml`;
    const { files, read } = memory({ [outside]: settings('settings'), [inside]: settings('a') });
    session = await connect(params, files);
    await session.open(POD_URI, POD);
    await eventually(
      () => Promise.resolve(read),
      (list) => list.includes(inside),
    );
    expect(read).not.toContain(outside);
    expect(await definition()).toEqual([]);
  });

  test('bring findings about names that are only known once they are read', async () => {
    const uri = `${FOLDER}/settings.yaml`;
    session = await connect(params, memory({ [uri]: settings('setting') }).files);
    const text = POD.replace('name: settings', 'name: seting');
    let codes: unknown[] = [];
    session.client.onNotification(
      'textDocument/publishDiagnostics',
      ({ diagnostics }: { diagnostics: { code: unknown }[] }) => {
        codes = diagnostics.map(({ code }) => code);
      },
    );
    void session.client.sendNotification('textDocument/didOpen', {
      textDocument: { uri: POD_URI, languageId: 'yaml', version: 1, text },
    });
    await eventually(
      () => Promise.resolve(codes),
      (list) => list.includes('reference-misspelt'),
    );
    expect(codes).toContain('reference-misspelt');
  });
});
