// Quick fixes that many rules offer, as data. Knows nothing of YAML layout: features/codeActions writes the text.
import type { Fix, FixEdit } from './finding';
import { distance } from './spelling';

/** A scalar as YAML source that reads back as the same string: quoted when it would be read as something else. */
export function yamlString(value: string): string {
  const plain =
    /^[A-Za-z0-9_./][A-Za-z0-9_./@%+=:,-]*$/.test(value) &&
    !/^[-+.]?[0-9][0-9_.,eExXoO:+-]*$/.test(value) &&
    !/^(?:0[xXoO][0-9a-fA-F]+|[.](?:inf|nan)|~|null|true|false|yes|no|on|off|y|n)$/i.test(value) &&
    !value.endsWith(':');
  return plain ? value : JSON.stringify(value);
}

/** Removes a field or list item. */
export function removeEdit(path: string): FixEdit {
  return { op: 'remove', path };
}

/** Sets a string. */
export function setTo(path: string, value: string, preferred = true): Fix {
  return setRaw(path, yamlString(value), preferred);
}

/** Sets a scalar given as YAML source (numbers, booleans). */
export function setRaw(path: string, raw: string, preferred = true): Fix {
  return { title: 'fix-set-value', values: { value: raw }, edits: [{ op: 'set', path, raw }], preferred };
}

/** Adds a missing field with a placeholder or a sensible value. */
export function addField(parent: string, field: string, raw: string, preferred = true): Fix {
  return {
    title: 'fix-add-field',
    values: { field, value: raw },
    edits: [{ op: 'set', path: parent === '' ? field : `${parent}.${field}`, raw }],
    preferred,
  };
}

/** Adds a missing field that is a block. */
export function addBlock(parent: string, field: string, block: string): Fix {
  return { title: 'fix-add-block', values: { field }, edits: [{ op: 'add', path: parent, block }], preferred: true };
}

/** Removes a field. */
export function removeField(path: string, preferred = false): Fix {
  const field = path.slice(path.lastIndexOf('.') + 1);
  return { title: 'fix-remove-field', values: { field }, edits: [removeEdit(path)], preferred };
}

/** Removes a list item. */
export function removeItem(path: string, preferred = false): Fix {
  return { title: 'fix-remove-item', values: {}, edits: [removeEdit(path)], preferred };
}

/** One fix per allowed word, the nearest first and preferred when it is close. */
export function enumFixes(path: string, value: string, allowed: readonly string[]): readonly Fix[] {
  const ranked = allowed
    .filter((word) => word !== '')
    .map((word) => ({ word, cost: wordDistance(value, word) }))
    .sort((a, b) => a.cost - b.cost);
  const best = ranked[0];
  const close = best !== undefined && value !== '' && best.cost <= Math.max(2, best.word.length / 3);
  return ranked.slice(0, 5).map(({ word }, i) => setTo(path, word, i === 0 && close));
}

/** The nearest of some names, when it is near enough to be what was meant. */
export function nearest(value: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const cost = wordDistance(value, name);
    if (cost < least) {
      best = name;
      least = cost;
    }
  }
  return best !== undefined && least <= Math.max(2, Math.floor(best.length / 3)) ? best : undefined;
}

/** Longest text that distances are worked out for; the rest is cut. */
const DISTANCE_LIMIT = 64;

function wordDistance(a: string, b: string): number {
  return distance(a.slice(0, DISTANCE_LIMIT), b.slice(0, DISTANCE_LIMIT), DISTANCE_LIMIT);
}
