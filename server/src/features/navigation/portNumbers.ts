// From the number of a port in a probe, hook or Service to the container port that is declared with it.
import type { Location } from 'vscode-languageserver-types';
import { atOffset, placeOf, resolve } from '../../yaml/path';
import type { FileAnalysis } from '../analysis';
import { rangeIn } from '../names/documentNames';
import { viewOf } from '../view';
import type { NameRequest } from './place';

/** Declarations of the port number at a position. */
export function portTargets({ uri, file, position, names }: NameRequest): Location[] {
  const { index, document, startLine } = file.stream.documentAt(position.line);
  const analysis = file.documents[index];
  if (analysis === undefined) return [];
  const offset = document.offsetAt({ line: position.line - startLine, character: position.character });
  const at = atOffset(viewOf(analysis).document.root, offset);
  if (at.onKey || at.node?.kind !== 'scalar' || typeof at.node.value !== 'number') return [];
  const { text } = at.node;
  const container = /^(.*\.(?:containers|initContainers)\[\d+\])\..*\.(?:httpGet|tcpSocket|grpc)\.port$/.exec(
    at.path,
  )?.[1];
  if (container !== undefined) return declaredIn(file, index, uri, container, text);
  if (!/(^|\.)spec\.ports\[\d+\]\.targetPort$/.test(at.path)) return [];
  const use = names.selectorsOf(uri, index).find((one) => one.kind === 'Service');
  const pods = use === undefined ? [] : names.selected(use).filter((pod) => pod.uri === uri);
  return pods.flatMap((pod) =>
    containersOf(file, pod.document, pod.specPath).flatMap((path) => declaredIn(file, pod.document, uri, path, text)),
  );
}

function containersOf(file: FileAnalysis, index: number, specPath: string): string[] {
  const analysis = file.documents[index];
  const list =
    analysis === undefined ? null : resolve(placeOf(viewOf(analysis).document.root, `${specPath}.containers`).node);
  return list?.kind === 'seq' ? list.items.map((_, i) => `${specPath}.containers[${i}]`) : [];
}

function declaredIn(file: FileAnalysis, index: number, uri: string, container: string, number: string): Location[] {
  const analysis = file.documents[index];
  if (analysis === undefined) return [];
  const { document } = viewOf(analysis);
  const { node, exact } = placeOf(document.root, `${container}.ports`);
  const list = exact ? resolve(node) : null;
  if (list?.kind !== 'seq') return [];
  return list.items.flatMap(({ value }) => {
    const map = resolve(value);
    const port = map?.kind === 'map' ? map.pairs.find((pair) => pair.key.text === 'containerPort')?.value : undefined;
    if (port?.kind !== 'scalar' || port.text !== number) return [];
    return [{ uri, range: rangeIn(document, { start: port.start, end: port.end }, file.stream.startLine(index)) }];
  });
}
