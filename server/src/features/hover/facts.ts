// What a field works out to in this pod: one short line per fact, chosen by definition and field. Numbers come from
// kubernetes/ and facts/; only words are put together here.
import { defaultPullPolicy } from '../../kubernetes/podDefaults';
import { isSidecar } from '../../kubernetes/podResources';
import {
  failureWindow,
  hangingWindow,
  type ProbeNumbers,
  probeNumbers,
  startBudgetSeconds,
  startWindow,
  type Window,
} from '../../kubernetes/probeTiming';
import type { Container, Lifecycle, Probe } from '../../kubernetes/types';
import type { Texts } from '../../text/texts';
import { factsFor } from '../facts/factsFor';
import { type ContainerFacts, type PodFacts, podFacts } from '../facts/podFacts';
import type { FieldPlace } from '../fieldPlace';
import type { PodView } from '../pods';
import { shortBytes } from './quantityWords';

export interface FactScope {
  readonly texts: Texts;
  /** The pod that holds the field. */
  readonly pod: PodView;
  /** Path of the field in the document, and relative to the pod's spec. */
  readonly path: string;
  readonly inPod: string;
  readonly place: FieldPlace;
}

/** Facts about the field at a place of a pod, and the idea behind it; empty when nothing can be worked out. */
export function factLines(scope: FactScope): string[] {
  const { facts, topics } = factsFor(scope.pod, scope.inPod, scope.texts);
  const list = facts.map((fact) => `- ${fact}`).join('\n');
  return [...fieldLines(scope), list, topics.join(scope.texts.say('facts-sentence-gap'))].filter((line) => line !== '');
}

function fieldLines(scope: FactScope): string[] {
  const names = scope.place.steps.map(({ field }) => field.name);
  const last = scope.place.steps.at(-1);
  const owner = last?.owner.name ?? '';
  if (names.some((name) => PROBES.has(name)) && (owner === 'Probe' || owner === 'Container')) return probeFacts(scope);
  if (owner === 'ResourceRequirements' || last?.field.name === 'resources') return resourceFacts(scope);
  if (last?.field.name === 'terminationGracePeriodSeconds' && owner === 'PodSpec') return terminationFacts(scope);
  if (names.includes('lifecycle') && names.includes('preStop')) return terminationFacts(scope);
  if (last?.field.name === 'lifecycle') return terminationFacts(scope);
  if (owner === 'Container' && last?.field.name === 'imagePullPolicy') return pullPolicyFacts(scope);
  if (last?.field.name === 'containers' && owner === 'PodSpec') return [qosLine(podFacts(scope.pod), scope.texts)];
  return [];
}

const PROBES: ReadonlySet<string> = new Set(['livenessProbe', 'readinessProbe', 'startupProbe']);

/** The container a path of the pod lies in. */
function containerOf({ pod, inPod }: FactScope): Container | undefined {
  const match = /^(containers|initContainers)\[(\d+)\]/.exec(inPod);
  if (match === null) return undefined;
  const list = match[1] === 'containers' ? pod.spec.containers : pod.spec.initContainers;
  return list?.[Number(match[2])];
}

function probeFacts(scope: FactScope): string[] {
  const name = scope.place.steps.map(({ field }) => field.name).find((one) => PROBES.has(one)) ?? '';
  const container = containerOf(scope);
  const probe = (container as Readonly<Record<string, unknown>> | undefined)?.[name] as Probe | undefined;
  if (container === undefined || probe === undefined) return [];
  const numbers = probeNumbers(probe);
  const values = probeValues(numbers);
  const { texts } = scope;
  const timing = texts.say('fact-probe-timing', values);
  if (name === 'startupProbe') return [timing, texts.say('fact-startup', values)];
  if (name === 'readinessProbe') return [timing, texts.say('fact-readiness', values)];
  const start = container.startupProbe === undefined ? [texts.say('fact-liveness-start', values)] : [];
  return [timing, texts.say('fact-liveness', values), ...start];
}

