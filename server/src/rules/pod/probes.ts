// Probes, lifecycle hooks and the handlers they share (validateProbe, validateHandler, validateLifecycle,
// pkg/apis/core/validation/validation.go, 1.37). Stop signals and gRPC modes are gated off and dropped before.
import { isHTTPHeaderName } from '../../kubernetes/names';
import type { Container, HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from '../../kubernetes/types';
import { addBlock, addField, enumFixes, removeField, setRaw } from '../fixes';
import { checkNonnegative, checkPortNumber, checkPortNumberOrName, unsupported } from '../kinds/report';
import { type CheckContext, ruleTable } from '../rule';

export const probeRules = ruleTable('probe', {
  handlerMissing: {
    id: 'handler-missing',
    type: 'FieldValueRequired',
    path: 'containers[*].livenessProbe, containers[*].lifecycle.preStop',
  },
  handlersMany: {
    id: 'handlers-many',
    type: 'FieldValueForbidden',
    path: 'containers[*].livenessProbe.httpGet, containers[*].livenessProbe.tcpSocket, containers[*].lifecycle.preStop.sleep',
  },
  successThreshold: {
    id: 'probe-success-threshold',
    type: 'FieldValueInvalid',
    path: 'containers[*].livenessProbe.successThreshold, containers[*].startupProbe.successThreshold',
  },
  readinessGrace: {
    id: 'readiness-probe-grace-period',
    type: 'FieldValueInvalid',
    path: 'containers[*].readinessProbe.terminationGracePeriodSeconds',
  },
  grace: {
    id: 'probe-grace-period',
    type: 'FieldValueInvalid',
    path: 'containers[*].livenessProbe.terminationGracePeriodSeconds',
  },
  commandRequired: {
    id: 'exec-command-required',
    type: 'FieldValueRequired',
    path: 'containers[*].livenessProbe.exec.command, containers[*].lifecycle.preStop.exec.command',
  },
  headerName: {
    id: 'http-header-name',
    type: 'FieldValueInvalid',
    path: 'containers[*].livenessProbe.httpGet.httpHeaders',
  },
  sleepSeconds: {
    id: 'sleep-longer-than-grace',
    type: 'FieldValueInvalid',
    path: 'containers[*].lifecycle.preStop.sleep',
  },
});

/** Schemes of an HTTP handler. */
export const HTTP_SCHEMES: readonly string[] = ['HTTP', 'HTTPS'];

type Handler = Probe & LifecycleHandler;
const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

/** Checks all probes and the lifecycle of a container that may have them. */
export function checkProbesAndLifecycle(
  container: Container,
  gracePeriodSeconds: number,
  path: string,
  ctx: CheckContext,
): void {
  if (container.lifecycle !== undefined) {
    checkLifecycle(container.lifecycle, gracePeriodSeconds, `${path}.lifecycle`, ctx);
  }
  const { livenessProbe, readinessProbe, startupProbe } = container;
  if (livenessProbe !== undefined) {
    checkProbe(livenessProbe, gracePeriodSeconds, `${path}.livenessProbe`, ctx);
    checkSuccessThreshold(livenessProbe, `${path}.livenessProbe`, ctx);
  }
  if (readinessProbe !== undefined) {
    checkProbe(readinessProbe, gracePeriodSeconds, `${path}.readinessProbe`, ctx);
    if (readinessProbe.terminationGracePeriodSeconds !== undefined) {
      const at = `${path}.readinessProbe.terminationGracePeriodSeconds`;
      ctx.report(probeRules.readinessGrace, at, undefined, { fixes: [removeField(at, true)] });
    }
  }
  if (startupProbe !== undefined) {
    checkProbe(startupProbe, gracePeriodSeconds, `${path}.startupProbe`, ctx);
    checkSuccessThreshold(startupProbe, `${path}.startupProbe`, ctx);
  }
}

function checkSuccessThreshold({ successThreshold = 0 }: Probe, path: string, ctx: CheckContext): void {
  if (successThreshold === 1) return;
  const at = `${path}.successThreshold`;
  const fixes = [setRaw(at, '1'), removeField(at)];
  ctx.report(probeRules.successThreshold, at, { value: successThreshold }, { fixes });
}

const COUNTS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

function checkProbe(probe: Probe, gracePeriodSeconds: number, path: string, ctx: CheckContext): void {
  checkHandler(probe, gracePeriodSeconds, path, ctx);
  for (const field of COUNTS) checkNonnegative(probe[field], `${path}.${field}`, ctx);
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0) {
    const at = `${path}.terminationGracePeriodSeconds`;
    ctx.report(probeRules.grace, at, { value: grace }, { fixes: [removeField(at)] });
  }
}

