// `podwright completion SHELL`: a script that completes commands, options, their values and file names.
import type { Texts } from '../text/texts';
import { nearest, readArguments } from './arguments';
import { optionText } from './help';
import { cliLanguage, loadTexts } from './io';
import { COMMANDS, COMPLETION, type CommandShape, type OptionShape, SHELLS } from './shapes';
import { UsageError } from './usageError';

/** Prints the script of a shell. */
export function completion(args: readonly string[]): number {
  const { operands, values } = readArguments(COMPLETION, args);
  const [shell] = operands;
  if (shell === undefined) throw new UsageError('cli.error.no-shell', { known: SHELLS.join(', ') });
  const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
  if (script === undefined) throw nearest('cli.error.shell', shell, SHELLS);
  process.stdout.write(script(loadTexts(cliLanguage(values['--language']))));
  return 0;
}

const SCRIPTS: Readonly<Record<string, (texts: Texts) => string>> = { bash, zsh, fish };

function offered({ options }: CommandShape): readonly OptionShape[] {
  return options.filter(({ hidden }) => hidden !== true);
}

const names = COMMANDS.map(({ name }) => name).join(' ');

function bash(): string {
  const commands = COMMANDS.map((shape) => {
    const words = [...(shape.choices ?? []), ...offered(shape).map(({ name }) => name)].join(' ');
    return `    ${shape.name}) words="${words}" ;;`;
  });
  const values = COMMANDS.flatMap((shape) =>
    shape.options
      .filter(({ choices }) => choices !== undefined)
      .map(({ name, choices = [] }) => `    ${shape.name}:${name}) words="${choices.join(' ')}" ;;`),
  );
  return `# podwright for bash: source <(podwright completion bash)
_podwright() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} help" -- "$current"))
    return
  fi
  case "$command:$previous" in
${values.join('\n')}
  esac
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case "$command" in
${commands.join('\n')}
    help) words="${names}" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
}
complete -o filenames -F _podwright podwright
`;
}

function zsh(texts: Texts): string {
  const quoted = (text: string) => text.replace(/'/g, `'\\''`);
  const spec = (option: OptionShape, shape: CommandShape) => {
    const text = quoted(describe(option, shape, texts)).replace(/[[\]:]/g, '\\$&');
    const action = option.choices === undefined ? '_files' : `(${option.choices.join(' ')})`;
    return `'${option.name}[${text}]${option.value === undefined ? '' : `:${option.value}:${action}`}'`;
  };
  const commands = COMMANDS.map((shape) => {
    const operand = shape.choices === undefined ? '_files' : `(${shape.choices.join(' ')})`;
    const specs = [...offered(shape).map((option) => spec(option, shape)), `'*:${shape.operands}:${operand}'`];
    return `    ${shape.name}) _arguments ${specs.join(' ')} ;;`;
  });
  const rows = COMMANDS.map(({ name }) => `    '${name}:${quoted(texts.say(`cli.${name}`)).replace(/:/g, '\\:')}'`);
  return `#compdef podwright
# podwright for zsh: podwright completion zsh > "\${fpath[1]}/_podwright"
_podwright() {
  local -a commands=(
${rows.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=\${words[2]}
  shift words
  (( CURRENT-- ))
  case $command in
${commands.join('\n')}
    help) _describe command commands ;;
  esac
}
if [ "$funcstack[1]" = "_podwright" ]; then
  _podwright "$@"
else
  compdef _podwright podwright
fi
`;
}

function fish(texts: Texts): string {
  const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const commands = COMMANDS.map(
    ({ name }) => `complete -c podwright -n __fish_use_subcommand -f -a ${name} -d ${quoted(texts.say(`cli.${name}`))}`,
  );
  const options = COMMANDS.flatMap((shape) => {
    const when = `-n '__fish_seen_subcommand_from ${shape.name}'`;
    const operand =
      shape.choices === undefined ? [] : [`complete -c podwright ${when} -f -a '${shape.choices.join(' ')}'`];
    const rows = offered(shape).map((option) => {
      const values = option.choices === undefined ? '' : ` -f -a '${option.choices.join(' ')}'`;
      const value = option.value === undefined ? '' : ` -r${values}`;
      return `complete -c podwright ${when} -l ${option.name.slice(2)}${value} -d ${quoted(describe(option, shape, texts))}`;
    });
    return [...operand, ...rows];
  });
  return `# podwright for fish: podwright completion fish | source\n${[...commands, ...options].join('\n')}\n`;
}

/** The sentence of an option without its list of values, which the shell shows itself. */
function describe({ choices: _choices, ...option }: OptionShape, shape: CommandShape, texts: Texts): string {
  return optionText(option, shape, texts);
}
