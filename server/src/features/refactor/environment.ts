// Environment variables between their three homes: literal values in the container, single keys of a ConfigMap, a whole
// ConfigMap by envFrom.
import type { CodeAction } from 'vscode-languageserver-types';
import type { EnvVar } from '../../kubernetes/types';
import type { FixEdit } from '../../rules/finding';
import type { Texts } from '../../text/texts';
import { placeOf, resolve } from '../../yaml/path';
import { scalarSource } from '../completion/proposal';
import { contentEnd } from '../shape/extent';
import { appended, editsAt, type Place } from './place';

/** The conversions that the environment of the container under the cursor allows. */
export function environmentActions(place: Place, texts: Texts): CodeAction[] {
  const { pod, container } = place;
  const spec = container === undefined ? undefined : pod?.spec[container.list]?.[container.index];
  if (pod === undefined || container === undefined || spec === undefined) return [];
  const env = spec.env ?? [];
  return [...extract(place, env, spec.name ?? '', texts), ...gather(place, env, texts), ...spread(place, texts)];
}

/** Literal values -> a ConfigMap in the same file. */
function extract(place: Place, env: readonly EnvVar[], container: string, texts: Texts): CodeAction[] {
  const literal = env.filter(
    ({ name, value, valueFrom }) => isKey(name) && value !== undefined && valueFrom === undefined,
  );
  const dependent = literal.some(({ value }) => value?.includes('$(') === true);
  if (literal.length === 0 || dependent || place.container === undefined) return [];
  const name = configName(place, container);
  const reference = `- configMapRef:\n    name: ${name}`;
  const { path } = place.container;
  const hasList = placeOf(place.analysis.document.root, `${path}.envFrom`).exact;
  const block = `envFrom:\n${indented(reference)}`;
  const whole = literal.length === env.length;
  const moved: readonly FixEdit[] = hasList
    ? [
        ...(whole ? [{ op: 'remove' as const, path: `${path}.env` }] : itemsOf(env, literal, path)),
        { op: 'add', path: `${path}.envFrom`, block: reference },
      ]
    : whole
      ? replaced(place, `${path}.env`, block)
      : [...itemsOf(env, literal, path), ...before(place, `${path}.env`, block)];
  const edits = editsAt(place, moved);
  if (edits === undefined) return [];
  const map = configMap(name, place.pod?.namespace ?? 'default', literal);
  const title = texts.say('refactor-extract-env', { count: literal.length, name });
  return [{ title, kind: 'refactor.extract', edit: { changes: { [place.uri]: [...edits, appended(place, [map])] } } }];
}

function isKey(name: string | undefined): name is string {
  return name !== undefined && /^[-._a-zA-Z0-9]+$/.test(name);
}

function itemsOf(env: readonly EnvVar[], chosen: readonly EnvVar[], path: string) {
  return env.flatMap((one, i) => (chosen.includes(one) ? [{ op: 'remove' as const, path: `${path}.env[${i}]` }] : []));
}

function configName({ pod, file }: Place, container: string): string {
  const base = `${pod?.name ?? 'app'}${container === '' || container === pod?.name ? '' : `-${container}`}-env`;
  const taken = new Set(
    file.documents.flatMap(({ objects }) => objects.filter(({ kind }) => kind === 'ConfigMap').map(nameOf)),
  );
  let name = base;
  for (let i = 2; taken.has(name); i++) name = `${base}-${i}`;
  return name;
}

function nameOf({ decoded }: { readonly decoded: { readonly value: Record<string, unknown> } }): string {
  return String((decoded.value.metadata as { name?: unknown } | undefined)?.name ?? '');
}

