// The data of schemas/snippets, typed: order of keys, which exclude one another, what is written with a key.
import fields from '../../../../schemas/snippets/fields.json';
import parts from '../../../../schemas/snippets/parts.json';
import values from '../../../../schemas/snippets/values.json';
import workloads from '../../../../schemas/snippets/workloads.json';

type Lists = Readonly<Record<string, readonly string[]>>;

/** Keys people write first, by definition. */
export const ORDER: Lists = fields.order;
/** Fields the server or a controller fills in: offered last. */
export const MANAGED: Lists = fields.managed;
/** Fields without a future: offered last, struck out. */
export const RETIRED: Lists = fields.retired;
/** Sets of fields of which an object may have one. */
export const EXCLUSIVE: Readonly<Record<string, readonly (readonly string[])[]>> = fields.exclusive;
/** Fields that have no place below a given key. */
export const ABSENT_UNDER: Lists = fields.absentUnder;
/** Fields written along with a new object of a definition. */
export const SEEDS: Lists = fields.seeds;
/** The same below one field only. */
export const SEEDS_UNDER: Lists = fields.seedsUnder;
/** First entry of a map. */
export const SEED_VALUES: Readonly<Record<string, string>> = fields.seedValues;

export interface PartSnippet {
  readonly id: string;
  /** Definition it goes into; with `[]` it is an item of a list of these. */
  readonly on: string;
  /** The key it writes. */
  readonly key?: string;
  readonly label: string;
  readonly body: readonly string[];
  /** First minor version that takes it. */
  readonly since?: number;
}

export const PARTS: readonly PartSnippet[] = parts;

/** Whole objects for an empty document. */
export const WORKLOADS: readonly { readonly id: string; readonly label: string; readonly body: readonly string[] }[] =
  workloads;

/** Values worth offering: well known labels, signals, quantities, and per field. */
export const VALUES: Omit<Readonly<typeof values>, 'defaults'> = values;
export const FIELD_VALUES: Lists = values.defaults;
