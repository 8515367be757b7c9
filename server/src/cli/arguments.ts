// Reads the arguments of a command by its row in the table. A wrong one is answered with the nearest right one.
import { closest } from '../rules/spelling';
import type { CommandShape, OptionShape } from './shapes';
import { UsageError } from './usageError';

export interface Arguments {
  readonly flags: ReadonlySet<string>;
  readonly values: Readonly<Record<string, string>>;
  /** Everything that is no option, in order; `-` stands for standard input. */
  readonly operands: readonly string[];
}

/** Splits arguments: `--flag`, `--name value` or `--name=value`, operands; after `--` all are operands. */
export function readArguments(shape: CommandShape, args: readonly string[]): Arguments {
  const flags = new Set<string>();
  const values: Record<string, string> = {};
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === '--') {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (arg === '-' || !arg.startsWith('-')) {
      operands.push(arg);
      continue;
    }
    const [name = '', inline] = (arg === '-h' ? '--help' : arg).split(/=(.*)/s);
    const option = shape.options.find((one) => one.name === name);
    if (option === undefined) throw unknownOption(shape, name);
    if (option.value === undefined) {
      if (inline !== undefined) throw new UsageError('cli.error.flag-value', { option: name });
      flags.add(name);
    } else values[name] = checkedValue(option, inline ?? args[++i]);
  }
  return { flags, values, operands };
}

function checkedValue({ name, choices }: OptionShape, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError('cli.error.no-value', { option: name });
  if (choices === undefined || choices.includes(value) || name === '--kubernetes-version') return value;
  throw nearest('cli.error.choice', value, choices, { option: name });
}

function unknownOption({ name: command, options }: CommandShape, option: string): UsageError {
  const names = options.filter(({ hidden }) => hidden !== true).map(({ name }) => name);
  return nearest('cli.error.unknown-option', option, names, { command });
}

/** The mistake with all that would have been right, and with the nearest of them where one is near (`<id>-near`). */
export function nearest(
  id: string,
  value: string,
  known: readonly string[],
  values: Readonly<Record<string, string>> = {},
): UsageError {
  const near = closest(value, known);
  const all = { ...values, value, known: known.join(', ') };
  return near === undefined ? new UsageError(id, all) : new UsageError(`${id}-near`, { ...all, near });
}
