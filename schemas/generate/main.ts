// Regenerates the field data from the Go modules of Kubernetes: `npm run schemas`, or `npm run schemas -- --check` to
// compare with what is committed. Needs Go; see ../README.md.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Answer, addFacts } from './facts';
import { moduleDirectory, runProgram } from './goTools';
import type { GoPackages } from './goTypes';
import { addHistory, apiVersionOf, builtinGroups, type Documents, type GateTables, servedRows } from './history';
import { type OpenApi, readOpenApi } from './openapi';
import { buildStructure } from './structure';
import { servedText, structureText } from './texts';
import { typescriptOf } from './typescript';

const KUBERNETES = '1.37.2';
/** The first minor version whose history is read. */
const OLDEST_MINOR = 20;
const CACHE = resolve('.cache/schemas');

const check = process.argv.includes('--check');
const changed = emit(generate());
if (check && changed.length) {
  console.error(`not what the generator makes: ${changed.join(', ')}`);
  process.exitCode = 1;
} else console.log(changed.length ? `written: ${changed.join(', ')}` : 'all files are up to date');

/** All generated files: path from the project's root -> text. */
function generate(): ReadonlyMap<string, string> {
  const documents = readDocuments();
  const newest = [...documents.values()].at(-1) as OpenApi;
  const packages = readGoTypes();
  const structure = buildStructure(packages, newest, rootsOf(newest, packages));
  const exceptions = addFacts(structure, readFacts(['all']), readFacts([]));
  const gates = addHistory(structure, documents, readGates());
  return new Map([
    ['schemas/structure.json', structureText(KUBERNETES, structure, gates, exceptions)],
    ['schemas/served.json', servedText(KUBERNETES, builtinGroups(newest), servedRows(documents))],
    ['server/src/kubernetes/types.ts', typescriptOf(KUBERNETES, structure.definitions, structure.origin)],
  ]);
}

/** Every minor version from the oldest to the newest: the first patch of each, the named patch of the newest. */
function versions(): ReadonlyMap<number, string> {
  const newest = Number(KUBERNETES.split('.')[1]);
  const all = new Map<number, string>();
  for (let minor = OLDEST_MINOR; minor < newest; minor++) all.set(minor, `v1.${minor}.0`);
  return all.set(newest, `v${KUBERNETES}`);
}

function readDocuments(): Documents {
  const documents = new Map<number, OpenApi>();
  for (const [minor, version] of versions())
    documents.set(minor, readOpenApi(moduleDirectory('k8s.io/kubernetes', version)));
  return documents;
}

function readGates(): GateTables {
  const args = [...versions()].map(
    ([minor, version]) => `${minor}=${join(moduleDirectory('k8s.io/kubernetes', version), 'pkg', 'features')}`,
  );
  return JSON.parse(runProgram('gates', args, CACHE)) as GateTables;
}

function readFacts(args: readonly string[]): Answer[] {
  const lines = runProgram('facts', args, CACHE).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Answer);
}

/** Kinds the structure starts from: every stable one whose Go type is at hand, and the list that holds others. */
function rootsOf(newest: OpenApi, packages: GoPackages): ReadonlyMap<string, string> {
  const roots = new Map([['v1/List', 'meta/v1.List']]);
  for (const kind of newest.kinds) {
    if (!/^v\d+$/.test(kind.version)) continue;
    const owner = Object.keys(packages).find(
      (name) => packages[name]?.group === kind.group && name.endsWith(`/${kind.version}`),
    );
    if (owner && packages[owner]?.types[kind.kind])
      roots.set(`${apiVersionOf(kind)}/${kind.kind}`, `${owner}.${kind.kind}`);
  }
  return roots;
}

function readGoTypes(): GoPackages {
  const version = `v0.${KUBERNETES.slice(2)}`;
  const api = moduleDirectory('k8s.io/api', version);
  const args = [`meta/v1=${join(moduleDirectory('k8s.io/apimachinery', version), 'pkg/apis/meta/v1')}`];
  for (const group of foldersIn(api))
    for (const v of foldersIn(join(api, group))) if (/^v\d+/.test(v)) args.push(`${group}/${v}=${join(api, group, v)}`);
  return JSON.parse(runProgram('types', args, CACHE)) as GoPackages;
}

function foldersIn(directory: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Writes (or with --check compares) and names the files that differ. */
function emit(files: ReadonlyMap<string, string>): string[] {
  const different = [...files].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  if (!check) for (const [path, text] of different) writeFileSync(path, text);
  return different.map(([path]) => path);
}