function probeValues(numbers: ProbeNumbers): Record<string, string | number> {
  const { failureThreshold, periodSeconds, timeoutSeconds, initialDelaySeconds, successThreshold } = numbers;
  return {
    failures: failureThreshold,
    successes: successThreshold,
    period: periodSeconds,
    timeout: timeoutSeconds,
    delay: initialDelaySeconds,
    total: failureThreshold * periodSeconds,
    failing: seconds(failureWindow(numbers)),
    hanging: seconds(hangingWindow(numbers)),
    starting: seconds(startWindow(numbers)),
    budget: startBudgetSeconds(numbers),
  };
}

function seconds({ fromSeconds, toSeconds }: Window): string {
  return fromSeconds === toSeconds ? `${toSeconds}` : `${fromSeconds}–${toSeconds}`;
}

function pullPolicyFacts(scope: FactScope): string[] {
  const image = containerOf(scope)?.image ?? '';
  return image === '' ? [] : [scope.texts.say('fact-pull-policy', { image, policy: defaultPullPolicy(image) })];
}

function resourceFacts(scope: FactScope): string[] {
  const facts = podFacts(scope.pod);
  const lines = [qosLine(facts, scope.texts)];
  const own = facts.containers.find(({ path }) => scope.inPod === path || scope.inPod.startsWith(`${path}.`));
  if (own !== undefined) lines.push(containerLine(own, facts, scope.texts));
  return lines;
}

/** The pod's QoS class with its reason. */
export function qosLine({ qos }: PodFacts, texts: Texts): string {
  const { reason, qosClass } = qos;
  switch (reason.kind) {
    case 'podLevel':
      return texts.say('fact-qos-pod-level', { qos: qosClass });
    case 'uniform':
      return texts.say(`fact-qos-${qosClass}`, { qos: qosClass });
    case 'container':
      return texts.say(reason.resource === undefined ? 'fact-qos-one-of-two' : 'fact-qos-container', {
        qos: qosClass,
        container: reason.container,
        resource: reason.resource ?? '',
      });
    case 'mixed':
      return texts.say('fact-qos-mixed', { qos: qosClass, container: reason.container, other: reason.other });
  }
}

function containerLine(
  { cgroup, oomScoreAdj, amounts }: ContainerFacts,
  { nodeMemoryBytes }: PodFacts,
  texts: Texts,
): string {
  const limit = amounts.memoryLimitBytes === 0n ? 'max' : shortBytes(amounts.memoryLimitBytes);
  return texts.say('fact-cgroup', {
    weight: cgroup.v2['cpu.weight'],
    max: cgroup.v2['cpu.max'],
    memory: limit,
    oom: oomScoreAdj,
    node: shortBytes(BigInt(nodeMemoryBytes)),
  });
}

/** How the grace period is spent: hook, signal, kill (pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer, 1.37). */
function terminationFacts(scope: FactScope): string[] {
  const grace = scope.pod.spec.terminationGracePeriodSeconds ?? 30;
  const one = containerOf(scope);
  const containers = one === undefined ? runningContainers(scope) : [one];
  return containers.slice(0, MOST_CONTAINERS).map((container) => terminationLine(container, grace, scope.texts));
}

/** More lines than this would push the text out of the hover. */
const MOST_CONTAINERS = 3;
/** What a container gets at least after its hook (minimumGracePeriodInSeconds). */
const LEAST_GRACE_SECONDS = 2;

function runningContainers({ pod }: FactScope): Container[] {
  return [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? []).filter(isSidecar)];
}

function terminationLine(container: Container, grace: number, texts: Texts): string {
  const signal = container.lifecycle?.stopSignal ?? 'SIGTERM';
  const values = { container: container.name ?? '', grace, signal };
  const hook = container.lifecycle?.preStop;
  if (hook === undefined) return texts.say('fact-termination', values);
  const sleep = sleepSeconds(hook);
  if (sleep === undefined) return texts.say('fact-termination-hook', { ...values, least: LEAST_GRACE_SECONDS });
  const rest = Math.max(grace - sleep, LEAST_GRACE_SECONDS);
  return texts.say('fact-termination-sleep', { ...values, sleep: Math.min(sleep, grace), rest });
}

function sleepSeconds(hook: NonNullable<Lifecycle['preStop']>): number | undefined {
  return hook.sleep?.seconds;
}
