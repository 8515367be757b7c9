// Names that exist elsewhere, for fields that refer to them: in this pod, in the file, in the workspace.
import { placeOf, resolve } from '../../yaml/path';
import type { YamlNode } from '../../yaml/tree';
import type { Step } from '../fieldPlace';
import { NAME_FIELDS } from '../names/fields';
import type { Name, NameSort } from '../names/name';
import { namesOf } from '../names/namesOf';
import { namespaceOf } from './mapKeys';
import { pathText, pathTo, podPath, type Scope, scalarAt } from './scope';
import type { Value } from './values';

/** Names for a field that refers to something; empty for other fields. */
export function nameValues(scope: Scope, step: Step): Value[] {
  const key = `${step.owner.name}.${step.field.name}`;
  if (key === 'KeyToPath.key') return keysOfVolume(scope);
  if (key === 'ObjectMeta.namespace') return namespaces(scope);
  if (VARIABLES.has(key)) return variables(scope);
  const rule = NAME_FIELDS[key];
  if (rule === undefined || (rule.role === 'declaration' && rule.sort !== 'servicePort')) return [];
  if (key === 'LocalObjectReference.name' && scope.place.steps.at(-2)?.field.name !== 'imagePullSecrets') return [];
  switch (rule.sort) {
    case 'volume':
      return volumes(scope);
    case 'port':
      return ports(scope, key);
    case 'container':
    case 'resourceClaim':
      return local(scope, rule.sort).map(({ name }) => ({ text: name, kind: 'name' }));
    case 'key':
      return keys(scope, rule.kind ?? '', sibling(scope, 'name'));
    case 'servicePort':
      return servicePorts(scope, key);
    default:
      return objects(scope, rule.kind === 'sibling' ? sibling(scope, 'kind') : (rule.kind ?? ''));
  }
}

const VARIABLES: ReadonlySet<string> = new Set(['Container.command', 'Container.args', 'EnvVar.value']);

function sibling(scope: Scope, key: string): string {
  return scalarAt(scope, [...scope.cursor.path.slice(0, -1), key]);
}

/** Declared names of the pod the cursor is in. */
function local(scope: Scope, sort: NameSort): Name[] {
  const pod = podPath(scope);
  const text = pod === undefined ? undefined : pathText(pod);
  return namesOf(scope.repaired().analysis).filter(
    (name) => name.sort === sort && name.role === 'declaration' && (text === undefined || name.pod === text),
  );
}

/** Volumes of the pod; those this container does not mount yet come first. */
function volumes(scope: Scope): Value[] {
  const container = pathTo('Container', scope.place, scope.cursor.path, scope.object?.depth ?? 0);
  const at = container === undefined ? '' : `${pathText(container)}.volumeMounts`;
  const mounted = new Set(
    namesOf(scope.repaired().analysis)
      .filter((name) => name.sort === 'volume' && name.role === 'reference' && name.path.startsWith(at))
      .map(({ name }) => name),
  );
  const all = local(scope, 'volume');
  const ordered = [...all.filter(({ name }) => !mounted.has(name)), ...all.filter(({ name }) => mounted.has(name))];
  return ordered.map((name) => {
    const note = volumeSource(scope, name);
    return { text: name.name, kind: 'name', ...(note === '' ? {} : { note }) };
  });
}

function volumeSource(scope: Scope, { about }: Name): string {
  const node = resolve(placeOf(scope.repaired().document.root, about).node);
  if (node?.kind !== 'map') return '';
  if (about.includes('volumeClaimTemplates')) return 'volumeClaimTemplates';
  return node.pairs.find((pair) => pair.key.text !== 'name')?.key.text ?? '';
}

/** Ports of the container for probes and hooks, of the selected pods for a Service; named ones first, then numbers. */
function ports(scope: Scope, key: string): Value[] {
  if (key === 'ServicePort.targetPort') return targetPorts(scope);
  const container = pathTo('Container', scope.place, scope.cursor.path, scope.object?.depth ?? 0);
  const list = container === undefined ? [] : portsAt(scope.repaired().document.root, pathText(container));
  return portValues(list);
}

interface Port {
  readonly name: string;
  readonly number: string;
}

