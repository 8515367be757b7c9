// Lints that need a Service and the pods behind it together: traffic that arrives too early, too late or nowhere.
import {
  type Fields,
  maybeBoolean,
  maybeIntOrString,
  numberOf,
  objectOf,
  objectsOf,
  textMapOf,
  textOf,
} from '../../kubernetes/fields';
import { selectorMatches } from '../../kubernetes/labels';
import type { CheckContext } from '../rule';
import { ruleTable } from '../rule';
import { fix, type LintedContainer, type LintedPod, putEdit, yamlBlock } from './lint';

export const serviceLints = ruleTable('lint', {
  target: { id: 'service-target-missing', severity: 'warning', path: 'spec.ports[*].targetPort' },
  readiness: { id: 'readiness-missing', severity: 'warning', path: 'containers[*].readinessProbe' },
  drain: { id: 'missing-drain-delay', severity: 'info', path: 'containers[*].lifecycle.preStop' },
});

export interface ServiceView {
  readonly name: string;
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly headless: boolean;
  readonly publishesNotReady: boolean;
  /** Unknown for a Service of another file, of which only name and selector are kept. */
  readonly ports: readonly ServicePortView[] | 'unknown';
}

interface ServicePortView {
  readonly target: number | string;
  /** Whether `targetPort` is written, not only `port`. */
  readonly written: boolean;
}

/** A Service as these lints read it; undefined when it selects nothing. */
export function serviceView(object: Fields): ServiceView | undefined {
  const spec = objectOf(object, 'spec');
  const metadata = objectOf(object, 'metadata');
  const selector = textMapOf(spec, 'selector');
  if (Object.keys(selector).length === 0 || textOf(spec, 'type') === 'ExternalName') return undefined;
  return {
    name: textOf(metadata, 'name'),
    namespace: textOf(metadata, 'namespace'),
    selector,
    headless: textOf(spec, 'clusterIP') === 'None',
    publishesNotReady: maybeBoolean(spec, 'publishNotReadyAddresses') === true,
    ports: objectsOf(spec, 'ports').map((port) => {
      const target = maybeIntOrString(port, 'targetPort');
      const unset = target === undefined || target === 0 || target === '';
      return { target: unset ? numberOf(port, 'port') : target, written: !unset };
    }),
  };
}

/** Whether a Service sends its traffic to the pods of a template. */
export function serviceSelects(service: ServiceView, pod: LintedPod): boolean {
  const near = service.namespace === '' || pod.namespace === '' || service.namespace === pod.namespace;
  return near && selectorMatches({ matchLabels: service.selector }, pod.metadata.labels ?? {});
}

/** The container of a pod that a target port leads to. */
function targetOf(pod: LintedPod, target: number | string): LintedContainer | undefined {
  return pod.containers.find(
    ({ role, container }) =>
      role !== 'init' &&
      (container.ports ?? []).some(({ name, containerPort }) =>
        typeof target === 'string' ? name === target : containerPort === target,
      ),
  );
}

/** Reports target ports that none of the selected pods has; `pods` are those the Service selects. */
export function lintService(service: ServiceView, pods: readonly LintedPod[], ctx: CheckContext): void {
  if (service.ports === 'unknown') return;
  service.ports.forEach(({ target, written }, i) => {
    if (pods.some((pod) => targetOf(pod, target) !== undefined)) return;
    // A number need not be declared; it is only suspicious where other numbers are.
    const declares = pods.every((pod) => pod.containers.some(({ container }) => (container.ports ?? []).length > 0));
    if (typeof target === 'number' && !declares) return;
    const at = `spec.ports[${i}].${written ? 'targetPort' : 'port'}`;
    const hint = typeof target === 'number' ? { hint: target } : {};
    ctx.report(serviceLints.target, at, { target, service: service.name, ...hint });
  });
}

/** Seconds that endpoints, proxies and load balancers of a cluster may lag behind a deletion. */
const PROPAGATION_SECONDS = 10;
const PRE_STOP_SECONDS = 5;

/** The ports of a Service; where they are unknown, the pod's own when only one container has any. */
function portsOf({ ports }: ServiceView, pod: LintedPod): readonly Pick<ServicePortView, 'target'>[] {
  if (ports !== 'unknown') return ports;
  const open = pod.containers.filter(({ role, container }) => role !== 'init' && (container.ports ?? []).length > 0);
  const [first] = open[0]?.container.ports ?? [];
  return open.length !== 1 || first?.containerPort === undefined ? [] : [{ target: first.containerPort }];
}

/** Reports containers of a pod that Services send traffic to. */
export function lintServed(pod: LintedPod, services: readonly ServiceView[], ctx: CheckContext): void {
  const served = new Map<LintedContainer, number | string>();
  const drained = new Set<LintedContainer>();
  for (const service of services) {
    for (const { target } of portsOf(service, pod)) {
      const container = targetOf(pod, target);
      if (container === undefined) continue;
      if (!service.publishesNotReady) served.set(container, served.get(container) ?? target);
      if (!service.headless) drained.add(container);
    }
  }
  for (const [container, port] of served) lintReadiness(container, port, ctx);
  for (const container of drained) lintDrain(container, ctx);
}

function lintReadiness(linted: LintedContainer, port: number | string, ctx: CheckContext): void {
  const { container, path, name, complete } = linted;
  if (container.readinessProbe !== undefined || !complete) return;
  const block = yamlBlock({ readinessProbe: { tcpSocket: { port } } });
  const fixes = [fix('fix-readiness-missing', { port }, [{ op: 'add', path, block }])];
  const at = `${path}.readinessProbe`;
  ctx.report(serviceLints.readiness, at, { container: name, port }, { markPath: `${path}.name`, fixes });
}

function lintDrain({ container, written, path, name, complete }: LintedContainer, ctx: CheckContext): void {
  if (container.lifecycle?.preStop !== undefined || !complete) return;
  const edit = putEdit(written, path, ['lifecycle', 'preStop', 'sleep', 'seconds'], String(PRE_STOP_SECONDS));
  const fixes = [fix('fix-missing-drain-delay', { seconds: PRE_STOP_SECONDS }, [edit])];
  const values = { container: name, window: PROPAGATION_SECONDS };
  ctx.report(serviceLints.drain, `${path}.lifecycle.preStop`, values, { markPath: `${path}.name`, fixes });
}
