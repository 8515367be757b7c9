import { describe, expect, test } from 'vitest';
import { analyzeFile } from '../../../server/src/features/analysis';
import { nameFindings } from '../../../server/src/features/names/nameFindings';
import { NameIndex } from '../../../server/src/features/names/nameIndex';
import { YamlStream } from '../../../server/src/yaml/stream';

const settings = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  mode: fast\n';

const pod = (body: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  containers:\n    - name: main\n      image: a:1\n${body}`;

const keyRef = (name: string, key: string, more = ''): string =>
  pod(
    `      env:\n        - name: MODE\n          valueFrom:\n            configMapKeyRef:\n              name: ${name}\n              key: ${key}\n${more}`,
  );

const service = (label: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: ${label}\n  ports:\n    - port: 80\n`;

const deployment = (name: string, label: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  selector:\n    matchLabels:\n      app: ${label}\n  template:\n    metadata:\n      labels:\n        app: ${label}\n`;

/** Rule and hint of each finding of a file. */
function found(...documents: readonly string[]): string[] {
  const file = analyzeFile(YamlStream.of(documents.join('---\n')), 37);
  return file.documents.flatMap((_, i) =>
    nameFindings(file, i).map(({ rule, values }) => [rule, values?.hint ?? values?.near].filter(Boolean).join(' ')),
  );
}

describe('keys', () => {
  test.each([
    ['a key that is there', [settings, keyRef('settings', 'mode')], []],
    ['a key that is not, with a near one', [settings, keyRef('settings', 'mood')], ['reference-missing-key mode']],
    ['a key far from all', [settings, keyRef('settings', 'level')], ['reference-missing-key']],
    ['an optional key', [settings, keyRef('settings', 'mood', '              optional: true\n')], []],
    ['a key of a ConfigMap of nowhere', [keyRef('others', 'mood')], []],
  ])('%s', (_, documents, expected) => expect(found(...documents)).toEqual(expected));
});

describe('objects', () => {
  test.each([
    ['a near miss', [settings, keyRef('setings', 'mode')], ['reference-misspelt settings']],
    ['a name of another number', [settings.replace('settings', 'settings-1'), keyRef('settings-2', 'mode')], []],
    ['a name near to nothing', [settings, keyRef('unrelated', 'mode')], []],
  ])('%s', (_, documents, expected) => expect(found(...documents)).toEqual(expected));
});

describe('selectors', () => {
  test.each([
    ['a Service and its pods', [service('web'), pod('')], []],
    ['a Service that misses the pods beside it', [service('wep'), pod('')], ['selector-matches-nothing']],
    ['a Service alone', [service('web')], []],
    ['two workloads of their own', [deployment('a', 'a'), deployment('b', 'b')], []],
    [
      'two workloads of one label',
      [deployment('a', 'x'), deployment('b', 'x')],
      ['selector-matches-others', 'selector-matches-others'],
    ],
  ])('%s', (_, documents, expected) => expect(found(...documents)).toEqual(expected));
});

describe('volumes', () => {
  const volume = '  volumes:\n    - name: data\n      emptyDir: {}\n';
  test.each([
    ['mounted', pod(`      volumeMounts:\n        - name: data\n          mountPath: /data\n${volume}`), []],
    ['used by nobody', pod(volume), ['unused-volume']],
  ])('%s', (_, document, expected) => expect(found(document)).toEqual(expected));
});

describe('with a workspace', () => {
  test('what another file declares counts, and findings follow it', () => {
    const names = new NameIndex();
    const analyze = (uri: string, text: string) => {
      const file = analyzeFile(YamlStream.of(text), 37, { uri, names });
      names.setFile(uri, file);
      return file;
    };
    const file = analyze('file:///pod.yaml', keyRef('settings', 'mood'));
    expect(nameFindings(file, 0)).toEqual([]);
    analyze('file:///settings.yaml', settings);
    expect(nameFindings(file, 0).map(({ rule }) => rule)).toEqual(['reference-missing-key']);
    names.delete('file:///settings.yaml');
    expect(nameFindings(file, 0)).toEqual([]);
  });

  test('an edit that others cannot refer to leaves the version as it is', () => {
    const names = new NameIndex();
    const set = (text: string): void => names.setFile('file:///a.yaml', analyzeFile(YamlStream.of(text), 37));
    set(pod(''));
    const { version } = names;
    set(pod('      imagePullPolicy: Always\n'));
    expect(names.version).toBe(version);
    set(pod('').replace('app: web', 'app: shop'));
    expect(names.version).not.toBe(version);
  });
});

describe('custom resources', () => {
  const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.com
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Widget, plural: widgets }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size: { type: integer }
                colour: { type: string, enum: [red, green] }
                free: { type: object, x-kubernetes-preserve-unknown-fields: true }
                half:
                  type: object
                  x-kubernetes-preserve-unknown-fields: true
                  properties: { size: { type: integer, minimum: 1, maximum: 9 } }
                port: { x-kubernetes-int-or-string: true }
                any: {}
    - name: v2
      served: true
      storage: false
      schema:
        openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true }
`;
  const widget = (spec: string): string =>
    `apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: w\nspec:\n${spec}`;

  test.each([
    ['sound', [crd, widget('  size: 3\n  colour: red\n  free: { any: thing }\n')], []],
    ['unknown field', [crd, widget('  size: 3\n  colur: red\n')], ['unknown-field colour']],
    ['wrong type', [crd, widget('  size: large\n')], ['wrong-type']],
    ['missing field', [crd, widget('  colour: red\n')], ['custom-field-missing']],
    ['value outside of the enum', [crd, widget('  size: 3\n  colour: blue\n')], ['custom-value-unsupported']],
    [
      'unknown field beside known ones that may be there',
      [crd, widget('  size: 3\n  half: { size: 2, other: 1 }\n')],
      [],
    ],
    ['number out of range', [crd, widget('  size: 3\n  half: { size: 0 }\n')], ['number-out-of-range']],
    ['number or text', [crd, widget('  size: 3\n  port: http\n  any: [1]\n')], []],
    ['a version that keeps everything', [crd, widget('  anything: 1\n').replace('/v1', '/v2')], []],
    ['a version nobody defines', [crd, widget('  anything: 1\n').replace('/v1', '/v3')], []],
    ['a placeholder', [crd, widget('  size: \x24{SIZE}\n  colour: "{{ .Values.colour }}"\n')], []],
    ['a placeholder beside a mistake', [crd, widget('  size: \x24{SIZE}\n  colur: x\n')], ['unknown-field colour']],
    ['a template', [crd, widget('  {{- with .Values.size }}\n  size: {{ . }}\n  {{- end }}\n')], []],
    ['a patch', [crd, widget('  $patch: replace\n  colour: red\n')], []],
    ['no definition', [widget('  anything: 1\n')], []],
  ])('%s', (_, documents, expected) => expect(found(...documents)).toEqual(expected));
});
