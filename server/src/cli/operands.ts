// Which files the operands of a command name: files, folders (their YAML files), patterns with `*`, `**`, `?`, `[…]`, `{…}`.
// Walks lazily, so that a tree of any size costs no memory. Follows no symbolic link to a folder.
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { unreadable } from './io';
import { UsageError } from './usageError';

/** Folders that hold other people's files. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.git']);
const YAML = /\.ya?ml$/i;

/** The files of the operands in order, each as the user would name it; `-` is passed on. Throws where one names nothing. */
export function* filesOf(operands: readonly string[]): Generator<string> {
  for (const operand of operands) {
    if (operand === '-') yield operand;
    else yield* filesOfOne(operand);
  }
}

function* filesOfOne(operand: string): Generator<string> {
  const stat = statSync(operand, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) yield* walk(operand, (name) => YAML.test(name));
  else if (stat !== undefined || !/[*?[{]/.test(operand)) yield operand;
  else {
    let found = false;
    for (const file of matching(operand)) {
      found = true;
      yield file;
    }
    if (!found) throw new UsageError('cli.error.no-match', { pattern: operand });
  }
}

function* matching(pattern: string): Generator<string> {
  const parts = pattern.replace(/\\/g, '/').split('/');
  const firstWild = parts.findIndex((part) => /[*?[{]/.test(part));
  const base = parts.slice(0, firstWild).join('/');
  const folder = base === '' ? (pattern.startsWith('/') ? '/' : '.') : base;
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  const test = globPattern(parts.slice(firstWild).join('/'));
  const prefix = folder === '.' ? 0 : folder === '/' ? 1 : folder.length + 1;
  for (const file of walk(folder, () => true)) if (test.test(file.slice(prefix))) yield file;
}

function* walk(folder: string, wanted: (name: string) => boolean): Generator<string> {
  for (const entry of entriesOf(folder)) {
    const file = folder === '.' ? entry.name : `${folder.replace(/\/$/, '')}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) yield* walk(file, wanted);
    } else if (wanted(entry.name) && isFile(entry, file)) yield file;
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function isFile(entry: Dirent, file: string): boolean {
  return entry.isFile() || (entry.isSymbolicLink() && statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}

/** A pattern as a regular expression over a path with slashes. `**` stands for any number of folders. */
export function globPattern(pattern: string): RegExp {
  let source = '';
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] as string;
    if (pattern.startsWith('**/', i)) {
      source += '(?:[^/]+/)*';
      i += 2;
    } else if (pattern.startsWith('**', i)) {
      source += '.*';
      i += 1;
    } else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '[' && pattern.indexOf(']', i + 2) > 0) {
      const end = pattern.indexOf(']', i + 2);
      const set = pattern.slice(i + 1, end).replace(/\\/g, '\\\\');
      source += `[${set.startsWith('!') ? `^${set.slice(1)}` : set}]`;
      i = end;
    } else if (char === '{' && pattern.indexOf('}', i) > 0) {
      source += '(?:';
      depth += 1;
    } else if (char === '}' && depth > 0) {
      source += ')';
      depth -= 1;
    } else if (char === ',' && depth > 0) source += '|';
    else source += char.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  }
  return new RegExp(`^${source}${')'.repeat(depth)}$`);
}
