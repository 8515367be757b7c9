// How the generated JSON files are laid out: one field, kind or set of values per line, so that a new version reads as a diff.
import { PATTERN_NAMES } from './rulings/facts';
import { VALUE_VERSIONS } from './rulings/values';
import { fieldLine, type Structure } from './structure';

/** The text of structure.json. */
export function structureText(
  version: string,
  structure: Structure,
  gates: Readonly<Record<string, string>>,
  exceptions: Readonly<Record<string, string>>,
): string {
  const definitions = [...structure.definitions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, fields]) => {
      const lines = [...fields.values()].map((field) => `\n   ${JSON.stringify(fieldLine(field))}`);
      return `\n  ${JSON.stringify(name)}: [${lines.join(',')}]`;
    });
  return `{
 "kubernetes": ${JSON.stringify(version)},
 "kinds": ${rows(structure.kinds)},
 "enums": ${rows(structure.enums)},
 "gates": ${rows(gates)},
 "patterns": ${rows(PATTERN_NAMES)},
 "values": ${rows(VALUE_VERSIONS)},
 "exceptions": ${rows(exceptions)},
 "definitions": {${definitions.join(',')}
 }
}
`;
}

/** The text of served.json. */
export function servedText(
  version: string,
  groups: readonly string[],
  kinds: Readonly<Record<string, string>>,
): string {
  return `{
 "kubernetes": ${JSON.stringify(version)},
 "groups": [${groups.map((group) => `\n  ${JSON.stringify(group)}`).join(',')}
 ],
 "kinds": ${rows(kinds)}
}
`;
}

/** An object with one sorted entry per line. */
export function rows(record: Readonly<Record<string, unknown>>): string {
  const lines = Object.keys(record)
    .sort()
    .map((key) => `\n  ${JSON.stringify(key)}: ${JSON.stringify(record[key])}`);
  return `{${lines.join(',')}\n }`;
}
