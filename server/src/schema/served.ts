// Which kinds the versions of Kubernetes serve, when old ones went and what takes their place. No fields.

/** schemas/served.json. */
export interface ServedData {
  /** API groups that belong to Kubernetes itself; the core group is ''. */
  readonly groups: readonly string[];
  /** `apps/v1/Deployment` -> `deployments namespaced since=.. removed=.. off use=..`, see readKind(). */
  readonly kinds: Readonly<Record<string, string>>;
}

/** One kind under one apiVersion. Minor versions are plain numbers: 37 is Kubernetes 1.37. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** The name in URLs: `deployments`; '' for what was gone before 1.20. */
  readonly resource: string;
  readonly namespaced: boolean;
  /** First minor version that has it; absent when older than 1.20. */
  readonly since?: number;
  /** First minor version that has it no more. */
  readonly removed?: number;
  /** False when a server must be told to serve it (alpha, and beta since 1.24). */
  readonly onByDefault: boolean;
  /** The stable apiVersion to write instead; absent when nothing takes its place. */
  readonly use?: string;
}

export interface ServedKinds {
  /** API groups that belong to Kubernetes itself; the core group is ''. */
  readonly groups: ReadonlySet<string>;
  /** All kinds known in any version. */
  readonly all: readonly ServedKind[];
  find(apiVersion: string, kind: string): ServedKind | undefined;
  /** Whether a server of this minor version answers for it without being told to. */
  isServed(apiVersion: string, kind: string, minor: number): boolean;
  /** Every apiVersion that has the kind, those served by `minor` first, stable before beta before alpha. */
  versionsOf(kind: string, minor: number): readonly ServedKind[];
  /** Whether the group of an apiVersion belongs to Kubernetes itself. */
  isBuiltin(apiVersion: string): boolean;
}

/** The table over `data`; its rows are read when first needed. */
export function readServed(data: ServedData): ServedKinds {
  const groups = new Set(data.groups);
  const known = new Map<string, ServedKind>();
  let all: readonly ServedKind[] | undefined;
  const find = (apiVersion: string, kind: string): ServedKind | undefined => {
    const key = kindKey(apiVersion, kind);
    const row = known.get(key);
    if (row || !Object.hasOwn(data.kinds, key)) return row;
    const read = readKind(apiVersion, kind, data.kinds[key] ?? '');
    known.set(key, read);
    return read;
  };
  const everything = (): readonly ServedKind[] => {
    all ??= Object.keys(data.kinds).map((key) => {
      const slash = key.lastIndexOf('/');
      return find(key.slice(0, slash), key.slice(slash + 1)) as ServedKind;
    });
    return all;
  };
  return {
    groups,
    get all() {
      return everything();
    },
    find,
    isServed: (apiVersion, kind, minor) => {
      const row = find(apiVersion, kind);
      return row !== undefined && servedIn(row, minor);
    },
    versionsOf: (kind, minor) =>
      everything()
        .filter((row) => row.kind === kind)
        .sort((a, b) => Number(servedIn(b, minor)) - Number(servedIn(a, minor)) || maturity(b) - maturity(a)),
    isBuiltin: (apiVersion) => groups.has(groupOf(apiVersion)),
  };
}

/** Whether a server of this minor version serves the kind without being told to. */
export function servedIn(row: ServedKind, minor: number): boolean {
  return row.onByDefault && (row.since ?? 0) <= minor && minor < (row.removed ?? Number.POSITIVE_INFINITY);
}

/**
 * `apps/v1/Deployment`. The server takes `/v1` for `v1` (k8s.io/apimachinery/pkg/runtime/schema/group_version.go,
 * ParseGroupVersion).
 */
export function kindKey(apiVersion: string, kind: string): string {
  return `${apiVersion.lastIndexOf('/') === 0 ? apiVersion.slice(1) : apiVersion}/${kind}`;
}

/** `apps` of `apps/v1`, '' of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** Orders versions as Kubernetes does (k8s.io/apimachinery/pkg/version/helpers.go): v2 > v1 > v1beta2 > v1alpha1. */
function maturity({ apiVersion }: ServedKind): number {
  const [, major = '0', stage, minor = '0'] = /v(\d+)(?:(alpha|beta)(\d+))?$/.exec(apiVersion) ?? [];
  return (stage === undefined ? 2 : stage === 'beta' ? 1 : 0) * 10_000 + Number(major) * 100 + Number(minor);
}

function readKind(apiVersion: string, kind: string, text: string): ServedKind {
  const words = new Map<string, string>();
  for (const word of text.split(' ')) {
    const [key = '', value = ''] = word.split('=');
    words.set(key, value);
  }
  const since = words.get('since');
  const removed = words.get('removed');
  const use = words.get('use');
  return {
    apiVersion,
    kind,
    resource: words.get('resource') ?? '',
    namespaced: words.has('namespaced'),
    onByDefault: !words.has('off'),
    ...(since === undefined ? {} : { since: Number(since) }),
    ...(removed === undefined ? {} : { removed: Number(removed) }),
    ...(use === undefined ? {} : { use }),
  };
}
