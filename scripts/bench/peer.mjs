// The peer: Red Hat's yaml-language-server from npm, with a JSON schema made from our own field data (strict, one branch per
// kind, value sets included), so that both servers look for the same mistakes. Installed into .bench/, never shipped.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const VERSION = '2.0.0';

/** Installs the peer when needed and says how to start it. */
export function peer(root, node) {
  const home = path.join(root, '.bench');
  const main = path.join(home, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server');
  if (!existsSync(main)) {
    console.log(`installing yaml-language-server ${VERSION} into .bench (once)`);
    mkdirSync(home, { recursive: true });
    writeFileSync(path.join(home, 'package.json'), '{"private":true}');
    execFileSync(
      'npm',
      ['install', '--no-save', '--ignore-scripts', '--loglevel=error', `yaml-language-server@${VERSION}`],
      {
        cwd: home,
        stdio: 'inherit',
        shell: process.platform === 'win32',
      },
    );
  }
  const schema = path.join(home, 'kubernetes.schema.json');
  writeFileSync(schema, JSON.stringify(jsonSchema(path.join(root, 'schemas', 'structure.json'))));
  const yaml = {
    schemas: { [pathToFileURL(schema).href]: '*.yaml' },
    validate: true,
    hover: true,
    completion: true,
    schemaStore: { enable: false },
  };
  return { name: `yaml-language-server ${VERSION}`, command: node, args: [main, '--stdio'], settings: { yaml } };
}

const SCALARS = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  int32: { type: 'integer' },
  int64: { type: 'integer' },
  float64: { type: 'number' },
  quantity: { type: ['string', 'number'] },
  intOrString: { type: ['string', 'integer'] },
  any: {},
};

function typeSchema(type) {
  if (type.startsWith('[]')) return { type: 'array', items: typeSchema(type.slice(2)) };
  if (type.startsWith('{}')) return { type: 'object', additionalProperties: typeSchema(type.slice(2)) };
  if (type in SCALARS) return SCALARS[type];
  return /^[a-z]/.test(type) ? { type: 'string' } : { $ref: `#/definitions/${type}` };
}

function definitionSchema(lines, enums) {
  const properties = {};
  const required = [];
  for (const line of lines) {
    const [name, type, ...attributes] = line.split(' ');
    if (attributes.some((one) => one.startsWith('removed='))) continue;
    const bare = name.replace('!', '');
    const set = attributes.find((one) => one.startsWith('enum='))?.slice('enum='.length);
    properties[bare] = set === undefined ? typeSchema(type) : { ...typeSchema(type), enum: enums[set] };
    if (name.endsWith('!')) required.push(bare);
  }
  return { type: 'object', properties, additionalProperties: false, ...(required.length > 0 ? { required } : {}) };
}

function jsonSchema(file) {
  const { kinds, enums, definitions } = JSON.parse(readFileSync(file, 'utf8'));
  const all = Object.fromEntries(
    Object.entries(definitions).map(([name, lines]) => [name, definitionSchema(lines, enums)]),
  );
  const branches = Object.entries(kinds).map(([key, definition]) => {
    const slash = key.lastIndexOf('/');
    const when = { apiVersion: { const: key.slice(0, slash) }, kind: { const: key.slice(slash + 1) } };
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
    return { if: { properties: when }, then: { $ref: `#/definitions/${definition}` } };
  });
  return { $schema: 'http://json-schema.org/draft-07/schema#', definitions: all, type: 'object', allOf: branches };
}
