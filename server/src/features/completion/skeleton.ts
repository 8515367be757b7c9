// What is written along with a key: the fields its value cannot do without, each with a tab stop.
import type { Definition, Field, ValueType } from '../../schema/field';
import { SEED_VALUES, SEEDS, SEEDS_UNDER } from './fieldTables';

/** Nesting at which a skeleton stops; no field that must be there lies deeper. */
const DEEPEST = 14;

class Stops {
  private last = 0;
  next(): number {
    return ++this.last;
  }
}

export interface Skeleton {
  readonly lines: readonly string[];
  /** The cursor ends at a place for which there may be something to offer. */
  readonly again: boolean;
}

/** The lines of a key with its value: `name: `, or a block with the fields it needs. */
export function fieldSkeleton(owner: Definition, field: Field, kind: string): Skeleton {
  const stops = new Stops();
  const value = valueLines(field.type, { owner, field, kind, stops, depth: 0 });
  if (value.length === 0) return { lines: [`${field.name}: `], again: true };
  const lines = [`${field.name}:`, ...value.map((line) => `  ${line}`)];
  return { lines, again: true };
}

/** The lines of a list item, without its dash. */
export function itemSkeleton(owner: Definition, field: Field, kind: string): readonly string[] {
  if (field.type.kind !== 'list') return ['$1'];
  return itemLines(field.type.items, { owner, field, kind, stops: new Stops(), depth: 0 });
}

interface Context {
  readonly owner: Definition;
  readonly field: Field;
  readonly kind: string;
  readonly stops: Stops;
  readonly depth: number;
}

/** Lines below the key; none for a scalar. */
function valueLines(type: ValueType, context: Context): string[] {
  if (context.depth > DEEPEST) return [`$${context.stops.next()}`];
  if (type.kind === 'object') return objectLines(type.definition, context);
  if (type.kind === 'map') return [`${SEED_VALUES[name(context)] ?? ''}$${context.stops.next()}`];
  if (type.kind === 'list') {
    return itemLines(type.items, context).map((line, i) => (i === 0 ? `- ${line}` : `  ${line}`));
  }
  return [];
}

function name({ owner, field }: Context): string {
  return `${owner.name}.${field.name}`;
}

function itemLines(type: ValueType, context: Context): string[] {
  const lines = valueLines(type, { ...context, depth: context.depth + 1 });
  return lines.length === 0 ? [`$${context.stops.next()}`] : lines;
}

function objectLines(definition: Definition, context: Context): string[] {
  const seeds = seedsOf(definition, context);
  if (seeds.length === 0) return [`$${context.stops.next()}`];
  return seeds.flatMap((seed) => {
    const field = definition.field(seed);
    if (field === undefined) return [];
    const inside: Context = { ...context, owner: definition, field, depth: context.depth + 1 };
    const lines = valueLines(field.type, inside);
    if (lines.length === 0) return [`${seed}: ${scalarStop(field, context)}`];
    return [`${seed}:`, ...lines.map((line) => `  ${line}`)];
  });
}

function seedsOf(definition: Definition, context: Context): readonly string[] {
  const special = SEEDS_UNDER[name(context)];
  const listed = special ?? SEEDS[definition.name];
  const required = definition.fields.filter((field) => field.required || field.requiredByValidation === true);
  const seeds = listed ?? required.map((field) => field.name);
  const runsOnce = context.kind === 'Job' || context.kind === 'CronJob';
  return definition.name === 'PodSpec' && runsOnce ? ['restartPolicy', ...seeds] : seeds;
}

function scalarStop(field: Field, { kind, stops }: Context): string {
  const stop = stops.next();
  if (field.name === 'restartPolicy' && (kind === 'Job' || kind === 'CronJob')) return `\${${stop}|Never,OnFailure|}`;
  const choices = field.enum ?? [];
  return choices.length > 1 && choices.length <= 8 ? `\${${stop}|${choices.join(',')}|}` : `$${stop}`;
}
