// The language client in a web worker extension host: our server as another worker. Nothing else.
import * as vscode from 'vscode';
import {
  type BaseLanguageClient,
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { type ClientParts, clientOptions } from './clientOptions';

/** Makes the client; its worker starts with `start()`. */
export function createLanguageClient(context: vscode.ExtensionContext, parts: ClientParts): BaseLanguageClient {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.web.js').toString(true);
  // Not the worker itself: the library asks `instanceof Worker`, and the host has put a class of its own in that place.
  const connect = async (): Promise<MessageTransports> => {
    const worker = new Worker(script);
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  return new LanguageClient('podwright', 'Podwright', connect, clientOptions(parts));
}
