// What the server leaves to other extensions in a file, as told by the client.
import { afterEach, describe, expect, test } from 'vitest';
import type { CompletionList, Diagnostic } from 'vscode-languageserver-types';
import { SERVICE_NOTIFICATION, type Service } from '../../server/src/protocol';
import { connect, type Session } from '../support/connection';

const URI = 'file:///workspace/pod.yaml';
const TEXT = [
  'apiVersion: v1',
  'kind: Pod',
  'metadata:',
  '  name: Web',
  '  name: Web',
  'spec:',
  '  contaners: []',
  '  hostNetwork: 1',
  '  volumes:',
  '    - name: data',
  '      emptyDir: {}',
  '  containers:',
  '    - name: main',
  '      image: nginx:1.27',
  '      volumeMounts:',
  '        - mountPath: /data',
  '          name: ',
  '      ',
].join('\n');

const ALL: Service = { syntax: true, shape: true, structure: true, keys: true };

let session: Session;
afterEach(() => session.end());

async function told(service: Service | undefined): Promise<string[]> {
  session = await connect({ initializationOptions: { yamlExtension: service === undefined } });
  if (service !== undefined) await session.client.sendNotification(SERVICE_NOTIFICATION, { uri: URI, service });
  const { diagnostics } = await session.open(URI, TEXT);
  return rules(diagnostics);
}

function rules(diagnostics: readonly Diagnostic[]): string[] {
  const kept = ['duplicate-field', 'unknown-field', 'wrong-type', 'metadata-name-subdomain'];
  return [...new Set(diagnostics.map(({ code }) => String(code)))].filter((code) => kept.includes(code)).sort();
}

async function labels(line: number, character: number): Promise<string[]> {
  const at = { textDocument: { uri: URI }, position: { line, character } };
  return ((await session.client.sendRequest('textDocument/completion', at)) as CompletionList).items.map(
    ({ label }) => label,
  );
}

async function symbols(): Promise<unknown[]> {
  return (await session.client.sendRequest('textDocument/documentSymbol', { textDocument: { uri: URI } })) as unknown[];
}

describe('service of a file', () => {
  test('everything when alone', async () => {
    expect(await told(ALL)).toEqual(['duplicate-field', 'metadata-name-subdomain', 'unknown-field', 'wrong-type']);
    expect(await symbols()).not.toEqual([]);
    expect(await labels(17, 6)).toContain('livenessProbe');
  });

  test('repeated keys, outline and folding are left to another YAML extension', async () => {
    expect(await told({ ...ALL, syntax: false, shape: false })).toEqual([
      'metadata-name-subdomain',
      'unknown-field',
      'wrong-type',
    ]);
    expect(await symbols()).toEqual([]);
    expect(await labels(17, 6)).toContain('livenessProbe');
  });

  test('fields, types and keys are left to the schema of the user; names are not', async () => {
    expect(await told({ syntax: false, shape: false, structure: false, keys: false })).toEqual([
      'metadata-name-subdomain',
    ]);
    expect(await labels(17, 6)).not.toContain('livenessProbe');
    expect(await labels(16, 16)).toContain('data');
  });

  test('aliases lead to their anchors once', async () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: &name web}\ndata: {a: *name}\n';
    const asked = { textDocument: { uri: URI }, position: { line: 3, character: 12 } };
    for (const [service, count] of [
      [ALL, 1],
      [{ ...ALL, shape: false }, 0],
    ] as const) {
      session = await connect();
      await session.client.sendNotification(SERVICE_NOTIFICATION, { uri: URI, service });
      await session.open(URI, text);
      expect(await session.client.sendRequest('textDocument/definition', asked)).toHaveLength(count);
      if (count === 1) session.end();
    }
  });

  test('a client that tells nothing but that a YAML extension is there', async () => {
    expect(await told(undefined)).toEqual(['metadata-name-subdomain', 'unknown-field', 'wrong-type']);
    expect(await symbols()).toEqual([]);
  });

  test('a new service shows at once', async () => {
    await told(ALL);
    const published = new Promise<string[]>((resolve) =>
      session.client.onNotification('textDocument/publishDiagnostics', (params: { diagnostics: Diagnostic[] }) =>
        resolve(rules(params.diagnostics)),
      ),
    );
    const service = { ...ALL, structure: false };
    await session.client.sendNotification(SERVICE_NOTIFICATION, { uri: URI, service });
    expect(await published).toEqual(['duplicate-field', 'metadata-name-subdomain']);
  });
});
