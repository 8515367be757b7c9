// The command line: picks the command, answers `--help` and `--version`, and turns mistakes into sentences. Exit status: 0
// all well, 1 findings (or nothing to show), 2 called wrongly. Each command has its own file.
import { isMainThread } from 'node:worker_threads';
import type { Texts } from '../text/texts';
import { nearest } from './arguments';
import { check } from './check';
import { serveChecks } from './checkPool';
import { completion } from './completion';
import { diff } from './diff';
import { explain } from './explain';
import { facts } from './facts';
import { commandUsage, usage } from './help';
import { cliLanguage, loadTexts, programVersion } from './io';
import { lsp } from './lsp';
import { COMMANDS } from './shapes';
import { visible } from './terminal';
import { timeline } from './timeline';
import { UsageError } from './usageError';

type Command = (args: readonly string[]) => number | Promise<number>;

const RUN: Readonly<Record<string, Command>> = { check, timeline, facts, explain, diff, lsp, completion };

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--version') return print(`${programVersion()}\n`);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return help(args);
  const shape = COMMANDS.find((one) => one.name === name);
  const run = RUN[name];
  if (shape === undefined || run === undefined) throw unknownCommand(name);
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  if (options.includes('--help') || options.includes('-h')) return print(commandUsage(shape, words(args)));
  return run(args);
}

function help(args: readonly string[]): number {
  const asked = args.find((arg) => !arg.startsWith('-') && arg !== languageIn(args));
  const shape = COMMANDS.find(({ name }) => name === asked);
  if (asked !== undefined && shape === undefined) throw unknownCommand(asked);
  return print(shape === undefined ? usage(words(args)) : commandUsage(shape, words(args)));
}

function unknownCommand(name: string): UsageError {
  return nearest('cli.error.unknown-command', name, [...COMMANDS.map((one) => one.name), 'help']);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function words(args: readonly string[]): Texts {
  return loadTexts(cliLanguage(languageIn(args)));
}

/** The language asked for, before anything is known about the arguments. */
function languageIn(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === '--language' || arg.startsWith('--language='));
  if (at < 0) return undefined;
  return args[at] === '--language' ? args[at + 1] : args[at]?.slice('--language='.length);
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

const args = process.argv.slice(2);
if (isMainThread) run();
else serveChecks();

function run(): void {
  main(args).then(
    (status) => {
      process.exitCode = status;
    },
    (error: unknown) => {
      const message =
        error instanceof UsageError
          ? words(args).say(error.id, error.values)
          : error instanceof Error
            ? (error.stack ?? error.message)
            : String(error);
      process.stderr.write(`podwright: ${visible(message)}\n`);
      process.exitCode = 2;
    },
  );
}
