// Reading and writing for the commands: files, standard input, JSON lines. No knowledge of manifests.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Language, type TextFiles, Texts } from '../text/texts';

/** A file's text; `-` is standard input. */
export function readText(file: string): string {
  return readFileSync(file === '-' ? 0 : file, 'utf8');
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

export interface Arguments {
  readonly flags: ReadonlySet<string>;
  readonly values: Readonly<Record<string, string>>;
  readonly files: readonly string[];
}

/** Splits arguments: `--flag`, `--name value` or `--name=value` for the names in `withValue`, files. */
export function parseArguments(
  args: readonly string[],
  withValue: readonly string[],
  allowed: readonly string[],
): Arguments {
  const flags = new Set<string>();
  const values: Record<string, string> = {};
  const files: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const [name = '', inline] = (args[i] as string).split(/=(.*)/s);
    if (!name.startsWith('--')) files.push(args[i] as string);
    else if (withValue.includes(name)) values[name] = inline ?? args[++i] ?? '';
    else if (allowed.includes(name)) flags.add(name);
    else throw new Error(`unknown option ${name}`);
  }
  return { flags, values, files };
}
