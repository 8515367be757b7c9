// Client and server joined by two streams in memory: the whole protocol without a process.

import { PassThrough } from 'node:stream';
import {
  createConnection,
  type InitializeParams,
  type InitializeResult,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { createProtocolConnection, type ProtocolConnection } from 'vscode-languageserver-protocol/node';
import { startServer } from '../../server/src/lsp/server';
import type { WorkspaceFiles } from '../../server/src/lsp/workspaceIndex';
import { textFiles } from './texts';

export interface Session {
  readonly client: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** Opens a document and waits for its diagnostics. */
  open(uri: string, text: string): Promise<PublishDiagnosticsParams>;
  /** Sends an edit and waits for the diagnostics of the new version. */
  change(uri: string, version: number, contentChanges: readonly unknown[]): Promise<PublishDiagnosticsParams>;
  /** Shuts the server down, so that nothing of it runs on. */
  end(): Promise<void>;
}

/** Starts a server and a client that has said hello. */
export async function connect(params: Partial<InitializeParams> = {}, files?: WorkspaceFiles): Promise<Session> {
  const up = new PassThrough();
  const down = new PassThrough();
  const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  startServer(server, { loadTexts: textFiles, ...(files === undefined ? {} : { files }) });
  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const waiting: {
    readonly uri: string;
    readonly version: number;
    readonly resolve: (params: PublishDiagnosticsParams) => void;
  }[] = [];
  client.onNotification('textDocument/publishDiagnostics', (published: PublishDiagnosticsParams) => {
    const at = waiting.findIndex(({ uri, version }) => uri === published.uri && version === published.version);
    if (at >= 0) waiting.splice(at, 1)[0]?.resolve(published);
  });
  client.onRequest('client/registerCapability', () => null);
  client.onRequest('workspace/configuration', (asked: { items: readonly unknown[] }) => asked.items.map(() => null));
  client.listen();
  const initialized = (await client.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
    ...params,
  })) as InitializeResult;
  await client.sendNotification('initialized', {});
  const published = (uri: string, version: number): Promise<PublishDiagnosticsParams> =>
    new Promise((resolve) => waiting.push({ uri, version, resolve }));
  return {
    client,
    initialized,
    open: (uri, text) => {
      const answer = published(uri, 1);
      void client.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'yaml', version: 1, text },
      });
      return answer;
    },
    change: (uri, version, contentChanges) => {
      const answer = published(uri, version);
      void client.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
      return answer;
    },
    end: async () => {
      await client.sendRequest('shutdown');
      client.dispose();
      server.dispose();
    },
  };
}
