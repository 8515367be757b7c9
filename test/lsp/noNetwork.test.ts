// No process of ours opens a connection: the server and the command line run with every way to the network replaced by an alarm.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/texts';

let folder: string;
let alarm: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'podwright-network-'));
  alarm = path.join(folder, 'alarm.cjs');
  writeFileSync(
    alarm,
    `const net = require('node:net');
const { writeFileSync } = require('node:fs');
const ring = (what) => { writeFileSync(${JSON.stringify(path.join(folder, 'rang'))}, what); throw new Error(what); };
net.Socket.prototype.connect = () => ring('net.connect');
require('node:dns').lookup = () => ring('dns.lookup');
globalThis.fetch = () => ring('fetch');
`,
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program with the alarm loaded before it and gives back what it printed. */
function run(script: string, args: readonly string[]): string {
  try {
    return execFileSync(process.execPath, ['--require', alarm, script, ...args], {
      cwd: root,
      encoding: 'utf8',
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    return `${stdout ?? ''}${stderr ?? ''}`;
  }
}

/** What the server says to some messages, until `wanted` is among it or the server ends. */
function serve(messages: string, wanted: string): Promise<string> {
  const server = spawn(process.execPath, ['--require', alarm, path.join(root, 'dist/server.js'), '--stdio']);
  return new Promise((resolve) => {
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes(wanted)) server.kill();
    };
    server.stdout.on('data', take);
    server.stderr.on('data', take);
    server.on('exit', () => resolve(output));
    server.stdin.write(messages);
  });
}

const message = (body: object) => {
  const text = JSON.stringify({ jsonrpc: '2.0', ...body });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
};

describe('without a network', () => {
  it('the alarm rings when something connects', () => {
    const script = path.join(folder, 'calls.cjs');
    writeFileSync(script, "require('node:net').connect(1, '127.0.0.1');");
    expect(run(script, [])).toContain('net.connect');
  });

  it('the command line works', () => {
    const output = run(path.join(root, 'dist/cli.js'), ['check', 'examples/broken.yaml']);
    expect(output).toContain('removed-api');
    expect(output).not.toMatch(/net\.connect|dns\.lookup|fetch/);
  });

  it('the language server works', async () => {
    const text = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containrs: []}\n';
    const input = [
      message({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } }),
      message({ method: 'initialized', params: {} }),
      message({
        method: 'textDocument/didOpen',
        params: { textDocument: { uri: 'file:///a.yaml', languageId: 'yaml', version: 1, text } },
      }),
    ].join('');
    const output = await serve(input, 'unknown-field');
    expect(output).toContain('unknown-field');
    expect(output).not.toMatch(/net\.connect|dns\.lookup/);
  });
});
