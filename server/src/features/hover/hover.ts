// Hover: what the field under the cursor means, and what it works out to in this pod. Nothing is checked here.
import { type Hover, MarkupKind } from 'vscode-languageserver-types';
import type { Texts } from '../../text/texts';
import type { Position, YamlDocument } from '../../yaml/document';
import { type AtOffset, atOffset } from '../../yaml/path';
import type { ScalarNode, Span } from '../../yaml/tree';
import type { FileAnalysis } from '../analysis';
import { cronFacts } from '../facts/cronFacts';
import { type FieldPlace, fieldPlace, type ObjectPlace, objectPlace } from '../fieldPlace';
import { rangeIn } from '../names/documentNames';
import { NameIndex } from '../names/nameIndex';
import type { PodView } from '../pods';
import { type View, viewOf } from '../view';
import { commentHover } from './comments';
import { factLines } from './facts';
import { fieldText, propertyLine, referenceLink, typeName, valueLine } from './fieldWords';
import { withoutForeignLinks } from './foreignLinks';
import { quantityWords } from './quantityWords';
import { nameLines } from './references';
import { valueText } from './valueWords';

export interface HoverRequest {
  readonly uri: string;
  readonly file: FileAnalysis;
  readonly position: Position;
  readonly texts: Texts;
  /** Names of the workspace, this file included; the file alone when absent. */
  readonly names?: NameIndex;
  /** The present, for what comes next; nothing is said of it when absent. */
  readonly nowMs?: number;
}

interface Scope {
  readonly request: HoverRequest;
  readonly view: View;
  readonly index: number;
  readonly at: AtOffset;
  readonly object: ObjectPlace;
  readonly place: FieldPlace;
  readonly offset: number;
}

/** The hover at a position of the file; null where there is nothing to say. */
export function hover(request: HoverRequest): Hover | null {
  const { file, position } = request;
  const { index, document, startLine } = file.stream.documentAt(position.line);
  const analysis = file.documents[index];
  if (analysis === undefined) return null;
  const view = viewOf(analysis);
  const offset = document.offsetAt({ line: position.line - startLine, character: position.character });
  const at = atOffset(view.document.root, offset);
  const span = hoveredSpan(at, offset, view.document);
  if (span === undefined) return inComment(view, offset, startLine, request.texts);
  const object = objectPlace(view, at.segments, request.names ?? ownNames(request));
  if (object === undefined) return null;
  const place = fieldPlace(object.definition, at.segments.slice(object.depth));
  const lines = hoverLines({ request, view, index, at, object, place, offset });
  if (lines.length === 0) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: withoutForeignLinks(lines.join('\n\n')) },
    range: rangeIn(view.document, span, startLine),
  };
}

function inComment({ document, objects }: View, offset: number, startLine: number, texts: Texts): Hover | null {
  const found = objects.length === 0 ? undefined : commentHover(document, offset, texts);
  if (found === undefined) return null;
  const value = withoutForeignLinks(found.lines.join('\n\n'));
  return { contents: { kind: MarkupKind.Markdown, value }, range: rangeIn(document, found.span, startLine) };
}

/** The key or scalar under the cursor; undefined on blanks, comments and brackets. */
function hoveredSpan(at: AtOffset, offset: number, document: YamlDocument): Span | undefined {
  if (at.onKey && at.pair !== undefined) return at.pair.key;
  const { node } = at;
  if (node?.kind !== 'scalar' && node?.kind !== 'alias') return undefined;
  const end = node.start + document.text.slice(node.start, node.end).trimEnd().length;
  return offset >= node.start && offset <= end ? { start: node.start, end } : undefined;
}

function hoverLines(scope: Scope): string[] {
  const { at, place, object } = scope;
  const depth = at.segments.length - object.depth;
  if (depth === 1 && (at.segments.at(-1) === 'kind' || at.segments.at(-1) === 'apiVersion') && !at.onKey)
    return kindLines(scope);
  const step = place.step ?? place.steps.at(-1);
  if (step === undefined || place.type === undefined) return [];
  const own = at.onKey ? keyLines(scope) : valueLines(scope);
  if (place.step === undefined && !at.onKey && own.length === 0) return [];
  return [...headLines(scope), ...own, ...facts(scope), ...bodyLines(scope)];
}

function headLines({ at, place }: Scope): string[] {
  const name = typeof at.segments.at(-1) === 'number' ? at.segments.at(-2) : at.segments.at(-1);
  const type = place.type === undefined ? '' : ` \`${typeName(place.type)}\``;
  return [`**${escaped(String(name))}**${type} · \`${at.path}\``];
}

