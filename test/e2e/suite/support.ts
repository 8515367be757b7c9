// What the end-to-end tests share: waiting for something to become true, documents of the workspace, the line to the runner.
import * as vscode from 'vscode';
import type { PodwrightApi } from '../../../client/src/podwright';

export interface TestResult {
  readonly title: string;
  readonly ok: boolean;
  readonly error?: string;
}

/** One thing to do in the timeline's page. */
export interface PageRequest {
  readonly selector: string;
  readonly action: 'text' | 'html' | 'count' | 'click' | 'fill' | 'press';
  readonly value?: string;
  readonly timeoutMs?: number;
}

async function post(path: string, message: unknown): Promise<unknown> {
  const response = await fetch(`${process.env.PODWRIGHT_E2E}${path}`, {
    method: 'POST',
    body: JSON.stringify(message),
  });
  const answer = (await response.json()) as { readonly value?: unknown; readonly error?: string };
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer.value;
}

export async function reportResult(result: TestResult): Promise<void> {
  await post('/result', result);
}

/** Does something in the timeline's page through the runner and gives what it read. */
export async function inPage(request: PageRequest): Promise<string> {
  return String(await post('/page', request));
}

/** Polls until `probe` gives something; the mocha limit applies, this one only names what was waited for. */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | PromiseLike<T | undefined | false>,
  limitMs = 20_000,
): Promise<T> {
  for (const endsAt = Date.now() + limitMs; ; await new Promise((resolve) => setTimeout(resolve, 25))) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > endsAt) throw new Error(`timed out waiting for ${what}`);
  }
}

export function exampleUri(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('a folder must be open');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Shows a file of the workspace as it is on disk. */
export async function openExample(name: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(exampleUri(name));
  const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  if (document.isDirty) await vscode.commands.executeCommand('workbench.action.files.revert');
  return editor;
}

export async function openText(content: string, language = 'yaml'): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  return vscode.window.showTextDocument(document, vscode.ViewColumn.One);
}

/** Closes every editor and gives up what was not saved, without a question. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Our findings that the API server would refuse for. */
export function errorsOf(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ severity, source }) => severity === vscode.DiagnosticSeverity.Error && source === 'podwright');
}

/** Waits until the number of errors is as expected and stays so for a moment. */
export function errorCount(document: vscode.TextDocument, count: number): Promise<readonly vscode.Diagnostic[]> {
  return until(`${count} error(s) in ${document.uri.path}`, async () => {
    if (errorsOf(document).length !== count) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 150));
    const found = errorsOf(document);
    return found.length === count ? found : undefined;
  });
}

/** Position of `text` in the document, plus an offset. */
export function positionOf(document: vscode.TextDocument, text: string, offset = 0): vscode.Position {
  const at = document.getText().indexOf(text);
  if (at < 0) throw new Error(`${JSON.stringify(text)} is not in the document`);
  return document.positionAt(at + offset);
}

/** Replaces the first `from` by `to`, as an edit that can be undone. */
export async function replace(editor: vscode.TextEditor, from: string, to: string): Promise<void> {
  const start = positionOf(editor.document, from);
  const end = positionOf(editor.document, from, from.length);
  if (!(await editor.edit((edit) => edit.replace(new vscode.Range(start, end), to)))) throw new Error('edit refused');
}

export async function hoverText(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

export async function completions(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<readonly vscode.CompletionItem[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
  );
  // Words of the document are offered by the editor itself.
  return list.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
}

/** Quick fixes with an edit for one finding. */
export async function quickFixes(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
): Promise<readonly vscode.CodeAction[]> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    diagnostic.range,
    vscode.CodeActionKind.QuickFix.value,
    20,
  );
  return actions.filter(({ edit }) => edit !== undefined);
}

export async function api(): Promise<PodwrightApi> {
  const extension = vscode.extensions.getExtension<PodwrightApi>('podwright.podwright');
  if (extension === undefined) throw new Error('the extension is not installed');
  return extension.activate();
}
