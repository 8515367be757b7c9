// The commands that are not the timeline's. Titles are in package.nls.json.
import * as vscode from 'vscode';
import { explainService } from './coexistence';
import { ignoreRule } from './ignoreRule';
import type { Session } from './session';
import { showLocations } from './showLocations';
import { usefulCommands } from './usefulCommands';
import { selectVersion } from './version';

export function registerCommands(
  context: vscode.ExtensionContext,
  session: Session,
  output: vscode.LogOutputChannel,
): void {
  const commands: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
    'podwright.restartServer': () => session.restart(),
    'podwright.showOutput': () => output.show(),
    'podwright.explainService': explainService,
    'podwright.selectKubernetesVersion': selectVersion,
    'podwright.newManifest': newManifest,
    'podwright.ignoreRule': ignoreRule,
    'podwright.showLocations': showLocations,
    'podwright.usefulCommands': () => usefulCommands(() => session.client()),
  };
  for (const [id, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(id, run));
  }
}

/** Opens an empty YAML document and lets completion offer whole workloads. */
async function newManifest(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'yaml' });
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('editor.action.triggerSuggest');
}
