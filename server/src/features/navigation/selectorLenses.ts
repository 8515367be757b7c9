// Code lenses that tell which Services and other selectors choose a workload, and how many pods a selector finds.
import type { CodeLens } from 'vscode-languageserver-types';
import type { Texts } from '../../text/texts';
import type { LocatedPod, LocatedSelector, NameIndex } from '../names/nameIndex';

/** The command an editor runs to show a list of places; arguments: uri, position, locations. */
const SHOW = 'podwright.showLocations';

/** Kinds whose selector joins them to pods of others. */
const JOINING: ReadonlySet<string> = new Set(['Service', 'PodDisruptionBudget', 'NetworkPolicy']);

/** The lenses of a file. */
export function selectorLenses(uri: string, names: NameIndex, texts: Texts): CodeLens[] {
  const { pods, selectors } = names.joinedIn(uri);
  const above = pods.flatMap((pod) => podLens(pod, names, texts));
  const below = selectors.filter(({ kind }) => JOINING.has(kind)).map((use) => selectorLens(use, names, texts));
  return [...above, ...below];
}

function podLens(pod: LocatedPod, names: NameIndex, texts: Texts): CodeLens[] {
  const uses = names.selecting(pod).filter(({ kind }) => JOINING.has(kind));
  if (uses.length === 0) return [];
  const list = uses.map((use) => `${use.kind} ${use.name}${portsOf(use, names, texts)}`).join(', ');
  return [lens(pod, texts.say('lens-selected-by', { list }), uses)];
}

function portsOf({ kind, uri, document }: LocatedSelector, names: NameIndex, texts: Texts): string {
  if (kind !== 'Service') return '';
  const ports = names
    .inDocument(uri, document)
    .filter((name) => name.sort === 'servicePort' && name.role === 'declaration');
  const words = ports.length === 1 ? texts.say('lens-port') : texts.say('lens-ports', { count: ports.length });
  return ports.length === 0 ? '' : ` (${words})`;
}

function selectorLens(use: LocatedSelector, names: NameIndex, texts: Texts): CodeLens {
  const pods = names.selected(use);
  const list = pods.map((pod) => `${pod.kind}/${pod.name}`).join(', ');
  const title = pods.length === 0 ? texts.say('lens-selects-none') : texts.say('lens-selects', { list });
  return lens(use, title, pods);
}

type Place = LocatedPod | LocatedSelector;

function lens({ uri, range }: Place, title: string, targets: readonly Place[]): CodeLens {
  const line = { line: range.start.line, character: 0 };
  const locations = targets.map((target) => ({ uri: target.uri, range: target.range }));
  return {
    range: { start: line, end: line },
    command: { title, command: SHOW, arguments: [uri, range.start, locations] },
  };
}
