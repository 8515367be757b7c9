// Who a document says it is: apiVersion and kind. Decides what is Kubernetes at all, and says what is wrong with the two.
import { kubernetes } from '../schema/kubernetes';
import { groupOf, type ServedKind, servedIn } from '../schema/served';
import { pairOf, resolve } from '../yaml/path';
import type { MapNode, ScalarNode } from '../yaml/tree';
import type { CheckContext } from './rule';
import { ruleTable } from './rule';
import { closest, distance } from './spelling';

export const identityRules = ruleTable('identity', {
  missingKind: { id: 'missing-kind', type: 'Identity', path: 'kind' },
  missingApiVersion: { id: 'missing-api-version', type: 'Identity', path: 'apiVersion' },
  unknownKind: { id: 'unknown-kind', type: 'Identity', path: 'kind' },
  wrongApiVersion: { id: 'wrong-api-version', type: 'Identity', path: 'apiVersion' },
  removedApi: { id: 'removed-api', type: 'Identity', path: 'apiVersion' },
  malformedApiVersion: { id: 'malformed-api-version', type: 'Identity', path: 'apiVersion' },
});

/** `ok`: a served kind. The others are errors of a document that is clearly meant for Kubernetes. */
export type IdentityState = 'ok' | 'unsupported' | keyof typeof identityRules;

export interface Identity {
  readonly state: IdentityState;
  /** As meant: for a misspelt or missing one, the likely right one, so that the rest of the document is still checked. */
  readonly apiVersion: string;
  readonly kind: string;
  /** As written. */
  readonly writtenApiVersion: string;
  readonly writtenKind: string;
  /** A top-level key that looks like the missing one (`apiversion`). */
  readonly misspeltKey?: string;
}

/** The keys that make a mapping look like an object of Kubernetes. */
const BODY_KEYS: readonly string[] = [
  'metadata',
  'spec',
  'data',
  'stringData',
  'rules',
  'subjects',
  'roleRef',
  'template',
  'subsets',
];

/** Identifies a mapping; undefined when it is not for Kubernetes' built-in kinds. */
export function identify(node: MapNode, minor: number): Identity | undefined {
  const kind = scalarAt(node, 'kind');
  // `/v1` is the core group too (apimachinery schema.ParseGroupVersion)
  const apiVersion = scalarAt(node, 'apiVersion').replace(/^\/(?=[^/]+$)/, '');
  if (kind !== '' && apiVersion !== '') return identifyBoth(apiVersion, kind, minor);
  if (kind !== '') return withoutApiVersion(node, kind, minor);
  if (apiVersion !== '') return withoutKind(node, apiVersion);
  return undefined;
}

function scalarAt(node: MapNode, key: string): string {
  const value = resolve(pairOf(node, key)?.value);
  return value?.kind === 'scalar' && typeof (value as ScalarNode).value === 'string' ? (value as ScalarNode).text : '';
}

function identity(
  state: IdentityState,
  meant: { apiVersion: string; kind: string },
  written: { apiVersion: string; kind: string },
): Identity {
  return { state, ...meant, writtenApiVersion: written.apiVersion, writtenKind: written.kind };
}

function identifyBoth(apiVersion: string, kind: string, minor: number): Identity | undefined {
  const written = { apiVersion, kind };
  if (apiVersion.split('/').length > 2) {
    const meant = apiVersionsOf(kind, minor)[0];
    return meant === undefined ? undefined : identity('malformedApiVersion', { apiVersion: meant, kind }, written);
  }
  const group = groupOf(apiVersion);
  if (!kubernetes.served.groups.has(group)) return foreignGroup(apiVersion, kind, minor);
  if (apiVersion === 'v1' && kind === 'Config') return undefined;
  if (kubernetes.served.isServed(apiVersion, kind, minor)) {
    return identity(kubernetes.definitionOf(apiVersion, kind) === undefined ? 'unsupported' : 'ok', written, written);
  }
  const versions = apiVersionsOf(kind, minor);
  if (versions.length > 0) {
    const meant = { apiVersion: versions[0] as string, kind };
    return identity(
      removedRow(apiVersion, kind, minor) === undefined ? 'wrongApiVersion' : 'removedApi',
      meant,
      written,
    );
  }
  if (removedRow(apiVersion, kind, minor) !== undefined) return identity('removedApi', written, written);
  const near = closest(kind, kindsOf(apiVersion)) ?? closest(kind, kindsOf());
  const meantVersion = near === undefined ? apiVersion : (apiVersionsOf(near, minor)[0] ?? apiVersion);
  const meant = {
    apiVersion: near !== undefined && kindsOf(apiVersion).includes(near) ? apiVersion : meantVersion,
    kind: near ?? kind,
  };
  return identity('unknownKind', meant, written);
}

/** A group that Kubernetes does not have: a custom resource, unless it is a slip in the group of a kind we know. */
function foreignGroup(apiVersion: string, kind: string, minor: number): Identity | undefined {
  const group = groupOf(apiVersion);
  for (const right of apiVersionsOf(kind, minor)) {
    const near = groupOf(right) === '' ? distance(apiVersion, right) <= 1 : distance(group, groupOf(right)) <= 2;
    if (near && distance(apiVersion, right) <= 3) {
      return identity('wrongApiVersion', { apiVersion: right, kind }, { apiVersion, kind });
    }
  }
  return undefined;
}

