// Regenerates the field data from the Go modules of Kubernetes: `npm run schemas`, or `npm run schemas -- --check` to
// compare with what is committed. Needs Go; see ../README.md.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { moduleDirectory, runProgram } from './goTools';
import type { GoPackages } from './goTypes';
import { readOpenApi } from './openapi';
import { buildStructure } from './structure';
import { structureText } from './texts';
import { typescriptOf } from './typescript';

const KUBERNETES = '1.37.2';
const CACHE = resolve('.cache/schemas');

const check = process.argv.includes('--check');
const changed = emit(generate());
if (check && changed.length) {
  console.error(`not what the generator makes: ${changed.join(', ')}`);
  process.exitCode = 1;
} else console.log(changed.length ? `written: ${changed.join(', ')}` : 'all files are up to date');

/** All generated files: path from the project's root -> text. */
function generate(): ReadonlyMap<string, string> {
  const openApi = readOpenApi(moduleDirectory('k8s.io/kubernetes', `v${KUBERNETES}`));
  const packages = readGoTypes();
  const roots = new Map([['v1/List', 'core/v1.List']]);
  for (const { group, version, kind } of openApi.kinds) {
    if (!/^v\d+$/.test(version)) continue;
    const owner = Object.keys(packages).find((p) => packages[p]?.group === group && p.endsWith(`/${version}`));
    if (owner && packages[owner]?.types[kind])
      roots.set(group ? `${group}/${version}/${kind}` : `${version}/${kind}`, `${owner}.${kind}`);
  }
  const structure = buildStructure(packages, openApi, roots);
  return new Map([
    ['schemas/structure.json', structureText(KUBERNETES, structure)],
    ['server/src/kubernetes/types.ts', typescriptOf(KUBERNETES, structure.definitions, structure.origin)],
  ]);
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