function configMap(name: string, namespace: string, env: readonly EnvVar[]): string {
  const place = namespace === 'default' ? '' : `  namespace: ${namespace}\n`;
  const data = env.map((one) => `  ${one.name}: ${scalarSource(one.value ?? '', '', true)}\n`).join('');
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${place}data:\n${data}`;
}

function indented(block: string): string {
  return block.replace(/^/gm, '  ');
}

/** Variables that each take the key of their own name from one ConfigMap or Secret -> envFrom. */
function gather(place: Place, env: readonly EnvVar[], texts: Texts): CodeAction[] {
  if (env.length === 0 || place.container === undefined) return [];
  const sources = new Set(env.map(sourceOf));
  const [source] = sources;
  if (sources.size !== 1 || source === undefined) return [];
  const [field, name = ''] = source.split(' ');
  const { path } = place.container;
  if (placeOf(place.analysis.document.root, `${path}.envFrom`).exact) return [];
  const block = `envFrom:\n  - ${field}:\n      name: ${name}`;
  const edits = editsAt(place, replaced(place, `${path}.env`, block));
  if (edits === undefined) return [];
  const title = texts.say('refactor-env-to-env-from', { name });
  return [{ title, kind: 'refactor.rewrite', edit: { changes: { [place.uri]: edits } } }];
}

function sourceOf({ name, valueFrom }: EnvVar): string | undefined {
  const map = valueFrom?.configMapKeyRef;
  const secret = valueFrom?.secretKeyRef;
  const reference = map ?? secret;
  if (reference === undefined || reference.key !== name || reference.optional === true) return undefined;
  return `${map === undefined ? 'secretRef' : 'configMapRef'} ${reference.name ?? ''}`;
}

/** The envFrom under the cursor -> one variable per key of its ConfigMap, where the file has it. */
function spread(place: Place, texts: Texts): CodeAction[] {
  const match = /^(.*\.envFrom)\[(\d+)\]/.exec(place.path);
  const container = place.container;
  if (match === null || container === undefined) return [];
  const source = place.pod?.spec[container.list]?.[container.index]?.envFrom?.[Number(match[2])];
  const name = source?.configMapRef?.name;
  if (name === undefined || (source?.prefix ?? '') !== '') return [];
  const keys = keysOf(place, name).filter((key) => /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key));
  if (keys.length === 0) return [];
  const items = keys
    .map((key) => `- name: ${key}\n  valueFrom:\n    configMapKeyRef:\n      name: ${name}\n      key: ${key}`)
    .join('\n');
  const root = place.analysis.document.root;
  const hasEnv = placeOf(root, `${container.path}.env`).exact;
  const list = resolve(placeOf(root, match[1] as string).node);
  const only = list?.kind === 'seq' && list.items.length === 1;
  const here = match[1] as string;
  const own = `env:
${indented(items)}`;
  const edits = editsAt(
    place,
    hasEnv
      ? [
          { op: 'remove', path: only ? here : match[0] },
          { op: 'add', path: `${container.path}.env`, block: items },
        ]
      : only
        ? replaced(place, here, own)
        : [{ op: 'remove', path: match[0] }, ...before(place, here, own)],
  );
  if (edits === undefined) return [];
  const title = texts.say('refactor-env-from-to-env', { count: keys.length, name });
  return [{ title, kind: 'refactor.rewrite', edit: { changes: { [place.uri]: edits } } }];
}

/** The entry of a mapping at a path, written anew. */
function replaced({ analysis }: Place, path: string, block: string): FixEdit[] {
  const { document } = analysis;
  const { key, node } = placeOf(document.root, path);
  if (key === undefined) return [];
  const end = contentEnd(document.text, key.start, node?.end ?? key.end);
  return [
    { op: 'text', span: { start: key.start, end }, text: atColumn(block, document.positionAt(key.start).character) },
  ];
}

/** A block in front of the entry at a path. */
function before({ analysis }: Place, path: string, block: string): FixEdit[] {
  const { document } = analysis;
  const { key } = placeOf(document.root, path);
  if (key === undefined) return [];
  const column = document.positionAt(key.start).character;
  const text = `${atColumn(block, column)}\n${' '.repeat(column)}`;
  return [{ op: 'text', span: { start: key.start, end: key.start }, text }];
}

function atColumn(block: string, column: number): string {
  return block.replaceAll('\n', `\n${' '.repeat(column)}`);
}

function keysOf({ file }: Place, name: string): string[] {
  const objects = file.documents.flatMap((one) => one.objects);
  const found = objects.find((one) => one.kind === 'ConfigMap' && nameOf(one) === name);
  return Object.keys((found?.decoded.value.data as Record<string, unknown> | undefined) ?? {});
}
