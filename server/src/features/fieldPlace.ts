// Which field of the Kubernetes API a path of a document leads to, and through which other fields.
import { type KubernetesObject, textOf } from '../rules/objects';
import type { Definition, Field, ValueType } from '../schema/field';
import { kubernetes } from '../schema/kubernetes';
import { resolve, type Segment } from '../yaml/path';
import type { NameIndex } from './names/nameIndex';
import type { View } from './view';

/** A step from a struct into one of its fields. */
export interface Step {
  readonly owner: Definition;
  readonly field: Field;
}

export interface FieldPlace {
  /** All fields on the way, the last one innermost. */
  readonly steps: readonly Step[];
  /** The last segment is this field; absent inside lists and maps. */
  readonly step?: Step;
  /** What the value at the path may be; undefined when the schema does not know the path. */
  readonly type: ValueType | undefined;
}

/** The place of a path below a definition. */
export function fieldPlace(definition: Definition, path: readonly Segment[]): FieldPlace {
  const steps: Step[] = [];
  let type: ValueType | undefined = { kind: 'object', definition };
  let step: Step | undefined;
  for (let i = 0; i < path.length && type !== undefined; i++) {
    const segment = path[i] as Segment;
    step = undefined;
    if (type.kind === 'list' && typeof segment === 'number') type = type.items;
    else if (type.kind === 'map' && typeof segment === 'string') type = type.values;
    else if (type.kind === 'object' && typeof segment === 'string') {
      const owner: Definition = type.definition;
      const field: Field | undefined = owner.field(segment);
      if (field === undefined) return { steps, type: undefined };
      const overlaid = kubernetes.fieldAt(definition, path.slice(0, i + 1)) ?? field;
      step = { owner, field: overlaid };
      steps.push(step);
      type = overlaid.type;
    } else return { steps, type: undefined };
  }
  return step === undefined ? { steps, type } : { steps, type, step };
}

/** The object a path of a document lies in. */
export interface ObjectPlace {
  readonly apiVersion: string;
  readonly kind: string;
  readonly definition: Definition;
  /** Number of segments of the object's own path. */
  readonly depth: number;
  readonly object?: KubernetesObject;
}

/** The object that a path of the document belongs to; undefined where its kind is not known. */
export function objectPlace(view: View, path: readonly Segment[], names?: NameIndex): ObjectPlace | undefined {
  const inList = path[0] === 'items' && typeof path[1] === 'number' && rootKind(view).endsWith('List');
  const wanted = inList ? `items[${path[1]}]` : '';
  const object = view.objects.find((candidate) => candidate.path === wanted);
  if (object?.definition !== undefined) {
    const { apiVersion, kind, definition } = object;
    return { apiVersion, kind, definition, depth: inList ? 2 : 0, object };
  }
  return inList ? undefined : (unfinishedObject(view) ?? customObject(view, names));
}

function rootKind(view: View): string {
  const root = resolve(view.document.root);
  return root?.kind === 'map' ? textOf(root, 'kind') : '';
}

/** An object whose text does not parse or that has no more than its kind yet. */
function unfinishedObject(view: View): ObjectPlace | undefined {
  const { text } = view.document;
  const kind = topValue(text, 'kind');
  const written = topValue(text, 'apiVersion');
  if (kind === '') return undefined;
  const versions = kubernetes.served.versionsOf(kind, view.analysis.minor).map((row) => row.apiVersion);
  const apiVersion = versions.includes(written) || written.includes('.') ? written : (versions[0] ?? written);
  const definition = kubernetes.definitionOf(apiVersion, kind);
  return definition === undefined ? undefined : { apiVersion, kind, definition, depth: 0 };
}

/** An object of a kind that the workspace defines itself. */
function customObject({ document: { text } }: View, names: NameIndex | undefined): ObjectPlace | undefined {
  const apiVersion = topValue(text, 'apiVersion');
  const kind = topValue(text, 'kind');
  const definition = names?.customDefinition(apiVersion, kind);
  return definition === undefined ? undefined : { apiVersion, kind, definition, depth: 0 };
}

/** The scalar at a key of the first column, by its line. */
export function topValue(text: string, key: string): string {
  return new RegExp(`^${key}[ \\t]*:[ \\t]+["']?([\\w./-]+)`, 'm').exec(text)?.[1] ?? '';
}
