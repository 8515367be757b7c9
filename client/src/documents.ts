// Watches the open documents: starts the server for the first one that looks like Kubernetes and keeps the context keys of
// menus and buttons right. Looks at texts only by regular expressions.
import * as vscode from 'vscode';
import { DOCUMENT_SELECTOR } from './clientOptions';
import { isUnwritten, looksLikeKubernetes, looksLikePod } from './manifestText';
import type { Session } from './session';

/** True when the language server is asked about this document. */
export function isServed(document: vscode.TextDocument): boolean {
  return vscode.languages.match(DOCUMENT_SELECTOR, document) > 0;
}

/** Lines of a document that are looked at; the whole text of a large one is not put together for this. */
const LOOK_AT_LINES = 5_000;

/** Pause after an edit before the context keys are looked at again. */
const SETTLE_MS = 150;

/** True for the text editor's document when it looks like a Kubernetes manifest. */
export function isKubernetes(document: vscode.TextDocument): boolean {
  return isServed(document) && looksLikeKubernetes(headOf(document));
}

function headOf(document: vscode.TextDocument): string {
  return document.getText(new vscode.Range(0, 0, LOOK_AT_LINES, 0));
}

export function watchDocuments(context: vscode.ExtensionContext, session: Session): void {
  const keys = new ContextKeys();
  const wake = (document: vscode.TextDocument): void => {
    if (session.state !== 'idle' || !isServed(document)) return;
    const text = headOf(document);
    if (looksLikeKubernetes(text) || isUnwritten(text)) session.client().catch(() => undefined);
  };
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(wake),
    vscode.window.onDidChangeActiveTextEditor((editor) => keys.update(editor?.document)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      wake(document);
      if (document === vscode.window.activeTextEditor?.document) keys.updateSoon();
    }),
    keys,
  );
  keys.update(vscode.window.activeTextEditor?.document);
  for (const document of vscode.workspace.textDocuments) wake(document);
}

/** `podwright.isKubernetes` and `podwright.hasPod`, set only when they change. */
class ContextKeys implements vscode.Disposable {
  readonly #values = new Map<string, boolean>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  dispose(): void {
    clearTimeout(this.#timer);
  }

  /** Looks at the active document when the typing pauses. */
  updateSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.update(vscode.window.activeTextEditor?.document), SETTLE_MS);
  }

  update(document: vscode.TextDocument | undefined): void {
    // No active text editor: a webview or the output has the focus. The keys then keep the last editor's values.
    if (document === undefined) return;
    const kubernetes = isKubernetes(document);
    this.#set('podwright.isKubernetes', kubernetes);
    this.#set('podwright.hasPod', kubernetes && looksLikePod(headOf(document)));
  }

  #set(key: string, value: boolean): void {
    if (this.#values.get(key) === value) return;
    this.#values.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
