// The commands and their options as one table: the parser, the help and the completion scripts are made from it.
import { NEWEST_MINOR, OLDEST_MINOR } from '../schema/versions';
import { TIMELINE_FORMATS } from '../simulation/render/timeline';
import { REPORT_FORMATS } from './report/formats';

export interface OptionShape {
  readonly name: `--${string}`;
  /** Stands for the value in the help (`FORMAT`); absent for a flag. */
  readonly value?: string;
  /** All values there are. */
  readonly choices?: readonly string[];
  /** The value is a file's name. */
  readonly file?: true;
  /** For programs: not offered by completion scripts. */
  readonly hidden?: true;
}

export interface CommandShape {
  readonly name: string;
  /** What stands behind the name in the help; empty for none. */
  readonly operands: string;
  /** Values of an operand, where it is no file. */
  readonly choices?: readonly string[];
  readonly options: readonly OptionShape[];
}

const language: OptionShape = { name: '--language', value: 'LANGUAGE', choices: ['en', 'zh-cn'] };
const color: OptionShape = { name: '--color', value: 'WHEN', choices: ['auto', 'always', 'never'] };
const batch: OptionShape = { name: '--batch', hidden: true };
const help: OptionShape = { name: '--help' };
const config: OptionShape = { name: '--config', value: 'FILE', file: true };
const versions = Array.from({ length: NEWEST_MINOR - OLDEST_MINOR + 1 }, (_, i) => `1.${NEWEST_MINOR - i}`);
const kubernetesVersion: OptionShape = { name: '--kubernetes-version', value: 'VERSION', choices: versions };

function format(...choices: readonly string[]): OptionShape {
  return { name: '--format', value: 'FORMAT', choices };
}

export const DIFF_FORMATS = ['text', 'markdown', 'json', 'svg'] as const;
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
const SCENARIOS = [
  'life',
  'complete',
  'slowStart',
  'neverReady',
  'deadlock',
  'crashAtStart',
  'oomKill',
  'sigtermIgnored',
  'slowDrain',
  'imagePullSlow',
];

export const CHECK: CommandShape = {
  name: 'check',
  operands: 'FILE…',
  options: [
    format(...REPORT_FORMATS),
    kubernetesVersion,
    { name: '--assertions', value: 'SEVERITY', choices: ['error', 'warning', 'off'] },
    config,
    color,
    language,
    batch,
    help,
  ],
};

export const TIMELINE: CommandShape = {
  name: 'timeline',
  operands: 'FILE',
  options: [
    format(...TIMELINE_FORMATS, 'json'),
    { name: '--json' },
    { name: '--scenario', value: 'ID', choices: SCENARIOS },
    { name: '--case', value: 'FILE', file: true },
    { name: '--pod', value: 'NAME' },
    color,
    language,
    batch,
    help,
  ],
};

export const FACTS: CommandShape = { name: 'facts', operands: 'FILE…', options: [language, batch, help] };

export const EXPLAIN: CommandShape = {
  name: 'explain',
  operands: 'FIELD.PATH',
  options: [{ name: '--recursive' }, kubernetesVersion, color, language, help],
};

export const DIFF: CommandShape = {
  name: 'diff',
  operands: 'OLD NEW',
  options: [format(...DIFF_FORMATS), { name: '--exit-code' }, kubernetesVersion, color, language, help],
};

export const LSP: CommandShape = { name: 'lsp', operands: '', options: [{ name: '--stdio' }, help] };

export const COMPLETION: CommandShape = {
  name: 'completion',
  operands: SHELLS.join('|'),
  choices: SHELLS,
  options: [language, help],
};

export const COMMANDS: readonly CommandShape[] = [CHECK, TIMELINE, FACTS, EXPLAIN, DIFF, LSP, COMPLETION];
