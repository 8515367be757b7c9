// Lints about requests and limits. QoS class, oom_score_adj and quotas come from kubernetes/, as everywhere.
import { containerAmounts, containerCgroup, cpuQuotaUs, throttledWallMs } from '../../kubernetes/cgroup';
import { oomScoreAdj } from '../../kubernetes/oomScore';
import { readResourceList } from '../../kubernetes/podResources';
import { qosClassOf, qosContainers, resourcesQosClass } from '../../kubernetes/qos';
import { formatQuantity, parseQuantity, type Quantity, quantityOf, quantityValue } from '../../kubernetes/quantity';
import { setRaw } from '../fixes';
import { type CheckContext, ruleTable } from '../rule';
import { fix, type LintedContainer, type LintedPod, longRunning, putEdit, yamlBlock } from './lint';

const RESOURCES = 'containers[*].resources';

export const resourceLints = ruleTable('lint', {
  milli: { id: 'memory-milli-unit', severity: 'warning', path: `${RESOURCES}.limits[memory]` },
  cpuUnit: { id: 'cpu-unit-suspicious', severity: 'warning', path: `${RESOURCES}.requests[cpu]` },
  tooSmall: { id: 'limit-below-runtime-minimum', severity: 'warning', path: `${RESOURCES}.limits[memory]` },
  tinyQuota: { id: 'cpu-limit-tiny-quota', severity: 'warning', path: `${RESOURCES}.limits[cpu]` },
  demoted: { id: 'qos-demoted-by-one-container', severity: 'warning', path: RESOURCES },
  noMemoryLimit: { id: 'memory-limit-missing', severity: 'info', path: RESOURCES },
  none: { id: 'no-resources', severity: 'info', path: 'containers[*]' },
  limitsOnly: { id: 'limits-only-defaulting', severity: 'hint', path: `${RESOURCES}.limits` },
  farBelow: { id: 'memory-request-far-below-limit', severity: 'hint', path: `${RESOURCES}.requests[memory]` },
  cpuLimit: { id: 'cpu-limit-present', severity: 'hint', path: `${RESOURCES}.limits[cpu]`, default: 'off' },
});

const MI = 2n ** 20n;
/** Less memory than this starts no process (containerd and runc refuse below 6 MiB). */
const RUNTIME_MINIMUM = 6n * MI;
const MANY_CORES = 100n;
const TINY_CPU_MILLI = 100n;
const FAR = 4n;

/** Checks requests and limits of all containers. */
export function lintResources(pod: LintedPod, ctx: CheckContext): void {
  for (const container of pod.containers) {
    lintUnits(container, ctx);
    lintTinyQuota(pod, container, ctx);
  }
  lintDemoted(pod, ctx);
  for (const container of longRunning(pod)) lintAmounts(pod, container, ctx);
  lintNone(pod, ctx);
}

function lintUnits({ written, path }: LintedContainer, ctx: CheckContext): void {
  for (const list of ['requests', 'limits'] as const) {
    for (const [name, value] of Object.entries(written.resources?.[list] ?? {})) {
      const at = `${path}.resources.${list}[${name}]`;
      const amount = parseQuantity(value);
      if (amount === undefined || amount.nano <= 0n) continue;
      if (name === 'memory' || name === 'ephemeral-storage') lintBytes(String(value), amount, list, name, at, ctx);
      else if (name === 'cpu') lintCores(String(value), amount, at, ctx);
    }
  }
}

function lintBytes(
  value: string,
  amount: Quantity,
  list: 'requests' | 'limits',
  name: string,
  at: string,
  ctx: CheckContext,
): void {
  const bytes = quantityValue(amount);
  if (bytes < MI) {
    const number = /^[\d.]+/.exec(value)?.[0] ?? '';
    const meant = number === '' || Number(number) >= 65_536 ? '128Mi' : `${number}Mi`;
    const shown = value.endsWith('m') ? `${Number(number) / 1000}` : String(bytes);
    ctx.report(resourceLints.milli, at, { value, bytes: shown, meant }, { fixes: [setRaw(at, meant)] });
  } else if (list === 'limits' && name === 'memory' && bytes < RUNTIME_MINIMUM) {
    ctx.report(resourceLints.tooSmall, at, { value }, { fixes: [setRaw(at, '64Mi')] });
  }
}

function lintCores(value: string, amount: Quantity, at: string, ctx: CheckContext): void {
  const cores = quantityValue(amount);
  if (cores < MANY_CORES || value.endsWith('m')) return;
  const number = /^[\d.]+/.exec(value)?.[0] ?? '';
  const meant = /^\d+$/.test(number) ? `${number}m` : '500m';
  ctx.report(resourceLints.cpuUnit, at, { value, cores: String(cores), meant }, { fixes: [setRaw(at, meant)] });
}

function lintTinyQuota(_pod: LintedPod, { written, path }: LintedContainer, ctx: CheckContext): void {
  const value = written.resources?.limits?.cpu;
  const amount = value === undefined ? undefined : parseQuantity(value);
  if (value === undefined || amount === undefined || amount.nano <= 0n) return;
  const { cpuLimitMilli } = containerAmounts({}, written);
  const quota = cpuQuotaUs(cpuLimitMilli);
  if (quota === undefined || cpuLimitMilli >= TINY_CPU_MILLI) return;
  const at = `${path}.resources.limits[cpu]`;
  const values = { value: String(value), quota: quota / 1000, wall: Math.round(throttledWallMs(50, quota)) };
  ctx.report(resourceLints.tinyQuota, at, values, { fixes: [setRaw(at, '200m', false)] });
}

