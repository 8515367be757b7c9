// Completion: keys, values and snippets that fit at the cursor.
import type { CompletionList } from 'vscode-languageserver-types';
import type { ValueType } from '../../schema/field';
import { fieldPlace, type Step } from '../fieldPlace';
import { namesOf } from '../names/namesOf';
import { apiVersionValues, kindValues, rootProposals, writtenValue } from './identityValues';
import { itemProposals, keyProposals } from './keys';
import { type Proposal, toItems } from './proposal';
import { type CompletionRequest, type Scope, scopeOf } from './scope';
import { fieldValues, mapValues, toProposals } from './values';

const NOTHING: CompletionList = { isIncomplete: false, items: [] };

/** What can be written at a position of the file, in the order people need it. */
export function complete(request: CompletionRequest): CompletionList {
  const scope = scopeOf(request);
  if (scope === undefined || isUnwanted(scope, request.trigger)) return NOTHING;
  const { document, startLine } = request.file.stream.documentAt(request.position.line);
  const proposals = scope.cursor.role === 'key' ? atKey(scope) : atValue(scope);
  return { isIncomplete: scope.cursor.typed.includes('$'), items: toItems(scope, document, startLine, proposals) };
}

/** Blanks typed as indentation ask for nothing: a list would only be in the way of the next Enter. */
function isUnwanted({ cursor }: Scope, trigger: string | undefined): boolean {
  if (trigger !== ' ') return false;
  return cursor.role === 'key' && !cursor.dash && !cursor.flow;
}

function atKey(scope: Scope): Proposal[] {
  const { cursor, object, place } = scope;
  if (object === undefined) return cursor.path.length === 0 ? rootProposals(scope) : [];
  const step = place.steps.at(-1);
  const { type } = place;
  if (type === undefined) return [];
  const inItem = typeof cursor.path.at(-1) === 'number';
  if (cursor.list !== undefined && inItem && !cursor.dash) return newItem(scope, step, type);
  const more = cursor.list === undefined ? [] : continued(scope, cursor.list.path);
  if (type.kind === 'object' || type.kind === 'map') {
    const whole = inItem && cursor.dash && cursor.fresh && step !== undefined ? itemProposals(scope, step, true) : [];
    const items = keyProposals(scope, type, step);
    return [...more, ...whole, ...items];
  }
  if (!cursor.fresh || step === undefined || cursor.colon) return more;
  if (type.kind === 'list') return [...more, ...newItem(scope, step, type.items)];
  return [...more, ...fieldValues(scope, step, type)];
}

/** A new item of a list, written with its dash. */
function newItem(scope: Scope, step: Step | undefined, type: ValueType): Proposal[] {
  if (step === undefined) return [];
  if (type.kind === 'object') return itemProposals(scope, step, false);
  if (type.kind === 'list' || type.kind === 'map') return [];
  return fieldValues(scope, step, type).map((proposal) => ({
    ...proposal,
    body: proposal.body.map((line) => `- ${line}`),
    filter: proposal.label,
  }));
}

/** `- ` below a list whose dashes stand at the column of the keys. */
function continued(scope: Scope, path: Scope['cursor']['path']): Proposal[] {
  const { object } = scope;
  if (object === undefined) return [];
  const { step, type } = fieldPlace(object.definition, path.slice(object.depth));
  if (step === undefined || type?.kind !== 'list') return [];
  return newItem(scope, step, type.items).map((proposal) => ({ ...proposal, rank: proposal.rank + 2000 }));
}

function atValue(scope: Scope): Proposal[] {
  const { cursor, object, place, view } = scope;
  if (cursor.typed.startsWith('*')) return aliases(scope);
  const root = object?.depth ?? 0;
  const key = cursor.path.at(-1);
  if (cursor.path.length === root + 1 && key === 'kind') {
    const written = writtenValue(scope, 'apiVersion');
    return kindValues(scope, written, !/^apiVersion\s*:/m.test(view.document.text));
  }
  if (cursor.path.length === root + 1 && key === 'apiVersion') {
    return apiVersionValues(scope, root === 0 ? writtenValue(scope, 'kind') : '');
  }
  const step = place.steps.at(-1);
  const { type } = place;
  if (type === undefined || step === undefined) return [];
  if (type.kind === 'object' || type.kind === 'map' || type.kind === 'list') return below(scope, step, type);
  return place.step === undefined && step.field.type.kind === 'map'
    ? mapValues(scope, step, type)
    : fieldValues(scope, step, type);
}

/** The cursor stands behind the colon of a key that takes a block: its lines go below. */
function below(scope: Scope, step: Step, type: ValueType): Proposal[] {
  const { cursor } = scope;
  if (cursor.flow || cursor.typed !== '') return [];
  const empty = type.kind === 'list' ? '[]' : '{}';
  const flow = toProposals(scope, [{ text: empty }], { kind: 'boolean' }, `${step.owner.name}.${step.field.name}`);
  const inner = type.kind === 'list' ? newItem(scope, step, type.items) : keyProposals(scope, type, step);
  const blanks = { span: { start: cursor.span.start - blanksBefore(scope), end: cursor.span.start }, text: '' };
  const edits = blanks.span.start < blanks.span.end ? { edits: [blanks] } : {};
  const moved = inner.map((proposal) => ({
    ...proposal,
    ...edits,
    body: ['', ...proposal.body.map((line) => `  ${line}`)],
  }));
  return [...moved, ...flow.map((proposal) => ({ ...proposal, body: [empty], rank: 900 }))];
}

/** Blanks between the colon and the cursor, which would be left at the end of the line. */
function blanksBefore({ cursor, view }: Scope): number {
  const before = view.document.text.slice(0, cursor.span.start);
  return before.length - before.trimEnd().length;
}

function aliases(scope: Scope): Proposal[] {
  const anchors = namesOf(scope.repaired().analysis).filter(
    (name) => name.sort === 'anchor' && name.role === 'declaration',
  );
  return anchors.map(({ name }, i) => ({ label: `*${name}`, kind: 'name', body: [`*${name}`], plain: true, rank: i }));
}
