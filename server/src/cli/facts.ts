// `podwright facts`: the numbers Kubernetes works out from a file's pods, for people or as JSON lines for programs.
import { analyzeFile, type DocumentAnalysis } from '../features/analysis';
import { cronFacts } from '../features/facts/cronFacts';
import { containerSentences, podSentences } from '../features/facts/factsFor';
import { type ContainerFacts, podFacts } from '../features/facts/podFacts';
import type { PodView } from '../features/pods';
import { NEWEST_MINOR } from '../schema/versions';
import type { Texts } from '../text/texts';
import { YamlStream } from '../yaml/stream';
import { readArguments } from './arguments';
import { answerLines, cliLanguage, loadTexts, readInput, write } from './io';
import { filesOf } from './operands';
import { FACTS } from './shapes';
import { visible } from './terminal';
import { UsageError } from './usageError';

/** Runs the command; 0 when facts were printed, 1 when no file has a pod. */
export async function facts(args: readonly string[]): Promise<number> {
  const { flags, values, operands } = readArguments(FACTS, args);
  if (flags.has('--batch')) {
    await answerLines(({ id, yaml }) => ({ id, derived: podsIn(String(yaml ?? '')).map(batchPod) }));
    return 0;
  }
  if (operands.length === 0) throw new UsageError('cli.error.no-file', { command: 'facts' });
  const texts = loadTexts(cliLanguage(values['--language']));
  let found = false;
  for (const file of filesOf(operands)) {
    const blocks = documentsIn(readInput(file)).flatMap((analysis) => documentBlocks(analysis, texts));
    if (blocks.length === 0) process.stderr.write(`podwright: ${visible(texts.say('cli.error.no-pod', { file }))}\n`);
    else await write(`${visible(blocks.join('\n\n'))}\n`);
    found ||= blocks.length > 0;
  }
  return found ? 0 : 1;
}

function documentsIn(yaml: string): readonly DocumentAnalysis[] {
  return analyzeFile(YamlStream.of(yaml), NEWEST_MINOR).documents;
}

function podsIn(yaml: string): readonly PodView[] {
  return documentsIn(yaml).flatMap(({ pods }) => pods);
}

/** Path of the pod spec in its object, as the API server spells it. */
function pathInObject({ specPath, object }: PodView): string {
  return object.path === '' ? specPath : specPath.slice(object.path.length + 1);
}

function batchPod(pod: PodView): unknown {
  const path = pathInObject(pod);
  const { qos, containers } = podFacts(pod);
  return {
    path,
    qosClass: qos.qosClass,
    containers: containers.map(({ path: own, name, oomScoreAdj, cgroup }) => ({
      path: `${path}.${own}`,
      name,
      oomScoreAdj,
      cgroup,
    })),
  };
}

function documentBlocks({ pods }: DocumentAnalysis, texts: Texts): string[] {
  return pods.map((pod) => podBlock(pod, texts));
}

function podBlock(pod: PodView, texts: Texts): string {
  const { qos, containers } = podFacts(pod);
  const head = `${pod.object.kind} ${pod.name}: ${texts.say('facts-qos', { qos: qos.qosClass })}`;
  const lines = [...scheduleLines(pod, texts), ...podSentences(pod, texts)].map((line) => `  ${line}`);
  return [head, ...lines, ...containers.flatMap((one) => containerLines(pod, one, texts))].join('\n');
}

function scheduleLines({ object }: PodView, texts: Texts): readonly string[] {
  const spec = object.decoded.value.spec as { readonly schedule?: unknown; readonly timeZone?: unknown } | undefined;
  if (typeof spec?.schedule !== 'string') return [];
  const zone = typeof spec.timeZone === 'string' ? spec.timeZone : undefined;
  return cronFacts(spec.schedule, zone, texts, Date.now());
}

function containerLines(
  pod: PodView,
  { path, name, role, oomScoreAdj, cgroup }: ContainerFacts,
  texts: Texts,
): string[] {
  const title = texts.say('facts-container', { name, role: texts.say(`facts-role-${role}`) });
  const { v2 } = cgroup;
  const numbers = `cpu.weight ${v2['cpu.weight']}, cpu.max ${v2['cpu.max']}, memory.max ${v2['memory.max']}, oom_score_adj ${oomScoreAdj}`;
  return [`  ${title}`, `    ${numbers}`, ...containerSentences(pod, path, texts).map((line) => `    ${line}`)];
}