function portsAt(root: YamlNode | null, container: string): Port[] {
  const { node, exact } = placeOf(root, `${container}.ports`);
  const list = exact ? resolve(node) : null;
  if (list?.kind !== 'seq') return [];
  return list.items.flatMap(({ value }) => {
    const map = resolve(value);
    if (map?.kind !== 'map') return [];
    const text = (field: string): string => {
      const found = resolve(map.pairs.find((pair) => pair.key.text === field)?.value);
      return found?.kind === 'scalar' ? found.text : '';
    };
    return [{ name: text('name'), number: text('containerPort') }];
  });
}

function portValues(ports: readonly Port[]): Value[] {
  const named = ports
    .filter(({ name }) => name !== '')
    .map(({ name, number }) => ({ text: name, kind: 'name' as const, note: number }));
  const numbered = ports
    .filter(({ number }) => number !== '')
    .map(({ name, number }) => ({ text: number, kind: 'name' as const, note: name }));
  return [...named, ...numbered];
}

function targetPorts(scope: Scope): Value[] {
  const { names, uri, index } = scope;
  const use = names.selectorsOf(uri, index).find((one) => one.kind === 'Service');
  const selected = use === undefined ? [] : names.selected(use);
  const pods = new Set(
    (selected.length > 0 ? selected : names.pods()).map((pod) => `${pod.uri}|${pod.document}|${pod.specPath}`),
  );
  return names
    .declared('port', '', namespaceOf(scope))
    .filter((port) => pods.has(`${port.uri}|${port.document}|${port.pod}`))
    .map(({ name }) => ({ text: name, kind: 'name' }));
}

function servicePorts(scope: Scope, key: string): Value[] {
  if (key === 'ServicePort.name') return ['http', 'https', 'grpc', 'metrics'].map((text) => ({ text }));
  const service = scalarAt(scope, [...scope.cursor.path.slice(0, -2), 'name']);
  return scope.names
    .declared('servicePort', '', namespaceOf(scope), service)
    .map(({ name }) => ({ text: name, kind: 'name' }));
}

/** Keys of the ConfigMap or Secret named beside the cursor. */
function keys(scope: Scope, kind: string, holder: string): Value[] {
  return scope.names
    .declared('key', kind, namespaceOf(scope), holder)
    .map(({ name, holder: from }) => ({ text: name, kind: 'name', note: `${kind}/${from}` }));
}

function keysOfVolume(scope: Scope): Value[] {
  const source = scope.cursor.path.slice(0, -3);
  const owner = scope.place.steps.at(-2)?.owner.name ?? '';
  const holder = scalarAt(scope, [...source, 'secretName']) || scalarAt(scope, [...source, 'name']);
  return keys(scope, owner.startsWith('Secret') ? 'Secret' : 'ConfigMap', holder);
}

const STANDARD: Readonly<Record<string, readonly string[]>> = {
  ServiceAccount: ['default'],
  PriorityClass: ['system-cluster-critical', 'system-node-critical'],
  ClusterRole: ['view', 'edit', 'admin', 'cluster-admin'],
};

function objects(scope: Scope, kind: string): Value[] {
  if (kind === '') return [];
  const declared = scope.names.declared('object', kind, namespaceOf(scope)).map(({ name }) => name);
  const used = scope.names.ofSort('object', kind).filter((one) => one.role === 'reference');
  const others = used.map(({ name }) => name).filter((name) => name !== scope.cursor.typed);
  const list = new Set([...declared, ...others, ...(STANDARD[kind] ?? [])]);
  return [...list].map((text) => ({ text, kind: 'name', note: kind }));
}

function namespaces(scope: Scope): Value[] {
  const named = scope.names.ofSort('object', 'Namespace');
  return [...new Set([...named.map(({ name }) => name), 'default'])].map((text) => ({ text, kind: 'name' }));
}

/** `$(NAME)` once a dollar is typed. */
function variables(scope: Scope): Value[] {
  const open = /\$\(?[\w.-]*$/.exec(scope.cursor.typed);
  if (open === null) return [];
  const before = scope.cursor.typed.slice(0, open.index);
  const container = pathTo('Container', scope.place, scope.cursor.path, scope.object?.depth ?? 0);
  const at = container === undefined ? undefined : pathText(container);
  return namesOf(scope.repaired().analysis)
    .filter((name) => name.sort === 'env' && name.role === 'declaration' && name.container === at)
    .map(({ name }) => ({ text: `${before}$(${name})`, kind: 'name' }));
}
