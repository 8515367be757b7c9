// A Pod as a Deployment: its spec becomes the template, its name the label that joins both. Comments and style stay.
import type { CodeAction } from 'vscode-languageserver-types';
import type { Texts } from '../../text/texts';
import { placeOf, resolve } from '../../yaml/path';
import type { Pair } from '../../yaml/tree';
import { contentEnd } from '../shape/extent';
import type { Place } from './place';

/** The action on a Pod that could as well be run by a Deployment. */
export function podToDeployment(place: Place, texts: Texts): CodeAction[] {
  const { object, analysis, pod } = place;
  if (object.kind !== 'Pod' || object.path !== '' || pod === undefined || object.node.flow) return [];
  const policy = pod.spec.restartPolicy;
  if (policy !== undefined && policy !== 'Always') return [];
  const text = rewritten(place);
  if (text === undefined) return [];
  const { document } = analysis;
  const start = document.positionAt(object.node.start);
  const last = document.positionAt(contentEnd(document.text, object.node.start, object.node.end));
  const edit = {
    range: {
      start: { line: start.line + place.startLine, character: start.character },
      end: { line: last.line + place.startLine, character: last.character },
    },
    newText: text,
  };
  return [
    {
      title: texts.say('refactor-pod-to-deployment'),
      kind: 'refactor.rewrite',
      edit: { changes: { [place.uri]: [edit] } },
    },
  ];
}

function rewritten(place: Place): string | undefined {
  const { object, analysis, pod } = place;
  const { text } = analysis.document;
  const pair = (key: string): Pair | undefined => object.node.pairs.find((one) => one.key.text === key);
  const metadata = pair('metadata');
  const spec = pair('spec');
  const map = resolve(spec?.value);
  if (metadata === undefined || spec === undefined || map?.kind !== 'map' || map.flow || pod === undefined)
    return undefined;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const labels = labelsOf(place);
  const written = Object.keys(labels).length > 0;
  const chosen = written ? labels : { app: pod.name };
  const lines = (entries: Readonly<Record<string, string>>, indent: string): string[] =>
    Object.entries(entries).map(([key, value]) => `${indent}${key}: ${source(value)}`);
  const body = text.slice(spec.key.start, contentEnd(text, spec.key.start, spec.end));
  const head = text.slice(metadata.key.start, contentEnd(text, metadata.key.start, metadata.end));
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    head,
    'spec:',
    '  replicas: 1',
    '  selector:',
    '    matchLabels:',
    ...lines(chosen, '      '),
    '  template:',
    '    metadata:',
    '      labels:',
    ...lines(chosen, '        '),
    body
      .split(/\r\n|\r|\n/)
      .map((line) => (line.trim() === '' ? line : `    ${line}`))
      .join(end),
  ].join(end);
}

function labelsOf({ object, analysis }: Place): Record<string, string> {
  const node = resolve(
    placeOf(analysis.document.root, object.path === '' ? 'metadata.labels' : `${object.path}.metadata.labels`).node,
  );
  if (node?.kind !== 'map') return {};
  const entries = node.pairs.flatMap(({ key, value }): [string, string][] => {
    const scalar = resolve(value);
    return scalar?.kind === 'scalar' ? [[key.text, scalar.text]] : [];
  });
  const exact = placeOf(analysis.document.root, 'metadata.labels').exact;
  return exact ? Object.fromEntries(entries) : {};
}

function source(value: string): string {
  return /^[a-z]([-a-z0-9.]*[a-z0-9])?$/.test(value) && !/^(y|n|yes|no|on|off|true|false|null)$/.test(value)
    ? value
    : JSON.stringify(value);
}
