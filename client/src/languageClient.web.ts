// The language client in a web worker extension host: our server as another worker. Nothing else.
import * as vscode from 'vscode';
import { type BaseLanguageClient, LanguageClient } from 'vscode-languageclient/browser';
import { type ClientParts, clientOptions } from './clientOptions';

/** Makes the client; its worker starts with `start()`. */
export function createLanguageClient(context: vscode.ExtensionContext, parts: ClientParts): BaseLanguageClient {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.web.js').toString(true);
  return new LanguageClient('podwright', 'Podwright', async () => new Worker(script), clientOptions(parts));
}
