// Findings about custom resources whose definition is in the workspace: unknown fields, wrong types, missing fields, values
// outside of an enum. Warnings, since the cluster may have another version of the definition.
import { checkDecoding } from '../../rules/decode';
import type { Finding } from '../../rules/finding';
import { common } from '../../rules/kinds/commonRules';
import { textOf } from '../../rules/objects';
import { referenceLints } from '../../rules/references';
import { CheckContext } from '../../rules/rule';
import { closest } from '../../rules/spelling';
import { besidesPatches, besidesPlaceholders, hasPlaceholders, isPatch, isTemplate } from '../../rules/templates';
import { decode } from '../../schema/decode';
import type { Definition, Field, ValueType } from '../../schema/field';
import { child, item, resolve } from '../../yaml/path';
import type { MapNode, YamlNode } from '../../yaml/tree';
import type { DocumentAnalysis } from '../analysis';
import type { NameIndex } from '../names/nameIndex';

/** The findings of a document that holds a custom resource. */
export function customFindings({ document, minor }: DocumentAnalysis, names: NameIndex): readonly Finding[] {
  const root = resolve(document.root);
  if (root?.kind !== 'map' || document.problems.length > 0 || isTemplate(document)) return [];
  const definition = names.customDefinition(textOf(root, 'apiVersion'), textOf(root, 'kind'));
  if (definition === undefined) return [];
  const ctx = new CheckContext(minor);
  checkDecoding(decode(root, definition, minor).problems, document, '', ctx);
  walk(root, definition, '', ctx);
  const found = hasPlaceholders(document) ? besidesPlaceholders(ctx.findings, document) : ctx.findings;
  const whole = isPatch(document) ? besidesPatches(found, document) : found;
  return whole.map((finding) => ({ ...finding, severity: 'warning', ...named(finding) }));
}

/** The owner of an unknown field by the name people know. */
function named({ values }: Finding): Pick<Finding, 'values'> {
  if (typeof values?.owner !== 'string') return {};
  return { values: { ...values, owner: values.owner.replace(/^custom\./, '') } };
}

function walk(map: MapNode, definition: Definition, path: string, ctx: CheckContext): void {
  const written = new Set(map.pairs.map(({ key }) => key.text));
  for (const { name, required } of definition.fields) {
    if (required && !written.has(name) && !written.has('<<')) {
      ctx.report(referenceLints.customMissing, path, { field: name }, { at: 'key' });
    }
  }
  for (const { key, value } of map.pairs) {
    const field = definition.field(key.text);
    if (field === undefined || value === null) continue;
    const at = child(path, key.text);
    if (field.enum !== undefined) checkEnum(value, field.enum, at, ctx);
    checkBounds(value, field, at, ctx);
    inside(value, field.type, at, ctx);
  }
}

function inside(written: YamlNode | null, type: ValueType, path: string, ctx: CheckContext): void {
  const node = resolve(written);
  if (node?.kind === 'map') {
    if (type.kind === 'object' && type.definition.name.startsWith('custom.')) walk(node, type.definition, path, ctx);
    if (type.kind === 'map')
      for (const { key, value } of node.pairs) inside(value, type.values, child(path, key.text), ctx);
  } else if (node?.kind === 'seq' && type.kind === 'list') {
    node.items.forEach(({ value }, i) => {
      inside(value, type.items, item(path, i), ctx);
    });
  }
}

function checkBounds(written: YamlNode, { min, max }: Field, path: string, ctx: CheckContext): void {
  const node = resolve(written);
  if (node?.kind !== 'scalar' || typeof node.value !== 'number') return;
  const { value } = node;
  if (value >= (min ?? value) && value <= (max ?? value)) return;
  const values = { field: path.slice(path.lastIndexOf('.') + 1), value, min: min ?? '-∞', max: max ?? '∞' };
  ctx.report(common.outOfRange, path, values, { at: 'value' });
}

function checkEnum(written: YamlNode, values: readonly string[], path: string, ctx: CheckContext): void {
  const node = resolve(written);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || values.includes(node.value)) return;
  const near = closest(node.value, values);
  const fixes =
    near === undefined
      ? []
      : [
          {
            title: 'fix-set-value',
            values: { value: near },
            edits: [{ op: 'set' as const, path, raw: near }],
            preferred: true,
          },
        ];
  ctx.report(
    referenceLints.customValue,
    path,
    { value: node.value, values: values.join(', ') },
    { at: 'value', fixes },
  );
}
