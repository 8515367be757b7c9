// `npm run bench`: keystroke to diagnostics, start and memory, ours beside yaml-language-server in the same run. Prints ratios;
// asserts nothing. Options: --sizes 60,250,2000 --single 5000 --reps 20 --alone (without the peer).
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureNode } from '../workbench.mjs';
import { Client } from './client.mjs';
import { manyDocuments, oneDocument } from './manifests.mjs';
import { peer } from './peer.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '60,250,2000,20000' },
    single: { type: 'string', default: '5000' },
    reps: { type: 'string', default: '20' },
    alone: { type: 'boolean', default: false },
  },
});

const ours = { name: 'podwright', command: process.execPath, args: [path.join(root, 'dist', 'server.js'), '--stdio'] };
const servers = values.alone ? [ours] : [ours, peer(root, await ensureNode())];

function quantile(sorted, q) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
}

function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
}

/** Opens a manifest and types into its unknown key; times from the keystroke to diagnostics that name the key as typed. */
async function measure(server, manifest, reps) {
  const uri = 'file:///bench/manifest.yaml';
  const startedAt = performance.now();
  const client = new Client(server);
  try {
    await client.initialize();
    const names = (key) => (diagnostics) =>
      diagnostics.some(
        ({ message, range }) =>
          range.start.line === manifest.line && new RegExp(`\\b${key}\\b`).test(String(message.value ?? message)),
      );
    const first = client.diagnostics(uri, names(manifest.key));
    client.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text: manifest.text },
    });
    const start = (await first) - startedAt;
    const times = [];
    let key = manifest.key;
    for (let i = 0; i < reps; i++) {
      const next = `${manifest.key}${String.fromCharCode(97 + (i % 26))}`;
      const from = manifest.character;
      const change = {
        range: {
          start: { line: manifest.line, character: from },
          end: { line: manifest.line, character: from + key.length },
        },
        text: next,
      };
      key = next;
      const answer = client.diagnostics(uri, names(key));
      const typedAt = performance.now();
      client.notify('textDocument/didChange', { textDocument: { uri, version: i + 2 }, contentChanges: [change] });
      times.push((await answer) - typedAt);
    }
    return { start, ...summary(times), memory: client.memoryMiB() };
  } finally {
    client.stop();
  }
}

const cases = [
  ...values.sizes
    .split(',')
    .filter(Boolean)
    .map((size) => ({ label: `${size} lines`, manifest: manyDocuments(Number(size)) })),
  ...values.single
    .split(',')
    .filter(Boolean)
    .map((size) => ({ label: `${size} lines, one document`, manifest: oneDocument(Number(size)) })),
];

const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const mib = (value) => (value === undefined ? 'n/a' : `${Math.round(value)} MiB`);
console.log('keystroke -> diagnostics (median / p95), spawn -> first diagnostics, memory afterwards');
for (const { label, manifest } of cases) {
  const results = [];
  for (const server of servers) {
    const result = await measure(server, manifest, Number(values.reps)).catch((error) => ({ error }));
    results.push(result);
    const text =
      result.error === undefined
        ? `${ms(result.median)} / ${ms(result.p95)}   start ${ms(result.start)}   ${mib(result.memory)}`
        : String(result.error);
    console.log(`  ${label.padEnd(28)} ${server.name.padEnd(28)} ${text}`);
  }
  const [own, other] = results;
  if (own?.error === undefined && other !== undefined && other.error === undefined) {
    const ratio = (a, b) => `${(b / a).toFixed(1)} x`;
    const memory = own.memory === undefined ? '' : `, memory ${(own.memory / other.memory).toFixed(2)} of it`;
    console.log(
      `  ${' '.repeat(28)} ratio: median ${ratio(own.median, other.median)} less, p95 ${ratio(own.p95, other.p95)} less, start ${ratio(own.start, other.start)} less${memory}`,
    );
  }
}
