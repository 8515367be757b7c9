// The timeline command, its panels and their return after a reload. What a panel does is in panel.ts.
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { panelState } from '../../webview/messages';
import { linkedScenario } from './link';
import { TimelinePanel } from './panel';

export const VIEW_TYPE = 'podwright.timeline';

/** Gives the running language client; starts the server when it does not run yet. */
export type GetClient = () => Promise<BaseLanguageClient>;

/** Puts the cursor of a file's editor on a line: the timeline shows what that line causes. */
function placeCursor(uri: vscode.Uri, line: number): void {
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  if (editor === undefined || line >= editor.document.lineCount) return;
  const at = editor.document.lineAt(line).range.end;
  editor.selection = new vscode.Selection(at, at);
}

/** Registers command and serializer. Nothing is started until somebody opens a timeline. */
export function registerTimeline(context: vscode.ExtensionContext, getClient: GetClient): void {
  const panels = new Set<TimelinePanel>();
  const adopt = (panel: vscode.WebviewPanel, uri: vscode.Uri, pod: number | undefined, pinned: boolean) => {
    const timeline = new TimelinePanel({
      panel,
      extensionUri: context.extensionUri,
      getClient,
      uri,
      pinned,
      ...(pod === undefined ? {} : { pod }),
    });
    panels.add(timeline);
    panel.onDidDispose(() => panels.delete(timeline));
    return timeline;
  };
  context.subscriptions.push(
    // From a code lens: the file and the pod's place in it; from a hover also the line; from a menu: the file; from the palette:
    // nothing.
    vscode.commands.registerCommand(
      'podwright.openTimeline',
      async (target?: unknown, pod?: unknown, line?: unknown) => {
        const uri = await documentUri(target);
        if (uri === undefined) return;
        if (typeof line === 'number') placeCursor(uri, line);
        const place = typeof pod === 'number' ? pod : undefined;
        const open = [...panels][0];
        if (open !== undefined) open.retarget(uri, place);
        else adopt(createPanel(), uri, place, false);
      },
    ),
    vscode.window.registerUriHandler({
      handleUri: async (uri) => {
        const scenario = linkedScenario(uri);
        if (scenario === undefined) return;
        if (panels.size === 0) await vscode.commands.executeCommand('podwright.openTimeline');
        for (const panel of panels) panel.play(scenario);
      },
    }),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const kept = panelState(state);
        const uri = kept === undefined ? vscode.window.activeTextEditor?.document.uri : vscode.Uri.parse(kept.uri);
        if (uri === undefined) panel.dispose();
        else adopt(panel, uri, kept?.pod, kept?.pinned ?? false);
      },
    }),
    // The panels themselves are not disposed of here: a reload of the window deactivates the extension too, and a panel
    // that is closed then would not come back after it.
  );
}

function createPanel(): vscode.WebviewPanel {
  const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  return vscode.window.createWebviewPanel(VIEW_TYPE, 'Timeline', where, {
    enableScripts: true,
    enableFindWidget: true,
  });
}

/** The document to show: the one named, else the active editor's. */
async function documentUri(target: unknown): Promise<vscode.Uri | undefined> {
  if (target instanceof vscode.Uri) return target;
  if (typeof target === 'string') return vscode.Uri.parse(target);
  return vscode.window.activeTextEditor?.document.uri ?? vscode.window.visibleTextEditors[0]?.document.uri;
}
