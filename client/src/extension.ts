// Entry of the extension, the same file in a Node and in a web worker extension host. Loads the language client, in the
// flavour of the host, only when the server is first needed.
import type * as vscode from 'vscode';
import { type PodwrightApi, start } from './podwright';

export function activate(context: vscode.ExtensionContext): PodwrightApi {
  return start(context, async (parts) => {
    const { createLanguageClient } = isNode() ? await import('./languageClient') : await import('./languageClient.web');
    return createLanguageClient(context, parts);
  });
}

function isNode(): boolean {
  const { process } = globalThis as { readonly process?: { readonly versions?: { readonly node?: string } } };
  return process?.versions?.node !== undefined;
}
