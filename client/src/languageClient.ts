// The language client of the desktop and of remote windows: our server as a child process over IPC. Nothing else.
import type * as vscode from 'vscode';
import { type BaseLanguageClient, LanguageClient, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import { type ClientParts, clientOptions } from './clientOptions';

/** Makes the client; its server starts with `start()`. */
export function createLanguageClient(context: vscode.ExtensionContext, parts: ClientParts): BaseLanguageClient {
  const module = context.asAbsolutePath('dist/server.js');
  const server: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
  return new LanguageClient('podwright', 'Podwright', server, clientOptions(parts));
}
