// The generated data itself: sound in every line, small, in step with types.ts, and true where the truth is well known.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import structure from '../../../schemas/structure.json';
import type { Field, ValueType } from '../../../server/src/schema/field';
import { kubernetes } from '../../../server/src/schema/kubernetes';

const root = new URL('../../../', import.meta.url);
const names = Object.keys(structure.definitions);
const everyField: readonly (readonly [string, Field])[] = names.flatMap((name) =>
  kubernetes.definition(name)!.fields.map((field) => [`${name}.${field.name}`, field] as const),
);

const ATTRIBUTES = new Set(
  `list enum suggest default defaultRule needed rejected min max above zeroIsUnset maxLength format since removed gates
   immutable deprecated`.split(/\s+/),
);

describe('structure.json', () => {
  it('uses only attributes that the reader knows, and names only sets that exist', () => {
    const lines = Object.values(structure.definitions).flat();
    const attributes = [
      ...lines.flatMap((line) => line.split(' ').slice(2)),
      ...Object.values(structure.exceptions).flatMap((facts) => facts.split(' ')),
    ];
    const keys = new Set(attributes.map((attribute) => attribute.split('=')[0] ?? ''));
    expect([...keys].filter((key) => !ATTRIBUTES.has(key))).toEqual([]);
    const sets = attributes.filter((a) => /^(enum|suggest)=/.test(a)).map((a) => a.replace(/^.*?=/, ''));
    expect(sets.filter((set) => !Object.hasOwn(structure.enums, set))).toEqual([]);
  });

  it('names only types that exist, and no empty set', () => {
    const innermost = (type: ValueType): ValueType =>
      type.kind === 'list' ? innermost(type.items) : type.kind === 'map' ? innermost(type.values) : type;
    for (const [, field] of everyField) {
      const type = innermost(field.type);
      if (type.kind === 'object') expect(names).toContain(type.definition.name);
      if (field.enum) expect(field.enum.length).toBeGreaterThan(0);
    }
    for (const definition of Object.values(structure.kinds)) expect(names).toContain(definition);
  });

  it('knows every gate that is named, except such as no version carries', () => {
    const named = new Set(everyField.flatMap(([, { gates = [] }]) => gates));
    expect([...named].filter((gate) => !kubernetes.gate(gate))).toEqual([]);
  });

  it('keeps the keys of map lists among the fields of their items', () => {
    for (const [key, { listKeys = [], type }] of everyField) {
      const item = type.kind === 'list' && type.items.kind === 'object' ? type.items.definition : undefined;
      for (const name of listKeys) expect(item?.field(name), `${key} ${name}`).toBeDefined();
    }
  });

  it('has patterns that are regular expressions, and defaults that fit enum and bounds', () => {
    for (const pattern of Object.values(structure.patterns)) expect(() => new RegExp(`^(?:${pattern})$`)).not.toThrow();
    for (const [key, field] of everyField) {
      if (field.enum && typeof field.default === 'string' && field.default !== '')
        expect(field.enum, key).toContain(field.default);
      if (typeof field.default === 'number' && field.min !== undefined)
        expect(field.default, key).toBeGreaterThanOrEqual(field.min);
    }
  });

  it('describes every kind a stable server serves, save two whose types live elsewhere', () => {
    const stable = kubernetes.served.all.filter(
      (row) => /^(.*\/)?v\d+$/.test(row.apiVersion) && row.removed === undefined,
    );
    expect(stable.length).toBeGreaterThan(60);
    const missing = stable.filter(({ apiVersion, kind }) => !kubernetes.definitionOf(apiVersion, kind));
    expect(missing.map(({ kind }) => kind)).toEqual(['CustomResourceDefinition', 'APIService']);
  });

  it('stays small', () => {
    const text = readFileSync(new URL('schemas/structure.json', root));
    expect(text.length).toBeLessThan(130_000);
    expect(gzipSync(text).length).toBeLessThan(26_000);
  });
});

