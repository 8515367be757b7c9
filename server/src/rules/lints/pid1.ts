// Lints about PID 1: shells and package runners that keep SIGTERM from the application.
import { type CommandForm, commandForm } from '../../kubernetes/commandForm';
import { readShellScript, type ShellCommand } from '../../kubernetes/shellScript';
import type { Fix } from '../finding';
import { type CheckContext, ruleTable } from '../rule';
import { imageMatches } from './imageKinds';
import { fix, isBatch, type LintedContainer, type LintedPod, longRunning } from './lint';

export const pid1Lints = ruleTable('lint', {
  shell: { id: 'shell-swallows-sigterm', severity: 'warning', path: 'containers[*].command' },
  npm: { id: 'npm-as-pid1', severity: 'warning', path: 'containers[*].command' },
});

/** Checks what every container that runs on starts as PID 1. Jobs end by themselves and are left alone. */
export function lintPid1(pod: LintedPod, ctx: CheckContext): void {
  if (isBatch(pod) || pod.spec.shareProcessNamespace === true || pod.spec.hostPID === true) return;
  if (pod.spec.restartPolicy !== 'Always') return;
  const grace = pod.spec.terminationGracePeriodSeconds ?? 30;
  for (const container of longRunning(pod)) {
    const form = commandForm(container.container);
    if (form === undefined || !form.known || form.init !== undefined) continue;
    if (PACKAGE_RUNNERS.has(form.program)) {
      ctx.report(pid1Lints.npm, `${container.path}.command`, { program: form.program }, { at: 'key' });
    } else lintShell(container, form, grace, ctx);
  }
}

const PACKAGE_RUNNERS: ReadonlySet<string> = new Set(['npm', 'yarn', 'pnpm', 'npx']);
/** Images whose `sh` is BusyBox: it replaces itself by the last command. */
const BUSYBOX_IMAGES = /(^|[/_-])(alpine|busybox)([/_-]|$)/;
/** Shell words that start no program, or end at once. */
const BUILTINS: ReadonlySet<string> = new Set(
  'exec exit return true false : . source echo printf set export cd test [ read unset shift umask break continue'.split(
    ' ',
  ),
);

function lintShell(linted: LintedContainer, form: CommandForm, grace: number, ctx: CheckContext): void {
  if (form.shell === undefined) return;
  const outline = readShellScript(form.shell.script);
  const last = outline?.commands.at(-1);
  if (outline === undefined || last === undefined || outline.traps) return;
  const { name: shell, index } = form.shell;
  const { written, path, container } = linted;
  const inCommand = index < (written.command?.length ?? 0);
  const list = inCommand ? `${path}.command` : `${path}.args`;
  const at = `${list}[${inCommand ? index : index - (written.command?.length ?? 0)}]`;
  const kept = staysForSure(last) ?? waitsForProgram(outline.commands);
  if (kept !== undefined) {
    ctx.report(pid1Lints.shell, list, { shell, grace, hint: kept }, { markPath: at });
  } else if (last.kind === 'simple' && !last.background && !BUILTINS.has(last.program)) {
    if (replacesItself(shell, container.image ?? '')) return;
    const fixes = execFix(at, form.shell.script, last);
    ctx.report(pid1Lints.shell, list, { shell, grace }, { markPath: at, fixes });
  }
}

/** What keeps the shell as PID 1 whichever shell it is; undefined when a plain program comes last. */
function staysForSure(last: ShellCommand): string | undefined {
  if (last.program === 'wait') return 'wait';
  if (last.kind === 'pipeline') return '|';
  if (last.kind === 'compound') {
    const word = /^(while|until|for)\b/.exec(last.text)?.[1];
    return word !== undefined && /\bexec\b/.test(last.text) ? undefined : word;
  }
  return undefined;
}

/** A program with a word of the shell behind it (`server; echo done`): the shell has to stay to run that word. */
function waitsForProgram(commands: readonly ShellCommand[]): string | undefined {
  const last = commands.at(-1);
  const before = commands.at(-2);
  if (last === undefined || before === undefined || !CLOSING_WORDS.has(last.program)) return undefined;
  const runs = before.kind === 'simple' && !before.background && !BUILTINS.has(before.program);
  return runs && !SHORT_PROGRAMS.has(before.program) ? last.program : undefined;
}

/** Words that only say or tell something once the program is over. */
const CLOSING_WORDS: ReadonlySet<string> = new Set(['echo', 'printf', 'exit', 'true', 'false', ':', 'return']);
/** Programs that are over at once, so that nobody waits for a signal meanwhile. */
const SHORT_PROGRAMS: ReadonlySet<string> = new Set(
  'mkdir cp mv rm ln chmod chown touch cat ls date env hostname id sed grep sleep'.split(' '),
);

/** bash runs the last program in its own place, BusyBox too; dash, the `sh` of Debian and Ubuntu, does not. */
function replacesItself(shell: string, image: string): boolean {
  return shell !== 'sh' && shell !== 'dash' ? true : shell === 'sh' && looksLikeBusyBox(image);
}

function looksLikeBusyBox(image: string): boolean {
  return imageMatches(image, BUSYBOX_IMAGES) || /[:-](alpine|busybox)/.test(image);
}

function execFix(path: string, script: string, last: ShellCommand): Fix[] {
  if (script.includes('\n') || /^\w+=/.test(last.text)) return [];
  const text = `${script.slice(0, last.start)}exec ${script.slice(last.start)}`;
  return [fix('fix-insert-exec', {}, [{ op: 'set', path, raw: JSON.stringify(text) }])];
}
