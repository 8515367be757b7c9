// Folds what go/facts learnt at every path into one statement per field, with exceptions for fields that say something else
// below one parent; then lays the rulings made by hand over it.
import { definitionName } from './goTypes';
import { EXCEPTIONS, FIELD_FACTS, PATTERN_NAMES, SILENT_PARENTS } from './rulings/facts';
import { NO_ENUM } from './rulings/values';
import type { Structure, StructureField } from './structure';

/** A line that go/facts prints. */
export interface Answer {
  readonly kind: string;
  readonly path: string;
  /** The fields that lead to the place, the last one being the place's own. */
  readonly holders: readonly string[];
  readonly default?: unknown;
  readonly needed?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly zeroIsDefault?: boolean;
  readonly values?: readonly string[];
  readonly patterns?: readonly string[];
  readonly maxLength?: number;
}

/** Attribute name -> text, as a field line writes them. */
type Attributes = ReadonlyMap<string, string>;

/** What one place says, and the field that leads to it (`Container.livenessProbe`). */
interface Statement {
  readonly via: string;
  readonly attributes: Attributes;
  readonly values: readonly string[];
}

/**
 * Adds facts to the structure's fields; gives the exceptions. A default that only holds with every gate on is left out:
 * `withDefaultGates` are the answers of a server as it comes.
 */
export function addFacts(
  structure: Structure,
  withAllGates: readonly Answer[],
  withDefaultGates: readonly Answer[],
): Record<string, string> {
  const exceptions: Record<string, string> = {};
  for (const [field, statements] of statementsByField(structure, withAllGates, withDefaultGates)) {
    addEnum(structure, field, statements);
    for (const name of ATTRIBUTES) fold(structure, field, name, statements, exceptions);
  }
  for (const [field, facts] of Object.entries(FIELD_FACTS)) overlay(mustField(structure, field), facts);
  dropRestated(structure, exceptions);
  for (const [key, facts] of Object.entries(EXCEPTIONS)) {
    mustField(structure, key.split('.').slice(0, 2).join('.'));
    exceptions[key] = facts;
  }
  return exceptions;
}

/** The attributes that are folded, in the order they are written. */
const ATTRIBUTES = ['default', 'needed', 'min', 'above', 'zeroIsUnset', 'max', 'maxLength', 'format'] as const;

function statementsByField(
  structure: Structure,
  withAllGates: readonly Answer[],
  withDefaultGates: readonly Answer[],
): ReadonlyMap<string, readonly Statement[]> {
  const defaults = new Map(withDefaultGates.map((answer) => [`${answer.kind} ${answer.path}`, answer.default]));
  const statements = new Map<string, Statement[]>();
  for (const answer of withAllGates) {
    const holders = answer.holders.map(shortHolder);
    const field = holders.at(-1) ?? '';
    mustField(structure, field);
    const sure = JSON.stringify(defaults.get(`${answer.kind} ${answer.path}`)) === JSON.stringify(answer.default);
    const statement: Statement = {
      via: holders.length > 1 ? (holders[0] ?? '') : '',
      attributes: attributesOf(answer, sure),
      values: answer.values ?? [],
    };
    statements.set(field, [...(statements.get(field) ?? []), statement]);
  }
  return statements;
}

/** `core/v1.Probe.exec` is `Probe.exec`, renamed types by their new name. */
function shortHolder(holder: string): string {
  const dot = holder.lastIndexOf('.');
  return `${definitionName(holder.slice(0, dot))}.${holder.slice(dot + 1)}`;
}

function fieldOf(structure: Structure, key: string): StructureField | undefined {
  const [definition = '', field = ''] = key.split('.');
  return structure.definitions.get(definition)?.get(field);
}

function mustField(structure: Structure, key: string): StructureField {
  const field = fieldOf(structure, key);
  if (!field) throw new Error(`${key} is named by a ruling or by Go, but is no field of the structure`);
  return field;
}

function attributesOf(answer: Answer, sure: boolean): Attributes {
  const attributes = new Map<string, string>();
  if (answer.default !== undefined && sure) {
    attributes.set('default', JSON.stringify(answer.default).replaceAll(' ', '%20'));
  }
  if (answer.needed) attributes.set('needed', '');
  const zero = answer.zeroIsDefault && answer.min === 0;
  if (answer.min !== undefined) attributes.set('min', String(zero ? 1 : answer.min));
  if (zero) attributes.set('zeroIsUnset', '');
  if (answer.max !== undefined) attributes.set('max', String(answer.max));
  if (answer.above !== undefined) attributes.set('above', String(answer.above));
  const format = formatOf(answer.patterns ?? []);
  // of a qualified name only the part behind the slash is bounded so
  if (answer.maxLength !== undefined && format !== 'qualifiedName')
    attributes.set('maxLength', String(answer.maxLength));
  if (format) attributes.set('format', format);
  return attributes;
}

