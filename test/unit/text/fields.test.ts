// The words about fields, values and concepts: nothing missing, nothing left over, and both languages say the same.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Definition, ValueType } from '../../../server/src/schema/field';
import { kubernetes } from '../../../server/src/schema/kubernetes';
import { root, textFiles } from '../../support/texts';

type Entries = Readonly<Record<string, string>>;

const en = textFiles('en');
const zh = textFiles('zh-cn');
const fieldsOf = (files: Readonly<Record<string, Entries>>): Entries =>
  Object.assign({}, ...Object.keys(files).map((name) => (name.startsWith('fields/') ? files[name] : {})));
const fields = fieldsOf(en);
const fileOf = (name: string): Entries => en[name] ?? {};
const values = fileOf('values');

/** Files whose sentences are explanations; their translations are compared closely. */
const EXPLAINING = Object.keys(en).filter((name) => /^(fields\/.*|topics|values|lints|kubectl)$/.test(name));

const WORKLOADS = [
  ['v1', 'Pod'],
  ['v1', 'PodTemplate'],
  ['v1', 'ReplicationController'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['apps/v1', 'ReplicaSet'],
  ['batch/v1', 'Job'],
  ['batch/v1', 'CronJob'],
] as const;

const OTHERS = [
  ['v1', 'Service'],
  ['v1', 'ConfigMap'],
  ['v1', 'Secret'],
  ['v1', 'PersistentVolumeClaim'],
  ['v1', 'PersistentVolume'],
  ['v1', 'ServiceAccount'],
  ['v1', 'Namespace'],
  ['v1', 'LimitRange'],
  ['v1', 'ResourceQuota'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['networking.k8s.io/v1', 'IngressClass'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['autoscaling/v1', 'HorizontalPodAutoscaler'],
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
  ['storage.k8s.io/v1', 'StorageClass'],
  ['scheduling.k8s.io/v1', 'PriorityClass'],
  ['node.k8s.io/v1', 'RuntimeClass'],
  ['resource.k8s.io/v1', 'ResourceClaim'],
  ['resource.k8s.io/v1', 'ResourceClaimTemplate'],
] as const;

function definitionIn(type: ValueType): Definition | undefined {
  if (type.kind === 'object') return type.definition;
  if (type.kind === 'list') return definitionIn(type.items);
  return type.kind === 'map' ? definitionIn(type.values) : undefined;
}

/** All definitions a manifest of the kind can hold; what controllers write (`status`) is left out. */
function reachable(apiVersion: string, kind: string): ReadonlySet<Definition> {
  const start = kubernetes.definitionOf(apiVersion, kind);
  if (!start) throw new Error(`no ${apiVersion} ${kind}`);
  const seen = new Set<Definition>();
  const visit = (definition: Definition): void => {
    if (seen.has(definition)) return;
    seen.add(definition);
    for (const field of definition.fields) {
      const inner = field.name === 'status' ? undefined : definitionIn(field.type);
      if (inner) visit(inner);
    }
  };
  visit(start);
  return seen;
}

const spans = (text: string): readonly string[] => [...new Set((text.match(/`[^`]+`/g) ?? []).toSorted())];
const numbers = (text: string): readonly string[] => [
  ...new Set((text.replace(/`[^`]+`/g, '').match(/\d+/g) ?? []).toSorted()),
];

describe('field texts', () => {
  it.each([...WORKLOADS, ...OTHERS])('say what every field of %s %s means', (apiVersion, kind) => {
    const missing = [...reachable(apiVersion, kind)]
      .flatMap(({ name, fields: own }) => [name, ...own.map((field) => `${name}.${field.name}`)])
      .filter((key) => !Object.hasOwn(fields, key));
    expect(missing).toEqual([]);
  });

  it('speak of definitions and fields that exist', () => {
    const unknown = Object.keys(fields).filter((key) => {
      const [name = '', field] = key.split('.');
      const definition = kubernetes.definition(name);
      if (name === 'TypeMeta') return false;
      return !definition || (field !== undefined && !definition.field(field) && !definition.removedField(field));
    });
    expect(unknown).toEqual([]);
  });

  it('have one to four lines and no placeholders', () => {
    const odd = [...Object.entries(fields), ...Object.entries(fieldsOf(zh))].filter(
      ([, text]) => text.trim() !== text || text === '' || text.split('\n').length > 4 || /[{}]/.test(text),
    );
    expect(odd).toEqual([]);
  });

  it('stand in one file only', () => {
    const all = Object.entries(en).flatMap(([name, entries]) =>
      name.startsWith('fields/') ? Object.keys(entries) : [],
    );
    expect(all.filter((key, i) => all.indexOf(key) !== i)).toEqual([]);
  });
});

describe('value texts', () => {
  it.each(WORKLOADS)('explain every value of a closed set in %s %s', (apiVersion, kind) => {
    const missing = [...reachable(apiVersion, kind)].flatMap((definition) =>
      definition.fields
        .filter(({ name }) => name !== 'status' && name !== 'stopSignal')
        .flatMap(({ name, enum: set = [] }) =>
          set
            .filter((value) => value !== '')
            .map((value) => [`value.${definition.name}.${name}.${value}`, `value.${name}.${value}`] as const)
            .filter((keys) => !keys.some((key) => Object.hasOwn(values, key)))
            .map(([key]) => key),
        ),
    );
    expect(missing).toEqual([]);
  });
});

describe('both languages', () => {
  it('have the same files and ids', () => {
    const ids = (files: Readonly<Record<string, Entries>>): readonly string[] =>
      Object.entries(files)
        .flatMap(([name, entries]) => Object.keys(entries).map((id) => `${name}: ${id}`))
        .toSorted();
    expect(ids(zh)).toEqual(ids(en));
  });

  it('have every id outside the field texts once only', () => {
    const all = Object.entries(en).flatMap(([name, entries]) =>
      name.startsWith('fields/') ? [] : Object.keys(entries),
    );
    expect(all.filter((id, i) => all.indexOf(id) !== i)).toEqual([]);
  });

  it('fill in the same placeholders', () => {
    const holes = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted();
    const different = Object.entries(en).flatMap(([name, entries]) =>
      Object.entries(entries)
        .filter(([id, text]) => holes(text).join() !== holes(zh[name]?.[id] ?? '').join())
        .map(([id]) => id),
    );
    expect(different).toEqual([]);
  });

  it.each(EXPLAINING)('%s: quote the same code and the same numbers, so that a stale translation is seen', (name) => {
    const stale = Object.entries(en[name] ?? {}).filter(([id, text]) => {
      const other = zh[name]?.[id] ?? '';
      return spans(text).join() !== spans(other).join() || numbers(text).join() !== numbers(other).join();
    });
    expect(stale.map(([id]) => id)).toEqual([]);
  });

  it.each(EXPLAINING)('%s: English is English and Chinese is Chinese', (name) => {
    const han = /\p{Script=Han}/u;
    expect(Object.entries(en[name] ?? {}).filter(([, text]) => han.test(text))).toEqual([]);
    const bare = Object.entries(zh[name] ?? {}).filter(
      ([, text]) => !han.test(text) && /[A-Za-z]{3,} [a-z]{2,} /.test(text),
    );
    expect(bare).toEqual([]);
  });
});

describe('links', () => {
  const links = JSON.parse(readFileSync(path.join(root, 'schemas/texts/links.json'), 'utf8')) as Entries;

  it('lead from known fields and topics to pages of the documentation', () => {
    const words = { ...fields, ...fileOf('topics') };
    expect(Object.keys(links).filter((key) => !Object.hasOwn(words, key))).toEqual([]);
    const odd = Object.values(links).filter((path) => !/^\/docs\/[a-z0-9/-]+\/(#[a-z0-9-]+)?$/.test(path));
    expect(odd).toEqual([]);
  });
});
