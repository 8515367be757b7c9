// `podwright explain FIELD.PATH`: what a field means, laid out like `kubectl explain`, with values, versions and gates.
import { fieldText, propertyLine, typeName, valueLine } from '../features/hover/fieldWords';
import type { Definition, Field } from '../schema/field';
import { NEWEST_MINOR } from '../schema/versions';
import type { Texts } from '../text/texts';
import { readArguments } from './arguments';
import { minorOf } from './config';
import { type Explained, findExplained, innermost } from './explainPath';
import { cliLanguage, loadTexts } from './io';
import { EXPLAIN } from './shapes';
import { type Paint, painter, useColors } from './terminal';
import { UsageError } from './usageError';
import { wrapped } from './wrap';

interface Page {
  readonly texts: Texts;
  readonly minor: number;
  readonly columns: number;
  readonly paint: Paint;
}

/** Runs the command; 0 when the field is known. */
export function explain(args: readonly string[]): number {
  const { operands, values, flags } = readArguments(EXPLAIN, args);
  const [words] = operands;
  if (words === undefined) throw new UsageError('cli.error.no-path');
  const version = values['--kubernetes-version'];
  const minor = version === undefined ? NEWEST_MINOR : minorOf(version);
  const page: Page = {
    texts: loadTexts(cliLanguage(values['--language'])),
    minor,
    columns: Math.min(process.stdout.columns ?? 100, 110),
    paint: painter(useColors(values['--color'])),
  };
  const found = findExplained(words, minor);
  const fields = flags.has('--recursive') ? treeLines(found, page) : fieldLines(found, page);
  process.stdout.write(`${[...headLines(found, page), ...bodyLines(found, page), ...fields].join('\n')}\n`);
  return 0;
}

function headLines({ served, path, place, also }: Explained, { texts, paint }: Page): readonly string[] {
  const rows: (readonly [string, string])[] = [
    [texts.say('explain.kind'), served.kind],
    [texts.say('explain.version'), served.apiVersion],
  ];
  const { type } = place;
  if (path.length > 0) rows.push([texts.say('explain.field'), `${path.join('.')} <${type ? typeName(type) : ''}>`]);
  if (also.length > 0) rows.push([texts.say('explain.also'), also.join(', ')]);
  return [...rows.map(([head, text]) => `${paint(`${head}:`, 'bold')} ${text}`), ''];
}

function bodyLines({ place, root, path }: Explained, page: Page): readonly string[] {
  const { texts, minor } = page;
  const step = place.step ?? place.steps.at(-1);
  if (step === undefined || path.length === 0)
    return section('explain.description', texts.field(root.name) ?? '', page);
  return [
    ...section('explain.description', fieldText(step, texts) ?? '', page),
    ...section('explain.properties', propertyLine(step, minor, texts), page),
    ...section('explain.values', allValues(step.field) ?? valueLine(step, texts), page),
  ];
}

/** Every value, which a hover cuts short. */
function allValues({ enum: values }: Field): string | undefined {
  return values === undefined || values.length === 0 ? undefined : values.filter((value) => value !== '').join(', ');
}

function section(id: string, text: string, { texts, columns, paint }: Page): readonly string[] {
  if (text === '') return [];
  return [paint(`${texts.say(id)}:`, 'bold'), ...wrapped(plain(text), columns, '    '), ''];
}

/** Markdown's marks for bold mean nothing on a terminal; code spans are readable as they are. */
function plain(text: string): string {
  return text.replace(/\*\*/g, '');
}

function below({ place, root, path }: Explained): Definition | undefined {
  if (path.length === 0) return root;
  const type = place.type === undefined ? undefined : innermost(place.type);
  return type?.kind === 'object' ? type.definition : undefined;
}

function fieldLines(found: Explained, page: Page): readonly string[] {
  const definition = below(found);
  if (definition === undefined) return [];
  const { texts, columns, paint } = page;
  const lines = definition.fields.flatMap((field) => {
    const text = (fieldText({ owner: definition, field }, texts) ?? '').split('\n')[0] ?? '';
    return [`  ${fieldHead(field, page)}`, ...wrapped(plain(text), columns, '    '), ''];
  });
  return [paint(`${texts.say('explain.fields')}:`, 'bold'), ...lines];
}

function fieldHead(field: Field, { texts, paint }: Page): string {
  const required = field.required || field.requiredByValidation === true ? ` ${texts.say('explain.required')}` : '';
  return `${paint(field.name, 'cyan')}\t<${typeName(field.type)}>${paint(required, 'yellow')}`;
}

/** Levels shown; a few definitions hold themselves. */
const DEEPEST = 12;

function treeLines(found: Explained, page: Page): readonly string[] {
  const definition = below(found);
  if (definition === undefined) return [];
  const lines: string[] = [page.paint(`${page.texts.say('explain.fields')}:`, 'bold')];
  const visit = (owner: Definition, depth: number, above: readonly Definition[]): void => {
    for (const field of owner.fields) {
      lines.push(`${'  '.repeat(depth)}${fieldHead(field, page)}`);
      const type = innermost(field.type);
      if (type.kind === 'object' && depth < DEEPEST && !above.includes(type.definition))
        visit(type.definition, depth + 1, [...above, type.definition]);
    }
  };
  visit(definition, 1, [definition]);
  return lines;
}
