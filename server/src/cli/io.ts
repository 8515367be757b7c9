// Reading and writing for the commands: files, standard input, JSON lines. No knowledge of manifests.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Language, type TextFiles, Texts } from '../text/texts';
import { UsageError } from './usageError';

/** A file's text; `-` is standard input. */
export function readText(file: string): string {
  return readFileSync(file === '-' ? 0 : file, 'utf8');
}

/** A file's text, or the reason in the user's words why it cannot be had. */
export function readInput(file: string): string {
  try {
    return readText(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

const REASONS: ReadonlySet<string> = new Set(['ENOENT', 'EACCES', 'EISDIR', 'EPERM']);

/** The mistake behind an error of the file system. */
export function unreadable(file: string, error: unknown): UsageError {
  const reason = (error as NodeJS.ErrnoException).code ?? String(error);
  return new UsageError(REASONS.has(reason) ? `cli.error.${reason}` : 'cli.error.unreadable', { file, reason });
}

/** Writes to standard output and waits while its reader is slow, so that nothing piles up. */
export async function write(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await drained();
}

/** The version of this program, from the manifest beside `dist/`. */
export function programVersion(): string {
  try {
    const manifest = JSON.parse(readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8')) as unknown;
    return String((manifest as { version?: unknown }).version);
  } catch {
    return '0.0.0';
  }
}

/** The words of a language, read from beside the program. */
export function loadTexts(language: Language): Texts {
  const file = path.join(__dirname, `texts.${language}.json`);
  return new Texts(language, JSON.parse(readFileSync(file, 'utf8')) as TextFiles);
}

/** The language asked for, else that of the environment. */
export function cliLanguage(asked: string | undefined): Language {
  const locale = asked ?? process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG ?? '';
  return locale.toLowerCase().startsWith('zh') ? 'zh-cn' : 'en';
}

/** Answers each JSON line of standard input by one JSON line of standard output; a line that is no JSON is reported. */
export async function answerLines(answer: (request: Record<string, unknown>) => unknown): Promise<void> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    const request = parseLine(line);
    const result = request === undefined ? { error: 'not a JSON object' } : answer(request);
    if (!process.stdout.write(`${JSON.stringify(result)}\n`)) await drained();
  }
}

function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function drained(): Promise<void> {
  return new Promise((resolve) => process.stdout.once('drain', resolve));
}
