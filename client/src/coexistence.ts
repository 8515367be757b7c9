// Who serves a file: us alone, or us beside another YAML extension. Reads settings and the list of extensions, and tells;
// never writes a foreign setting. What is left out then is the server's business.
import * as vscode from 'vscode';
import { YAML_EXTENSION } from './clientOptions';
import { versionOf } from './version';

/** Extensions that may serve the same file, and the name people know them by. */
const NEIGHBOURS = [
  { id: YAML_EXTENSION, name: 'YAML (Red Hat)' },
  { id: 'ms-kubernetes-tools.vscode-kubernetes-tools', name: 'Kubernetes Tools' },
  { id: 'tim-koehler.helm-intellisense', name: 'Helm Intellisense' },
  { id: 'docker.docker', name: 'Docker DX' },
] as const;

export interface Coexistence {
  readonly mode: 'full' | 'beside' | 'off';
  /** A few words for the status popup. */
  readonly summary: string;
}

export function coexistenceOf(uri: vscode.Uri): Coexistence {
  const setting = vscode.workspace.getConfiguration('podwright', uri).get<string>('coexistence', 'auto');
  if (setting === 'off') return { mode: 'off', summary: vscode.l10n.t('Findings and completion are switched off') };
  const yaml = vscode.extensions.getExtension(YAML_EXTENSION) !== undefined;
  if (setting === 'complement' || (setting === 'auto' && yaml)) {
    return { mode: 'beside', summary: vscode.l10n.t('Beside the YAML extension') };
  }
  return { mode: 'full', summary: vscode.l10n.t('All language features') };
}

/** Lists what serves the active file; picking a line opens the setting it depends on. */
export async function explainService(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return;
  const picked = await vscode.window.showQuickPick(lines(document), {
    title: vscode.l10n.t('What serves {0}', vscode.workspace.asRelativePath(document.uri)),
    matchOnDetail: true,
  });
  if (picked?.setting !== undefined) {
    await vscode.commands.executeCommand('workbench.action.openSettings', picked.setting);
  }
}

interface ServiceLine extends vscode.QuickPickItem {
  readonly setting?: string;
}

function lines(document: vscode.TextDocument): readonly ServiceLine[] {
  const own: ServiceLine[] = [
    {
      label: 'Podwright',
      description: `Kubernetes ${versionOf(document.uri)}`,
      detail: coexistenceOf(document.uri).summary,
      setting: 'podwright.coexistence',
    },
    {
      label: vscode.l10n.t('Language'),
      description: document.languageId,
      detail:
        document.languageId === 'yaml'
          ? vscode.l10n.t('Podwright serves the language "yaml".')
          : vscode.l10n.t('Podwright serves only the language "yaml", not this one.'),
    },
  ];
  const neighbours = NEIGHBOURS.flatMap(({ id, name }): ServiceLine[] => {
    const extension = vscode.extensions.getExtension(id);
    if (extension === undefined) return [];
    return [
      {
        label: name,
        description: id,
        detail: extension.isActive ? vscode.l10n.t('active') : vscode.l10n.t('installed, not active'),
      },
    ];
  });
  return [...own, ...neighbours];
}