it('types.ts has an interface with the same fields for every definition', () => {
  const text = readFileSync(new URL('server/src/kubernetes/types.ts', root), 'utf8');
  const declared = new Map<string, string>();
  for (const [, name = '', body = ''] of text.matchAll(/^export interface (\w+) \{\n(.*?)^\}/gms))
    declared.set(name, body);
  for (const name of names) {
    const fields = kubernetes.definition(name)!.fields.map((field) => field.name);
    const body = declared.get(name) ?? '';
    const members = [...body.matchAll(/^ {2}readonly '?([^'?:\n]+)'?\?:/gm)].map(([, member]) => member);
    expect(
      members.filter((member) => !kubernetes.definition(name)!.removedField(member ?? '')),
      name,
    ).toEqual(fields);
  }
});

/** Well known facts, as a person would write them down; each one guards the pipeline against going astray. */
const KNOWN: readonly (readonly [string, string, Partial<Field>])[] = [
  ['Pod', 'spec', { required: false }],
  ['Pod', 'spec.containers', { required: true, listKeys: ['name'] }],
  ['Pod', 'spec.containers[0].name', { required: true, format: 'dns1123Label', maxLength: 63 }],
  ['Pod', 'spec.containers[0].image', { required: false, requiredByValidation: true }],
  [
    'Pod',
    'spec.containers[0].imagePullPolicy',
    { enum: ['Always', 'Never', 'IfNotPresent'], defaultRule: 'image-pull-policy' },
  ],
  ['Pod', 'spec.containers[0].ports', { listKeys: ['containerPort', 'protocol'] }],
  ['Pod', 'spec.containers[0].ports[0].containerPort', { required: true, min: 1, max: 65535 }],
  ['Pod', 'spec.containers[0].ports[0].protocol', { enum: ['TCP', 'UDP', 'SCTP'], default: 'TCP' }],
  ['Pod', 'spec.containers[0].livenessProbe.periodSeconds', { default: 10, min: 1, zeroIsUnset: true }],
  ['Pod', 'spec.containers[0].livenessProbe.timeoutSeconds', { default: 1, min: 1, zeroIsUnset: true }],
  ['Pod', 'spec.containers[0].livenessProbe.failureThreshold', { default: 3, min: 1, zeroIsUnset: true }],
  ['Pod', 'spec.containers[0].livenessProbe.successThreshold', { default: 1, min: 1, max: 1 }],
  ['Pod', 'spec.containers[0].readinessProbe.terminationGracePeriodSeconds', { rejected: true }],
  ['Pod', 'spec.containers[0].livenessProbe.httpGet.port', { required: true, min: 1, max: 65535 }],
  ['Pod', 'spec.containers[0].livenessProbe.httpGet.scheme', { enum: ['HTTP', 'HTTPS'], default: 'HTTP' }],
  ['Pod', 'spec.containers[0].terminationMessagePath', { default: '/dev/termination-log' }],
  ['Pod', 'spec.restartPolicy', { enum: ['Always', 'OnFailure', 'Never'], default: 'Always' }],
  ['Pod', 'spec.terminationGracePeriodSeconds', { default: 30 }],
  ['Pod', 'spec.dnsPolicy', { default: 'ClusterFirst' }],
  ['Pod', 'spec.activeDeadlineSeconds', { min: 1, max: 2147483647 }],
  ['Pod', 'spec.volumes[0].configMap.defaultMode', { default: 420, min: 0, max: 511 }],
  ['Pod', 'spec.volumes[0].hostPath.path', { required: true }],
  ['Pod', 'spec.topologySpreadConstraints[0].maxSkew', { required: true, min: 1 }],
  [
    'Pod',
    'spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight',
    { min: 1, max: 100 },
  ],
  ['Deployment', 'spec.replicas', { default: 1, min: 0 }],
  ['Deployment', 'spec.selector', { required: true, immutable: true }],
  ['Deployment', 'spec.progressDeadlineSeconds', { default: 600, min: 1 }],
  ['Deployment', 'spec.revisionHistoryLimit', { default: 10, min: 0 }],
  ['Deployment', 'spec.strategy.type', { enum: ['Recreate', 'RollingUpdate'], default: 'RollingUpdate' }],
  ['Deployment', 'spec.strategy.rollingUpdate.maxSurge', { default: '25%' }],
  ['StatefulSet', 'spec.podManagementPolicy', { default: 'OrderedReady', enum: ['OrderedReady', 'Parallel'] }],
  ['DaemonSet', 'spec.updateStrategy.rollingUpdate.maxUnavailable', { default: 1 }],
  ['Job', 'spec.completionMode', { default: 'NonIndexed', enum: ['NonIndexed', 'Indexed'] }],
  ['CronJob', 'spec.schedule', { required: true, format: 'cron' }],
  ['CronJob', 'spec.successfulJobsHistoryLimit', { default: 3, min: 0 }],
  ['CronJob', 'spec.failedJobsHistoryLimit', { default: 1, min: 0 }],
  ['CronJob', 'spec.concurrencyPolicy', { default: 'Allow', enum: ['Allow', 'Forbid', 'Replace'] }],
  ['Service', 'spec.type', { default: 'ClusterIP', enum: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] }],
  ['Service', 'spec.sessionAffinity', { default: 'None' }],
  ['Service', 'spec.ports[0].port', { required: true, min: 1, max: 65535 }],
  [
    'Ingress',
    'spec.rules[0].http.paths[0].pathType',
    { required: true, enum: ['Exact', 'Prefix', 'ImplementationSpecific'] },
  ],
  ['PersistentVolumeClaim', 'spec.volumeMode', { default: 'Filesystem', enum: ['Block', 'Filesystem'] }],
  ['StorageClass', 'reclaimPolicy', { default: 'Delete', enum: ['Delete', 'Retain'] }],
  ['PriorityClass', 'value', { max: 1_000_000_000, immutable: true }],
  ['EndpointSlice', 'addressType', { enum: ['IPv4', 'IPv6', 'FQDN'] }],
  ['RoleBinding', 'roleRef.kind', { enum: ['Role', 'ClusterRole'] }],
  ['Secret', 'type', { default: 'Opaque', immutable: true }],
];

