// The language client in a web worker extension host: our server as another worker, which is given its texts first.
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
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const readTexts = async (language: string): Promise<unknown> => {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(dist, `texts.${language}.json`));
    return JSON.parse(new TextDecoder().decode(bytes));
  };
  // Not the worker itself: the library asks `instanceof Worker`, and the host has put a class of its own in that place.
  const connect = async (): Promise<MessageTransports> => {
    const [en, zhCn] = await Promise.all([readTexts('en'), readTexts('zh-cn')]);
    const worker = new Worker(vscode.Uri.joinPath(dist, 'server.js').toString(true));
    worker.postMessage({ en, 'zh-cn': zhCn });
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  return new LanguageClient('podwright', 'Podwright', connect, clientOptions(parts));
}
