// Reading and filling plain objects in API spelling the way Go's decoder sees them: an absent or null field is the zero
// value, a null list item an empty one. Answers for any input; knows no kind.

/** An object of a manifest whose keys are field names. */
export type Fields = Record<string, unknown>;

/** Text of a field; '' when absent. */
export function textOf(fields: Fields, key: string): string {
  return maybeText(fields, key) ?? '';
}

/** Text of a field; undefined when absent or null (a nil pointer). */
export function maybeText(fields: Fields, key: string): string | undefined {
  const value = own(fields, key);
  return typeof value === 'string' ? value : undefined;
}

/** Number of a field; 0 when absent. */
export function numberOf(fields: Fields, key: string): number {
  return maybeNumber(fields, key) ?? 0;
}

/** Number of a field; undefined when absent or null. */
export function maybeNumber(fields: Fields, key: string): number | undefined {
  const value = own(fields, key);
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : undefined;
}

/** Truth value of a field; undefined when absent or null. */
export function maybeBoolean(fields: Fields, key: string): boolean | undefined {
  const value = own(fields, key);
  return typeof value === 'boolean' ? value : undefined;
}

/** An int-or-string field as written; undefined when absent or null. */
export function maybeIntOrString(fields: Fields, key: string): number | string | undefined {
  return maybeNumber(fields, key) ?? maybeText(fields, key);
}

/** Object of a field; a fresh empty one when absent. */
export function objectOf(fields: Fields, key: string): Fields {
  return maybeObject(fields, key) ?? {};
}

/** Object of a field; undefined when absent or null. */
export function maybeObject(fields: Fields, key: string): Fields | undefined {
  const value = own(fields, key);
  return isFields(value) ? value : undefined;
}

/** Items of a list of objects; a null item is an empty object. */
export function objectsOf(fields: Fields, key: string): readonly Fields[] {
  return itemsOf(fields, key).map((item) => (isFields(item) ? item : {}));
}

/** Items of a list of strings; a null item is ''. */
export function textsOf(fields: Fields, key: string): readonly string[] {
  return itemsOf(fields, key).map((item) => (typeof item === 'string' ? item : ''));
}

/** Items of a list of numbers; a null item is 0. */
export function numbersOf(fields: Fields, key: string): readonly number[] {
  return itemsOf(fields, key).map((item) => (typeof item === 'number' || typeof item === 'bigint' ? Number(item) : 0));
}

/** A map from string to string (labels, data); a null value is ''. */
export function textMapOf(fields: Fields, key: string): Readonly<Record<string, string>> {
  const map: Record<string, string> = {};
  for (const [name, value] of Object.entries(maybeObject(fields, key) ?? {})) {
    setOwn(map, name, typeof value === 'string' ? value : '');
  }
  return map;
}

/** A map from name to quantity as written; null counts as '0'. */
export function quantityMapOf(fields: Fields, key: string): Readonly<Record<string, string | number>> {
  const map: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(maybeObject(fields, key) ?? {})) {
    setOwn(map, name, typeof value === 'string' || typeof value === 'number' ? value : '0');
  }
  return map;
}

/** Whether a field is there at all and not null. */
export function isSet(fields: Fields, key: string): boolean {
  const value = own(fields, key);
  return value !== undefined && value !== null;
}

/** Sets a field that is absent or null; returns what the field then holds. */
export function fillAbsent(fields: Fields, key: string, value: unknown): void {
  if (!isSet(fields, key)) fields[key] = value;
}

/** Sets a text field that is absent, null or empty. */
export function fillEmpty(fields: Fields, key: string, value: string): void {
  if (textOf(fields, key) === '') fields[key] = value;
}

/** The object of a field, put in place when absent. */
export function ensureObject(fields: Fields, key: string): Fields {
  const found = maybeObject(fields, key);
  if (found !== undefined) return found;
  const made: Fields = {};
  fields[key] = made;
  return made;
}

/** The objects of a list field, null items replaced in place. */
export function ensureObjects(fields: Fields, key: string): readonly Fields[] {
  const list = own(fields, key);
  if (!Array.isArray(list)) return [];
  for (let i = 0; i < list.length; i++) if (!isFields(list[i])) list[i] = {};
  return list as Fields[];
}

/** Nesting below this is shared, not copied: no field the server reads lies so deep. */
const MAX_COPY_DEPTH = 100;

/** A copy that may be changed freely. */
export function mutableCopy(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > MAX_COPY_DEPTH) return value;
  if (Array.isArray(value)) return value.map((item) => mutableCopy(item, depth + 1));
  const copy: Fields = {};
  for (const key of Object.keys(value)) setOwn(copy, key, mutableCopy((value as Fields)[key], depth + 1));
  return copy;
}

/** Whether a value is an object with fields. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function itemsOf(fields: Fields, key: string): readonly unknown[] {
  const value = own(fields, key);
  return Array.isArray(value) ? value : [];
}

function own(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** Assignment that a key named `__proto__` cannot turn against us. */
function setOwn<T>(map: Record<string, T>, key: string, value: T): void {
  if (key !== '__proto__') map[key] = value;
  else Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}
