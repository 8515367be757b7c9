// Changes to plain objects by field path, for cases that say "this manifest, but with that".
type Step = string | number;
type Container = Record<string, unknown> | unknown[];

/** `a.b[0].c[x.y]` as steps; a number in brackets is an index, other text a key. */
export function steps(path: string): Step[] {
  return [...path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, bracket, name]) => {
    if (bracket === undefined) return name ?? '';
    return /^\d+$/.test(bracket) ? Number(bracket) : bracket;
  });
}

/** A deep copy with the values set; null removes. Objects on the way are made. */
export function edited(object: unknown, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy = structuredClone(object) as Record<string, unknown>;
  for (const [path, value] of Object.entries(values)) set(copy, steps(path), expanded(value));
  return copy;
}

function set(root: Container, path: readonly Step[], value: unknown): void {
  const last = path.at(-1) as Step;
  const parent = path.slice(0, -1).reduce<Container>((at, step) => {
    const holder = at as Record<Step, unknown>;
    holder[step] ??= {};
    return holder[step] as Container;
  }, root) as Record<Step, unknown>;
  if (value === null || value === undefined) delete parent[last];
  else parent[last] = value;
}

interface Repeated {
  readonly repeat: number;
  readonly text?: string;
  readonly before?: string;
  readonly item?: unknown;
}

/** `{ repeat: 3, text: a }` is 'aaa', `{ repeat: 3, item: x }` a list of three. */
function expanded(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('repeat' in value)) return value;
  const { repeat, text, before = '', item } = value as Repeated;
  return text === undefined ? Array.from({ length: repeat }, () => item) : before + text.repeat(repeat);
}