/** One container that keeps all others from the class they are written for. */
function lintDemoted(pod: LintedPod, ctx: CheckContext): void {
  if (pod.spec.resources !== undefined || qosContainers(pod.spec).length < 2) return;
  const odd = pod.containers.filter(({ container }) => resourcesQosClass(container.resources) !== 'Guaranteed');
  const [only] = odd;
  if (odd.length !== 1 || only === undefined || pod.containers.some(({ complete }) => !complete)) return;
  const { name: container, path, written } = only;
  const markPath = written.resources === undefined ? `${path}.name` : `${path}.resources`;
  ctx.report(resourceLints.demoted, `${path}.resources`, { container }, { markPath, fixes: equalFixes(only) });
}

function equalFixes({ container, written, path }: LintedContainer) {
  if (written.resources === undefined) {
    const block = yamlBlock({ resources: { limits: { cpu: '100m', memory: '64Mi' } } });
    return [fix('fix-qos-demoted', { container: container.name ?? '' }, [{ op: 'add', path, block }])];
  }
  const requests = readResourceList(container.resources?.requests);
  const limits = readResourceList(container.resources?.limits);
  const edits = ['cpu', 'memory'].map((name) => {
    const amount = limits.get(name) ?? requests.get(name);
    const raw = amount === undefined ? (name === 'cpu' ? '100m' : '64Mi') : formatQuantity(amount);
    const list = limits.has(name) ? 'requests' : 'limits';
    const same = requests.get(name)?.nano === limits.get(name)?.nano && limits.has(name);
    return same ? undefined : putEdit(written.resources, `${path}.resources`, [list, name], raw);
  });
  // Two edits that would add the same missing map cannot be put together.
  const wanted = edits.filter((edit) => edit !== undefined);
  const adds = wanted.filter(({ op }) => op === 'add').length;
  return adds > 1 ? [] : [fix('fix-qos-demoted', { container: container.name ?? '' }, wanted)];
}

function lintAmounts(pod: LintedPod, linted: LintedContainer, ctx: CheckContext): void {
  const { written, container, path, name } = linted;
  const resources = written.resources;
  if (resources === undefined) return;
  const { memoryLimitBytes: limit, memoryRequestBytes: request } = containerAmounts(pod.spec, container);
  const adj = oomScoreAdj(pod.spec, container);
  const qos = qosClassOf(pod.spec);
  if (limit === 0n && linted.complete && readResourceList(resources.requests).has('memory')) {
    const meant = formatQuantity(twice(request, readResourceList(resources.requests).get('memory')));
    const fixes = [
      fix('fix-memory-limit', { meant }, [putEdit(resources, `${path}.resources`, ['limits', 'memory'], meant)]),
    ];
    const at = `${path}.resources`;
    ctx.report(resourceLints.noMemoryLimit, at, { container: name, qos, adj, meant }, { at: 'key', fixes });
  }
  if (limit > 0n && request > 0n && limit > FAR * request) {
    const ratio = Number((limit * 10n) / request) / 10;
    ctx.report(resourceLints.farBelow, `${path}.resources.requests[memory]`, { container: name, ratio, adj });
  }
  lintLimitsOnly(pod, linted, qos, ctx);
  lintCpuLimit(pod, linted, ctx);
}

function twice(bytes: bigint, written: Quantity | undefined): Quantity {
  return quantityOf(2n * bytes, written?.format ?? 'BinarySI');
}

function lintLimitsOnly(
  _pod: LintedPod,
  { written, path, name }: LintedContainer,
  qos: string,
  ctx: CheckContext,
): void {
  const limits = written.resources?.limits ?? {};
  const missing = ['cpu', 'memory'].filter((one) => limits[one] !== undefined);
  if (missing.length === 0 || Object.keys(written.resources?.requests ?? {}).length > 0) return;
  const amount = missing.map((one) => `${one} ${limits[one]}`).join(', ');
  const block = yamlBlock({ requests: Object.fromEntries(missing.map((one) => [one, String(limits[one])])) });
  const fixes = [fix('fix-write-requests', {}, [{ op: 'add', path: `${path}.resources`, block }])];
  ctx.report(
    resourceLints.limitsOnly,
    `${path}.resources.limits`,
    { container: name, amount, qos },
    { at: 'key', fixes },
  );
}

function lintCpuLimit(
  { spec }: LintedPod,
  { written, container, path, name }: LintedContainer,
  ctx: CheckContext,
): void {
  const value = written.resources?.limits?.cpu;
  if (value === undefined || (container.ports ?? []).length === 0 || container.readinessProbe === undefined) return;
  if (containerCgroup(spec, container).v2['cpu.max'].startsWith('max')) return;
  ctx.report(resourceLints.cpuLimit, `${path}.resources.limits[cpu]`, { container: name, value: String(value) });
}

function lintNone({ spec, containers }: LintedPod, ctx: CheckContext): void {
  if (qosClassOf(spec) !== 'BestEffort' || containers.some(({ complete }) => !complete)) return;
  const [first] = containers.filter(({ role }) => role === 'main');
  if (first === undefined) return;
  const { path, name } = first;
  const fixes =
    first.written.resources === undefined ? [fix('fix-no-resources', {}, [{ op: 'add', path, block: SKELETON }])] : [];
  ctx.report(resourceLints.none, path, { container: name }, { markPath: `${path}.name`, fixes });
}

const SKELETON = yamlBlock({
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '128Mi' } },
});
