// What a field of a pod works out to: sentences about this pod, chosen by the field's path. Numbers come from kubernetes/ and
// simulation/; only words are put together here and in the files beside.
import type { Texts } from '../../text/texts';
import type { PodView } from '../pods';
import { commandFacts, stopFacts } from './commandFacts';
import { envFacts } from './envFacts';
import { imageFacts } from './imageFacts';
import { sharingFacts } from './nodeFacts';
import { podFacts } from './podFacts';
import { deathOrderFacts, overcommitFacts, qosChange, resourceFacts } from './resourceFacts';
import { securityFacts } from './securityFacts';
import { deletionFacts, livenessFacts, readyFacts } from './timingFacts';

export interface Place {
  readonly pod: PodView;
  /** Path of the field relative to the pod spec. */
  readonly path: string;
  readonly texts: Texts;
}

/** One sentence per fact. */
type Facts = (place: Place) => readonly string[];

/** Field, its facts, and ids of the sentences about the idea behind it. The first row that fits counts. */
const ROWS: readonly (readonly [pattern: RegExp, facts: readonly Facts[], topics: readonly string[]])[] = [
  [/resources\.limits[.[]cpu/, [resourceFacts], ['topic.throttling', 'topic.compressible']],
  [/resources\.limits[.[]memory/, [resourceFacts, deathOrderFacts], ['topic.cgroup.memoryMax', 'topic.whoDiesFirst']],
  [/resources\.limits[.[]ephemeral-storage/, [], ['topic.ephemeralStorage']],
  [/resources\.requests[.[]cpu/, [resourceFacts], ['topic.cgroup.cpuWeight', 'topic.overcommit']],
  [/resources\.requests[.[]memory/, [deathOrderFacts], ['topic.oomScoreAdj', 'topic.eviction']],
  [/resources(\.(limits|requests))?$/, [qosChange, overcommitFacts, resourceFacts], ['topic.qos', 'topic.cgroup.v1']],
  [/^containers$/, [qosChange, deathOrderFacts, readyFacts], ['topic.sandbox', 'topic.runtime']],
  [/^initContainers$/, [readyFacts], ['topic.startOrder']],
  [/^initContainers\[\d+\]\.restartPolicy/, [], ['topic.sidecar', 'topic.qos.sidecar']],
  [/^restartPolicy/, [], ['topic.restartPolicy', 'topic.backoff']],
  [/restartPolicyRules/, [], ['topic.exitCode']],
  [/^terminationGracePeriodSeconds/, [deletionFacts], ['topic.termination', 'topic.termination.budget']],
  [/lifecycle\.preStop/, [deletionFacts], ['topic.connectionRefused']],
  [/lifecycle\.stopSignal/, [stopFacts], ['topic.stopSignal']],
  [/lifecycle$/, [stopFacts, deletionFacts], ['topic.termination']],
  [/Probe\.exec/, [], ['topic.probe.discarded']],
  [/livenessProbe(\.|$)/, [livenessFacts], ['topic.probe.detection']],
  [/startupProbe(\.|$)/, [readyFacts], ['topic.probe.budget']],
  [/readinessProbe(\.|$)/, [readyFacts], ['topic.probe.readyTime']],
  [/containers\[\d+\]\.(command|args)/i, [commandFacts, stopFacts], ['topic.pid1', 'topic.shell']],
  [/containers\[\d+\]\.image$/i, [imageFacts], ['topic.unionFs']],
  [/containers\[\d+\]\.imagePullPolicy/i, [imageFacts], ['topic.imagePull']],
  [/containers\[\d+\]\.(stdin|tty)/i, [], ['topic.ctrlC']],
  [/\.env\[\d+\]/, [envFacts], []],
  [/securityContext/, [securityFacts], []],
  [/^shareProcessNamespace/, [sharingFacts], ['topic.orphan', 'topic.zombie', 'topic.init']],
  [/^host(Network|PID|IPC|Users)/, [sharingFacts], ['topic.namespaces']],
  [/^runtimeClassName/, [sharingFacts], ['topic.virtualization']],
  [/^priorityClassName/, [deathOrderFacts], ['topic.eviction']],
];

export interface FactsAnswer {
  readonly facts: readonly string[];
  /** Sentences about the idea behind the field. */
  readonly topics: readonly string[];
}

/** What is known about a field of a pod; empty lists when nothing is. */
export function factsFor(pod: PodView, path: string, texts: Texts): FactsAnswer {
  const row = ROWS.find(([pattern]) => pattern.test(path));
  if (row === undefined) return { facts: [], topics: [] };
  const [, facts, topics] = row;
  const place: Place = { pod, path, texts };
  return {
    facts: [...new Set(facts.flatMap((fact) => fact(place)))],
    topics: topics.filter((id) => texts.has(id)).map((id) => texts.say(id)),
  };
}

/** Everything worth saying about a pod as a whole, for people who ask for it (`podwright facts`). */
export function podSentences(pod: PodView, texts: Texts): readonly string[] {
  const place = (path: string): Place => ({ pod, path, texts });
  const all = place('');
  return [...qosChange(all), ...deathOrderFacts(all), ...readyFacts(all), ...deletionFacts(all), ...sharingFacts(all)];
}

/** Everything worth saying about one container of a pod. */
export function containerSentences(pod: PodView, path: string, texts: Texts): readonly string[] {
  const own: Place = { pod, path, texts };
  const liveness = podFacts(pod).containers.find((one) => one.path === path)?.container.livenessProbe;
  return [
    ...resourceFacts(own),
    ...imageFacts(own),
    ...commandFacts(own),
    ...stopFacts(own),
    ...(liveness === undefined ? [] : livenessFacts({ ...own, path: `${path}.livenessProbe` })),
    ...securityFacts({ ...own, path: `${path}.securityContext` }),
  ];
}
