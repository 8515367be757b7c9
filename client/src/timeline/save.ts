// Saves an export where the reader says. Knows nothing of its content.
import * as vscode from 'vscode';
import type { FromPage } from '../../webview/messages';

/** Asks for a place beside the manifest and writes the file; says so with a way to open it. */
export async function saveExport(
  beside: vscode.Uri,
  { name, text, base64 }: Extract<FromPage, { type: 'save' }>,
): Promise<void> {
  const folder =
    beside.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(beside, '..');
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const target = await vscode.window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: { [extension.toUpperCase()]: [extension] },
  });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, base64 ? fromBase64(text) : new TextEncoder().encode(text));
  const open = vscode.l10n.t('Open');
  const choice = await vscode.window.showInformationMessage(vscode.l10n.t('Saved {0}', name), open);
  if (choice === open) await vscode.commands.executeCommand('vscode.open', target);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
