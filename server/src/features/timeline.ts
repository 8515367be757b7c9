// What the timeline view needs of a file: its pods, the plan of one of them, and the lines its fields are on.

import type { TextEdit } from 'vscode-languageserver-types';
import type {
  EditParams,
  PodChoice,
  RangeAnswer,
  RevealParams,
  TextEditAnswer,
  TimelineAnswer,
  TimelineParams,
} from '../protocol';
import { kubernetes } from '../schema/kubernetes';
import { planOf } from '../simulation/planOf';
import { DEFAULT_SCENARIO } from '../simulation/scenario';
import { simulate } from '../simulation/simulate';
import type { Texts } from '../text/texts';
import { placeOf, resolve } from '../yaml/path';
import type { YamlNode } from '../yaml/tree';
import type { DocumentAnalysis, FileAnalysis } from './analysis';
import { documentPath, messageOf, rangeOf } from './diagnostics';
import { textEdits } from './edits';
import type { PodView } from './pods';
import { scenarioComment } from './scenarioComment';

interface Located {
  readonly pod: PodView;
  readonly analysis: DocumentAnalysis;
  /** First line of the document in the file. */
  readonly line: number;
}

/** The pods of a file in order. */
function podsIn(file: FileAnalysis): Located[] {
  return file.documents.flatMap((analysis, index) =>
    analysis.pods.map((pod) => ({ pod, analysis, line: file.stream.startLine(index) })),
  );
}

/** Answers a timeline request. */
export function timelineOf(
  file: FileAnalysis,
  params: TimelineParams,
  version: number | null,
  texts: Texts,
): TimelineAnswer {
  const pods = podsIn(file);
  const selected = select(file, pods, params);
  const base = {
    version,
    pods: pods.map(choice),
    selected,
    kubernetesVersion: kubernetes.version,
  };
  const located = pods[selected];
  if (located === undefined) return { ...base, specPath: '', lines: {} };
  const { pod, analysis, line } = located;
  const plan = planOf({ metadata: { ...pod.metadata, name: pod.name, namespace: pod.namespace }, spec: pod.spec });
  const broken = brokenLine(located);
  const refusal = refusalOf(located, texts);
  const scenario = scenarioComment(analysis.document.text);
  return {
    ...base,
    specPath: pod.specPath,
    plan,
    lines: linesOf(pod, analysis, line),
    ...(broken === undefined ? {} : { brokenLine: broken }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(scenario === undefined ? {} : { scenario }),
    ...(params.withTrace === true ? { trace: simulate(plan, scenario ?? DEFAULT_SCENARIO) } : {}),
  };
}

function choice({ pod, analysis, line }: Located, index: number): PodChoice {
  return {
    index,
    kind: pod.object.kind,
    name: pod.name,
    line: line + analysis.document.positionAt(pod.object.node.start).line,
  };
}

function select(file: FileAnalysis, pods: readonly Located[], { pod, position }: TimelineParams): number {
  if (pod !== undefined && pod < pods.length) return pod;
  if (pods.length === 0) return -1;
  if (position === undefined) return 0;
  const { document, startLine } = file.stream.documentAt(position.line);
  const here = pods.flatMap((located, index) => (located.analysis.document === document ? [index] : []));
  const offset = document.offsetAt({ line: position.line - startLine, character: position.character });
  const inside = here.findLast((index) => (pods[index]?.pod.object.node.start ?? 0) <= offset);
  if (inside !== undefined) return inside;
  const above = pods.findLastIndex((located) => located.line <= position.line);
  return here[0] ?? Math.max(above, 0);
}

function brokenLine({ analysis: { document }, line }: Located): number | undefined {
  const [first] = document.problems;
  return first === undefined ? undefined : line + document.positionAt(first.start).line;
}

/** The first finding for which the API server would refuse the pod's document. */
function refusalOf({ analysis, line }: Located, texts: Texts): TimelineAnswer['refusal'] {
  const finding = analysis.findings.find(
    ({ severity, type, consequence }) => severity === 'error' && type !== 'Syntax' && consequence !== true,
  );
  if (finding === undefined) return undefined;
  return { message: messageOf(finding, texts), line: line + rangeOf(finding, analysis.document).start.line };
}

/** Lines of all fields of the pod spec, by path relative to the spec. */
function linesOf(pod: PodView, { document }: DocumentAnalysis, firstLine: number): Record<string, number> {
  const lines: Record<string, number> = {};
  const add = (path: string, offset: number): void => {
    lines[path] = firstLine + document.positionAt(offset).line;
  };
  const walk = (written: YamlNode | null, path: string, depth: number): void => {
    const node = resolve(written);
    if (node === null || depth > 8) return;
    if (node.kind === 'map') {
      for (const { key, value } of node.pairs) {
        const at = path === '' ? key.text : `${path}.${key.text}`;
        add(at, key.start);
        walk(value, at, depth + 1);
      }
    } else if (node.kind === 'seq') {
      node.items.forEach((entry, i) => {
        add(`${path}[${i}]`, entry.start);
        walk(entry.value, `${path}[${i}]`, depth + 1);
      });
    }
  };
  const place = placeOf(document.root, pod.specPath);
  add('', place.key?.start ?? 0);
  walk(place.node, '', 0);
  return lines;
}

/** Where a field of a pod's spec is written, or its nearest written parent. */
export function revealPath(file: FileAnalysis, { pod, path }: RevealParams): RangeAnswer | null {
  const located = podsIn(file)[pod];
  if (located === undefined) return null;
  const { document } = located.analysis;
  const full = documentPath({ object: located.pod.specPath, path });
  const { key, node } = placeOf(document.root, full);
  const span = key ?? node ?? { start: 0, end: 0 };
  const start = document.positionAt(span.start);
  const end = document.positionAt(Math.min(span.end, document.lineEnd(start.line)));
  return {
    start: { line: start.line + located.line, character: start.character },
    end: { line: end.line + located.line, character: end.character },
  };
}

/** The text edits for changes of a pod's spec, in lines of the file; null when one of them has no place. */
export function editPod(file: FileAnalysis, { pod, edits }: EditParams): TextEditAnswer[] | null {
  const located = podsIn(file)[pod];
  if (located === undefined) return null;
  const { document } = located.analysis;
  return textEdits(edits, document, located.pod.specPath)?.map((edit) => moved(edit, located.line)) ?? null;
}

function moved({ range: { start, end }, newText }: TextEdit, line: number): TextEditAnswer {
  return {
    range: {
      start: { line: start.line + line, character: start.character },
      end: { line: end.line + line, character: end.character },
    },
    newText,
  };
}
