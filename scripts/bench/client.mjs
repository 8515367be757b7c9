// A small language client over stdio: enough protocol to type and to wait for the diagnostics of what was typed.
import { spawn } from 'node:child_process';
import { frame, messageReader, residentMiB } from '../languageServerMessages.mjs';

export class Client {
  #child;
  #nextId = 1;
  #pending = new Map();
  #waiting = new Set();
  #settings;

  /** @param {{ command: string, args: string[], settings?: object }} server */
  constructor({ command, args, settings = {} }) {
    this.#settings = settings;
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdout.on(
      'data',
      messageReader((message) => this.#handle(message)),
    );
  }

  async initialize() {
    await this.request('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        textDocument: { publishDiagnostics: { versionSupport: true }, synchronization: {}, completion: {}, hover: {} },
        workspace: { configuration: true, didChangeConfiguration: {} },
      },
    });
    this.notify('initialized', {});
    this.notify('workspace/didChangeConfiguration', { settings: this.#settings });
  }

  request(method, params) {
    const id = this.#nextId++;
    this.#send({ jsonrpc: '2.0', id, method, params });
    return new Promise((resolve) => this.#pending.set(id, resolve));
  }

  notify(method, params) {
    this.#send({ jsonrpc: '2.0', method, params });
  }

  /** Resolves with the time at which diagnostics that satisfy `accept` arrive. */
  diagnostics(uri, accept, limitMs = 60_000) {
    return new Promise((resolve, reject) => {
      const waiter = { uri, accept, resolve };
      const timer = setTimeout(() => {
        this.#waiting.delete(waiter);
        reject(new Error('no diagnostics in time'));
      }, limitMs);
      waiter.resolve = (at) => {
        clearTimeout(timer);
        resolve(at);
      };
      this.#waiting.add(waiter);
    });
  }

  /** Resident memory of the server in MiB; undefined where /proc does not exist. */
  memoryMiB() {
    return residentMiB(this.#child.pid);
  }

  stop() {
    this.#child.kill('SIGKILL');
  }

  #send(message) {
    this.#child.stdin.write(frame(message));
  }

  #handle(message) {
    if (message.method === undefined) {
      this.#pending.get(message.id)?.(message.result);
      this.#pending.delete(message.id);
      return;
    }
    if (message.method === 'textDocument/publishDiagnostics') {
      const at = performance.now();
      for (const waiter of this.#waiting) {
        if (waiter.uri !== message.params.uri || !waiter.accept(message.params.diagnostics)) continue;
        this.#waiting.delete(waiter);
        waiter.resolve(at);
      }
    }
    if (message.id !== undefined) this.#send({ jsonrpc: '2.0', id: message.id, result: this.#answer(message) });
  }

  #answer({ method, params }) {
    if (method !== 'workspace/configuration') return null;
    return params.items.map(({ section }) => this.#settings[section] ?? {});
  }
}