/** Text, properties, values and link of the field. */
function bodyLines({ place, request, view }: Scope): string[] {
  const step = place.step ?? place.steps.at(-1);
  if (step === undefined) return [];
  const { texts } = request;
  const { minor } = view.analysis;
  const link = referenceLink(step.owner, minor);
  const properties = place.step === undefined ? '' : propertyLine(step, minor, texts);
  const lines = [fieldText(step, texts) ?? '', valueLine(step, texts), properties];
  const page = link === undefined ? '' : `[${texts.say('hover-reference', { name: step.owner.name })}](${link})`;
  return [...lines, page].filter((line) => line !== '');
}

/** A key of a map with free keys: a resource, a label. */
function keyLines({ at, place, request }: Scope): string[] {
  const step = place.steps.at(-1);
  if (place.step !== undefined || step === undefined) return [];
  const word = valueText(step, String(at.segments.at(-1)), request.texts);
  return word === undefined ? [] : [word];
}

/** What the value itself says: an amount, or what its name stands for. */
function valueLines(scope: Scope): string[] {
  const { at, place, request, view, index, offset } = scope;
  if (at.node?.kind !== 'scalar') return [];
  const names = request.names ?? ownNames(request);
  const located = names.inDocument(request.uri, index).find(({ span }) => offset >= span.start && offset <= span.end);
  const named = located === undefined ? [] : nameLines(located, names, view, request.texts);
  const step = place.step ?? place.steps.at(-1);
  const word = step === undefined ? undefined : valueText(step, at.node.text, request.texts);
  return [...(word === undefined ? [] : [word]), ...named, ...amount(at.node, place, at, request.texts)];
}

function ownNames({ uri, file }: HoverRequest): NameIndex {
  const index = new NameIndex();
  index.setFile(uri, file);
  return index;
}

function amount(node: ScalarNode, { type, steps }: FieldPlace, at: AtOffset, texts: Texts): string[] {
  if (type?.kind !== 'quantity') return [];
  const field = steps.at(-1)?.field.name ?? '';
  const resource = field === 'sizeLimit' ? 'memory' : String(at.segments.at(-1));
  const words = quantityWords(resource, node.text, field === 'limits', texts);
  return words === '' ? [] : [words];
}

function facts(scope: Scope): string[] {
  const { view, at, place, object, request } = scope;
  if (object.kind === 'CronJob' && /(^|\.)spec\.(schedule|timeZone)$/.test(at.path))
    return scheduleFacts(view, at, request);
  const pod = view.analysis.pods.find(({ specPath }) => at.path === specPath || at.path.startsWith(`${specPath}.`));
  if (pod === undefined) return [];
  const inPod = at.path.slice(pod.specPath.length + 1);
  return [...factLines({ texts: request.texts, pod, path: at.path, inPod, place }), ...showMe(scope, pod, inPod)];
}

/** Fields that decide when something happens. */
const TIMED = /Probe(\.|$)|lifecycle|terminationGracePeriodSeconds|restartPolicy|activeDeadlineSeconds|readinessGates/;

/** A link that opens the timeline at what the hovered line causes. VS Code runs it; elsewhere it does nothing. */
function showMe({ request, view, index, offset }: Scope, pod: PodView, inPod: string): string[] {
  if (!TIMED.test(inPod)) return [];
  const { file, uri, texts } = request;
  const before = file.documents.slice(0, index).reduce((count, one) => count + one.pods.length, 0);
  const line = file.stream.startLine(index) + view.document.positionAt(offset).line;
  const args = encodeURIComponent(JSON.stringify([uri, before + view.analysis.pods.indexOf(pod), line]));
  return [`[${texts.say('facts-show-me')}](command:podwright.openTimeline?${args})`];
}

function scheduleFacts(view: View, at: AtOffset, { texts, nowMs }: HoverRequest): string[] {
  const owner = view.objects.find(({ path }) => path === '' || at.path.startsWith(`${path}.`));
  const spec = owner?.decoded.value.spec as { readonly schedule?: unknown; readonly timeZone?: unknown } | undefined;
  if (typeof spec?.schedule !== 'string') return [];
  const lines = cronFacts(spec.schedule, typeof spec.timeZone === 'string' ? spec.timeZone : undefined, texts, nowMs);
  return [lines.map((line) => `- ${line}`).join('\n')];
}

/** The value of `kind` or `apiVersion`: what the object is. */
function kindLines({ object, request, view }: Scope): string[] {
  const { texts } = request;
  const text = texts.field(object.definition.name) ?? texts.field(object.kind);
  const link = referenceLink(object.definition, view.analysis.minor);
  const page = link === undefined ? [] : [`[${texts.say('hover-reference', { name: object.kind })}](${link})`];
  return [`**${object.kind}** \`${object.apiVersion}\``, ...(text === undefined ? [] : [text]), ...page];
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>-]/g, '\\$&');
}
