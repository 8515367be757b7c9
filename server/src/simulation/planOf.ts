// Makes the engine's input from a lowered pod. Fills the kubelet's defaults in; takes anything, never throws.
import type { ContainerPlan, HookPlan, PodPlan, ProbePlan, RestartRulePlan } from './plan';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The plan of a pod given as a plain object in API spelling (`{ metadata, spec }`). Values of the wrong type count as
 * missing. Defaults: pkg/apis/core/v1/defaults.go (1.37).
 */
export function planOf(pod: unknown): PodPlan {
  const metadata = fieldsOf(fieldsOf(pod).metadata);
  const spec = fieldsOf(fieldsOf(pod).spec);
  const deadline = intOf(spec.activeDeadlineSeconds);
  const policy = spec.restartPolicy;
  return {
    name: textOf(metadata.name) ?? '',
    namespace: textOf(metadata.namespace) ?? 'default',
    restartPolicy: policy === 'Never' || policy === 'OnFailure' ? policy : 'Always',
    terminationGracePeriodSeconds: Math.max(intOf(spec.terminationGracePeriodSeconds) ?? 30, 0),
    ...(deadline === undefined || deadline < 0 ? {} : { activeDeadlineSeconds: deadline }),
    readinessGates: listOf(spec.readinessGates).flatMap((g) => textOf(fieldsOf(g).conditionType) ?? []),
    ...(mountsVolumes(spec) ? { volumes: true as const } : {}),
    containers: containersOf(spec),
  };
}

/** Volumes that no container mounts are not waited for. */
function mountsVolumes(spec: Fields): boolean {
  const names = listOf(spec.volumes).map((v) => fieldsOf(v).name);
  return [...listOf(spec.containers), ...listOf(spec.initContainers)]
    .flatMap((c) => [...listOf(fieldsOf(c).volumeMounts), ...listOf(fieldsOf(c).volumeDevices)])
    .some((m) => names.includes(fieldsOf(m).name));
}

function containersOf(spec: Fields): ContainerPlan[] {
  const init = listOf(spec.initContainers).map((c, i) => containerOf(fieldsOf(c), `initContainers[${i}]`, true));
  const main = listOf(spec.containers).map((c, i) => containerOf(fieldsOf(c), `containers[${i}]`, false));
  const names = new Set<string>();
  return [...init, ...main].map((c) => {
    let name = c.name;
    // a name given twice is an error of its own; the engine only needs to tell the two apart
    for (let n = 2; names.has(name); n++) name = `${c.name}-${n}`;
    names.add(name);
    return name === c.name ? c : { ...c, name };
  });
}

function containerOf(c: Fields, path: string, init: boolean): ContainerPlan {
  const restartPolicy = textOf(c.restartPolicy);
  const image = textOf(c.image) ?? '';
  const lifecycle = fieldsOf(c.lifecycle);
  const rules = listOf(c.restartPolicyRules).map((r) => ruleOf(fieldsOf(r)));
  return {
    name: textOf(c.name) ?? path,
    path,
    role: !init ? 'main' : restartPolicy === 'Always' ? 'sidecar' : 'init',
    image,
    imagePullPolicy: pullPolicy(c.imagePullPolicy, image),
    ...optional('restartPolicy', restartPolicy),
    ...(rules.length === 0 ? {} : { restartPolicyRules: rules }),
    ...optional('startupProbe', probeOf(c.startupProbe, c)),
    ...optional('readinessProbe', probeOf(c.readinessProbe, c)),
    ...optional('livenessProbe', probeOf(c.livenessProbe, c)),
    ...optional('postStart', hookOf(lifecycle.postStart, c)),
    ...optional('preStop', hookOf(lifecycle.preStop, c)),
    ...optional('stopSignal', textOf(lifecycle.stopSignal)),
  };
}

function probeOf(value: unknown, container: Fields): ProbePlan | undefined {
  if (!isFields(value)) return undefined;
  const handler = (['exec', 'httpGet', 'tcpSocket', 'grpc'] as const).find((h) => isFields(value[h]));
  if (handler === undefined) return undefined;
  const grace = intOf(value.terminationGracePeriodSeconds);
  return {
    handler,
    initialDelaySeconds: Math.max(intOf(value.initialDelaySeconds) ?? 0, 0),
    // zero is what a missing number is decoded to, so the server's defaults fill it too
    timeoutSeconds: positive(value.timeoutSeconds, 1),
    periodSeconds: positive(value.periodSeconds, 10),
    successThreshold: positive(value.successThreshold, 1),
    failureThreshold: positive(value.failureThreshold, 3),
    ...(grace === undefined || grace < 0 ? {} : { terminationGracePeriodSeconds: grace }),
    ...unknownPort(fieldsOf(value[handler]).port, container),
  };
}

/** A port given by name has to be one of the container's (pkg/probe/util.go ResolveContainerPort). */
function unknownPort(port: unknown, container: Fields): { unknownPort?: true } {
  if (typeof port !== 'string') return {};
  const known = listOf(container.ports).some((p) => fieldsOf(p).name === port);
  return known ? {} : { unknownPort: true };
}

function hookOf(value: unknown, container: Fields): HookPlan | undefined {
  if (!isFields(value)) return undefined;
  const handler = (['exec', 'httpGet', 'sleep', 'tcpSocket'] as const).find((h) => isFields(value[h]));
  if (handler === undefined) return undefined;
  if (handler !== 'sleep') return { handler, ...unknownPort(fieldsOf(value[handler]).port, container) };
  return { handler, sleepSeconds: Math.max(intOf(fieldsOf(value.sleep).seconds) ?? 0, 0) };
}

function ruleOf(rule: Fields): RestartRulePlan {
  const codes = fieldsOf(rule.exitCodes);
  return {
    action: textOf(rule.action) ?? '',
    operator: textOf(codes.operator) ?? '',
    values: listOf(codes.values).flatMap((v) => intOf(v) ?? []),
  };
}

/** Default: Always for `latest` and untagged images (defaults.go SetDefaults_Container). */
function pullPolicy(value: unknown, image: string): ContainerPlan['imagePullPolicy'] {
  if (value === 'Always' || value === 'IfNotPresent' || value === 'Never') return value;
  if (image.includes('@')) return 'IfNotPresent';
  const tag = /:([^/]*)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function positive(value: unknown, fallback: number): number {
  const n = intOf(value);
  return n === undefined || n < 1 ? fallback : n;
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function intOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : undefined;
}
