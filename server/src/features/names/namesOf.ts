// All names of a document: one walk over its tree along the field data. Declarations and references alike.
import type { KubernetesObject } from '../../rules/objects';
import { textOf } from '../../rules/objects';
import type { Definition, Field, ValueType } from '../../schema/field';
import { child, item, pairOf, resolve } from '../../yaml/path';
import type { MapNode, ScalarNode, Span, YamlNode } from '../../yaml/tree';
import type { DocumentAnalysis } from '../analysis';
import type { View } from '../view';
import { viewOf } from '../view';
import { KEY_MAPS, NAME_FIELDS, type NameField } from './fields';
import type { Name } from './name';

const cache = new WeakMap<DocumentAnalysis, readonly Name[]>();

/** The names of a document in the order of its text; the same array while the text is the same. */
export function namesOf(analysis: DocumentAnalysis): readonly Name[] {
  let names = cache.get(analysis);
  if (names === undefined) {
    names = collect(viewOf(analysis));
    cache.set(analysis, names);
  }
  return names;
}

function collect(view: View): Name[] {
  const names: Name[] = [];
  for (const object of view.objects) {
    if (object.definition === undefined) continue;
    new Walker(object, view.document.text, names).run(object.definition);
  }
  if (view.document.text.includes('&')) anchors(view.document.root, '', view.document.text, names);
  return names.sort((a, b) => a.span.start - b.span.start);
}

const UNNAMED = {
  kind: '',
  holder: '',
  namespace: undefined,
  pod: '',
  container: '',
  optional: false,
  about: '',
} as const;

function anchors(node: YamlNode | null, path: string, text: string, names: Name[]): void {
  if (node === null) return;
  if (node.kind === 'alias') {
    const span = { start: node.start + 1, end: node.start + 1 + node.name.length };
    names.push({ ...UNNAMED, sort: 'anchor', role: 'reference', name: node.name, span, path });
    return;
  }
  if (node.anchor !== undefined) {
    const start = text.lastIndexOf(`&${node.anchor}`, node.start) + 1;
    const span = { start, end: start + node.anchor.length };
    if (start > 0) names.push({ ...UNNAMED, sort: 'anchor', role: 'declaration', name: node.anchor, span, path });
  }
  if (node.kind === 'map') for (const pair of node.pairs) anchors(pair.value, child(path, pair.key.text), text, names);
  if (node.kind === 'seq')
    for (const [i, entry] of node.items.entries()) anchors(entry.value, item(path, i), text, names);
}

/** Characters from which a document is long enough for the names of its containers to be remembered. */
const WORTH_KEEPING = 8000;

interface KeptNames {
  readonly key: string;
  /** Where the node began when the names were read; a node moves as a whole. */
  readonly start: number;
  readonly names: readonly Name[];
}

/** Holds while the node is the same: an edit replaces every node around it. */
const keptNames = new WeakMap<MapNode, KeptNames>();

function moved(name: Name, by: number): Name {
  return by === 0 ? name : { ...name, span: { start: name.span.start + by, end: name.span.end + by } };
}

interface Frame {
  readonly owner: Definition;
  readonly field: Field;
  readonly map: MapNode;
  readonly path: string;
  readonly outer: Frame | undefined;
}

class Walker {
  private pod = '';
  private container = '';
  private readonly namespace: string | undefined;
  private readonly objectName: string;

  constructor(
    private readonly object: KubernetesObject,
    private readonly text: string,
    private readonly names: Name[],
  ) {
    const metadata = resolve(pairOf(object.node, 'metadata')?.value);
    const map = metadata?.kind === 'map' ? metadata : undefined;
    this.namespace = map === undefined ? undefined : textOf(map, 'namespace') || undefined;
    this.objectName = map === undefined ? '' : textOf(map, 'name');
  }

  run(definition: Definition): void {
    this.struct(this.object.node, definition, this.object.path, undefined);
  }

  private struct(node: MapNode, definition: Definition, path: string, outer: Frame | undefined): void {
    const { pod, container } = this;
    if (definition.name === 'PodSpec') this.pod = path;
    if (definition.name === 'Container' || definition.name === 'EphemeralContainer') this.container = path;
    for (const { key, value } of node.pairs) {
      const field = definition.field(key.text);
      if (field === undefined || value === null) continue;
      const frame: Frame = { owner: definition, field, map: node, path: child(path, key.text), outer };
      this.value(value, field.type, frame.path, frame);
    }
    this.pod = pod;
    this.container = container;
  }