/** The name of the form that a set of regular expressions asks for. */
function formatOf(patterns: readonly string[]): string | undefined {
  const names = patterns.map((pattern) => {
    const name = Object.keys(PATTERN_NAMES).find((key) => PATTERN_NAMES[key] === pattern);
    if (!name) throw new Error(`give the form ${pattern} a name in rulings.ts`);
    return name;
  });
  // a qualified name is judged in two parts, name and prefix
  return names.includes('qualifiedName') ? 'qualifiedName' : names[0];
}

/** Takes the set of values from validation where the type names none; complains where the two differ. */
function addEnum(structure: Structure, key: string, statements: readonly Statement[]): void {
  const values = [...new Set(statements.flatMap((statement) => statement.values))].filter((value) => value !== '');
  if (values.length === 0 || NO_ENUM.has(key)) return;
  const field = mustField(structure, key);
  const known = structure.enums[field.attributes.get('enum') ?? ''];
  if (known) {
    if ([...known].sort().join() !== values.sort().join()) {
      console.warn(`${key}: the type has ${known.join()}, validation names ${values.join()}`);
    }
    return;
  }
  structure.enums[key] = values;
  field.attributes.delete('suggest');
  field.attributes.set('enum', key);
}

/**
 * Says one attribute on the field where all places agree. Otherwise the field says what most of its parents say (nothing,
 * when some say nothing), and the others are exceptions. Places below one parent that do not agree say nothing.
 */
function fold(
  structure: Structure,
  key: string,
  name: (typeof ATTRIBUTES)[number],
  statements: readonly Statement[],
  exceptions: Record<string, string>,
): void {
  const field = mustField(structure, key);
  if (name === 'needed' && field.required) return;
  const said = new Map<string, string | undefined>();
  for (const { via } of statements) {
    if (isSilent(via, statements) && name !== 'needed') continue;
    const values = new Set(statements.filter((s) => s.via === via).map(({ attributes }) => attributes.get(name)));
    said.set(via, values.size === 1 ? [...values][0] : undefined);
  }
  const common = [...said.values()].includes(undefined) ? undefined : mostFrequent([...said.values()]);
  if (common !== undefined) field.attributes.set(name, common);
  for (const [via, value] of said) {
    if (value === undefined || value === common || via === '' || name === 'needed') continue;
    const fact = value === '' ? name : `${name}=${value}`;
    const exception = `${via}.${field.name}`;
    exceptions[exception] = exceptions[exception] ? `${exceptions[exception]} ${fact}` : fact;
  }
}

/** A parent below which the server says nothing at all does not count as saying otherwise. */
function isSilent(via: string, statements: readonly Statement[]): boolean {
  return SILENT_PARENTS.has(via) || statements.every((s) => s.via !== via || s.attributes.size === 0);
}

function mostFrequent<T>(values: readonly T[]): T | undefined {
  const count = (value: T): number => values.filter((other) => other === value).length;
  return [...values].sort((a, b) => count(b) - count(a))[0];
}

/** Takes away exceptions that say what the field says by now. */
function dropRestated(structure: Structure, exceptions: Record<string, string>): void {
  for (const [key, facts] of Object.entries(exceptions)) {
    const holder = structure.definitions.get(key.split('.')[0] ?? '')?.get(key.split('.')[1] ?? '');
    const definition = holder?.type.replace(/^(\[\]|\{\})+/, '') ?? '';
    const { attributes } = mustField(structure, `${definition}.${key.split('.')[2]}`);
    const left = facts.split(' ').filter((fact) => {
      const [name = '', value = ''] = fact.split(/=(.*)/s);
      return attributes.get(name) !== value;
    });
    if (left.length) exceptions[key] = left.join(' ');
    else delete exceptions[key];
  }
}

/** Lays `min=1 zeroIsUnset -max` over a field: sets attributes, and takes away those with a minus. */
function overlay(field: StructureField, facts: string): void {
  for (const fact of facts.split(' ')) {
    const [name = '', value = ''] = fact.split(/=(.*)/s);
    if (name.startsWith('-')) field.attributes.delete(name.slice(1));
    else field.attributes.set(name, value);
  }
}