describe('well known facts', () => {
  it.each(KNOWN)('%s %s', (kind, path, facts) => {
    const key = Object.keys(structure.kinds).find((k) => k.endsWith(`/${kind}`)) ?? '';
    const definition = kubernetes.definitionOf(key.slice(0, key.lastIndexOf('/')), kind)!;
    const field = kubernetes.fieldAt(definition, path);
    expect(field).toMatchObject(facts);
  });

  it.each([
    ['Secret', 'data[a]', 'bytes'],
    ['ConfigMap', 'data[a]', 'string'],
    ['Pod', 'spec.containers[0].resources.limits[cpu]', 'quantity'],
    ['Pod', 'spec.containers[0].livenessProbe.httpGet.port', 'intOrString'],
    ['Pod', 'metadata.creationTimestamp', 'time'],
    ['Lease', 'spec.renewTime', 'microTime'],
    ['Pod', 'metadata.managedFields[0].fieldsV1', 'any'],
    ['ControllerRevision', 'data', 'any'],
    ['Pod', 'spec.terminationGracePeriodSeconds', 'int64'],
    ['Pod', 'spec.containers[0].tty', 'boolean'],
    ['List', 'items[0]', 'any'],
    ['Pod', 'spec.containers[0].command[0]', 'string'],
  ])('%s %s is decoded as %s', (kind, path, type) => {
    const key = Object.keys(structure.kinds).find((k) => k.endsWith(`/${kind}`)) ?? '';
    const definition = kubernetes.definitionOf(key.slice(0, key.lastIndexOf('/')), kind)!;
    expect(kubernetes.typeAt(definition, path)?.kind).toBe(type);
  });
});
