// One typing session through a spawned server: after every edit its diagnostics must be those of a fresh reading of the whole
// text, its log must stay silent, and it must go on answering.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Typist } from './edits.mjs';
import { ServerProcess } from './serverProcess.mjs';

const URI = 'file:///fuzz/typed.yaml';

/** What an editor asks after a keystroke. Answers are not compared, only awaited. */
const REQUESTS = [
  ['completion', (position) => ({ position })],
  ['hover', (position) => ({ position })],
  ['codeAction', (position) => ({ range: { start: position, end: position }, context: { diagnostics: [] } })],
  ['documentSymbol', () => ({})],
  ['foldingRange', () => ({})],
  ['codeLens', () => ({})],
  ['documentLink', () => ({})],
  ['documentHighlight', (position) => ({ position })],
  ['semanticTokens/full', () => ({})],
  ['selectionRange', (position) => ({ positions: [position] })],
  ['inlayHint', (position) => ({ range: { start: { line: 0, character: 0 }, end: position } })],
  ['definition', (position) => ({ position })],
];

export class ProtocolComparer {
  #product;
  #program;
  #server;
  #version = 1;

  constructor(product, root) {
    this.#product = product;
    this.#program = path.join(root, 'dist', 'server.js');
    if (!existsSync(this.#program)) throw new Error('dist/server.js is missing: run npm run build first');
  }

  memoryMiB() {
    return this.#server?.memoryMiB() ?? 0;
  }

  async session({ seed, text, others, edits }) {
    this.#server ??= await this.#start();
    const server = this.#server;
    const typist = new Typist(seed, text, others);
    const textDocument = { uri: URI };
    await server.open(URI, text, ++this.#version);
    for (let i = 0; i < edits; i++) {
      const before = typist.text;
      const { range, text: inserted, after } = typist.next();
      const found = await server.change(URI, ++this.#version, [{ range, text: inserted }]);
      const [name, params] = REQUESTS[i % REQUESTS.length];
      await server.request(`textDocument/${name}`, { textDocument, ...params(range.start) });
      const difference = this.#difference(found, after, server);
      if (difference !== undefined)
        return { seed, edit: i, before, change: { range, text: inserted, request: name }, difference };
    }
    server.notify('textDocument/didClose', { textDocument });
    return undefined;
  }

  async #start() {
    const server = new ServerProcess(this.#program);
    await server.initialize();
    return server;
  }

  #difference(found, text, server) {
    if (server.log.length > 0) return `the server logged: ${server.log.splice(0).join('\n')}`;
    const { YamlStream, analyzeFile, diagnose, texts, DEFAULT_SETTINGS } = this.#product;
    const right = diagnose(analyzeFile(YamlStream.of(text), 37), texts, DEFAULT_SETTINGS);
    const plain = (list) => JSON.stringify(list.map(({ codeDescription: _, ...one }) => one));
    const [got, want] = [plain(found), plain(right)];
    return got === want ? undefined : `diagnostics: ${got}\ninstead of ${want}`;
  }
}
