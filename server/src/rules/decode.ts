// What the API server's strict decoder complains about: unknown fields, repeated fields, values of the wrong type.

import { repairQuantity } from '../kubernetes/quantity';
import type { DecodeProblem } from '../schema/decode';
import type { Definition, ValueType } from '../schema/field';
import type { YamlDocument } from '../yaml/document';
import { placeOf, resolve } from '../yaml/path';
import type { YamlNode } from '../yaml/tree';
import type { Fix } from './finding';
import { moveOutFixes } from './moveOut';
import { type CheckContext, ruleTable } from './rule';
import { closest } from './spelling';

export const decodeRules = ruleTable('decode', {
  unknownField: { id: 'unknown-field', type: 'UnknownField', path: 'any field' },
  duplicateField: { id: 'duplicate-field', type: 'DuplicateField', path: 'any field' },
  wrongType: { id: 'wrong-type', type: 'TypeMismatch', path: 'any field' },
});

/** Reports the decoder's complaints about one object. */
export function checkDecoding(
  problems: readonly DecodeProblem[],
  document: YamlDocument,
  object: string,
  ctx: CheckContext,
): void {
  const root = placeOf(document.root, object).node;
  for (const problem of problems) {
    if (problem.kind === 'unknown') reportUnknown(problem, document, root, ctx);
    else if (problem.kind === 'duplicate') reportDuplicate(problem, ctx);
    else reportMismatch(problem, document, ctx);
  }
}

function reportUnknown(
  problem: Extract<DecodeProblem, { kind: 'unknown' }>,
  document: YamlDocument,
  root: YamlNode | null,
  ctx: CheckContext,
): void {
  const { path, name, owner, key } = problem;
  const parent = path.slice(0, Math.max(path.length - name.length - 1, 0));
  const present = new Set(siblingsOf(root, parent));
  const free = owner.fields.map((field) => field.name).filter((candidate) => !present.has(candidate));
  const near = closest(name, free);
  const fixes: Fix[] = [];
  if (near !== undefined)
    fixes.push({
      title: 'fix-rename-key',
      values: { key: near },
      edits: [{ op: 'rename', path, key: near }],
      preferred: true,
    });
  else {
    const deeper = moveFixes(problem, document, root, parent);
    fixes.push(...(deeper.length > 0 ? deeper : moveOutFixes(path, name, document, root)));
  }
  fixes.push({ title: 'fix-remove-field', values: { field: name }, edits: [{ op: 'remove', path }] });
  const values = { field: name, owner: owner.name, near: near ?? '' };
  ctx.findings.push({
    rule: decodeRules.unknownField.id,
    severity: 'error',
    type: 'UnknownField',
    path,
    span: key,
    at: 'key',
    values: near === undefined ? values : { ...values, hint: near },
    fixes,
  });
}

function siblingsOf(root: YamlNode | null, path: string): string[] {
  const node = resolve(placeOf(root, path).node);
  return node?.kind === 'map' ? node.pairs.map((pair) => pair.key.text) : [];
}

/** A field at the wrong level: the sibling before it (or the parent above) that knows the field is where it belongs. */
function moveFixes(
  problem: Extract<DecodeProblem, { kind: 'unknown' }>,
  document: YamlDocument,
  root: YamlNode | null,
  parent: string,
): Fix[] {
  const target = siblingThatKnows(problem, root, parent);
  if (target === undefined) return [];
  const place = placeOf(root, problem.path);
  const sibling = resolve(placeOf(root, target).node);
  if (sibling?.kind !== 'map' || sibling.flow || place.node === null) return [];
  const first = sibling.pairs[0];
  if (first === undefined) return [];
  const column = document.positionAt(first.key.start).character;
  const from = document.positionAt(problem.key.start);
  const last = document.positionAt(Math.max(place.node.end - 1, problem.key.end)).line;
  const shift = column - from.character;
  if (shift <= 0) return [];
  const start = document.lineStarts[from.line] as number;
  const end = document.lineEnd(last);
  const text = document.text.slice(start, end).replace(/^(?=[^\r\n])/gm, ' '.repeat(shift));
  const name = target.slice(target.lastIndexOf('.') + 1);
  return [
    {
      title: 'fix-move-into',
      values: { field: problem.name, parent: name },
      edits: [{ op: 'text', span: { start, end }, text }],
      preferred: true,
    },
  ];
}

