// The rows of test/cases/rules/pod/*.yaml and the objects their shorthand stands for.

export type Fields = Record<string, unknown>;

/** One side of a case in the shorthand of the case files. */
export interface Side {
  readonly object?: Fields;
  readonly metadata?: Fields;
  readonly spec?: Fields;
  readonly app?: Fields;
  readonly init?: Fields;
}

export interface Case {
  readonly rule: string;
  readonly path: string;
  /** Kubernetes minor version; 37 when absent. */
  readonly minor?: number;
  readonly bad: Side;
  readonly good: Side;
}

/** `REPEAT:n` stands for a text of n characters. */
function expand(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/^REPEAT:(\d+)$/, (_, n: string) => 'a'.repeat(Number(n)));
  if (Array.isArray(value)) return value.map(expand);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expand(inner)]));
}

/** The manifest a side stands for. */
export function objectOf(side: Side): Fields {
  const { object, metadata, spec, app, init } = expand(side) as Side;
  if (object !== undefined) return object;
  const initContainers =
    init === undefined ? {} : { initContainers: [{ name: 'init', image: 'busybox:1.36', ...init }] };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', ...metadata },
    spec: { containers: [{ name: 'app', image: 'nginx:1.27', ...app }], ...initContainers, ...spec },
  };
}