  /** Containers of a long document are walked once: their names depend on nothing around them but what `key` holds. */
  private objectIn(node: MapNode, definition: Definition, path: string, outer: Frame): void {
    if (definition.name !== 'Container' || this.text.length < WORTH_KEEPING) {
      this.struct(node, definition, path, outer);
      return;
    }
    const key = `${path}|${this.pod}|${this.namespace ?? ''}|${this.objectName}|${this.object.kind}`;
    const known = keptNames.get(node);
    if (known?.key === key) {
      for (const name of known.names) this.names.push(moved(name, node.start - known.start));
      return;
    }
    const first = this.names.length;
    this.struct(node, definition, path, outer);
    keptNames.set(node, { key, start: node.start, names: this.names.slice(first) });
  }

  private value(node: YamlNode, type: ValueType, path: string, frame: Frame): void {
    if (node.kind === 'alias') return;
    if (node.kind === 'map') {
      if (type.kind === 'object') this.objectIn(node, type.definition, path, frame);
      else if (type.kind === 'map') this.freeMap(node, path, frame);
    } else if (node.kind === 'seq') {
      if (type.kind !== 'list') return;
      node.items.forEach((entry, i) => {
        if (entry.value !== null) this.value(entry.value, type.items, item(path, i), frame);
      });
    } else this.scalar(node, path, frame);
  }

  private freeMap(node: MapNode, path: string, { owner, field }: Frame): void {
    const kind = roleOf(owner, field).keyMap;
    if (kind === undefined) return;
    for (const { key } of node.pairs) {
      this.add({
        sort: 'key',
        role: 'declaration',
        kind,
        holder: this.objectName,
        name: key.text,
        span: inner(key, this.text),
        path: child(path, key.text),
        about: child(path, key.text),
      });
    }
  }

  private scalar(node: ScalarNode, path: string, frame: Frame): void {
    if (typeof node.value !== 'string' || node.value === '') return;
    const { owner, field } = frame;
    const { rule, variables } = roleOf(owner, field);
    if (rule !== undefined) this.named(node, path, frame, rule);
    else if (owner.name === 'ObjectMeta' && field.name === 'name') this.metadataName(node, path, frame);
    else if (owner.name === 'ObjectMeta' && field.name === 'namespace') {
      this.add({ ...span(node, this.text), sort: 'object', role: 'reference', kind: 'Namespace', path });
    } else if (owner.name === 'KeyToPath' && field.name === 'key') this.keyToPath(node, path, frame);
    else if (variables) this.variables(node, path);
  }

  private named(node: ScalarNode, path: string, { owner, field, map, path: at, outer }: Frame, rule: NameField): void {
    const kind = rule.kind === 'sibling' ? textOf(map, 'kind') : (rule.kind ?? '');
    if (rule.sort === 'object' && kind === '') return;
    if (owner.name === 'LocalObjectReference' && outer?.field.name !== 'imagePullSecrets') return;
    if (owner.name === 'SecretReference' && outer?.field.type.kind !== 'object' && outer?.field.name !== 'secrets')
      return;
    if (rule.sort === 'container' && this.pod === '' && rule.role === 'declaration') return;
    if (owner.name === 'Subject' && kind !== 'ServiceAccount') return;
    const holder = rule.holder === undefined ? this.holderOf(owner.name, outer) : textOf(map, rule.holder);
    const optional = booleanAt(map, 'optional');
    const namespace = owner.field('namespace') === undefined ? '' : textOf(map, 'namespace');
    this.add({
      name: node.text,
      span: inner(node, this.text),
      sort: rule.sort,
      role: rule.role,
      kind,
      holder,
      path,
      namespace: namespace === '' ? this.namespace : namespace,
      optional,
      about: at.slice(0, -field.name.length - 1),
    });
  }

  /** The Service a port name belongs to: the Service itself, or the one an Ingress backend names beside it. */
  private holderOf(owner: string, outer: Frame | undefined): string {
    if (owner === 'ServicePort') return this.objectName;
    if (owner === 'ServiceBackendPort' && outer !== undefined) return textOf(outer.map, 'name');
    return '';
  }

