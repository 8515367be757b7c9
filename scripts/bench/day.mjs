// An eight-hour editing day in minutes: 100,000 edits and the requests an editor makes between them, at full speed. Prints the
// server's memory along the way; it must not grow. Needs dist/server.js (npm run build) and /proc.
//
//   node scripts/bench/day.mjs [--edits 100000] [--lines 2000]
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Typist } from '../fuzz/edits.mjs';
import { ServerProcess } from '../fuzz/serverProcess.mjs';
import { manyDocuments } from './manifests.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { values } = parseArgs({
  options: {
    edits: { type: 'string', default: '100000' },
    lines: { type: 'string', default: '2000' },
    server: { type: 'string', default: path.join(root, 'dist', 'server.js') },
  },
});

const URI = 'file:///day/manifest.yaml';
const server = new ServerProcess(values.server);
await server.initialize();
const { text } = manyDocuments(Number(values.lines));
const edits = Number(values.edits);
const textDocument = { uri: URI };
const memory = [];
let version = 1;
let typist = new Typist(1, text, [text]);
await server.open(URI, text, version);
for (let i = 0; i < edits; i++) {
  // once an hour the file is closed and opened again
  if (i > 0 && i % (edits / 8) === 0) {
    server.notify('textDocument/didClose', { textDocument });
    typist = new Typist(i, text, [text]);
    await server.open(URI, text, ++version);
  }
  const { range, text: inserted } = typist.next();
  await server.change(URI, ++version, [{ range, text: inserted }]);
  if (i % 5 === 0) await server.request('textDocument/completion', { textDocument, position: range.start });
  if (i % 7 === 0) await server.request('textDocument/hover', { textDocument, position: range.start });
  if (i % 20 === 0) await server.request('textDocument/documentSymbol', { textDocument });
  if (i % (edits / 40) === 0) memory.push(server.memoryMiB());
}
memory.push(server.memoryMiB());
const hours = Array.from({ length: 8 }, (_, hour) => Math.max(...memory.slice(hour * 5 + 1, hour * 5 + 6)));
console.log(`${edits} edits of a file of ${values.lines} lines; highest memory in each eighth of the day, MiB:`);
console.log(hours.map((one) => Math.round(one)).join(' '));
if (server.log.length > 0) console.log(`the server logged ${server.log.length} messages, the first: ${server.log[0]}`);
server.kill();
process.exit(server.log.length > 0 ? 1 : 0);
