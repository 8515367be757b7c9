// Lints about what probes and hooks ask and run: ports, hosts, commands.
import { baseName, isShell } from '../../kubernetes/commandForm';
import type { Container, LifecycleHandler, Probe } from '../../kubernetes/types';
import { addField, removeField, setRaw, setTo } from '../fixes';
import { type CheckContext, ruleTable } from '../rule';
import { fix, flowYaml, type LintedContainer, type LintedPod, longRunning } from './lint';

const PROBE = 'containers[*].livenessProbe';

export const probeHandlerLints = ruleTable('lint', {
  portName: {
    id: 'probe-unknown-port-name',
    severity: 'warning',
    path: `${PROBE}.httpGet.port, ${PROBE}.tcpSocket.port`,
  },
  host: { id: 'host-in-http-probe', severity: 'warning', path: `${PROBE}.httpGet.host` },
  notSplit: { id: 'probe-exec-not-split', severity: 'warning', path: `${PROBE}.exec.command` },
  shellSyntax: {
    id: 'exec-shell-syntax-without-shell',
    severity: 'warning',
    path: `${PROBE}.exec.command, containers[*].command`,
  },
  sameQuestion: { id: 'liveness-equals-readiness', severity: 'info', path: PROBE },
  tcpOnly: { id: 'liveness-tcp-only', severity: 'hint', path: `${PROBE}.tcpSocket`, default: 'off' },
  hookTcp: { id: 'hook-tcpsocket', severity: 'warning', path: 'containers[*].lifecycle.preStop.tcpSocket' },
});

/** Checks handlers of probes and hooks, and the command of every container. */
export function lintHandlers(pod: LintedPod, ctx: CheckContext): void {
  for (const container of pod.containers) {
    const { command = [], args = [] } = container.container;
    if (command.length > 0) lintShellSyntax([...command, ...args], command.length, `${container.path}.command`, ctx);
  }
  for (const container of longRunning(pod)) {
    for (const { handler, path, probe } of handlersOf(container)) {
      lintPort(container, handler, path, probe, ctx);
      lintHost(pod, handler, path, ctx);
      lintExec(handler, path, ctx);
      if (!probe && handler.tcpSocket !== undefined) {
        const at = `${path}.tcpSocket`;
        ctx.report(probeHandlerLints.hookTcp, at, undefined, { at: 'key', fixes: [removeField(at, true)] });
      }
    }
    lintSameQuestion(container, ctx);
  }
}

interface PlacedHandler {
  readonly handler: Probe & LifecycleHandler;
  readonly path: string;
  readonly probe: boolean;
}

