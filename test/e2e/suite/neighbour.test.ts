// Beside the YAML extension: nothing is said twice, nothing is lost, the user's own schema wins. Runs in a window of its own,
// in which a stand-in gives the real yaml-language-server the interface of Red Hat's extension.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, completions, exampleUri, until } from './support';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: Web
  name: Web
spec:
  contaners: []
  containers:
    - name: main
      image: nginx:1.27
      
`;

interface Neighbour {
  readonly contributors: readonly string[];
  registerContributor(name: string, schema: (resource: string) => string, content: (uri: string) => string): boolean;
}

/** Findings by who made them: rules of ours, text of theirs. */
function findings({ uri }: vscode.TextDocument): { readonly ours: string[]; readonly theirs: string[] } {
  const all = vscode.languages.getDiagnostics(uri);
  const ours = all.filter(({ source }) => source === 'podwright').map(({ code }) => codeOf(code));
  return { ours, theirs: all.filter(({ source }) => source !== 'podwright').map(({ message }) => message) };
}

function codeOf(code: vscode.Diagnostic['code']): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** Opens a file of the workspace with a text, anew for every test. */
async function open(name: string, text: string): Promise<vscode.TextDocument> {
  const uri = exampleUri(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  return document;
}

/** Waits until both have spoken and what they say is as wanted, and stays so for a moment. */
async function settled(
  document: vscode.TextDocument,
  what: string,
  wanted: (found: ReturnType<typeof findings>) => boolean,
): Promise<ReturnType<typeof findings>> {
  try {
    return await until(what, async () => {
      if (!wanted(findings(document))) return undefined;
      await new Promise((resolve) => setTimeout(resolve, 700));
      const found = findings(document);
      return wanted(found) ? found : undefined;
    });
  } catch {
    throw new Error(`${what}: ${JSON.stringify(findings(document))}`);
  }
}

const has = (list: readonly string[], part: string | RegExp): boolean => list.some((one) => one.match(part) !== null);

async function set(section: string, key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration(section).update(key, value, vscode.ConfigurationTarget.Workspace);
}

/** A schema that knows no field but these. */
async function ownSchema(): Promise<string> {
  const uri = exampleUri('own.schema.json');
  const properties = Object.fromEntries(['apiVersion', 'kind', 'metadata'].map((name) => [name, {}]));
  const schema = { type: 'object', properties, additionalProperties: false };
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify(schema)));
  return uri.with({ scheme: 'file', authority: '' }).toString();
}

suite('beside the YAML extension', () => {
  teardown(async () => {
    await set('yaml', 'schemas', undefined);
    await set('podwright', 'coexistence', undefined);
    await closeAll();
  });

  test('our schema is registered, and no setting of theirs is written', async () => {
    await open('a.yaml', POD);
    const neighbour = vscode.extensions.getExtension<Neighbour>('redhat.vscode-yaml');
    assert.ok(neighbour, 'the stand-in is installed');
    const { contributors } = await neighbour.activate();
    await until('the contributor', () => contributors.length > 0 || neighbour.exports.contributors.length > 0);
    assert.deepEqual(neighbour.exports.contributors, ['podwright']);
    const written = vscode.workspace.getConfiguration('yaml').inspect('schemas');
    assert.equal(written?.workspaceValue ?? written?.globalValue ?? written?.workspaceFolderValue, undefined);
  });

  test('repeated keys are theirs, fields and rules ours', async () => {
    const document = await open('b.yaml', POD);
    const { ours, theirs } = await settled(
      document,
      'both',
      (found) => has(found.ours, 'unknown-field') && theyLooked(found),
    );
    assert.equal(ours.filter((rule) => rule === 'unknown-field').length, 1);
    assert.ok(!ours.includes('duplicate-field'), String(ours));
    assert.ok(!has(theirs, 'contaners'), String(theirs));
  });

  test('their schema of Kubernetes is not loaded for a file of ours', async () => {
    await set('yaml', 'schemas', { kubernetes: '*.yaml' });
    const document = await open('c.yaml', POD);
    const { theirs } = await settled(
      document,
      'both',
      (found) => has(found.ours, 'unknown-field') && theyLooked(found),
    );
    assert.equal(theirs.length, theirs.filter((one) => /unique/i.test(one)).length, String(theirs));
  });

  test('one outline, and no key offered twice', async () => {
    const document = await open('d.yaml', POD);
    await settled(document, 'both', (found) => has(found.ours, 'unknown-field') && theyLooked(found));
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.equal(symbols.filter(({ name }) => name === 'kind').length, 1);
    assert.ok(!symbols.some(({ name }) => name.startsWith('Pod/')), 'no outline of ours');
    const labels = (await completions(document, new vscode.Position(10, 6))).map(({ label }) =>
      typeof label === 'string' ? label : label.label,
    );
    assert.ok(labels.includes('livenessProbe'));
    assert.deepEqual(
      labels.filter((label, i) => labels.indexOf(label) !== i),
      [],
    );
  });

  test('a schema the user mapped wins: structure is theirs, rules stay ours', async () => {
    await set('yaml', 'schemas', { [await ownSchema()]: 'e.yaml' });
    const document = await open('e.yaml', POD);
    const { ours } = await settled(document, 'their schema', (found) => has(found.theirs, /spec/));
    assert.ok(has(ours, 'metadata-name-subdomain'), String(ours));
    assert.ok(!has(ours, 'unknown-field'), String(ours));
    const items = await completions(document, new vscode.Position(10, 6));
    assert.ok(!items.some(({ label }) => (typeof label === 'string' ? label : label.label) === 'livenessProbe'));
  });

  test('so does a modeline', async () => {
    const document = await open('f.yaml', `# yaml-language-server: $schema=${await ownSchema()}\n${POD}`);
    const { ours } = await settled(document, 'their schema', (found) => has(found.theirs, /spec/));
    assert.ok(!has(ours, 'unknown-field'), String(ours));
  });

  test('takeOver, complement and off', async () => {
    const document = await open('g.yaml', POD);
    await set('podwright', 'coexistence', 'takeOver');
    await settled(document, 'takeOver', ({ ours }) => has(ours, 'duplicate-field') && has(ours, 'unknown-field'));
    await set('podwright', 'coexistence', 'complement');
    await settled(
      document,
      'complement',
      ({ ours }) => !has(ours, 'unknown-field') && !has(ours, 'duplicate-field') && has(ours, 'metadata-name'),
    );
    await set('podwright', 'coexistence', 'off');
    await settled(document, 'off', ({ ours }) => ours.length === 0);
  });

  test('other kinds keep the schema they have', async () => {
    const widget = 'apiVersion: example.com/v1\nkind: Widget\nspec: {}\n';
    await set('yaml', 'schemas', { [await ownSchema()]: 'h.yaml' });
    const document = await open('h.yaml', widget);
    const { ours } = await settled(document, 'their schema', (found) => has(found.theirs, /spec/));
    assert.deepEqual(ours, []);
  });

  test('a schema that a third extension contributes stays silent for our kinds only', async () => {
    const neighbour = vscode.extensions.getExtension<Neighbour>('redhat.vscode-yaml');
    // as Kubernetes Tools does: without a label, for every file
    const schema = { properties: { kind: {} }, additionalProperties: false };
    neighbour?.exports.registerContributor(
      'kubernetes',
      () => 'kubernetes://schema/all',
      () => JSON.stringify(schema),
    );
    const other = await open('i.yaml', 'apiVersion: example.com/v1\nkind: Widget\n');
    await settled(other, 'their schema', (found) => has(found.theirs, /apiVersion/));
    const document = await open('j.yaml', POD);
    const { theirs } = await settled(
      document,
      'both',
      (found) => has(found.ours, 'unknown-field') && theyLooked(found),
    );
    assert.ok(!has(theirs, /apiVersion|spec/), String(theirs));
  });
});

/** They report the repeated key: they have looked at the file. */
function theyLooked({ theirs }: ReturnType<typeof findings>): boolean {
  return has(theirs, /unique/i);
}
