// A server in a process of its own, spoken to in raw messages: what fuzzing and robustness tests need, nothing more.
import { spawn } from 'node:child_process';
import { frame, messageReader, residentMiB } from '../languageServerMessages.mjs';

export class ServerProcess {
  #nextId = 1;
  #answers = new Map();
  #waiting = [];
  /** Everything the server logged with window/logMessage. */
  log = [];
  /** What it wrote to standard error. */
  stderr = '';
  /** Newest diagnostics by document. */
  diagnostics = new Map();

  /** @param {string} program dist/server.js */
  constructor(program) {
    this.child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.exited = new Promise((resolve) => this.child.once('exit', (code, signal) => resolve({ code, signal })));
    this.child.stdout.on(
      'data',
      messageReader((message) => this.#handle(message)),
    );
    this.child.stderr.on('data', (chunk) => {
      this.stderr += chunk;
    });
    // a server that died takes its end of the pipe along
    this.child.stdin.on('error', () => {});
  }

  async initialize({ processId = process.pid, answers = true } = {}) {
    this.answersRequests = answers;
    const capabilities = { workspace: { configuration: true }, textDocument: { publishDiagnostics: {} } };
    const result = await this.request('initialize', { processId, rootUri: null, capabilities });
    this.notify('initialized', {});
    return result;
  }

  /** Writes bytes as they are. */
  raw(bytes) {
    this.child.stdin.write(bytes);
  }

  request(method, params) {
    const id = this.#nextId++;
    this.#send({ jsonrpc: '2.0', id, method, params });
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  notify(method, params) {
    this.#send({ jsonrpc: '2.0', method, params });
  }

  open(uri, text, version = 1) {
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version, text } });
    return this.diagnosticsOf(uri, version);
  }

  change(uri, version, contentChanges) {
    this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
    return this.diagnosticsOf(uri, version);
  }

  /** The diagnostics of a version of a document, once they come. */
  diagnosticsOf(uri, version) {
    const known = this.diagnostics.get(uri);
    if (known?.version === version) return Promise.resolve(known.diagnostics);
    return new Promise((resolve) => this.#waiting.push({ uri, version, resolve }));
  }

  /** Resident memory in MiB, where /proc tells. */
  memoryMiB() {
    return residentMiB(this.child.pid);
  }

  kill() {
    this.child.kill('SIGKILL');
  }

  #send(message) {
    this.raw(frame(message));
  }

  #handle({ id, method, params, result, error }) {
    if (method === undefined) {
      this.#answers.get(id)?.(error === undefined ? result : { error });
      this.#answers.delete(id);
    } else if (method === 'textDocument/publishDiagnostics') {
      this.diagnostics.set(params.uri, params);
      this.#waiting = this.#waiting.filter(({ uri, version, resolve }) => {
        if (uri !== params.uri || version !== params.version) return true;
        resolve(params.diagnostics);
        return false;
      });
    } else if (method === 'window/logMessage') this.log.push(params.message);
    else if (id !== undefined && this.answersRequests) {
      const empty = method === 'workspace/configuration' ? params.items.map(() => ({})) : null;
      this.#send({ jsonrpc: '2.0', id, result: empty });
    }
  }
}
