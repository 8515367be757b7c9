// Requests that help to write and to read a manifest: completion, hover, navigation, the shape of the document. Turns
// protocol into calls of features/ and keeps the name index of open files; knows no rules.
import {
  CompletionItemKind,
  type CompletionList,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import type { FileAnalysis } from '../features/analysis';
import { complete } from '../features/completion/complete';
import { resolveItem } from '../features/completion/resolve';
import type { CompletionClient } from '../features/completion/scope';
import { hover } from '../features/hover/hover';
import { type HintKinds, inlayHints } from '../features/inlayHints';
import type { NameIndex } from '../features/names/nameIndex';
import { definition, highlights, references } from '../features/navigation/definition';
import { prepareRename, type Refusal, rename } from '../features/navigation/rename';
import { workspaceSymbols } from '../features/navigation/workspaceSymbols';
import { foldingRanges } from '../features/shape/folding';
import { linkedEditing } from '../features/shape/linkedEditing';
import { documentLinks } from '../features/shape/links';
import { onNewLine } from '../features/shape/onType';
import { selectionRanges } from '../features/shape/selection';
import { semanticTokens, TOKEN_MODIFIERS, TOKEN_TYPES } from '../features/shape/semanticTokens';
import { documentSymbols } from '../features/shape/symbols';
import type { Service } from '../protocol';
import type { Texts } from '../text/texts';
import type { OpenFile } from './documents';
import { type WorkspaceFiles, WorkspaceIndex } from './workspaceIndex';

/** What these requests need of the server. */
export interface EditingHost {
  /** Answers about an open file; `otherwise` when it is not open or something fails. */
  withFile<T>(what: string, uri: string, otherwise: T, answer: (file: FileAnalysis, open: OpenFile) => T): T;
  /** All open files with their analyses. */
  openFiles(): readonly { readonly uri: string; readonly file: FileAnalysis }[];
  /** Publishes the diagnostics of all open files anew. */
  republish(): void;
  readonly words: Texts;
  readonly minor: number;
  /** What is left to other extensions in a file. */
  service(uri: string): Service;
  /** Inlay hints that are on. */
  hints(uri: string): HintKinds;
  /** Abilities of the client, known once it is initialized. */
  readonly client: CompletionClient;
}

/** What the server offers through this file. */
export const EDITING_CAPABILITIES: ServerCapabilities = {
  hoverProvider: true,
  completionProvider: { triggerCharacters: [':', ' ', '-', '.', '/', '$', '"'], resolveProvider: true },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentLinkProvider: {},
  linkedEditingRangeProvider: true,
  inlayHintProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n' },
  // said here and not registered later, for clients that know no registration (Emacs)
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  semanticTokensProvider: {
    legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
    full: true,
    range: true,
  },
};

/** What the client can do with completion items. The command that reopens the list is one of VS Code and its kin. */
export function clientAbilities({ capabilities, clientInfo }: InitializeParams): CompletionClient {
  const snippets = capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
  const code = /visual studio code|vscod|code-oss|codium/i.test(clientInfo?.name ?? '');
  return { snippets, ...(code ? { suggestCommand: 'editor.action.triggerSuggest' } : {}) };
}

/** Pause after a change of names before other files are checked again. */
const NAMES_SETTLE_MS = 300;

export class Editing {
  private readonly workspace: WorkspaceIndex;
  private pending: ReturnType<typeof setTimeout> | undefined;
  private folders: readonly string[] = [];
  private abilities = { watch: false, folders: false, progress: false };

  constructor(
    private readonly connection: Connection,
    private readonly host: EditingHost,
    files: WorkspaceFiles | undefined,
  ) {
    this.workspace = new WorkspaceIndex(
      connection,
      files,
      () => host.words.say('index-progress'),
      () => this.namesChanged(),
    );
  }

  /** Remembers what the client brings along; nothing is read before `initialized`. */
  initialize({ workspaceFolders, capabilities }: InitializeParams): void {
    this.folders = (workspaceFolders ?? []).map(({ uri }) => uri);
    this.abilities = {
      watch: capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
      folders: capabilities.workspace?.workspaceFolders === true,
      progress: capabilities.window?.workDoneProgress === true,
    };
  }

  /** Begins to read the workspace and to follow it. */
  initialized(): void {
    const { connection, abilities } = this;
    if (abilities.watch) {
      const watchers = [{ globPattern: '**/*.{yaml,yml}' }];
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => undefined);
    }
    if (abilities.folders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) this.workspace.forget(uri);
        void this.workspace.scan(
          added.map(({ uri }) => uri),
          abilities.progress,
        );
      });
    }
    void this.workspace.scan(this.folders, abilities.progress);
  }

  listen(): void {
    const { connection, host } = this;
    connection.onCompletion((params) =>
      this.at('completion', params, null, (request) => {
        const trigger = params.context?.triggerCharacter;
        const list = complete({ ...request, client: host.client, ...(trigger === undefined ? {} : { trigger }) });
        return host.service(request.uri).keys ? list : withoutKeys(list);
      }),
    );
    connection.onCompletionResolve((item) => resolveItem(item, host.minor, host.words));
    connection.onHover((params) =>
      this.at('hover', params, null, (request) => hover({ ...request, nowMs: Date.now() })),
    );
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri } of changes) void this.workspace.refresh(uri);
    });
    connection.onShutdown(() => {
      clearTimeout(this.pending);
      this.workspace.dispose();
    });
    this.listenToNames();
    this.listenToShape();
  }

  private listenToNames(): void {
    const { connection } = this;
    connection.onDefinition((params) =>
      this.at('definition', params, [], (request) => (this.isTheirs(request) ? [] : definition(request))),
    );
    connection.onReferences((params) =>
      this.at('references', params, [], (request) => references(request, params.context.includeDeclaration)),
    );
    connection.onDocumentHighlight((params) => this.at('highlights', params, [], highlights));
    connection.onPrepareRename((params) =>
      this.answered(this.at('rename', params, null, (request) => prepareRename(request))),
    );
    connection.onRenameRequest((params) =>
      this.answered(this.at('rename', params, null, (request) => rename(request, params.newName))),
    );
    connection.onWorkspaceSymbol(({ query }) => workspaceSymbols(this.index(), query));
    connection.languages.onLinkedEditingRange((params) => this.at('linked editing', params, null, linkedEditing));
  }

  /** Whether another YAML extension leads from an alias to its anchor, so that ours would be a second way. */
  private isTheirs({ uri, position, names }: Request): boolean {
    return !this.host.service(uri).shape && names.at(uri, position)?.sort === 'anchor';
  }

  private listenToShape(): void {
    const { connection, host } = this;
    connection.onDocumentSymbol(({ textDocument: { uri } }) =>
      host.withFile('symbols', uri, [], (file) => (host.service(uri).shape ? documentSymbols(file) : [])),
    );
    connection.onFoldingRanges(({ textDocument: { uri } }) =>
      host.withFile('folding', uri, [], (file) => (host.service(uri).shape ? foldingRanges(file) : [])),
    );
    connection.onSelectionRanges(({ textDocument: { uri }, positions }) =>
      host.withFile('selection', uri, [], (file) => selectionRanges(file, positions)),
    );
    connection.onDocumentLinks(({ textDocument: { uri } }) => host.withFile('links', uri, [], documentLinks));
    connection.onDocumentOnTypeFormatting(({ textDocument: { uri }, position, options }) =>
      host.withFile('new line', uri, [], (file) => onNewLine(file, position, options.tabSize)),
    );
    connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
      host.withFile('hints', uri, [], (file) => inlayHints(file, range, host.words, host.hints(uri))),
    );
    connection.languages.semanticTokens.on(({ textDocument: { uri } }) =>
      host.withFile('tokens', uri, { data: [] }, (file) => ({ data: semanticTokens(file) })),
    );
    connection.languages.semanticTokens.onRange(({ textDocument: { uri }, range }) =>
      host.withFile('tokens', uri, { data: [] }, (file) => ({
        data: semanticTokens(file, range.start.line, range.end.line),
      })),
    );
  }

  /** A refusal becomes an error with words, which editors show at the cursor. */
  private answered<T>(answer: T | Refusal | null): T | null | ResponseError<void> {
    if (answer === null || typeof answer !== 'object' || !('refused' in answer)) return answer;
    return new ResponseError(LSPErrorCodes.RequestFailed, this.host.words.say(answer.refused, answer.values));
  }

  private at<T>(
    what: string,
    { textDocument, position }: TextDocumentPositionParams,
    otherwise: T,
    answer: (request: Request) => T,
  ): T {
    const { uri } = textDocument;
    return this.host.withFile(what, uri, otherwise, (file) =>
      answer({ uri, file, position, texts: this.host.words, names: this.index() }),
    );
  }

  /** Tells the other open files when an edit has changed what they can refer to. */
  edited(): void {
    const before = this.workspace.names.version;
    this.index();
    if (this.workspace.names.version !== before && this.indexed > 1) this.namesChanged();
  }

  /** Files that are open. */
  private get indexed(): number {
    return this.host.openFiles().length;
  }

  /** Waits until names stop changing: while one is typed, the others need not follow every letter. */
  private namesChanged(): void {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => this.host.republish(), NAMES_SETTLE_MS);
  }

  /** Whether a kustomization lays this file over others. */
  isPatch(uri: string): boolean {
    return this.workspace.isPatch(uri);
  }

  /** The index as it is; `index()` brings it up to date. */
  get names(): NameIndex {
    return this.workspace.names;
  }

  /** The index with every open file as it is now. */
  index(): NameIndex {
    return this.workspace.with(this.host.openFiles());
  }
}

interface Request {
  readonly uri: string;
  readonly file: FileAnalysis;
  readonly position: TextDocumentPositionParams['position'];
  readonly texts: Texts;
  readonly names: NameIndex;
}

/** What a schema cannot know: names, amounts, snippets. Its keys and fixed values come from another extension. */
function withoutKeys(list: CompletionList): CompletionList {
  const { Property, EnumMember } = CompletionItemKind;
  return { ...list, items: list.items.filter(({ kind }) => kind !== Property && kind !== EnumMember) };
}
