// Writing an app in the real workbench: from an empty file, over several files, as templates and patches, with custom kinds
// and refactorings. One path of each; the details are unit tests.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, completions, errorCount, errorsOf, exampleUri, openText, positionOf, until } from './support';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: main
      image: nginx:1.27
`;

const written: vscode.Uri[] = [];

/** Writes a file of the workspace and shows it. */
async function openNew(name: string, text: string): Promise<vscode.TextEditor> {
  const uri = exampleUri(name);
  written.push(uri);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), vscode.ViewColumn.One);
}

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

/** Labels offered at the end of a text of the document. */
async function offered(document: vscode.TextDocument, behind: string): Promise<readonly string[]> {
  return (await completions(document, positionOf(document, behind, behind.length))).map(labelOf);
}

/** Waits until our rules are exactly these. */
function rules(document: vscode.TextDocument, expected: readonly string[]): Promise<unknown> {
  return until(`${expected} in ${document.uri.path}`, () => {
    const found = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'podwright');
    const codes = found.map(({ code }) => String(typeof code === 'object' ? code.value : code));
    return [...new Set(codes)].sort().join() === [...expected].sort().join();
  });
}

suite('authoring', () => {
  suiteTeardown(async () => {
    await closeAll();
    for (const uri of written) await vscode.workspace.fs.delete(uri);
  });

  test('begins in an empty file with whole objects', async () => {
    const { document } = await openText('');
    const items = await until('items', async () => {
      const found = await completions(document, new vscode.Position(0, 0));
      return found.length > 0 && found;
    });
    assert.ok(items.some(({ kind }) => kind === vscode.CompletionItemKind.Snippet));
    assert.ok(items.map(labelOf).includes('apiVersion'));
  });

  test('offers the names of another file, and finds the key it lacks', async () => {
    await openNew(
      'settings.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop-settings}\ndata: {mode: fast}\n',
    );
    const env = (rest: string): string =>
      `${POD}      env:\n        - name: MODE\n          valueFrom:\n            configMapKeyRef:\n              name: ${rest}`;
    const { document } = await openNew('shop.yaml', env('\n'));
    await until('the name', async () =>
      (await offered(document, 'configMapKeyRef:\n              name: ')).includes('shop-settings'),
    );
    const second = await openNew('shop-two.yaml', env('shop-settings\n              key: mood\n'));
    await until('the missing key', () =>
      vscode.languages.getDiagnostics(second.document.uri).some(({ message }) => message.includes('mood')),
    );
  });

  test('leaves a template alone, and still helps in it', async () => {
    const text = POD.replace('name: web', 'name: {{ .Release.Name }}').replace(
      'image:',
      'imagePullPolicy: \n      imag:',
    );
    const { document } = await openText(text);
    await until('values', async () => (await offered(document, 'imagePullPolicy: ')).includes('Always'));
    assert.deepEqual(errorsOf(document), []);
  });

  test('knows what a placeholder is', async () => {
    const { document } = await openText(POD.replace('name: web', `name: \${NAME}`).replace('image:', 'imag:'));
    const [error] = await errorCount(document, 1);
    assert.equal(error?.range.start.line, 7);
  });

  test('checks a custom resource against its definition in the workspace', async () => {
    const schema =
      '{type: object, properties: {spec: {type: object, properties: {size: {type: integer}, colour: {type: string, enum: [red, green]}}}}}';
    await openNew(
      'crd.yaml',
      `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: widgets.example.com}\nspec:\n  group: example.com\n  scope: Namespaced\n  names: {kind: Widget, plural: widgets}\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema: {openAPIV3Schema: ${schema}}\n`,
    );
    const { document } = await openNew(
      'widget.yaml',
      'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec:\n  sise: 3\n  colour: \n',
    );
    await rules(document, ['unknown-field']);
    assert.deepEqual([...(await offered(document, 'colour: '))].sort(), ['green', 'red']);
  });

  test('asks nothing of a patch that a kustomization names', async () => {
    const patch = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: -1\n';
    const { document } = await openNew('replicas.yaml', patch);
    await until('what is missing', () => errorsOf(document).length > 1);
    await openNew('kustomization.yaml', 'resources: [web-app.yaml]\npatches:\n  - path: replicas.yaml\n');
    const [error] = await errorCount(document, 1);
    assert.equal(error?.range.start.line, 4);
  });

  test('makes a Deployment of a Pod', async () => {
    const editor = await openText(POD);
    const { document } = editor;
    const action = await until('the refactoring', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(1, 0, 1, 0),
        vscode.CodeActionKind.Refactor.value,
        20,
      );
      return actions.find(({ title }) => title.includes('Deployment'));
    });
    assert.ok(action.edit);
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.match(document.getText(), /kind: Deployment[\s\S]*template:[\s\S]*nginx:1\.27/);
    await errorCount(document, 0);
  });
});
