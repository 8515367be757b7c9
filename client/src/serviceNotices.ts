// Keeps the server told what it leaves to other extensions, file by file: before a file is opened, and again when its text,
// a setting or the set of extensions changes that. Decides nothing.
import * as vscode from 'vscode';
import type { BaseLanguageClient, Middleware } from 'vscode-languageclient';
import { SERVICE_NOTIFICATION, type ServiceParams } from '../../server/src/protocol';
import { DOCUMENT_SELECTOR } from './clientOptions';
import { decisionFor } from './coexistence';

export class ServiceNotices {
  readonly #told = new Map<string, string>();
  #client: BaseLanguageClient | undefined;

  /** The client that the notices go through; to be called before it is started. */
  attach(client: BaseLanguageClient): void {
    this.#client = client;
  }

  /** Steps of the client's document synchronization that a notice has to precede. */
  readonly middleware: Middleware = {
    didOpen: async (document, next) => {
      await this.#tell(document, true);
      await next(document);
    },
    didChange: async (event, next) => {
      await this.#tell(event.document, false);
      await next(event);
    },
    didClose: async (document, next) => {
      this.#told.delete(document.uri.toString());
      await next(document);
    },
  };

  /** Tells what has changed for the files the server knows. */
  refresh(): void {
    for (const document of vscode.workspace.textDocuments) {
      if (this.#told.has(document.uri.toString())) void this.#tell(document, false);
    }
  }

  async #tell(document: vscode.TextDocument, always: boolean): Promise<void> {
    if (vscode.languages.match(DOCUMENT_SELECTOR, document) === 0) return;
    const uri = document.uri.toString();
    const { service } = decisionFor(document);
    const text = JSON.stringify(service);
    if (!always && this.#told.get(uri) === text) return;
    this.#told.set(uri, text);
    const params: ServiceParams = { uri, service };
    await this.#client?.sendNotification(SERVICE_NOTIFICATION, params);
  }
}
