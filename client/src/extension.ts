// Entry in a Node extension host. Loads the language client only when the server is first needed.
import type * as vscode from 'vscode';
import { type PodwrightApi, start } from './podwright';

export function activate(context: vscode.ExtensionContext): PodwrightApi {
  return start(context, async (parts) => (await import('./languageClient')).createLanguageClient(context, parts));
}
