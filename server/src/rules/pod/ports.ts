// Ports of containers: names, numbers, host ports (validateContainerPorts, checkHostPortConflicts, validatePodHostNetworkDeps,
// pkg/apis/core/validation/validation.go, 1.37).
import { isValidPortName, toPortName } from '../../kubernetes/names';
import type { Container, ContainerPort, PodSpec } from '../../kubernetes/types';
import { addField, removeField, setRaw, setTo } from '../fixes';
import { checkPortNumber, checkRequiredKnown } from '../kinds/report';
import { type CheckContext, ruleTable } from '../rule';

export const portRules = ruleTable('container', {
  name: { id: 'port-name', type: 'FieldValueInvalid', path: 'containers[*].ports[*].name' },
  nameDuplicate: { id: 'port-name-duplicate', type: 'FieldValueDuplicate', path: 'containers[*].ports[*].name' },
  containerPortRequired: {
    id: 'container-port-required',
    type: 'FieldValueRequired',
    path: 'containers[*].ports[*].containerPort',
  },
  hostPortDuplicate: {
    id: 'host-port-duplicate',
    type: 'FieldValueDuplicate',
    path: 'containers[*].ports[*].hostPort',
  },
  hostPortMismatch: { id: 'host-port-mismatch', type: 'FieldValueInvalid', path: 'containers[*].ports[*].hostPort' },
});

/** Protocols of a port. */
export const PORT_PROTOCOLS: readonly string[] = ['TCP', 'UDP', 'SCTP'];

/** Checks the ports of one container. */
export function checkContainerPorts(ports: readonly ContainerPort[], path: string, ctx: CheckContext): void {
  const names = new Set<string>();
  for (const [i, port] of ports.entries()) {
    const at = `${path}[${i}]`;
    const name = port.name ?? '';
    if (name !== '') checkName(name, names, `${at}.name`, ctx);
    if ((port.containerPort ?? 0) === 0) {
      ctx.report(portRules.containerPortRequired, `${at}.containerPort`, undefined, {
        fixes: [addField(at, 'containerPort', '8080')],
      });
    } else checkPortNumber(port.containerPort ?? 0, `${at}.containerPort`, ctx);
    if ((port.hostPort ?? 0) !== 0) checkPortNumber(port.hostPort ?? 0, `${at}.hostPort`, ctx);
    checkRequiredKnown(port.protocol ?? '', PORT_PROTOCOLS, `${at}.protocol`, ctx);
  }
}

function checkName(name: string, names: Set<string>, path: string, ctx: CheckContext): void {
  if (!isValidPortName(name)) {
    const near = toPortName(name);
    ctx.report(portRules.name, path, { value: name }, { fixes: near === undefined ? [] : [setTo(path, near)] });
  } else if (names.has(name)) {
    const fixes = [setTo(path, freeName(name, names)), removeField(path)];
    ctx.report(portRules.nameDuplicate, path, { value: name }, { fixes });
  } else names.add(name);
}

function freeName(name: string, names: ReadonlySet<string>): string {
  for (let n = 2; ; n++) {
    const free = `${name.slice(0, 15 - String(n).length - 1)}-${n}`;
    if (!names.has(free)) return free;
  }
}

/** Reports host ports that two ports of these containers both want. The server counts init containers one by one. */
export function checkHostPortConflicts(containers: readonly (readonly [Container, string])[], ctx: CheckContext): void {
  const taken = new Set<string>();
  for (const [container, path] of containers) {
    for (const [i, port] of (container.ports ?? []).entries()) {
      if ((port.hostPort ?? 0) === 0) continue;
      const key = `${port.protocol}/${port.hostIP ?? ''}/${port.hostPort}`;
      if (taken.has(key)) {
        const at = `${path}.ports[${i}].hostPort`;
        ctx.report(portRules.hostPortDuplicate, at, { value: port.hostPort ?? 0 }, { fixes: [removeField(at)] });
      }
      taken.add(key);
    }
  }
}

/** With host networking a host port is the container port. In templates an unset host port is fine. */
export function checkHostNetworkPorts(spec: PodSpec, path: string, isPod: boolean, ctx: CheckContext): void {
  if (spec.hostNetwork !== true) return;
  for (const [c, container] of (spec.containers ?? []).entries()) {
    for (const [i, { hostPort = 0, containerPort = 0 }] of (container.ports ?? []).entries()) {
      if (hostPort === containerPort || !(isPod || hostPort !== 0)) continue;
      const at = `${path}.containers[${c}].ports[${i}].hostPort`;
      const fixes = [setRaw(at, String(containerPort)), removeField(at)];
      ctx.report(portRules.hostPortMismatch, at, { hostPort, containerPort }, { fixes });
    }
  }
}
