// What changed between Kubernetes 1.20 and the newest version: when fields and kinds came and went, and how feature gates
// moved. Compares the published OpenAPI documents and the gate tables of all versions.
import { marker } from './goTypes';
import type { CreatableKind, OpenApi } from './openapi';
import { VALUE_VERSIONS } from './rulings/values';
import {
  FIELD_GATES,
  GATE_CORRECTIONS,
  GONE_FIELDS,
  GONE_KINDS,
  MOVED_KINDS,
  ON_BY_DEFAULT_BETAS,
} from './rulings/versions';
import type { Structure, StructureField } from './structure';

/** The published documents by minor version, oldest first. */
export type Documents = ReadonlyMap<number, OpenApi>;

/** What go/gates prints: minor -> gate -> states. */
export type GateTables = Readonly<Record<string, Readonly<Record<string, readonly GateState[] | undefined>>>>;

interface GateState {
  readonly minor: number;
  readonly stage: string;
  readonly default: boolean;
}

/** Adds `since` and `gates` to the structure's fields, and the fields that are gone; gives the gates that were named. */
export function addHistory(structure: Structure, documents: Documents, tables: GateTables): Record<string, string> {
  const named = new Set<string>();
  for (const [name, fields] of structure.definitions) {
    const go = structure.origin.get(name) ?? '';
    const born = firstMinor(documents, (document) => document.definitions.has(go));
    for (const field of fields.values()) {
      const since = firstMinor(documents, (document) => hasField(document, go, field.name));
      if (since > (born ?? 0) && since > oldest(documents)) field.attributes.set('since', String(since));
      const gates = gatesOf(name, field);
      for (const gate of gates) named.add(gate);
      if (gates.length) field.attributes.set('gates', gates.join(','));
    }
    for (const line of GONE_FIELDS[name] ?? []) fields.set(line.name, goneField(line));
  }
  for (const facts of Object.values(VALUE_VERSIONS)) named.add(/gates=(\w+)/.exec(facts)?.[1] ?? '');
  const gates: Record<string, string> = {};
  for (const gate of named) {
    const states = foldGate(gate, tables);
    if (states) gates[gate] = states;
    else console.warn(`gate ${gate} is in no table`);
  }
  return gates;
}

function hasField(document: OpenApi, go: string, field: string): boolean {
  return Object.hasOwn(document.definitions.get(go)?.properties ?? {}, field);
}

function oldest(documents: Documents): number {
  return Math.min(...documents.keys());
}

function firstMinor(documents: Documents, test: (document: OpenApi) => boolean): number {
  for (const [minor, document] of documents) if (test(document)) return minor;
  return Number.POSITIVE_INFINITY;
}

function gatesOf(definition: string, field: StructureField): readonly string[] {
  const written = (marker(field.go, 'featureGate') ?? '').split(',').filter((gate) => gate !== '');
  const gates = FIELD_GATES[`${definition}.${field.name}`] ?? written;
  return gates.map((gate) => GATE_CORRECTIONS[gate] ?? gate);
}

function goneField(line: {
  readonly name: string;
  readonly type: string;
  readonly since: number;
  readonly removed: number;
}): StructureField {
  const attributes = new Map([
    ['since', String(line.since)],
    ['removed', String(line.removed)],
  ]);
  return { name: line.name, type: line.type, required: false, attributes, go: { go: '' } };
}

/** `alpha=28 beta=29 on=29 ga=33 removed=36` from the tables of all versions; undefined for an unknown gate. */
export function foldGate(gate: string, tables: GateTables): string | undefined {
  const stages = new Map<string, number>();
  let last = 0;
  for (const [minor, table] of Object.entries(tables)) {
    const states = table[gate];
    if (states) last = Number(minor);
    for (const state of states ?? []) noteState(stages, state);
  }
  if (last === 0) return undefined;
  const newest = Math.max(...Object.keys(tables).map(Number));
  if (last < newest) stages.set('removed', last + 1);
  const order = ['alpha', 'beta', 'on', 'ga', 'deprecated', 'removed'].filter((stage) => stages.has(stage));
  return order.map((stage) => `${stage}=${stages.get(stage)}`).join(' ');
}

function noteState(stages: Map<string, number>, state: GateState): void {
  const lower = (stage: string): void => {
    stages.set(stage, Math.min(stages.get(stage) ?? Number.POSITIVE_INFINITY, state.minor));
  };
  lower(state.stage.toLowerCase());
  if (state.default && state.stage !== 'GA') lower('on');
}

/** Rows of served.json: `apps/v1/Deployment` -> `resource=deployments namespaced`. */
export function servedRows(documents: Documents): Record<string, string> {
  const rows = new Map<string, { kind: CreatableKind; since: number; last: number }>();
  for (const [minor, document] of documents) {
    for (const kind of document.kinds) {
      const key = `${apiVersionOf(kind)}/${kind.kind}`;
      const row = rows.get(key);
      rows.set(key, { kind, since: row?.since ?? minor, last: minor });
    }
  }
  const newest = Math.max(...documents.keys());
  const out: Record<string, string> = { ...GONE_KINDS };
  for (const [key, { kind, since, last }] of rows) {
    const words = [`resource=${kind.resource}`];
    if (kind.namespaced) words.push('namespaced');
    if (since > oldest(documents)) words.push(`since=${since}`);
    if (last < newest) words.push(`removed=${last + 1}`);
    if (!onByDefault(kind, since)) words.push('off');
    const use = MOVED_KINDS[key] ?? stableVersion(kind, documents.get(newest));
    if (use && use !== apiVersionOf(kind)) words.push(`use=${use}`);
    out[key] = words.join(' ');
  }
  return out;
}

/** API groups of the newest version; `extensions` has no kind left but is still Kubernetes' own. */
export function builtinGroups(newest: OpenApi): string[] {
  return [...new Set([...newest.kinds.map(({ group }) => group), 'extensions'])].sort();
}

export function apiVersionOf({ group, version }: { readonly group: string; readonly version: string }): string {
  return group ? `${group}/${version}` : version;
}

/** Beta versions that came with 1.24 or later must be switched on, save those of a group that was served as beta before. */
function onByDefault(kind: CreatableKind, since: number): boolean {
  if (!/alpha|beta/.test(kind.version)) return true;
  if (kind.version.includes('alpha')) return false;
  return since < 24 || ON_BY_DEFAULT_BETAS.has(apiVersionOf(kind));
}

function stableVersion(kind: CreatableKind, newest: OpenApi | undefined): string | undefined {
  if (!/alpha|beta/.test(kind.version)) return undefined;
  const same = newest?.kinds.filter((k) => k.group === kind.group && k.kind === kind.kind && /^v\d+$/.test(k.version));
  const version = same
    ?.map((k) => k.version)
    .sort()
    .at(-1);
  return version ? apiVersionOf({ group: kind.group, version }) : undefined;
}
