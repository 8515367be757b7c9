// Quick fixes that many rules offer, as data. Knows nothing of YAML layout: features/codeActions writes the text.
import type { Fix, FixEdit } from './finding';

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
    .map((word) => ({ word, distance: editDistance(value.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  const close = best !== undefined && value !== '' && best.distance <= Math.max(2, best.word.length / 3);
  return ranked.slice(0, 5).map(({ word }, i) => setTo(path, word, i === 0 && close));
}

/** The nearest of some names, when it is near enough to be what was meant. */
export function nearest(value: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const distance = editDistance(value.toLowerCase(), name.toLowerCase());
    if (distance < least) {
      best = name;
      least = distance;
    }
  }
  return best !== undefined && least <= Math.max(2, Math.floor(best.length / 3)) ? best : undefined;
}

/** Longest text that distances are worked out for; the rest is cut. */
const DISTANCE_LIMIT = 64;

/** Edit distance with neighbours swapped (Damerau, optimal string alignment). */
export function editDistance(a: string, b: string): number {
  const x = a.slice(0, DISTANCE_LIMIT);
  const y = b.slice(0, DISTANCE_LIMIT);
  let beforeLast: number[] = [];
  let last = Array.from({ length: y.length + 1 }, (_, j) => j);
  for (let i = 1; i <= x.length; i++) {
    const row = [i];
    for (let j = 1; j <= y.length; j++) {
      const same = x[i - 1] === y[j - 1];
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && x[i - 1] === y[j - 2] && x[i - 2] === y[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[y.length] ?? 0;
}
