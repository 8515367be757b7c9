// "Ignore this rule in this workspace": writes our own setting `podwright.rules.severity`, in the folder of the file.
import * as vscode from 'vscode';

/** Switches a rule off for the workspace a file is in; for the user when there is no workspace. */
export async function ignoreRule(rule: unknown, uri: unknown): Promise<void> {
  if (typeof rule !== 'string' || !/^[a-z0-9-]+$/.test(rule) || typeof uri !== 'string') return;
  const file = vscode.Uri.parse(uri);
  const configuration = vscode.workspace.getConfiguration('podwright', file);
  const known = configuration.inspect<Record<string, string>>('rules.severity');
  const inWorkspace = vscode.workspace.workspaceFolders !== undefined;
  const written = (inWorkspace ? known?.workspaceValue : known?.globalValue) ?? {};
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await configuration.update('rules.severity', { ...written, [rule]: 'off' }, target);
}
