// The import map as a table: an arrow that is not in it fails. Also: the pure core reads no clock and rolls no dice.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/texts';

/** What each part may import: other parts, and packages. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'server/src/kubernetes': [],
  'server/src/simulation': ['server/src/kubernetes'],
  'server/src/yaml': ['package yaml'],
  'server/src/text': [],
  'server/src/schema': ['server/src/kubernetes', 'server/src/yaml', 'schemas'],
  'server/src/rules': ['server/src/kubernetes', 'server/src/schema', 'server/src/yaml', 'server/src/simulation'],
  'server/src/protocol.ts': ['server/src/simulation', 'server/src/kubernetes'],
  'server/src/features': [
    'server/src/kubernetes',
    'server/src/schema',
    'server/src/yaml',
    'server/src/rules',
    'server/src/simulation',
    'server/src/text',
    'server/src/protocol.ts',
    'schemas',
    'package vscode-languageserver-types',
  ],
  'server/src/lsp': ['server/src', 'package vscode-languageserver', 'node'],
  'server/src/cli': ['server/src', 'package vscode-languageserver-types', 'node'],
  'client/src': [
    'server/src/protocol.ts',
    'client/webview/messages.ts',
    'server/src/simulation',
    'package vscode',
    'package vscode-languageclient',
  ],
  'client/webview': ['server/src/simulation', 'server/src/kubernetes', 'server/src/protocol.ts'],
};

const PURE = ['kubernetes', 'simulation', 'yaml', 'text', 'schema', 'rules', 'features', 'protocol.ts'].map(
  (name) => `server/src/${name}`,
);

interface Import {
  readonly file: string;
  readonly target: string;
}

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true })
    .map((name) => `${folder}/${String(name).split(path.sep).join('/')}`)
    .filter((name) => name.endsWith('.ts'));
}

const files = [...sources('server/src'), ...sources('client/src'), ...sources('client/webview')];

function partOf(file: string): string {
  const part = Object.keys(MAY_IMPORT).find((name) => file === name || file.startsWith(`${name}/`));
  expect(part, `${file} belongs to no part of the import map`).toBeDefined();
  return part as string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const specifiers = [
    ...text.matchAll(/^(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)/gms),
  ];
  return specifiers.map((match) => ({ file, target: targetOf(file, match[1] ?? match[2] ?? '') }));
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.')) {
    const resolved = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
    return /\.\w+$/.test(resolved) ? resolved : `${resolved}.ts`;
  }
  if (specifier.startsWith('node:')) return 'node';
  return `package ${specifier.split('/')[0] ?? ''}`;
}

function allowed({ file, target }: Import): boolean {
  const part = partOf(file);
  const inside = (name: string) => target === name || target.startsWith(`${name}/`);
  return inside(part) || (MAY_IMPORT[part] ?? []).some(inside);
}

describe('import map', () => {
  it('has no other arrow', () => {
    const wrong = files.flatMap(importsOf).filter((one) => !allowed(one));
    expect(wrong.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('sees the arrows there are', () => {
    expect(files.flatMap(importsOf).length).toBeGreaterThan(100);
  });
});

describe('the pure core', () => {
  it('reads no clock and rolls no dice', () => {
    const pure = files.filter((file) => PURE.some((part) => file === part || file.startsWith(`${part}/`)));
    const wrong = pure.filter((file) =>
      /\bDate\.now\b|\bMath\.random\b|\bnew Date\(\)|\bperformance\.now\b/.test(
        readFileSync(path.join(root, file), 'utf8'),
      ),
    );
    expect(wrong).toEqual([]);
  });
});