function handlersOf({ container, path }: LintedContainer): PlacedHandler[] {
  const probes = (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap((name) => {
    const handler = container[name];
    return handler === undefined ? [] : [{ handler, path: `${path}.${name}`, probe: true }];
  });
  const hooks = (['postStart', 'preStop'] as const).flatMap((name) => {
    const handler = container.lifecycle?.[name];
    return handler === undefined ? [] : [{ handler, path: `${path}.lifecycle.${name}`, probe: false }];
  });
  return [...probes, ...hooks];
}

/** Port names are looked up in the same container (pkg/probe/util.go ResolveContainerPort, 1.37). */
function lintPort(
  { container, path: own }: LintedContainer,
  handler: Probe & LifecycleHandler,
  path: string,
  probe: boolean,
  ctx: CheckContext,
): void {
  const kind = handler.httpGet === undefined ? 'tcpSocket' : 'httpGet';
  const port = handler[kind]?.port;
  if (typeof port !== 'string' || port === '' || /^\d+$/.test(port)) return;
  if (!probe && kind === 'tcpSocket') return;
  const ports = container.ports ?? [];
  if (ports.some(({ name }) => name === port)) return;
  const at = `${path}.${kind}.port`;
  const [first] = ports;
  const number = first?.containerPort;
  const unnamed = ports.length === 1 && first?.name === undefined;
  const fixes =
    number === undefined || ports.length !== 1
      ? []
      : [
          ...(unnamed
            ? [
                fix('fix-probe-unknown-port-name', { port, number }, [
                  addField(`${own}.ports[0]`, 'name', port).edits[0] as never,
                ]),
              ]
            : [setTo(at, first?.name ?? '')]),
          fix('fix-probe-port-number', { number }, setRaw(at, String(number)).edits, false),
        ];
  ctx.report(probeHandlerLints.portName, at, { port, ...(probe ? {} : { hint: 'hook' }) }, { fixes });
}

const NODE_ITSELF: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1']);

function lintHost({ spec }: LintedPod, { httpGet }: Probe & LifecycleHandler, path: string, ctx: CheckContext): void {
  const host = httpGet?.host ?? '';
  if (!NODE_ITSELF.has(host) || spec.hostNetwork === true) return;
  const at = `${path}.httpGet.host`;
  ctx.report(probeHandlerLints.host, at, { host }, { fixes: [removeField(at, true)] });
}

function lintExec({ exec }: Probe & LifecycleHandler, path: string, ctx: CheckContext): void {
  const command = exec?.command ?? [];
  const [only = ''] = command;
  const at = `${path}.exec.command`;
  if (command.length === 1 && /\S\s+\S/.test(only) && !/^\/[^\s"']*\/[^/]+ [^/]+\.\w+$/.test(only)) {
    const words = only.trim().split(/\s+/);
    const plain = !/["'`|&;<>$*?(){}\\]/.test(only);
    const split = fix('fix-probe-exec-not-split', {}, [{ op: 'set', path: at, raw: flowYaml(words) }], plain);
    const shell = fix(
      'fix-wrap-in-shell',
      {},
      [{ op: 'set', path: at, raw: flowYaml(['sh', '-c', only.trim()]) }],
      !plain,
    );
    ctx.report(
      probeHandlerLints.notSplit,
      at,
      { command: only },
      { markPath: `${at}[0]`, fixes: plain ? [split, shell] : [shell] },
    );
  } else lintShellSyntax(command, command.length, at, ctx);
}

const SHELL_TOKENS: ReadonlySet<string> = new Set(['|', '||', '&&', ';', '>', '>>', '<', '2>&1', '&']);
/** Programs for which such a word is an argument like any other. */
const TAKES_ANYTHING: ReadonlySet<string> = new Set([
  'echo',
  'printf',
  'expr',
  'test',
  '[',
  'find',
  'env',
  'tini',
  'dumb-init',
  'jq',
  'awk',
  'sed',
  'grep',
]);

/** @param writable how many of the words stand in the list at `path`. */
function lintShellSyntax(argv: readonly string[], writable: number, path: string, ctx: CheckContext): void {
  const [program = ''] = argv;
  if (argv.some(isShell) || (TAKES_ANYTHING.has(baseName(program)) && !argv.includes('&&'))) return;
  const index = argv.findIndex((word, i) => i > 0 && SHELL_TOKENS.has(word));
  if (index < 0) return;
  const raw = flowYaml(['sh', '-c', argv.join(' ')]);
  const fixes = writable === argv.length ? [fix('fix-wrap-in-shell', {}, [{ op: 'set', path, raw }])] : [];
  const markPath = index < writable ? `${path}[${index}]` : path;
  ctx.report(probeHandlerLints.shellSyntax, path, { token: argv[index] ?? '', program }, { markPath, fixes });
}

function lintSameQuestion({ container, path }: LintedContainer, ctx: CheckContext): void {
  const { livenessProbe: liveness, readinessProbe: readiness } = container;
  if (liveness === undefined || readiness === undefined) return;
  const at = `${path}.livenessProbe`;
  if (liveness.tcpSocket !== undefined && readiness.httpGet !== undefined) {
    ctx.report(probeHandlerLints.tcpOnly, at, undefined, { markPath: `${at}.tcpSocket`, at: 'key' });
  }
  if (!asksTheSame(liveness, readiness) || seconds(liveness) > seconds(readiness)) return;
  const threshold = 3 * (readiness.failureThreshold ?? 3);
  const edit = setRaw(`${at}.failureThreshold`, String(threshold)).edits;
  const fixes = [fix('fix-liveness-patience', { threshold }, edit)];
  ctx.report(probeHandlerLints.sameQuestion, at, undefined, { at: 'key', fixes });
}

/** Only questions that an application answers by its own judgement. */
function asksTheSame(a: Probe, b: Probe): boolean {
  return (['httpGet', 'grpc', 'exec'] as const).some(
    (kind) => a[kind] !== undefined && JSON.stringify(a[kind]) === JSON.stringify(b[kind]),
  );
}

function seconds({ periodSeconds = 10, failureThreshold = 3 }: Container['livenessProbe'] & object): number {
  return periodSeconds * failureThreshold;
}
