// Entry in a web worker extension host (vscode.dev): the same extension, its server in a worker.
import type * as vscode from 'vscode';
import { type PodwrightApi, start } from './podwright';

export function activate(context: vscode.ExtensionContext): PodwrightApi {
  return start(context, async (parts) => (await import('./languageClient.web')).createLanguageClient(context, parts));
}
