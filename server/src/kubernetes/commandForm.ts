// What `command` and `args` of a container start as PID 1: a program, a shell with a script, an init that hands signals on. Nothing is
// known about images: without `command` the image's ENTRYPOINT runs.
import type { Container } from './types';

export interface CommandForm {
  /** `command` and `args` together. */
  readonly argv: readonly string[];
  /** False when the image's ENTRYPOINT comes first, so PID 1 is unknown. */
  readonly known: boolean;
  /** Base name of the first program: `node` for `/usr/local/bin/node`. */
  readonly program: string;
  /** The shell that runs a script, where there is one. */
  readonly shell?: ShellUse;
  /** An init process in front (`tini`, `dumb-init`): signals reach the program, orphans are reaped. */
  readonly init?: string;
}

export interface ShellUse {
  readonly name: string;
  readonly script: string;
  /** Place of the script in `argv`. */
  readonly index: number;
}

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'ksh', 'zsh', 'busybox']);
const INITS: ReadonlySet<string> = new Set(['tini', 'dumb-init', 'catatonit', 's6-svscan', 'docker-init', 'init']);
const PASS_THROUGH: ReadonlySet<string> = new Set([
  'env',
  'nice',
  'nohup',
  'setsid',
  'gosu',
  'su-exec',
  'chroot',
  'timeout',
]);

/** What a container starts; undefined when the manifest says nothing about it. */
export function commandForm({ command = [], args = [] }: Container): CommandForm | undefined {
  const known = command.length > 0;
  const argv = [...command, ...args];
  if (argv.length === 0) return undefined;
  let at = 0;
  let init: string | undefined;
  const first = baseName(argv[0] ?? '');
  if (INITS.has(first)) {
    init = first;
    at = programAfterOptions(argv, 1);
  }
  const program = baseName(argv[at] ?? '');
  const shell = shellUse(argv, at);
  return { argv, known, program, ...(init === undefined ? {} : { init }), ...(shell === undefined ? {} : { shell }) };
}

/** The last part of a program's path. */
export function baseName(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}

/** Whether a program is a shell that could interpret a script. */
export function isShell(program: string): boolean {
  return SHELLS.has(baseName(program));
}

function programAfterOptions(argv: readonly string[], from: number): number {
  let at = from;
  while (at < argv.length && (argv[at] ?? '').startsWith('-')) {
    if (argv[at] === '--') return at + 1;
    at++;
  }
  return at;
}

function shellUse(argv: readonly string[], from: number): ShellUse | undefined {
  let at = from;
  let name = baseName(argv[at] ?? '');
  for (let hops = 0; PASS_THROUGH.has(name) && hops < 3; hops++) {
    at = programAfterOptions(argv, at + 1);
    while (/^\w+=/.test(argv[at] ?? '')) at++;
    name = baseName(argv[at] ?? '');
  }
  if (name === 'busybox') name = baseName(argv[++at] ?? '');
  if (!SHELLS.has(name)) return undefined;
  for (let i = at + 1; i < argv.length; i++) {
    const option = argv[i] ?? '';
    if (!/^[-+]/.test(option)) return undefined;
    if (/^-[a-zA-Z]*c$/.test(option)) {
      const index = i + 1 + (argv[i + 1] === '--' ? 1 : 0);
      const script = argv[index];
      return script === undefined ? undefined : { name, script, index };
    }
    if (/^-[a-zA-Z]*o$/.test(option)) i++;
  }
  return undefined;
}