/** The field that stands directly before the unknown one and has a field of that name. */
function siblingThatKnows(
  problem: Extract<DecodeProblem, { kind: 'unknown' }>,
  root: YamlNode | null,
  parent: string,
): string | undefined {
  const node = resolve(placeOf(root, parent).node);
  if (node?.kind !== 'map') return undefined;
  const at = node.pairs.findIndex((pair) => pair.key.start === problem.key.start);
  for (let i = at - 1; i >= 0; i--) {
    const name = node.pairs[i]?.key.text ?? '';
    const field = problem.owner.field(name);
    if (field === undefined) continue;
    const inside = definitionOf(field.type);
    return inside?.field(problem.name) === undefined ? undefined : parent === '' ? name : `${parent}.${name}`;
  }
  return undefined;
}

function definitionOf(type: ValueType): Definition | undefined {
  return type.kind === 'object' ? type.definition : undefined;
}

function reportDuplicate({ path, name, key }: Extract<DecodeProblem, { kind: 'duplicate' }>, ctx: CheckContext): void {
  ctx.findings.push({
    rule: decodeRules.duplicateField.id,
    severity: 'error',
    type: 'DuplicateField',
    path,
    span: key,
    values: { field: name },
  });
}

function reportMismatch(
  problem: Extract<DecodeProblem, { kind: 'mismatch' }>,
  document: YamlDocument,
  ctx: CheckContext,
): void {
  const { path, want, got, node } = problem;
  const source = document.text.slice(node.start, node.end);
  const field = /([^.[\]]+)(\[\d+\])?$/.exec(path)?.[1] ?? path;
  ctx.report(
    decodeRules.wrongType,
    path,
    { field, want, got, source: source.length > 40 ? `${source.slice(0, 40)}…` : source },
    { at: 'value', fixes: mismatchFixes(path, want, got, source) },
  );
}

const WORDS: Readonly<Record<string, string>> = {
  yes: 'true',
  on: 'true',
  y: 'true',
  true: 'true',
  no: 'false',
  off: 'false',
  n: 'false',
  false: 'false',
};

/** Quoting, unquoting, and making a list of one: the repairs of a value that is right but of the wrong type. */
function mismatchFixes(path: string, want: string, got: string, source: string): Fix[] {
  const set = (raw: string): Fix[] => [
    { title: 'fix-set-value', values: { value: raw }, edits: [{ op: 'set', path, raw }], preferred: true },
  ];
  const bare = source.replace(/^(["'])(.*)\1$/s, '$2');
  if (want === 'string' && (got === 'number' || got === 'boolean')) return set(JSON.stringify(source));
  if (['int32', 'int64', 'float64', 'intOrString'].includes(want) && got === 'string' && /^-?\d+$/.test(bare.trim()))
    return set(bare.trim());
  const word = WORDS[bare.toLowerCase()];
  if (want === 'boolean' && got === 'string' && word !== undefined) return set(word);
  if (want === 'list' && got === 'object')
    return [{ title: 'fix-add-dash', edits: [{ op: 'dash', path }], preferred: true }];
  if (want === 'list' && !source.includes('\n')) return set(`[${source}]`);
  if (want === 'quantity') return quantityFixes(path, bare);
  return [];
}

/** `100MB` -> `100M` or `100Mi`, `512 Mi` -> `512Mi`, `0.5GiB` -> `512Mi`. */
function quantityFixes(path: string, text: string): Fix[] {
  return repairQuantity(text).map((raw, index) => ({
    title: 'fix-set-value',
    values: { value: raw },
    edits: [{ op: 'set', path, raw }],
    preferred: index === 0,
  }));
}