function withoutApiVersion(node: MapNode, kind: string, minor: number): Identity | undefined {
  const versions = apiVersionsOf(kind, minor);
  const misspelt = misspeltKey(node, 'apiVersion');
  if (versions[0] === undefined) {
    const near = closest(kind, kindsOf());
    if (near === undefined || !hasBody(node, 2)) return undefined;
    return {
      ...identity(
        'missingApiVersion',
        { apiVersion: apiVersionsOf(near, minor)[0] as string, kind: near },
        { apiVersion: '', kind },
      ),
      ...misspelt,
    };
  }
  if (!hasBody(node, 1) && misspelt === undefined) return undefined;
  return { ...identity('missingApiVersion', { apiVersion: versions[0], kind }, { apiVersion: '', kind }), ...misspelt };
}

function withoutKind(node: MapNode, apiVersion: string): Identity | undefined {
  const misspelt = misspeltKey(node, 'kind');
  const kinds = kindsOf(apiVersion);
  if (kinds.length === 0 || !(hasBody(node, 1) || misspelt !== undefined)) return undefined;
  const meant = { apiVersion, kind: misspelt === undefined ? '' : scalarAt(node, misspelt.misspeltKey) };
  return { ...identity('missingKind', meant, { apiVersion, kind: '' }), ...misspelt };
}

function hasBody(node: MapNode, atLeast: number): boolean {
  return node.pairs.filter((pair) => BODY_KEYS.includes(pair.key.text)).length >= atLeast;
}

function misspeltKey(node: MapNode, wanted: string): { misspeltKey: string } | undefined {
  const names = node.pairs.map((pair) => pair.key.text).filter((name) => name !== wanted && !BODY_KEYS.includes(name));
  const near =
    names.find((name) => name.toLowerCase() === wanted.toLowerCase()) ??
    names.find((name) => distance(name, wanted) <= 2 && name.length > 2);
  return near === undefined ? undefined : { misspeltKey: near };
}

/** The apiVersions that serve a kind, the best one first. */
function apiVersionsOf(kind: string, minor: number): readonly string[] {
  return kubernetes.served
    .versionsOf(kind, minor)
    .filter((row) => servedIn(row, minor))
    .map((row) => row.apiVersion);
}

let kindNames: ReadonlyMap<string, readonly string[]> | undefined;

/** The kinds known under an apiVersion, or all of them. */
function kindsOf(apiVersion?: string): readonly string[] {
  if (kindNames === undefined) {
    const names = new Map<string, string[]>([['', []]]);
    for (const row of kubernetes.served.all) {
      if (row.removed !== undefined || !row.onByDefault) continue;
      for (const key of ['', row.apiVersion]) names.set(key, [...(names.get(key) ?? []), row.kind]);
    }
    kindNames = names;
  }
  return kindNames.get(apiVersion ?? '') ?? [];
}

function removedRow(apiVersion: string, kind: string, minor: number): ServedKind | undefined {
  const row = kubernetes.served.find(apiVersion, kind);
  return row?.removed !== undefined && row.removed <= minor ? row : undefined;
}

/** Reports what is wrong with apiVersion and kind. `prefix` is the object's path with a dot at its end, or empty. */
export function checkIdentity(identity: Identity, prefix: string, ctx: CheckContext): void {
  if (identity.state === 'ok' || identity.state === 'unsupported') return;
  const rule = identityRules[identity.state];
  const key = rule.path;
  const values = {
    apiVersion: identity.writtenApiVersion,
    kind: identity.writtenKind,
    meantApiVersion: identity.apiVersion,
    meantKind: identity.kind,
    ...removalValues(identity, ctx.minor),
  };
  ctx.report(rule, `${prefix}${key}`, values, { at: 'value', fixes: identityFixes(identity, prefix, key) });
}

function removalValues(identity: Identity, minor: number): Record<string, string> {
  const row = removedRow(identity.writtenApiVersion, identity.writtenKind, minor);
  return row === undefined ? {} : { removedIn: `1.${row.removed}`, use: row.use ?? identity.apiVersion };
}

function identityFixes(identity: Identity, prefix: string, key: string) {
  const value = key === 'kind' ? identity.kind : identity.apiVersion;
  if (identity.misspeltKey !== undefined) {
    const edits = [{ op: 'rename' as const, path: `${prefix}${identity.misspeltKey}`, key }];
    return [{ title: 'fix-rename-key', values: { key }, edits, preferred: true }];
  }
  const written = key === 'kind' ? identity.writtenKind : identity.writtenApiVersion;
  if (value === '' || value === written) return [];
  return [
    {
      title: 'fix-set-value',
      values: { value },
      edits: [{ op: 'set' as const, path: `${prefix}${key}`, raw: value }],
      preferred: true,
    },
  ];
}
