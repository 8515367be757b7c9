// The language server: turns requests into calls of features/ and answers into protocol. All state lives here: open files,
// settings, language. Timers and file reads come in through `Runtime`, so the same code serves Node and a web worker.
import {
  type CodeActionContext,
  type CodeActionParams,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { analyzeFile, type DocumentAnalysis, type FileAnalysis } from '../features/analysis';
import { codeActions } from '../features/codeActions';
import { codeLenses, lensUri, numberLenses, resolveLens } from '../features/codeLenses';
import { type DiagnosticSettings, diagnose } from '../features/diagnostics';
import { diffDocument } from '../features/diffDocument';
import { documentNames } from '../features/names/documentNames';
import { selectorLenses } from '../features/navigation/selectorLenses';
import { REFACTOR_KINDS, refactorings } from '../features/refactor/refactorings';
import { editPod, revealPath, timelineOf } from '../features/timeline';
import { usefulCommands } from '../features/usefulCommands';
import {
  COMMANDS_REQUEST,
  type CommandsParams,
  DIFF_REQUEST,
  type DiffParams,
  EDIT_REQUEST,
  type EditParams,
  REVEAL_REQUEST,
  type RevealParams,
  SERVICE_NOTIFICATION,
  type Service,
  type ServiceParams,
  TIMELINE_REQUEST,
  type TimelineParams,
} from '../protocol';
import { type Language, type TextFiles, Texts } from '../text/texts';
import { YamlStream } from '../yaml/stream';
import { type OpenFile, openFiles } from './documents';
import { clientAbilities, EDITING_CAPABILITIES, Editing, type EditingHost } from './editing';
import { mostImportant } from './mostImportant';
import { DiagnosticVariants, serviceFor } from './services';
import { languageOf, readSettings, type Settings } from './settings';
import { SlicedWork } from './slicedWork';
import type { WorkspaceFiles } from './workspaceIndex';

/** What the server needs from its host. */
export interface Runtime {
  /** Reads the text files of a language. */
  readonly loadTexts: (language: Language) => TextFiles;
  /** The files of the workspace; without them only open files are known. */
  readonly files?: WorkspaceFiles;
  /** Told after diagnostics were sent. */
  readonly worked?: () => void;
}

/** Words of the page that lists all rules; the rule id is its anchor. */
const RULES_PAGE = 'https://github.com/podwright/podwright/blob/main/docs/rules.md';

/** Serves one client over a connection until it ends. */
export function startServer(connection: Connection, runtime: Runtime): void {
  const server = new Server(connection, runtime);
  server.listen();
}

/** Whether the client asks for this kind of action. Refactorings only when a person asks: else every line would have a bulb. */
function isWanted(kind: 'quickfix' | 'refactor', { only, triggerKind }: CodeActionContext): boolean {
  if (only !== undefined)
    return only.some((one) => one === '' || one === kind || one.startsWith(`${kind}.`) || kind.startsWith(`${one}.`));
  return kind === 'quickfix' || triggerKind !== 2;
}

class Server {
  private readonly files = new TextDocuments(openFiles);
  private readonly analyses = new WeakMap<OpenFile, { readonly chosen: number; readonly analysis: FileAnalysis }>();
  private readonly texts = new Map<Language, Texts>();
  /** Settings of the window, and of each open file where the client knows folders of its own. */
  private settings: Settings = readSettings({});
  private readonly fileSettings = new Map<string, Settings>();
  private readonly variants = new DiagnosticVariants(RULES_PAGE);
  /** What the client says is left to other extensions, by file. */
  private readonly services = new Map<string, Service>();
  private locale: Language = 'en';
  private yamlExtension = false;
  private pullsConfiguration = false;
  private createsFiles = false;
  private client: EditingHost['client'] = { snippets: false };

  private readonly editing: Editing;
  /** Documents whose findings and names are there: asking for them again takes no time. */
  private readonly prepared = new WeakSet<DocumentAnalysis>();
  private readonly publishing = new SlicedWork((work) => this.guard('diagnostics', undefined, work));

  constructor(
    private readonly connection: Connection,
    private readonly runtime: Runtime,
  ) {
    this.editing = new Editing(connection, this.editingHost(), runtime.files);
  }

  listen(): void {
    const { connection } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => {
      void this.reloadSettings();
      this.editing.initialized();
    });
    connection.onDidChangeConfiguration((change) => void this.configurationChanged(change.settings));
    this.files.onDidChangeContent(({ document }) => this.guard('diagnostics', undefined, () => this.publish(document)));
    this.files.onDidOpen(({ document }) => void this.readFileSettings(document.uri));
    this.files.onDidClose(({ document }) => {
      this.fileSettings.delete(document.uri);
      this.services.delete(document.uri);
      void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    });
    this.listenToRequests();
    this.files.listen(connection);
    connection.listen();
  }

  private listenToRequests(): void {
    const { connection } = this;
    this.editing.listen();
    connection.onNotification(SERVICE_NOTIFICATION, (params: ServiceParams) => this.serviceChanged(params));
    connection.onCodeAction((params) => this.codeActions(params));
    connection.onCodeLens(({ textDocument }) =>
      this.withFile('code lenses', textDocument.uri, [], (file) => [
        ...(this.settingsOf(textDocument.uri).timelineLens ? codeLenses(file, textDocument.uri, this.words) : []),
        ...(this.settingsOf(textDocument.uri).numbersLens ? numberLenses(file, textDocument.uri) : []),
        ...selectorLenses(textDocument.uri, this.editing.index(), this.words),
      ]),
    );
    connection.onCodeLensResolve((lens) => {
      const uri = lensUri(lens);
      return uri === undefined
        ? lens
        : this.withFile('numbers', uri, lens, (file) => resolveLens(file, lens, this.words));
    });
    connection.onRequest(TIMELINE_REQUEST, (params: TimelineParams) =>
      this.withOpen('timeline', params.uri, null, (file, open) => timelineOf(file, params, open.version, this.words)),
    );
    connection.onRequest(EDIT_REQUEST, (params: EditParams) =>
      this.withOpen('edit', params.uri, null, (file) => editPod(file, params)),
    );
    connection.onRequest(DIFF_REQUEST, (params: DiffParams) =>
      this.withOpen('diff', params.uri, null, (file) => this.diff(file, params)),
    );
    connection.onRequest(COMMANDS_REQUEST, (params: CommandsParams) =>
      this.withOpen('commands', params.uri, null, (file) => usefulCommands(file, params, this.words)),
    );
    connection.onRequest(REVEAL_REQUEST, (params: RevealParams) =>
      this.withOpen('reveal', params.uri, null, (file) => revealPath(file, params)),
    );
  }

  private editingHost(): EditingHost {
    const server = this;
    return {
      withFile: (what, uri, otherwise, answer) => this.withFile(what, uri, otherwise, answer),
      hints: (uri) => this.settingsOf(uri).hints,
      service: (uri) => this.serviceOf(uri),
      republish: () => {
        for (const { uri } of this.files.all()) this.republish(uri);
      },
      openFiles: () => this.files.all().map((open) => ({ uri: open.uri, file: this.analysis(open) })),
      get words() {
        return server.words;
      },
      get minor() {
        return server.settings.minor;
      },
      get client() {
        return server.client;
      },
    };
  }

  private initialize(params: InitializeParams): InitializeResult {
    const options = params.initializationOptions as { locale?: string; yamlExtension?: boolean } | undefined;
    this.locale = languageOf(options?.locale ?? params.locale);
    this.yamlExtension = options?.yamlExtension === true;
    this.pullsConfiguration = params.capabilities.workspace?.configuration === true;
    this.client = clientAbilities(params);
    const edits = params.capabilities.workspace?.workspaceEdit;
    this.createsFiles = edits?.documentChanges === true && edits.resourceOperations?.includes('create') === true;
    this.editing.initialize(params);
    return {
      serverInfo: { name: 'podwright' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        ...EDITING_CAPABILITIES,
        codeActionProvider: { codeActionKinds: ['quickfix', ...REFACTOR_KINDS] },
        codeLensProvider: { resolveProvider: true },
      },
    };
  }

  private async reloadSettings(): Promise<void> {
    if (!this.pullsConfiguration) return;
    const section: unknown = await this.connection.workspace.getConfiguration('podwright').catch(() => ({}));
    this.apply(section);
  }

  private async configurationChanged(pushed: unknown): Promise<void> {
    if (this.pullsConfiguration) return this.reloadSettings();
    this.apply((pushed as { podwright?: unknown } | null)?.podwright);
  }

  private apply(section: unknown): void {
    this.settings = readSettings(section);
    this.fileSettings.clear();
    for (const { uri } of this.files.all()) {
      this.republish(uri);
      void this.readFileSettings(uri);
    }
  }

  /** Asks for the settings of a file's folder; until they come, and where there are none, the window's settings hold. */
  private async readFileSettings(uri: string): Promise<void> {
    if (!this.pullsConfiguration) return;
    const item = { scopeUri: uri, section: 'podwright' };
    const section: unknown = await this.connection.workspace.getConfiguration(item).catch(() => undefined);
    const settings = readSettings(section);
    if (section === undefined || this.files.get(uri) === undefined) return;
    const same = JSON.stringify(settings) === JSON.stringify(this.settingsOf(uri));
    if (same) return;
    this.fileSettings.set(uri, settings);
    this.republish(uri);
  }

  private settingsOf(uri: string): Settings {
    return this.fileSettings.get(uri) ?? this.settings;
  }

  private republish(uri: string): void {
    const file = this.files.get(uri);
    if (file !== undefined) this.guard('diagnostics', undefined, () => this.publish(file));
  }

  /** What we do in a file beside other extensions. */
  private serviceOf(uri: string): Service {
    return this.services.get(uri) ?? serviceFor(this.settingsOf(uri).coexistence, this.yamlExtension);
  }

  private serviceChanged({ uri, service }: ServiceParams): void {
    this.services.set(uri, service);
    this.republish(uri);
  }

  private diagnosticSettingsOf(uri: string): DiagnosticSettings {
    return this.variants.of(this.settingsOf(uri), this.serviceOf(uri), this.editing.isPatch(uri));
  }

  private get words(): Texts {
    const language = this.settings.language === 'auto' ? this.locale : this.settings.language;
    let texts = this.texts.get(language);
    if (texts === undefined) {
      texts = new Texts(language, this.runtime.loadTexts(language));
      this.texts.set(language, texts);
    }
    return texts;
  }

  private analysis(file: OpenFile): FileAnalysis {
    const chosen = this.settingsOf(file.uri).minor;
    const known = this.analyses.get(file);
    if (known?.chosen === chosen) return known.analysis;
    const analysis = analyzeFile(file.stream, chosen, { uri: file.uri, names: this.editing.names });
    this.analyses.set(file, { chosen, analysis });
    return analysis;
  }

  /** Works through a file by documents. A long file leaves room for requests in between, and for the edit that outdates it. */
  private publish(file: OpenFile): void {
    this.publishing.run(file.uri, () => this.files.get(file.uri) === file, this.stepsOf(file));
  }

  private *stepsOf(file: OpenFile): Generator<void> {
    if (this.settingsOf(file.uri).coexistence !== 'off') {
      for (const analysis of this.analysis(file).documents) {
        if (this.prepared.has(analysis)) continue;
        this.prepared.add(analysis);
        documentNames(analysis);
        void analysis.findings;
        yield;
      }
    }
    this.send(file);
  }

  private send(file: OpenFile): void {
    const settings = this.settingsOf(file.uri);
    const off = settings.coexistence === 'off';
    this.editing.edited();
    const diagnostics = off ? [] : diagnose(this.analysis(file), this.words, this.diagnosticSettingsOf(file.uri));
    const shown = mostImportant(diagnostics, this.words);
    void this.connection.sendDiagnostics({ uri: file.uri, version: file.version, diagnostics: shown });
    this.runtime.worked?.();
  }

  private diff(file: FileAnalysis, { uri, oldText, label = '' }: DiffParams) {
    const settings = this.settingsOf(uri);
    const old = analyzeFile(YamlStream.of(oldText), settings.minor);
    return diffDocument(old, file, label, this.words, this.diagnosticSettingsOf(uri));
  }

  private codeActions({ textDocument: { uri }, range, context }: CodeActionParams) {
    return this.withFile('code actions', uri, [], (file) => [
      ...(isWanted('quickfix', context)
        ? codeActions(file, { uri, range, diagnostics: context.diagnostics }, this.words)
        : []),
      ...(isWanted('refactor', context)
        ? refactorings(file, { uri, range, createsFiles: this.createsFiles }, this.words)
        : []),
    ]);
  }

  private withFile<T>(what: string, uri: string, otherwise: T, answer: (file: FileAnalysis, open: OpenFile) => T): T {
    return this.settingsOf(uri).coexistence === 'off' ? otherwise : this.withOpen(what, uri, otherwise, answer);
  }

  /** The same for what people ask for by name, which works whatever the settings say. */
  private withOpen<T>(what: string, uri: string, otherwise: T, answer: (file: FileAnalysis, open: OpenFile) => T): T {
    const open = this.files.get(uri);
    return open === undefined ? otherwise : this.guard(what, otherwise, () => answer(this.analysis(open), open));
  }

  /** The one boundary where an exception may end: it is a bug of ours, is logged, and the client gets an empty answer. */
  private guard<T>(what: string, otherwise: T, work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.connection.console.error(
        `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return otherwise;
    }
  }
}
