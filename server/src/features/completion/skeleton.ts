// What is written along with a key: the fields its value cannot do without, each with a tab stop.
import type { Definition, Field, ValueType } from '../../schema/field';
import { SEED_VALUES, SEEDS, SEEDS_UNDER } from './fieldTables';

/** Nesting at which a skeleton stops; no field that must be there lies deeper. */
const DEEPEST = 14;

/** Numbers the tab stops. What stands for the app's name is one stop, so that it changes everywhere at once. */
class Stops {
  private last = 0;
  private nameStop: number | undefined;

  constructor(private readonly name: string) {}

  next(): number {
    return ++this.last;
  }

  app(): string {
    this.nameStop ??= this.next();
    return this.name === '' ? `$${this.nameStop}` : `\${${this.nameStop}:${this.name}}`;
  }
}

/** What a skeleton depends on beside its field. */
export interface SkeletonFor {
  readonly kind: string;
  /** Name of the object, suggested for what is usually named like it; '' when it has none yet. */
  readonly name: string;
}

export interface Skeleton {
  readonly lines: readonly string[];
  /** The cursor ends at a place for which there may be something to offer. */
  readonly again: boolean;
}

/** The lines of a key with its value: `name: `, or a block with the fields it needs. */
export function fieldSkeleton(owner: Definition, field: Field, { kind, name }: SkeletonFor): Skeleton {
  const stops = new Stops(name);
  const value = valueLines(field.type, { owner, field, kind, stops, depth: 0 });
  if (value.length === 0) return { lines: [`${field.name}: `], again: true };
  const lines = [`${field.name}:`, ...value.map((line) => `  ${line}`)];
  return { lines, again: true };
}

/** The lines of a list item, without its dash. */
export function itemSkeleton(owner: Definition, field: Field, { kind }: SkeletonFor): readonly string[] {
  if (field.type.kind !== 'list') return ['$1'];
  return itemLines(field.type.items, { owner, field, kind, stops: new Stops(''), depth: 0 });
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
  if (type.kind === 'map') return [mapLine(context)];
  if (type.kind === 'list') {
    return itemLines(type.items, context).map((line, i) => (i === 0 ? `- ${line}` : `  ${line}`));
  }
  return [];
}

function mapLine(context: Context): string {
  const seed = SEED_VALUES[fieldName(context)];
  if (seed === undefined) return `$${context.stops.next()}`;
  return seed + (seed === 'app: ' ? context.stops.app() : `$${context.stops.next()}`);
}

function fieldName({ owner, field }: Context): string {
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
    if (lines.length === 0) return [`${seed}: ${scalarStop(field, inside)}`];
    return [`${seed}:`, ...lines.map((line) => `  ${line}`)];
  });
}

function seedsOf(definition: Definition, context: Context): readonly string[] {
  const special = SEEDS_UNDER[fieldName(context)];
  const listed = special ?? SEEDS[definition.name];
  const required = definition.fields.filter((field) => field.required || field.requiredByValidation === true);
  const seeds = listed ?? required.map((field) => field.name);
  const runsOnce = context.kind === 'Job' || context.kind === 'CronJob';
  return definition.name === 'PodSpec' && runsOnce ? ['restartPolicy', ...seeds] : seeds;
}

/** Fields that are usually named like the object they stand in. */
const NAMED_LIKE_APP: ReadonlySet<string> = new Set([
  'Container.name',
  'StatefulSetSpec.serviceName',
  'IngressServiceBackend.name',
  'CrossVersionObjectReference.name',
]);

/** Values that are nearly always the same. */
const USUAL: Readonly<Record<string, string>> = {
  'CrossVersionObjectReference.apiVersion': 'apps/v1',
  'CrossVersionObjectReference.kind': 'Deployment',
  'RoleRef.apiGroup': 'rbac.authorization.k8s.io',
  'RoleRef.kind': 'Role',
  'Subject.kind': 'ServiceAccount',
  'MetricSpec.type': 'Resource',
  'ResourceMetricSource.name': 'cpu',
};

function scalarStop(field: Field, context: Context): string {
  const { kind, stops, depth } = context;
  const full = fieldName(context);
  if (NAMED_LIKE_APP.has(full) && (depth > 1 || full !== 'Container.name')) return stops.app();
  const usual = USUAL[full];
  const stop = stops.next();
  if (usual !== undefined) return `\${${stop}:${usual}}`;
  if (field.name === 'restartPolicy' && (kind === 'Job' || kind === 'CronJob')) return `\${${stop}|Never,OnFailure|}`;
  const choices = field.enum ?? [];
  return choices.length > 1 && choices.length <= 8 ? `\${${stop}|${choices.join(',')}|}` : `$${stop}`;
}
