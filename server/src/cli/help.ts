// What `podwright --help` and `podwright COMMAND --help` print, made from the table of commands.
import type { Texts } from '../text/texts';
import { COMMANDS, type CommandShape, type OptionShape } from './shapes';

/** All commands with a line each. */
export function usage(texts: Texts): string {
  const rows = COMMANDS.map(({ name, operands }): Row => [`${name} ${operands}`.trim(), texts.say(`cli.${name}`)]);
  const more: readonly Row[] = [
    ['help COMMAND', texts.say('cli.help')],
    ['--version', texts.say('cli.version')],
  ];
  return [texts.say('cli.usage'), '', ...columns([...rows, ...more]), '', texts.say('cli.exit-status'), ''].join('\n');
}

/** One command with its options. */
export function commandUsage(shape: CommandShape, texts: Texts): string {
  const { name, operands, options } = shape;
  const head = `podwright ${name}${options.length === 0 ? '' : ` [${texts.say('cli.options')}]`} ${operands}`.trimEnd();
  const rows = options.map((option): Row => [optionHead(option), optionText(option, shape, texts)]);
  const about = texts.has(`cli.${name}.about`) ? ['', texts.say(`cli.${name}.about`)] : [];
  return [head, '', texts.say(`cli.${name}`), ...about, '', ...columns(rows), ''].join('\n');
}

type Row = readonly [head: string, text: string];

function optionHead({ name, value }: OptionShape): string {
  return value === undefined ? name : `${name} ${value}`;
}

/** What an option does in this command, and the values it takes. */
export function optionText({ name, choices }: OptionShape, { name: command }: CommandShape, texts: Texts): string {
  const own = `cli.${command}.${name}`;
  const text = texts.say(texts.has(own) ? own : `cli.${name}`);
  return choices === undefined ? text : `${text} (${choices.join(', ')})`;
}

function columns(rows: readonly Row[]): readonly string[] {
  const width = Math.max(...rows.map(([head]) => head.length)) + 2;
  return rows.map(([head, text]) => `  ${head.padEnd(width)}${text}`);
}
