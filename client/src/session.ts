// One language server for the window: started when first needed, started again with growing pauses when it dies.
// Knows nothing of what is said over the connection.
import * as vscode from 'vscode';
import type { BaseLanguageClient, CloseHandlerResult } from 'vscode-languageclient';
import type { SessionParts } from './clientOptions';
import { afterCrash } from './restartPolicy';

export type SessionState = 'idle' | 'starting' | 'running' | 'failed';

/** Makes a client for the host we are in; loading the library is part of it, so that activation does not pay for it. */
export type ClientFactory = (parts: SessionParts) => Promise<BaseLanguageClient>;

export class Session implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<SessionState>();
  readonly onChange = this.#changed.event;
  #state: SessionState = 'idle';
  #client: Promise<BaseLanguageClient> | undefined;
  #crashesMs: readonly number[] = [];
  #disposed = false;

  constructor(
    private readonly factory: ClientFactory,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  get state(): SessionState {
    return this.#state;
  }

  /** The running client; starts the server when it does not run yet. Rejects when the server cannot be started. */
  client(): Promise<BaseLanguageClient> {
    this.#client ??= this.#start();
    return this.#client;
  }

  /** Ends the server, if it runs, and starts a new one. */
  async restart(): Promise<void> {
    const before = this.#client;
    this.#client = undefined;
    this.#crashesMs = [];
    const old = await before?.catch(() => undefined);
    await old?.dispose(2_000).catch((error: unknown) => this.output.warn(`stop: ${String(error)}`));
    await this.client();
  }

  async stop(): Promise<void> {
    this.#disposed = true;
    const client = await this.#client?.catch(() => undefined);
    await client?.dispose(2_000).catch(() => undefined);
  }

  dispose(): void {
    void this.stop();
    this.#changed.dispose();
  }

  async #start(): Promise<BaseLanguageClient> {
    const startedAt = performance.now();
    this.#become('starting');
    try {
      const client = await this.factory({ output: this.output, onLost: () => this.#lost() });
      client.onDidChangeState(({ newState }) => this.#follow(client, newState));
      await client.start();
      this.output.info(`server ready after ${Math.round(performance.now() - startedAt)} ms`);
      return client;
    } catch (error) {
      this.output.error(`the server did not start: ${String(error)}`);
      this.#become('failed');
      this.#client = undefined;
      throw error;
    }
  }

  /** 2 and 3 are State.Running and State.Starting; the library itself is not loaded here. */
  #follow(client: BaseLanguageClient, state: number): void {
    if (state === 2) this.#become('running');
    else if (state === 3) this.#become('starting');
    else if (!client.needsStop() && this.#state !== 'starting') this.#become(this.#disposed ? 'idle' : this.#state);
  }

  async #lost(): Promise<CloseHandlerResult> {
    const { delayMs, crashesMs } = afterCrash(this.#crashesMs, Date.now());
    this.#crashesMs = crashesMs;
    if (this.#disposed) return { action: 1, handled: true };
    if (delayMs === undefined) {
      this.#become('failed');
      this.#client = undefined;
      void this.#sayGivenUp();
      return { action: 1, handled: true, message: 'The server died too often; it is not started again by itself.' };
    }
    this.#become('starting');
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return { action: 2, handled: true, message: `The server died; started again after ${delayMs} ms.` };
  }

  async #sayGivenUp(): Promise<void> {
    const restart = vscode.l10n.t('Restart');
    const showOutput = vscode.l10n.t('Show Output');
    const text = vscode.l10n.t(
      'The Podwright language server stopped several times and is not started again by itself.',
    );
    const choice = await vscode.window.showErrorMessage(text, restart, showOutput);
    if (choice === restart) await vscode.commands.executeCommand('podwright.restartServer');
    if (choice === showOutput) this.output.show();
  }

  #become(state: SessionState): void {
    if (state === this.#state || this.#disposed) return;
    this.#state = state;
    this.#changed.fire(state);
  }
}
