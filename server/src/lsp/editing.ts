// Requests that help to write and to read a manifest: completion, hover, navigation, the shape of the document. Turns
// protocol into calls of features/ and keeps the name index of open files; knows no rules.
import type {
  Connection,
  InitializeParams,
  ServerCapabilities,
  TextDocumentPositionParams,
} from 'vscode-languageserver';
import type { FileAnalysis } from '../features/analysis';
import { complete } from '../features/completion/complete';
import { resolveItem } from '../features/completion/resolve';
import type { CompletionClient } from '../features/completion/scope';
import { hover } from '../features/hover/hover';
import { fileNames } from '../features/names/fileNames';
import { NameIndex } from '../features/names/nameIndex';
import type { Texts } from '../text/texts';
import type { OpenFile } from './documents';

/** What these requests need of the server. */
export interface EditingHost {
  /** Answers about an open file; `otherwise` when it is not open or something fails. */
  withFile<T>(what: string, uri: string, otherwise: T, answer: (file: FileAnalysis, open: OpenFile) => T): T;
  /** All open files with their analyses. */
  openFiles(): readonly { readonly uri: string; readonly file: FileAnalysis }[];
  readonly words: Texts;
  readonly minor: number;
  /** Abilities of the client, known once it is initialized. */
  readonly client: CompletionClient;
}

/** What the server offers through this file. */
export const EDITING_CAPABILITIES: ServerCapabilities = {
  hoverProvider: true,
  completionProvider: { triggerCharacters: [':', ' ', '-', '.', '/', '$', '"'], resolveProvider: true },
};

/** What the client can do with completion items. The command that reopens the list is one of VS Code and its kin. */
export function clientAbilities({ capabilities, clientInfo }: InitializeParams): CompletionClient {
  const snippets = capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
  const code = /visual studio code|vscod|code-oss|codium/i.test(clientInfo?.name ?? '');
  return { snippets, ...(code ? { suggestCommand: 'editor.action.triggerSuggest' } : {}) };
}

export class Editing {
  private readonly names = new NameIndex();
  private readonly indexed = new Map<string, FileAnalysis>();

  constructor(
    private readonly connection: Connection,
    private readonly host: EditingHost,
  ) {}

  listen(): void {
    const { connection, host } = this;
    connection.onCompletion((params) =>
      this.at('completion', params, null, (request) => complete({ ...request, client: host.client })),
    );
    connection.onCompletionResolve((item) => resolveItem(item, host.minor, host.words));
    connection.onHover((params) => this.at('hover', params, null, hover));
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

  /** The index with every open file as it is now. */
  private index(): NameIndex {
    const open = new Set<string>();
    for (const { uri, file } of this.host.openFiles()) {
      open.add(uri);
      if (this.indexed.get(uri) === file) continue;
      this.indexed.set(uri, file);
      this.names.set(fileNames(uri, file));
    }
    for (const uri of this.indexed.keys()) {
      if (open.has(uri)) continue;
      this.indexed.delete(uri);
      this.names.delete(uri);
    }
    return this.names;
  }
}

interface Request {
  readonly uri: string;
  readonly file: FileAnalysis;
  readonly position: TextDocumentPositionParams['position'];
  readonly texts: Texts;
  readonly names: NameIndex;
}
