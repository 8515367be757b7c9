// Completion before the kind is settled: keys of an empty document, whole objects, values of apiVersion and kind.
import { kubernetes } from '../../schema/kubernetes';
import { servedIn } from '../../schema/served';
import { topValue } from '../fieldPlace';
import { POD_KINDS } from '../pods';
import { lineStart } from '../shape/extent';
import { WORKLOADS } from './fieldTables';
import { type Proposal, scalarSource, withoutStops } from './proposal';
import type { Scope } from './scope';

/** Kinds people write most, in front of all others. */
const COMMON: readonly string[] = [
  'Deployment',
  'Service',
  'ConfigMap',
  'Secret',
  'StatefulSet',
  'Ingress',
  'PersistentVolumeClaim',
  ...POD_KINDS,
];

/** Top-level keys of a document whose kind is not known yet, and whole objects where it is empty. */
export function rootProposals(scope: Scope): Proposal[] {
  const { cursor } = scope;
  const bodies: Readonly<Record<string, readonly string[]>> = {
    apiVersion: ['apiVersion: '],
    kind: ['kind: '],
    metadata: ['metadata:', '  name: $1'],
    spec: ['spec:', '  $1'],
  };
  const keys = Object.entries(bodies).filter(([key]) => !cursor.keys.includes(key));
  const fields = keys.map(
    ([key, body], i): Proposal => ({
      label: key,
      kind: 'field',
      body: cursor.colon ? [key] : body,
      rank: 100 + i,
      again: true,
      docs: { of: `root-${key}` },
    }),
  );
  if (cursor.keys.length > 0 || cursor.colon || cursor.flow) return fields;
  const whole = WORKLOADS.map(
    (workload, i): Proposal => ({
      label: workload.label,
      kind: 'snippet',
      body: workload.body,
      rank: i,
      docs: { of: 'snippet-workload', value: workload.body.map(withoutStops).join('\n') },
    }),
  );
  return [...whole, ...fields];
}

/** Values of `apiVersion`: those that serve the kind beside it, or all that are served. */
export function apiVersionValues(scope: Scope, kind: string): Proposal[] {
  const versions = new Map<string, number>();
  for (const row of kubernetes.served.all) {
    if (!servedIn(row, scope.minor) || (kind !== '' && row.kind !== kind)) continue;
    versions.set(row.apiVersion, (versions.get(row.apiVersion) ?? 0) + (COMMON.includes(row.kind) ? 1 : 0));
  }
  const isCustom = scope.names.customKinds().some((own) => own.kind === kind);
  if (versions.size === 0 && kind !== '' && !isCustom) return apiVersionValues(scope, '');
  for (const own of scope.names.customKinds()) {
    if (kind === '' || own.kind === kind) versions.set(own.apiVersion, versions.get(own.apiVersion) ?? 0);
  }
  const list = [...versions].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return list.map(([apiVersion], i) => ({
    label: apiVersion,
    kind: 'enum',
    body: [scalarSource(apiVersion, scope.cursor.quote, true)],
    plain: true,
    rank: i,
    docs: { of: 'root-apiVersion' },
  }));
}

/** Values of `kind`: those the apiVersion beside it serves, or all; then the missing apiVersion is written too. */
export function kindValues(scope: Scope, apiVersion: string, canAdd: boolean): Proposal[] {
  const served = kubernetes.served.all.filter(
    (row) => servedIn(row, scope.minor) && !/Review$|^(Binding|Eviction|Scale)$/.test(row.kind),
  );
  const custom = scope.names.customKinds().filter((own) => apiVersion === '' || own.apiVersion === apiVersion);
  const fitting = apiVersion === '' ? served : served.filter((row) => row.apiVersion === apiVersion);
  const rows = fitting.length > 0 ? fitting : custom.length > 0 ? [] : served;
  const best = new Map<string, string>();
  for (const { kind } of rows) {
    if (!best.has(kind)) best.set(kind, kubernetes.served.versionsOf(kind, scope.minor)[0]?.apiVersion ?? '');
  }
  for (const own of custom) if (!best.has(own.kind)) best.set(own.kind, own.apiVersion);
  return [...best].map(([kind, version]) => {
    const common = COMMON.indexOf(kind);
    return {
      label: kind,
      kind: 'enum',
      body: [scalarSource(kind, scope.cursor.quote, true)],
      plain: true,
      rank: common < 0 ? 100 : common,
      note: apiVersion === '' ? version : apiVersion,
      docs: { of: `kind:${version}/${kind}` },
      ...(apiVersion === '' && canAdd ? { edits: [apiVersionLine(scope, version)] } : {}),
    };
  });
}

/** The line `apiVersion: …` in front of the line of the cursor. */
function apiVersionLine(
  { view, cursor }: Scope,
  version: string,
): { span: { start: number; end: number }; text: string } {
  const { text } = view.document;
  const at = lineStart(text, cursor.span.start);
  return { span: { start: at, end: at }, text: `apiVersion: ${version}${text.includes('\r\n') ? '\r\n' : '\n'}` };
}

/** The apiVersion written in the document, whatever its state. */
export function writtenValue({ view }: Scope, key: string): string {
  return topValue(view.document.text, key);
}
