// What the language client asks of the library, the same in a Node and in a worker host.
import * as vscode from 'vscode';
import type { CloseHandlerResult, ErrorHandlerResult, LanguageClientOptions, Middleware } from 'vscode-languageclient';

/** What a client needs from its session. */
export interface SessionParts {
  readonly output: vscode.LogOutputChannel;
  /** Called when the connection is lost without having been closed by us; decides about a restart. */
  readonly onLost: () => Promise<CloseHandlerResult>;
}

/** What a client is made of. */
export interface ClientParts extends SessionParts {
  /** What has to happen around the synchronization of documents. */
  readonly middleware: Middleware;
}

/** Sent with `initialize`. */
export interface InitializationOptions {
  /** VS Code's display language, for example `en` or `zh-cn`. */
  readonly locale: string;
  /** True when another extension serves YAML, whose syntax errors and outline ours must not repeat. */
  readonly yamlExtension: boolean;
}

/** The extension that serves plain YAML for nearly everybody. */
export const YAML_EXTENSION = 'redhat.vscode-yaml';

/** Files a person writes. Not `git`: the left side of a comparison is no place for findings. Never `helm`, never Compose. */
export const DOCUMENT_SELECTOR = ['file', 'untitled', 'vscode-vfs', 'vscode-remote', 'vscode-test-web'].map(
  (scheme) => ({
    language: 'yaml',
    scheme,
  }),
);

export function clientOptions({ output, onLost, middleware }: ClientParts): LanguageClientOptions {
  const initializationOptions = (): InitializationOptions => ({
    locale: vscode.env.language,
    yamlExtension: vscode.extensions.getExtension(YAML_EXTENSION) !== undefined,
  });
  return {
    documentSelector: DOCUMENT_SELECTOR,
    outputChannel: output,
    initializationOptions,
    middleware,
    synchronize: { configurationSection: 'podwright' },
    markdown: { isTrusted: { enabledCommands: ['podwright.openTimeline'] }, supportHtml: false },
    errorHandler: {
      // 1: CloseAction and ErrorAction are values of the library, which this module must not load: Continue.
      error: (error): ErrorHandlerResult => {
        output.warn(`connection: ${error.message}`);
        return { action: 1, handled: true };
      },
      closed: onLost,
    },
  };
}
