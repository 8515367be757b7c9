// The Kubernetes version a document is checked against, as the setting says, and the command that changes it.
import * as vscode from 'vscode';
import { KUBERNETES_VERSIONS } from './versions';

/** The version set for this document. A comment in the document may name another one, which the server sees. */
export function versionOf(uri: vscode.Uri): string {
  return vscode.workspace.getConfiguration('podwright', uri).get<string>('kubernetesVersion', KUBERNETES_VERSIONS[0]);
}

/** Lets the user pick a version and writes it where it is set now: folder, else workspace, else user. */
export async function selectVersion(): Promise<void> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const current = uri === undefined ? KUBERNETES_VERSIONS[0] : versionOf(uri);
  const picked = await vscode.window.showQuickPick(
    KUBERNETES_VERSIONS.map((version) => ({
      label: `Kubernetes ${version}`,
      version,
      description: version === current ? vscode.l10n.t('current') : '',
    })),
    { title: vscode.l10n.t('Check manifests as which Kubernetes version?') },
  );
  if (picked === undefined) return;
  const settings = vscode.workspace.getConfiguration('podwright', uri);
  await settings.update('kubernetesVersion', picked.version, targetOf(settings.inspect('kubernetesVersion')));
}

function targetOf(inspected: { workspaceFolderValue?: unknown } | undefined): vscode.ConfigurationTarget {
  if (inspected?.workspaceFolderValue !== undefined) return vscode.ConfigurationTarget.WorkspaceFolder;
  return vscode.workspace.workspaceFolders === undefined
    ? vscode.ConfigurationTarget.Global
    : vscode.ConfigurationTarget.Workspace;
}