function checkLifecycle(lifecycle: Lifecycle, gracePeriodSeconds: number, path: string, ctx: CheckContext): void {
  for (const hook of ['postStart', 'preStop'] as const) {
    const handler = lifecycle[hook];
    if (handler !== undefined) checkHandler(handler, gracePeriodSeconds, `${path}.${hook}`, ctx);
  }
}

/** The first handler counts, in the server's order; the others are refused where they stand. */
function checkHandler(handler: Handler, gracePeriodSeconds: number, path: string, ctx: CheckContext): void {
  const used = HANDLERS.filter((name) => handler[name] !== undefined);
  const [first, ...others] = used;
  if (first === undefined) {
    reportNoHandler(path, ctx);
    return;
  }
  checkAction(handler, first, gracePeriodSeconds, `${path}.${first}`, ctx);
  for (const other of others) {
    const keep = used.map((kept) => ({
      title: 'fix-keep-handler',
      values: { handler: kept },
      edits: used.filter((name) => name !== kept).map((name) => ({ op: 'remove' as const, path: `${path}.${name}` })),
    }));
    ctx.report(probeRules.handlersMany, `${path}.${other}`, { handler: other, first }, { fixes: keep });
  }
}

function reportNoHandler(path: string, ctx: CheckContext): void {
  ctx.report(probeRules.handlerMissing, path, undefined, {
    fixes: [
      addBlock(path, 'httpGet', 'httpGet:\n  path: /\n  port: 8080'),
      addBlock(path, 'tcpSocket', 'tcpSocket:\n  port: 8080'),
      addBlock(path, 'exec', 'exec:\n  command: ["true"]'),
    ],
  });
}

function checkAction(
  handler: Handler,
  kind: (typeof HANDLERS)[number],
  gracePeriodSeconds: number,
  path: string,
  ctx: CheckContext,
): void {
  if (kind === 'exec' && (handler.exec?.command ?? []).length === 0) {
    const fixes = [addField(path, 'command', '["true"]', false)];
    ctx.report(probeRules.commandRequired, `${path}.command`, undefined, { fixes });
  } else if (kind === 'httpGet') checkHTTPGet(handler.httpGet ?? {}, path, ctx);
  else if (kind === 'tcpSocket') checkPortNumberOrName(handler.tcpSocket?.port ?? 0, `${path}.port`, ctx);
  else if (kind === 'grpc') checkPortNumber(handler.grpc?.port ?? 0, `${path}.port`, ctx);
  else if (kind === 'sleep') checkSleep(handler.sleep?.seconds ?? 0, gracePeriodSeconds, path, ctx);
}

function checkHTTPGet(action: HTTPGetAction, path: string, ctx: CheckContext): void {
  checkPortNumberOrName(action.port ?? 0, `${path}.port`, ctx);
  if (!HTTP_SCHEMES.includes(action.scheme ?? '')) {
    unsupported(action.scheme ?? '', HTTP_SCHEMES, `${path}.scheme`, ctx);
  }
  for (const [i, header] of (action.httpHeaders ?? []).entries()) {
    const value = header.name ?? '';
    if (isHTTPHeaderName(value)) continue;
    const at = `${path}.httpHeaders[${i}].name`;
    const near = value.trim().replace(/[^-A-Za-z0-9]+/g, '-');
    const fixes = near === '' ? [] : enumFixes(at, value, [near]);
    ctx.report(probeRules.headerName, `${path}.httpHeaders`, { value }, { markPath: at, fixes });
  }
}

function checkSleep(seconds: number, gracePeriodSeconds: number, path: string, ctx: CheckContext): void {
  if (seconds >= 0 && seconds <= gracePeriodSeconds) return;
  const at = `${path}.seconds`;
  const fixes = [setRaw(at, String(Math.max(0, seconds < 0 ? 0 : gracePeriodSeconds)))];
  ctx.report(probeRules.sleepSeconds, path, { seconds, gracePeriodSeconds }, { markPath: at, fixes });
}

const ONLY_SIDECARS = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** Fields that an init container has only as a sidecar. A lifecycle with nothing but a stop signal was dropped. */
export function fieldsOfSidecarsOnly(container: Container): readonly string[] {
  const { lifecycle } = container;
  const dropped = lifecycle?.stopSignal !== undefined && Object.keys(lifecycle).length === 1;
  const fields: string[] = ONLY_SIDECARS.filter((name) => container[name] !== undefined);
  return lifecycle === undefined || dropped ? fields : ['lifecycle', ...fields];
}
