// Lints about stopping: grace period, preStop and postStart hooks.
import type { ExecAction, LifecycleHandler } from '../../kubernetes/types';
import { setRaw } from '../fixes';
import { type CheckContext, ruleTable } from '../rule';
import { BARE_IMAGES, imageMatches, NGINX, repositoryOf } from './imageKinds';
import { fix, type LintedContainer, type LintedPod, longRunning, putEdit, yamlBlock } from './lint';

const PRE_STOP = 'containers[*].lifecycle.preStop';

export const lifecycleLints = ruleTable('lint', {
  exceedsGrace: { id: 'prestop-exceeds-grace', severity: 'warning', path: PRE_STOP },
  graceZero: { id: 'grace-zero', severity: 'warning', path: 'terminationGracePeriodSeconds' },
  needsBinary: { id: 'prestop-exec-needs-binary', severity: 'info', path: `${PRE_STOP}.exec` },
  postStartLong: { id: 'poststart-long-or-dependent', severity: 'warning', path: 'containers[*].lifecycle.postStart' },
  killall: { id: 'killall-in-hook', severity: 'info', path: `${PRE_STOP}.exec` },
  nginxSignal: { id: 'nginx-stop-signal', severity: 'hint', path: 'containers[*].image', default: 'off' },
  sessions: {
    id: 'sessions-longer-than-grace',
    severity: 'hint',
    path: 'containers[*].ports[*].name',
    default: 'off',
  },
});

/** Least seconds between stop signal and SIGKILL (kuberuntime_container.go minimumGracePeriodInSeconds, 1.37). */
const LEAST_GRACE_SECONDS = 2;
const DEFAULT_GRACE_SECONDS = 30;

/** Checks the grace period and all hooks of a pod. */
export function lintLifecycle(pod: LintedPod, ctx: CheckContext): void {
  const grace = pod.spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  if (grace === 0) {
    const at = `${pod.path}.terminationGracePeriodSeconds`;
    ctx.report(lifecycleLints.graceZero, at, undefined, { fixes: [setRaw(at, '30')] });
  }
  for (const container of longRunning(pod)) {
    const { lifecycle } = container.container;
    const at = `${container.path}.lifecycle`;
    if (lifecycle?.preStop !== undefined) lintPreStop(pod, container, lifecycle.preStop, grace, ctx);
    if (lifecycle?.postStart?.exec !== undefined) lintPostStart(lifecycle.postStart.exec, `${at}.postStart`, ctx);
    lintNginx(container, ctx);
    lintSessions(pod, container, grace, ctx);
  }
}

function lintPreStop(
  pod: LintedPod,
  { container, path }: LintedContainer,
  hook: LifecycleHandler,
  grace: number,
  ctx: CheckContext,
): void {
  const at = `${path}.lifecycle.preStop`;
  const seconds = hookSeconds(hook);
  // A sleep longer than the grace period is refused by the server; its own rule says so.
  const refused = hook.sleep !== undefined && (hook.sleep.seconds ?? 0) > grace;
  if (seconds !== undefined && seconds >= grace && seconds > 0 && grace > 0 && !refused) {
    const wanted = seconds + DEFAULT_GRACE_SECONDS;
    const left = Math.max(grace - seconds, LEAST_GRACE_SECONDS);
    const edits = [putEdit(pod.written, pod.path, ['terminationGracePeriodSeconds'], String(wanted))];
    const fixes = [fix('fix-prestop-exceeds-grace', { wanted }, edits)];
    ctx.report(lifecycleLints.exceedsGrace, at, { seconds, grace, left, wanted }, { at: 'key', fixes });
  }
  if (hook.exec !== undefined) lintHookPrograms(hook.exec, container.image ?? '', `${at}.exec`, at, ctx);
}

/** Seconds a hook certainly takes: its sleep, or the literal `sleep N` of a command outside loops. */
export function hookSeconds({ sleep, exec }: LifecycleHandler): number | undefined {
  if (sleep !== undefined) return sleep.seconds ?? 0;
  const text = (exec?.command ?? []).join(' ');
  const literal = [...text.matchAll(/(?:^|[\s;&|/])sleep\s+(\d+)(s|m)?(?=$|[\s;&|)])/g)].map(
    ([, number, unit]) => Number(number) * (unit === 'm' ? 60 : 1),
  );
  if (literal.length === 0) return undefined;
  const counted = /\b(while|until|for|if|case)\b|\|\||&(?!&)/.test(text.replace(/2>&1/g, ''));
  return counted ? undefined : literal.reduce((sum, one) => sum + one, 0);
}

function lintHookPrograms(exec: ExecAction, image: string, at: string, hook: string, ctx: CheckContext): void {
  const command = exec.command ?? [];
  const [program = ''] = command;
  if (imageMatches(image, BARE_IMAGES) && /^(?:\/(?:usr\/)?bin\/)?(?:sleep|sh|bash)$/.test(program)) {
    const seconds = hookSeconds({ exec });
    const edits = [
      { op: 'remove', path: at },
      { op: 'add', path: hook, block: yamlBlock({ sleep: { seconds: seconds ?? 0 } }) },
    ] as const;
    const alone = command.length === 2 && seconds !== undefined;
    const fixes = alone ? [fix('fix-use-sleep-action', {}, edits)] : [];
    ctx.report(lifecycleLints.needsBinary, at, { program, image }, { at: 'key', fixes });
  }
  const killer = /(?:^|[\s;&|])(killall|pkill|pidof|ps)(?=$|\s)/.exec(command.join(' '))?.[1];
  if (killer !== undefined) ctx.report(lifecycleLints.killall, at, { program: killer }, { at: 'key' });
}

const LONG_POST_START_SECONDS = 5;

function lintPostStart(exec: ExecAction, at: string, ctx: CheckContext): void {
  const text = (exec.command ?? []).join(' ');
  const loop = /\b(until|while)\b/.exec(text)?.[1];
  const seconds = hookSeconds({ exec }) ?? 0;
  const inBackground = /&\s*$/.test(text.replace(/&&/g, ''));
  if (inBackground) return;
  const token = loop ?? (seconds >= LONG_POST_START_SECONDS ? `sleep ${seconds}` : undefined);
  if (token !== undefined) ctx.report(lifecycleLints.postStartLong, at, { token }, { at: 'key' });
}

function lintNginx({ container, path }: LintedContainer, ctx: CheckContext): void {
  const image = container.image ?? '';
  if (!imageMatches(image, NGINX) || container.lifecycle?.preStop !== undefined) return;
  const repository = repositoryOf(image).replace(/^docker\.io\//, '');
  if (/^(library\/)?nginx$|^nginxinc\//.test(repository)) return;
  ctx.report(lifecycleLints.nginxSignal, `${path}.image`, { image });
}

function lintSessions(_pod: LintedPod, { container, path }: LintedContainer, grace: number, ctx: CheckContext): void {
  if (grace !== DEFAULT_GRACE_SECONDS) return;
  const index = (container.ports ?? []).findIndex(({ name = '' }) =>
    /^(grpc|ws|wss|websocket|http2|h2c)(-|$)/.test(name),
  );
  if (index < 0) return;
  const hint = container.ports?.[index]?.name ?? '';
  const used = container.lifecycle?.preStop === undefined ? 0 : (hookSeconds(container.lifecycle.preStop) ?? 0);
  const seconds = Math.max(grace - used, LEAST_GRACE_SECONDS);
  ctx.report(lifecycleLints.sessions, `${path}.ports[${index}].name`, { stream: hint, seconds });
}
