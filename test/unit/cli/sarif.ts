// What the SARIF 2.1.0 schema asks of the parts that Podwright writes, as a table of shapes: required members, allowed
// members, types and ranges. Members that the schema knows and we do not write are left out, so that a new one is noticed.

type Shape =
  | { readonly type: 'string'; readonly pattern?: RegExp }
  | { readonly type: 'integer'; readonly min: number }
  | { readonly type: 'enum'; readonly values: readonly string[] }
  | { readonly type: 'array'; readonly of: () => Shape }
  | {
      readonly type: 'object';
      readonly required: readonly string[];
      readonly members: Readonly<Record<string, () => Shape>>;
    };

const text = (pattern?: RegExp) => (): Shape => ({ type: 'string', ...(pattern === undefined ? {} : { pattern }) });
const integer = (min: number) => (): Shape => ({ type: 'integer', min });
const oneOf =
  (...values: readonly string[]) =>
  (): Shape => ({ type: 'enum', values });
const listOf = (of: () => Shape) => (): Shape => ({ type: 'array', of });
const object = (required: readonly string[], members: Readonly<Record<string, () => Shape>>) => (): Shape => ({
  type: 'object',
  required,
  members,
});

const level = oneOf('none', 'note', 'warning', 'error');
const uri = text(/^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/);
const message = object(['text'], { text: text() });
const region = object([], {
  startLine: integer(1),
  startColumn: integer(1),
  endLine: integer(1),
  endColumn: integer(1),
});
const location = object([], {
  physicalLocation: object(['artifactLocation'], { artifactLocation: object([], { uri }), region }),
  logicalLocations: listOf(object([], { fullyQualifiedName: text(), kind: text() })),
});
const result = object(['message'], {
  ruleId: text(),
  ruleIndex: integer(-1),
  level,
  message,
  locations: listOf(location),
});
const rule = object(['id'], {
  id: text(),
  shortDescription: message,
  helpUri: uri,
  defaultConfiguration: object([], { level }),
});
const driver = object(['name'], { name: text(), version: text(), informationUri: uri, rules: listOf(rule) });
const log = object(['version', 'runs'], {
  $schema: uri,
  version: oneOf('2.1.0'),
  runs: listOf(
    object(['tool'], {
      tool: object(['driver'], { driver }),
      columnKind: oneOf('utf16CodeUnits', 'unicodeCodePoints'),
      language: text(/^[a-zA-Z]{2}(-[a-zA-Z]{2})?$/),
      results: listOf(result),
    }),
  ),
});

/** Where a value is not what the schema allows; empty for a valid log. */
export function sarifProblems(value: unknown): readonly string[] {
  return problems(value, log(), '$');
}

function problems(value: unknown, shape: Shape, at: string): readonly string[] {
  const wrong = [`${at}: ${JSON.stringify(value)?.slice(0, 60)}`];
  if (shape.type === 'string') return typeof value === 'string' && (shape.pattern?.test(value) ?? true) ? [] : wrong;
  if (shape.type === 'integer') return Number.isInteger(value) && (value as number) >= shape.min ? [] : wrong;
  if (shape.type === 'enum') return shape.values.includes(value as string) ? [] : wrong;
  if (shape.type === 'array')
    return Array.isArray(value) ? value.flatMap((one, i) => problems(one, shape.of(), `${at}[${i}]`)) : wrong;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong;
  const missing = shape.required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${at}.${name}: missing`);
  const members = Object.entries(value).flatMap(([name, inner]) => {
    const member = shape.members[name];
    return member === undefined ? [`${at}.${name}: unknown`] : problems(inner, member(), `${at}.${name}`);
  });
  return [...missing, ...members];
}
