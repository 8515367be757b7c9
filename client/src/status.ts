// The entry in the language status popup of a Kubernetes document: version, state of the server, who serves what.
import * as vscode from 'vscode';
import { decisionFor, summaryOf } from './coexistence';
import { isKubernetes } from './documents';
import type { Session, SessionState } from './session';
import { versionOf } from './version';

export function registerStatus(context: vscode.ExtensionContext, session: Session): void {
  const item = vscode.languages.createLanguageStatusItem('podwright.status', []);
  item.name = 'Podwright';
  const update = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !isKubernetes(document)) {
      // A selector that matches nothing hides the item.
      item.selector = [];
      return;
    }
    item.selector = { language: document.languageId, scheme: document.uri.scheme };
    fill(item, session.state, document);
  };
  context.subscriptions.push(
    item,
    session.onChange(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidChangeConfiguration(
      (event) => (event.affectsConfiguration('podwright') || event.affectsConfiguration('yaml.schemas')) && update(),
    ),
    vscode.extensions.onDidChange(update),
  );
  update();
}

function fill(item: vscode.LanguageStatusItem, state: SessionState, document: vscode.TextDocument): void {
  item.busy = state === 'starting';
  item.text = `Kubernetes ${versionOf(document.uri)}`;
  if (state === 'failed') {
    item.severity = vscode.LanguageStatusSeverity.Error;
    item.detail = vscode.l10n.t('The language server stopped');
    item.command = { command: 'podwright.restartServer', title: vscode.l10n.t('Restart') };
    return;
  }
  item.severity = vscode.LanguageStatusSeverity.Information;
  item.detail = summaryOf(decisionFor(document));
  item.command = { command: 'podwright.selectKubernetesVersion', title: vscode.l10n.t('Select Version') };
}
