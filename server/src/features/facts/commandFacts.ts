// Facts about PID 1 and the stop signal: what runs, who hears the signal, what happens then.
import { type CommandForm, commandForm } from '../../kubernetes/commandForm';
import { readShellScript } from '../../kubernetes/shellScript';
import { signalNumber } from '../../kubernetes/signalNumbers';
import type { Texts } from '../../text/texts';
import type { Place } from './factsFor';
import { containerAt } from './place';
import { podFacts } from './podFacts';
import { serverOf } from './servers';

/** What is PID 1 of the container and what that means for signals. */
export function commandFacts({ pod, path, texts }: Place): string[] {
  const own = containerAt(pod, path);
  if (own === undefined) return [];
  const { spec } = podFacts(pod);
  if (spec.hostPID === true) return [texts.say('facts-pid1-host')];
  if (spec.shareProcessNamespace === true) return [texts.say('facts-pid1-pause')];
  const form = commandForm(own.container);
  if (form === undefined) return [texts.say('facts-pid1-image')];
  if (!form.known) return [texts.say('facts-pid1-entrypoint')];
  return pidOne(form, texts);
}

function pidOne(form: CommandForm, texts: Texts): string[] {
  const { init, program, shell } = form;
  if (init !== undefined) return [texts.say('facts-pid1-init', { init, program })];
  if (shell === undefined) return [texts.say('facts-pid1-program', { program })];
  const outline = readShellScript(shell.script);
  const last = outline?.commands.at(-1);
  if (outline?.traps === true) return [texts.say('facts-pid1-trap', { shell: shell.name })];
  if (last?.program === 'exec') return [texts.say('facts-pid1-exec', { shell: shell.name })];
  if (last === undefined || last.kind !== 'simple' || last.background || last.program === 'wait') {
    return [texts.say('facts-pid1-shell-stays', { shell: shell.name })];
  }
  return [texts.say('facts-pid1-shell', { shell: shell.name, program: last.program })];
}

/** Which signal stops the container, and what its program is known to make of it. */
export function stopFacts({ pod, path, texts }: Place): string[] {
  const own = containerAt(pod, path);
  if (own === undefined) return [];
  const signal = own.container.lifecycle?.stopSignal;
  const number = signal === undefined ? undefined : signalNumber(signal);
  const sentence =
    signal === undefined
      ? texts.say('facts-stop-default')
      : texts.say('facts-stop-signal', { signal, number: number ?? '?', code: 128 + (number ?? 0) });
  const server = serverOf(own.container);
  return server === undefined || !texts.has(server) ? [sentence] : [sentence, texts.say(server)];
}
