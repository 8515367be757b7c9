// "Useful Commands": kubectl commands for the pod under the cursor, to copy or to put into a terminal. Nothing is run: the user
// presses Enter.
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { COMMANDS_REQUEST, type CommandsAnswer, type CommandsParams } from '../../server/src/protocol';

interface CommandItem extends vscode.QuickPickItem {
  readonly command: string;
}

/** Shows the list for the pod at the cursor. */
export async function usefulCommands(getClient: () => Promise<BaseLanguageClient>): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const answer = editor === undefined ? null : await ask(editor, getClient);
  if (answer === null || answer.commands.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no pod at the cursor.'));
    return;
  }
  pick(answer);
}

async function ask(
  editor: vscode.TextEditor,
  getClient: () => Promise<BaseLanguageClient>,
): Promise<CommandsAnswer | null> {
  const { uri } = editor.document;
  const params: CommandsParams = {
    uri: uri.toString(),
    line: editor.selection.active.line,
    fileName: vscode.workspace.asRelativePath(uri, false),
  };
  const client = await getClient();
  return client.sendRequest<CommandsAnswer | null>(COMMANDS_REQUEST, params);
}

function pick({ pod, commands }: CommandsAnswer): void {
  const terminal: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('terminal'),
    tooltip: vscode.l10n.t('Put into a terminal without running it'),
  };
  const list = vscode.window.createQuickPick<CommandItem>();
  list.title = pod;
  list.placeholder = vscode.l10n.t('Choose a command to copy it');
  list.matchOnDetail = true;
  list.items = commands.map(({ title, command }) => ({ label: title, detail: command, command, buttons: [terminal] }));
  list.onDidAccept(() => {
    const [chosen] = list.selectedItems;
    list.hide();
    if (chosen !== undefined) void copy(chosen.command);
  });
  list.onDidTriggerItemButton(({ item }) => {
    list.hide();
    typeIntoTerminal(item.command);
  });
  list.onDidHide(() => list.dispose());
  list.show();
}

async function copy(command: string): Promise<void> {
  await vscode.env.clipboard.writeText(command);
  const into = vscode.l10n.t('Put into Terminal');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('Copied: {0}', command), into);
  if (answer === into) typeIntoTerminal(command);
}

/** Types the command into the active terminal, or a new one, without the final Enter. */
function typeIntoTerminal(command: string): void {
  const terminal = vscode.window.activeTerminal ?? vscode.window.createTerminal();
  terminal.show();
  terminal.sendText(command, false);
}
