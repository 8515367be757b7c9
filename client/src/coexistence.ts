// Who serves a file: us alone, or us beside another YAML extension. Reads settings and the list of extensions, and tells;
// never writes a foreign setting. The table is in serviceDecision.ts; what is left out is the server's business.
import * as vscode from 'vscode';
import { YAML_EXTENSION } from './clientOptions';
import { isServed } from './documents';
import { contentOf, mappingOf } from './schemaMapping';
import { type CoexistenceSetting, type Decision, decide } from './serviceDecision';
import { versionOf } from './version';

/** Extensions that may serve the same file, and the name people know them by. */
const NEIGHBOURS = [
  { id: YAML_EXTENSION, name: 'YAML (Red Hat)' },
  { id: 'ms-kubernetes-tools.vscode-kubernetes-tools', name: 'Kubernetes Tools' },
  { id: 'tim-koehler.helm-intellisense', name: 'Helm Intellisense' },
  { id: 'docker.docker', name: 'Docker DX' },
] as const;

/** What we do for a document, by the setting, the extensions that are there and the schema the user gave it. */
export function decisionFor(document: vscode.TextDocument): Decision {
  const { uri } = document;
  const text = document.getText();
  const schemas = vscode.workspace.getConfiguration('yaml', uri).get('schemas');
  return decide({
    setting: vscode.workspace.getConfiguration('podwright', uri).get<CoexistenceSetting>('coexistence', 'auto'),
    yamlExtension: vscode.extensions.getExtension(YAML_EXTENSION) !== undefined,
    mapping: mappingOf(text, schemas, (pattern) => fits(pattern, document)),
    content: contentOf(text),
  });
}

/** Whether the YAML extension gets our schema for an open file. */
export function isContributedTo(resource: string): boolean {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === resource);
  return document !== undefined && isServed(document) && decisionFor(document).contributes;
}

/** A pattern of `yaml.schemas` that is no full path matches at any depth. */
function fits(pattern: string, document: vscode.TextDocument): boolean {
  const anywhere = /^(\/|[a-z]+:\/\/|\*\*\/)/.test(pattern) ? pattern : `**/${pattern}`;
  return vscode.languages.match({ pattern: anywhere }, document) > 0;
}

/** A decision in a few words, for the status popup. */
export function summaryOf({ mode }: Decision): string {
  switch (mode) {
    case 'full':
      return vscode.l10n.t('All language features');
    case 'beside':
      return vscode.l10n.t('Beside the YAML extension');
    case 'complement':
      return vscode.l10n.t('Complements the schema of the file');
    case 'off':
      return vscode.l10n.t('Findings and completion are switched off');
  }
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
      detail: summaryOf(decisionFor(document)),
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
  const schema = schemaLine(document);
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
  return [...own, ...schema, ...neighbours];
}

/** The schema the YAML extension uses for the file, where that is not its own choice. */
function schemaLine(document: vscode.TextDocument): readonly ServiceLine[] {
  if (vscode.extensions.getExtension(YAML_EXTENSION) === undefined) return [];
  const { contributes, mode } = decisionFor(document);
  const label = vscode.l10n.t('Schema');
  if (contributes)
    return [{ label, detail: vscode.l10n.t('Podwright gives the YAML extension one that checks nothing.') }];
  if (mode !== 'complement') return [];
  return [{ label, detail: vscode.l10n.t('The one you gave this file counts.'), setting: 'yaml.schemas' }];
}