  private metadataName(node: ScalarNode, path: string, { outer }: Frame): void {
    if (outer === undefined) return;
    const top = outer.outer === undefined;
    if (top) {
      const { kind } = this.object;
      this.add({ ...span(node, this.text), sort: 'object', role: 'declaration', kind, path, about: this.object.path });
    } else if (outer.outer?.field.name === 'volumeClaimTemplates') {
      const pod = child(child(child(this.object.path, 'spec'), 'template'), 'spec');
      const about = path.slice(0, -'.metadata.name'.length);
      this.add({ ...span(node, this.text), sort: 'volume', role: 'declaration', path, pod, about });
    }
  }

  /** `items[].key` of a ConfigMap or Secret volume: the holder is named one mapping further out. */
  private keyToPath(node: ScalarNode, path: string, { outer }: Frame): void {
    if (outer === undefined) return;
    const kind = outer.owner.name.startsWith('ConfigMap')
      ? 'ConfigMap'
      : outer.owner.name.startsWith('Secret')
        ? 'Secret'
        : '';
    if (kind === '') return;
    const holder = textOf(outer.map, 'secretName') || textOf(outer.map, 'name');
    const optional = booleanAt(outer.map, 'optional');
    this.add({ ...span(node, this.text), sort: 'key', role: 'reference', kind, holder, path, optional });
  }

  /** `$(NAME)` in commands and values. */
  private variables(node: ScalarNode, path: string): void {
    const source = this.text.slice(node.start, node.end);
    for (const match of source.matchAll(/(\$+)\(([-._A-Za-z][-._A-Za-z0-9]*)\)/g)) {
      if ((match[1] as string).length % 2 === 0) continue;
      const start = node.start + match.index + (match[1] as string).length + 1;
      const name = match[2] as string;
      this.add({ sort: 'env', role: 'reference', name, span: { start, end: start + name.length }, path });
    }
  }

  private add(part: Pick<Name, 'sort' | 'role' | 'name' | 'span' | 'path'> & Partial<Name>): void {
    const { namespace, pod, container } = this;
    // written out: spreading is slow, and a long document has thousands of names
    this.names.push({
      sort: part.sort,
      kind: part.kind ?? '',
      name: part.name,
      holder: part.holder ?? '',
      namespace: 'namespace' in part ? part.namespace : namespace,
      role: part.role,
      span: part.span,
      path: part.path,
      pod: part.pod ?? pod,
      container: part.container ?? container,
      optional: part.optional ?? false,
      about: part.about ?? '',
    });
  }
}

/** What a field means for names. */
interface FieldRole {
  readonly rule: NameField | undefined;
  readonly keyMap: string | undefined;
  /** Its text may use the container's environment variables. */
  readonly variables: boolean;
}

const roles = new WeakMap<Definition, Map<Field, FieldRole>>();

function roleOf(owner: Definition, field: Field): FieldRole {
  let known = roles.get(owner);
  if (known === undefined) {
    known = new Map();
    roles.set(owner, known);
  }
  let role = known.get(field);
  if (role === undefined) {
    const name = `${owner.name}.${field.name}`;
    role = { rule: NAME_FIELDS[name], keyMap: KEY_MAPS[name], variables: VARIABLE_FIELDS.has(name) };
    known.set(field, role);
  }
  return role;
}

/** Fields whose text may use the container's environment variables. */
const VARIABLE_FIELDS: ReadonlySet<string> = new Set([
  'Container.command',
  'Container.args',
  'EnvVar.value',
  'VolumeMount.subPathExpr',
]);

function span(node: ScalarNode, text: string): { name: string; span: Span } {
  return { name: node.text, span: inner(node, text) };
}

/** The span of a scalar without its quotes, anchors and tags. */
export function inner(node: ScalarNode, text: string): Span {
  if (node.style === 'single' || node.style === 'double') return { start: node.start + 1, end: node.end - 1 };
  if (node.style !== 'plain') return node;
  const end = node.start + text.slice(node.start, node.end).trimEnd().length;
  return { start: node.start, end };
}

function booleanAt(map: MapNode, key: string): boolean {
  const value = resolve(pairOf(map, key)?.value);
  return value?.kind === 'scalar' && value.value === true;
}
