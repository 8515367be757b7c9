// "Compare Behaviour with HEAD": fetches the committed text of a file from the built-in Git extension, asks the server what
// changed, and shows its answer in the Markdown preview. Starts no process itself. Other extensions can have any two texts
// compared by `podwright.compareWithText`.
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { DIFF_REQUEST, type DiffAnswer, type DiffParams } from '../../server/src/protocol';

/** Scheme of the documents shown; they live as long as the window. */
const SCHEME = 'podwright-diff';

/** The part of the Git extension's API (version 1) that is used here. */
interface Git {
  getRepository(uri: vscode.Uri): { show(ref: string, path: string): Promise<string> } | null;
}

export function registerCompareWithHead(
  context: vscode.ExtensionContext,
  getClient: () => Promise<BaseLanguageClient>,
): void {
  const pages = new Pages();
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, pages),
    vscode.commands.registerCommand('podwright.compareWithHead', async (target?: unknown) => {
      const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
      if (uri === undefined) return;
      const old = await textAtHead(uri);
      if ('problem' in old) void vscode.window.showInformationMessage(old.problem);
      else await show(pages, uri, await ask(await getClient(), uri, old.text, 'HEAD'));
    }),
    vscode.commands.registerCommand(
      'podwright.compareWithText',
      async (uri: vscode.Uri, oldText: string, label: string) =>
        show(pages, uri, await ask(await getClient(), uri, oldText, label)),
    ),
  );
}

/** The file's text as committed, or a sentence that says why there is none. */
async function textAtHead(uri: vscode.Uri): Promise<{ readonly text: string } | { readonly problem: string }> {
  const name = vscode.workspace.asRelativePath(uri);
  const git = await gitApi();
  if (git === undefined) return { problem: vscode.l10n.t('The built-in Git extension is not available here.') };
  const repository = git.getRepository(uri);
  if (repository === null) {
    return {
      problem: vscode.l10n.t('{0} is in no git repository, so there is no older version to compare with.', name),
    };
  }
  try {
    return { text: await repository.show('HEAD', uri.fsPath) };
  } catch {
    return { problem: vscode.l10n.t('{0} is not in HEAD yet.', name) };
  }
}

/** The Git extension's interface; undefined where there is no such extension, it is switched off, or it does not start. */
async function gitApi(): Promise<Git | undefined> {
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): Git }>('vscode.git');
  try {
    return (await extension?.activate())?.getAPI(1);
  } catch {
    return undefined;
  }
}

async function ask(
  client: BaseLanguageClient,
  uri: vscode.Uri,
  oldText: string,
  label: string,
): Promise<DiffAnswer | null> {
  // the server answers for open documents only
  const document = await vscode.workspace.openTextDocument(uri);
  const params: DiffParams = { uri: client.code2ProtocolConverter.asUri(document.uri), oldText, label };
  return client.sendRequest<DiffAnswer | null>(DIFF_REQUEST, params);
}

async function show(pages: Pages, uri: vscode.Uri, answer: DiffAnswer | null): Promise<void> {
  if (answer === null) return;
  const page = vscode.Uri.from({ scheme: SCHEME, path: `${uri.path}.md`, query: uri.toString() });
  pages.set(page, answer.markdown);
  await vscode.commands.executeCommand('markdown.showPreviewToSide', page);
}

/** The documents by address; one that is shown again is told to be read again. */
class Pages implements vscode.TextDocumentContentProvider {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #texts = new Map<string, string>();

  set(uri: vscode.Uri, text: string): void {
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }
}
