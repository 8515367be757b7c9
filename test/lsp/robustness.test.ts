// The server as a process, and clients that misbehave: it must answer, wait or leave, never hang or fall over.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error: a build script in plain JavaScript
import { buildNode } from '../../scripts/build.mjs';
import { ServerProcess } from '../../scripts/fuzz/serverProcess.mjs';
import { root } from '../support/texts';

const URI = 'file:///robust/pod.yaml';
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      imag: nginx\n';

let home: string;
let program: string;
const running: ServerProcess[] = [];

beforeAll(async () => {
  mkdirSync(path.join(root, '.cache', 'test'), { recursive: true });
  home = mkdtempSync(path.join(root, '.cache', 'test', 'server-'));
  await buildNode(path.join(home, 'dist'));
  program = path.join(home, 'dist', 'server.js');
}, 120_000);

afterEach(() => {
  for (const server of running.splice(0)) server.kill();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function server(): ServerProcess {
  const made = new ServerProcess(program);
  running.push(made);
  return made;
}

const rules = (list: readonly { readonly code?: unknown }[]) => list.map(({ code }) => code);

describe('a client that', { timeout: 120_000 }, () => {
  it('sends messages that make no sense is answered as before', async () => {
    const one = server();
    await one.initialize();
    const nonsense = [
      [
        'textDocument/didChange',
        { textDocument: { uri: 'file:///never-opened.yaml', version: 3 }, contentChanges: [{ text: 'a' }] },
      ],
      ['textDocument/didClose', { textDocument: { uri: 'file:///never-opened.yaml' } }],
      ['workspace/didChangeConfiguration', { settings: null }],
      ['workspace/didChangeConfiguration', { settings: { podwright: { rules: 7, kubernetesVersion: [] } } }],
      ['textDocument/thisDoesNotExist', { a: 1 }],
    ] as const;
    for (const [method, params] of nonsense) one.notify(method, params);
    const found = await one.open(URI, POD);
    expect(rules(found)).toContain('unknown-field');
    expect(await one.request('podwright/thisDoesNotExist', {})).toHaveProperty('error');
    expect(await one.request('podwright/timeline', { uri: 5 })).toBeDefined();
    expect(
      await one.request('textDocument/hover', { textDocument: { uri: URI }, position: { line: -1, character: 1e9 } }),
    ).toBeNull();
    expect(
      await one.request('textDocument/hover', { textDocument: { uri: URI }, position: { line: 1e9, character: 0 } }),
    ).toBeNull();
  });

  it('sends changes outside of the text gets diagnostics of the clamped text', async () => {
    const one = server();
    await one.initialize();
    await one.open(URI, POD);
    const far = { line: 1e6, character: 1e6 };
    await one.change(URI, 2, [{ range: { start: far, end: far }, text: '# end\n' }]);
    const back = { start: far, end: { line: 0, character: 0 } };
    await one.change(URI, 3, [{ range: back, text: '' }]);
    expect(rules(await one.change(URI, 4, [{ text: POD }]))).toContain('unknown-field');
    expect(one.log).toEqual([]);
  });

  it.each([
    ['bytes without a header', 'hello\r\n\r\n{"jsonrpc":"2.0"}'],
    ['a body that is no JSON', 'Content-Length: 5\r\n\r\nabcde'],
    ['a header without a length', 'Content-Type: x\r\n\r\n{}'],
    ['binary', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256))],
  ])('sends %s finds the server alive or gone, not hanging', async (_, bytes) => {
    const one = server();
    await one.initialize();
    one.raw(bytes);
    one.child.stdin?.end();
    const { signal } = await one.exited;
    expect(signal).toBeNull();
  });

  it('never answers the requests of the server still gets diagnostics', async () => {
    const one = server();
    await one.initialize({ answers: false });
    expect(rules(await one.open(URI, POD))).toContain('unknown-field');
    expect(rules(await one.change(URI, 2, [{ text: POD.replace('imag:', 'image:') }]))).not.toContain('unknown-field');
  });

  it('opens a thousand files and closes its end leaves no server behind', async () => {
    const one = server();
    await one.initialize({ processId: null });
    const opened = Array.from({ length: 1000 }, (_, i) =>
      one.open(`file:///robust/${i}.yaml`, POD.replace('web', `web-${i}`)),
    );
    await opened[0];
    one.child.stdin?.end();
    expect((await one.exited).signal).toBeNull();
  });

  it('dies without a word leaves no server behind', async () => {
    const client = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const one = server();
    await one.initialize({ processId: client.pid ?? 0 });
    await one.open(URI, POD);
    client.kill('SIGKILL');
    // standard input stays open: only the process id tells
    expect((await one.exited).signal).toBeNull();
  });

  it('says goodbye properly ends the server with status 0', async () => {
    const one = server();
    await one.initialize();
    await one.open(URI, POD);
    await one.request('shutdown', null);
    one.notify('exit', null);
    expect(await one.exited).toEqual({ code: 0, signal: null });
  });
});

describe('the server', { timeout: 120_000 }, () => {
  it('answers as before when it was killed and started again', async () => {
    const first = server();
    await first.initialize();
    await first.open(URI, POD);
    const edit = { range: { start: { line: 7, character: 10 }, end: { line: 7, character: 10 } }, text: 'e' };
    const before = await first.change(URI, 2, [edit]);
    first.kill();
    await first.exited;
    const second = server();
    await second.initialize();
    expect(await second.open(URI, POD.replace('imag:', 'image:'), 2)).toEqual(before);
  });

  it('publishes every version in order, the newest last', async () => {
    const one = server();
    await one.initialize();
    await one.open(URI, POD);
    const all: Promise<unknown>[] = [];
    for (let version = 2; version < 60; version++) {
      const at = { line: 7, character: 10 };
      all.push(one.change(URI, version, [{ range: { start: at, end: at }, text: 'x' }]));
    }
    await Promise.all(all);
    const { version, diagnostics } = one.diagnostics.get(URI) ?? { diagnostics: [] };
    expect(version).toBe(59);
    expect(diagnostics.some(({ message }) => String(message).includes(`imag${'x'.repeat(58)}`))).toBe(true);
  });

  it.each([
    ['binary', () => Array.from({ length: 4096 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join('')],
    ['lone surrogates', () => `${POD}# \ud800 \udc00\n      args: ["\ud83d"]\n`],
    ['mixed line ends', () => POD.replace('\nkind', '\r\nkind').replace('\nspec', '\rspec')],
    ['brackets nested 10,000 deep', () => `${POD}      args: ${'['.repeat(10_000)}\n`],
    ['maps nested 10,000 deep', () => Array.from({ length: 10_000 }, (_, i) => `${' '.repeat(i % 2000)}a:`).join('\n')],
    ['dashes nested 10,000 deep', () => `${POD}---\n${'- '.repeat(10_000)}\n`],
    ['a very long line', () => `${POD}      args: ["${'x'.repeat(5_000_000)}"]\n`],
    [
      'a block scalar of 10 MB',
      () => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n${'    text\n'.repeat(1_100_000)}`,
    ],
  ])('goes on after %s', async (_, text) => {
    const one = server();
    await one.initialize();
    await one.open('file:///robust/bad.yaml', text());
    one.notify('textDocument/didClose', { textDocument: { uri: 'file:///robust/bad.yaml' } });
    expect(rules(await one.open(URI, POD))).toContain('unknown-field');
    expect(one.log).toEqual([]);
  });
});
