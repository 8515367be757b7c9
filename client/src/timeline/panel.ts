// One timeline panel: feeds its page with whole states from the language server and carries out what the page asks for.
// Draws nothing and knows no pod.
import * as vscode from 'vscode';
import {
  EDIT_REQUEST,
  type EditParams,
  type FieldEdit,
  type RangeAnswer,
  REVEAL_REQUEST,
  type RevealParams,
  type TextEditAnswer,
  TIMELINE_REQUEST,
  type TimelineAnswer,
  type TimelineParams,
} from '../../../server/src/protocol';
import type { Scenario } from '../../../server/src/simulation/scenario';
import { type FromPage, fromPage, type ToPage } from '../../webview/messages';
import { scenarioLink } from './link';
import { pageHtml } from './pageHtml';
import type { GetClient } from './register';
import { saveExport } from './save';
import { scenarioEdit } from './scenarioComment';
import { pageWords } from './texts';

export interface PanelParts {
  readonly panel: vscode.WebviewPanel;
  readonly extensionUri: vscode.Uri;
  readonly getClient: GetClient;
  readonly uri: vscode.Uri;
  readonly pod?: number;
  readonly pinned: boolean;
}

export class TimelinePanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #extensionUri: vscode.Uri;
  readonly #getClient: GetClient;
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #pointed = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.selectionHighlightBackground'),
    overviewRulerColor: new vscode.ThemeColor('focusBorder'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
  #uri: vscode.Uri;
  /** The pod that was asked for by its place; absent: the one under the cursor. */
  #pod: number | undefined;
  #pinned: boolean;
  #answer: TimelineAnswer | undefined;
  #wishes = 0;
  #asking = false;
  #disposed = false;
  #ready = false;
  /** A scenario that came by a link and has not been shown yet. */
  #scenario: Scenario | undefined;

  constructor({ panel, extensionUri, getClient, uri, pod, pinned }: PanelParts) {
    this.#panel = panel;
    this.#extensionUri = extensionUri;
    this.#getClient = getClient;
    this.#uri = uri;
    this.#pod = pod;
    this.#pinned = pinned;
    this.#setUp();
    this.#subscriptions.push(
      this.#pointed,
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidDispose(() => this.#release()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#changed(document)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#cursorMoved(textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#activeChanged(editor)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('podwright')) void this.#start();
      }),
    );
  }

  dispose(): void {
    this.#panel.dispose();
  }

  /** Shows another file, or another pod of it, in this panel. */
  retarget(uri: vscode.Uri, pod: number | undefined): void {
    this.#uri = uri;
    this.#pod = pod;
    this.#pinned = false;
    this.#panel.reveal(undefined, true);
    this.#setTitle();
    void this.#refresh();
  }

  /** Plays a scenario that came by a link. */
  play(scenario: Scenario): void {
    this.#scenario = scenario;
    if (this.#ready) void this.#refresh();
  }

  #setUp(): void {
    const { webview } = this.#panel;
    const dist = vscode.Uri.joinPath(this.#extensionUri, 'dist');
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const source = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    this.#setTitle();
    webview.html = pageHtml({
      scriptUri: source('webview.js'),
      styleUri: source('webview.css'),
      cspSource: webview.cspSource,
      nonce: nonce(),
      title: this.#panel.title,
    });
  }

  #setTitle(): void {
    const name = this.#uri.path.slice(this.#uri.path.lastIndexOf('/') + 1);
    this.#panel.title = vscode.l10n.t('Timeline {0}', name);
  }

  #release(): void {
    this.#disposed = true;
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
  }

  #send(message: ToPage): void {
    void this.#panel.webview.postMessage(message);
  }

  #receive(raw: unknown): void {
    const message = fromPage(raw);
    if (message === undefined) return;
    this.#act(message).catch((error: unknown) => {
      void vscode.window.showErrorMessage(vscode.l10n.t('The timeline could not do that: {0}', String(error)));
    });
  }

  async #act(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        return this.#start();
      case 'reveal':
        return this.#reveal(message.path, message.focus);
      case 'point':
        return this.#point(message.path);
      case 'choosePod':
        this.#pod = message.index;
        this.#pinned = true;
        return this.#refresh();
      case 'pin':
        this.#pinned = message.pinned;
        this.#pod = message.pinned ? this.#answer?.selected : undefined;
        return this.#refresh();
      case 'applyEdit':
        return this.#applyEdits(message.edits);
      case 'writeScenario':
        return this.#writeScenario(message.scenario === null ? null : JSON.stringify(message.scenario));
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        return void vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 2000);
      case 'copyLink':
        await vscode.env.clipboard.writeText(scenarioLink(message.scenario));
        return void vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 2000);
      case 'save':
        return saveExport(this.#uri, message);
      case 'sample':
        return this.#openSample();
    }
  }

  async #start(): Promise<void> {
    if (!this.#ready) return;
    this.#send({ type: 'words', ...(await pageWords(this.#extensionUri)) });
    await this.#refresh();
  }

  #changed(document: vscode.TextDocument): void {
    if (document.uri.toString() === this.#uri.toString()) void this.#refresh();
  }

  #cursorMoved(editor: vscode.TextEditor): void {
    if (editor.document.uri.toString() !== this.#uri.toString()) return;
    const { line } = editor.selection.active;
    this.#send({ type: 'cursor', line });
    if (!this.#pinned && this.#answer !== undefined && this.#answer.pods.length > 1) {
      this.#pod = undefined;
      void this.#refresh();
    }
  }

  /** Follows the reader to another manifest unless it is pinned. */
  #activeChanged(editor: vscode.TextEditor | undefined): void {
    if (editor === undefined || this.#pinned || editor.document.languageId !== 'yaml') return;
    if (editor.document.uri.toString() === this.#uri.toString()) return;
    const before = this.#uri;
    const { uri } = editor.document;
    void this.#ask(uri, undefined).then((answer) => {
      if (answer === undefined || answer.pods.length === 0 || this.#uri !== before || this.#pinned) return;
      this.#uri = uri;
      this.#pod = undefined;
      this.#setTitle();
      void this.#refresh();
    });
  }

  /** Asks the server and shows the answer. While it is being asked, further wishes are served by one more question. */
  async #refresh(): Promise<void> {
    if (!this.#ready) return;
    this.#wishes++;
    if (this.#asking) return;
    this.#asking = true;
    try {
      for (let served = 0; served !== this.#wishes; ) {
        served = this.#wishes;
        const answer = await this.#ask(this.#uri, this.#pod);
        if (answer !== undefined && !this.#disposed) this.#show(answer);
      }
    } finally {
      this.#asking = false;
    }
  }

  #show(answer: TimelineAnswer): void {
    this.#answer = answer;
    this.#send({ type: 'show', uri: this.#uri.toString(), fileName: this.#panel.title, pinned: this.#pinned, answer });
    if (this.#scenario === undefined) return;
    this.#send({ type: 'scenario', scenario: this.#scenario });
    this.#scenario = undefined;
  }

  async #ask(uri: vscode.Uri, pod: number | undefined): Promise<TimelineAnswer | undefined> {
    const editor = this.#editor(uri);
    const position = editor?.selection.active;
    const params: TimelineParams = {
      uri: uri.toString(),
      ...(pod === undefined ? {} : { pod }),
      ...(position === undefined ? {} : { position: { line: position.line, character: position.character } }),
    };
    if (editor === undefined) await vscode.workspace.openTextDocument(uri).then(undefined, () => undefined);
    const client = await this.#getClient();
    return (await client.sendRequest<TimelineAnswer | null>(TIMELINE_REQUEST, params)) ?? undefined;
  }

  #editor(uri = this.#uri): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  }

  async #rangeOf(path: string): Promise<vscode.Range | undefined> {
    const client = await this.#getClient();
    const params: RevealParams = { uri: this.#uri.toString(), pod: this.#answer?.selected ?? 0, path };
    const range = await client.sendRequest<RangeAnswer | null>(REVEAL_REQUEST, params);
    return range === null ? undefined : toRange(range);
  }

  async #reveal(path: string, focus: boolean): Promise<void> {
    const range = await this.#rangeOf(path);
    if (range === undefined) return;
    const shown = this.#editor();
    const editor = await vscode.window.showTextDocument(this.#uri, {
      viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
      preserveFocus: !focus,
      ...(focus ? { selection: new vscode.Range(range.start, range.start) } : {}),
    });
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    editor.setDecorations(this.#pointed, [range]);
    if (!focus) editor.selection = new vscode.Selection(range.start, range.start);
  }

  async #point(path: string | null): Promise<void> {
    const range = path === null ? undefined : await this.#rangeOf(path);
    this.#editor()?.setDecorations(this.#pointed, range === undefined ? [] : [range]);
  }

  async #applyEdits(edits: readonly FieldEdit[]): Promise<void> {
    const client = await this.#getClient();
    const params: EditParams = { uri: this.#uri.toString(), pod: this.#answer?.selected ?? 0, edits };
    const texts = await client.sendRequest<readonly TextEditAnswer[] | null>(EDIT_REQUEST, params);
    if (texts === null || texts.length === 0) throw new Error(vscode.l10n.t('the manifest has no place for it'));
    await this.#edit(texts.map(({ range, newText }) => new vscode.TextEdit(toRange(range), newText)));
  }

  async #writeScenario(json: string | null): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.#uri);
    const pod = this.#answer?.pods[this.#answer.selected];
    const edit = scenarioEdit(document.getText().split(/\r?\n/), pod?.line ?? 0, json);
    if (edit === undefined) return;
    const range = new vscode.Range(edit.fromLine, 0, edit.toLine, 0);
    await this.#edit([new vscode.TextEdit(range, edit.text)]);
  }

  /** One workspace edit, which one undo takes back. */
  async #edit(edits: readonly vscode.TextEdit[]): Promise<void> {
    const change = new vscode.WorkspaceEdit();
    change.set(this.#uri, [...edits]);
    if (!(await vscode.workspace.applyEdit(change))) throw new Error(vscode.l10n.t('the editor refused the edit'));
  }

  async #openSample(): Promise<void> {
    const uri = vscode.Uri.joinPath(this.#extensionUri, 'examples', 'web-app.yaml');
    const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const document = await vscode.workspace.openTextDocument({ language: 'yaml', content });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
    this.retarget(document.uri, undefined);
  }
}

function toRange({ start, end }: RangeAnswer): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** A nonce for the page's policy. */
function nonce(): string {
  const bytes = new Uint8Array(16);
  globalThis.crypto.getRandomValues(bytes);
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
