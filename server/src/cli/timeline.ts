// `podwright timeline`: what the kubelet does with a file's pod, as a picture or as a trace (JSON lines).
import { analyzeFile } from '../features/analysis';
import type { PodView } from '../features/pods';
import { scenarioComment } from '../features/scenarioComment';
import { NEWEST_MINOR } from '../schema/versions';
import type { PodPlan } from '../simulation/plan';
import { planOf } from '../simulation/planOf';
import { renderTimeline, type TimelineFormat } from '../simulation/render/timeline';
import { DEFAULT_SCENARIO, type Scenario } from '../simulation/scenario';
import { scenariosFor } from '../simulation/scenarios';
import { simulate } from '../simulation/simulate';
import type { Trace } from '../simulation/trace';
import { traceToCase } from '../simulation/writeTrace';
import { YamlStream } from '../yaml/stream';
import { type Arguments, nearest, readArguments } from './arguments';
import { answerLines, cliLanguage, loadTexts, readInput, write } from './io';
import { TIMELINE } from './shapes';
import { safeJson, useColors, visible, visibleData } from './terminal';
import { UsageError } from './usageError';

/** Runs the command; 0 when a timeline was printed, 1 when the file has no pod. */
export async function timeline(args: readonly string[]): Promise<number> {
  const { flags, values, operands } = readArguments(TIMELINE, args);
  if (flags.has('--batch')) {
    await answerLines(({ id, case: one }) => ({ id, trace: traceOfCase(one) }));
    return 0;
  }
  const [file] = operands;
  if (file === undefined) throw new UsageError('cli.error.no-file', { command: 'timeline' });
  const found = podOf(file, values['--pod']);
  if (found === undefined) {
    const texts = loadTexts(cliLanguage(values['--language']));
    process.stderr.write(`podwright: ${visible(texts.say('cli.error.no-pod', { file }))}\n`);
    return 1;
  }
  const own = values['--case'] === undefined ? found.scenario : readCase(values['--case']);
  const format = flags.has('--json')
    ? 'json'
    : (values['--format'] ?? (values['--case'] === undefined ? 'text' : 'json'));
  await write(format === 'json' ? traceLines(found.pod, own, values) : picture(found.pod, own, format, values));
  return 0;
}

interface Found {
  readonly pod: PodView;
  /** Of a comment in the pod's own document. */
  readonly scenario: Scenario | undefined;
}

function podOf(file: string, name: string | undefined): Found | undefined {
  const all = podsIn(readInput(file));
  if (name === undefined) return all[0];
  const found = all.find(({ pod }) => pod.name === name);
  if (found !== undefined || all.length === 0) return found;
  const names = all.map(({ pod }) => pod.name);
  throw nearest('cli.error.no-such-pod', name, names, { file });
}

function podsIn(text: string): readonly Found[] {
  const { documents } = analyzeFile(YamlStream.of(text), NEWEST_MINOR);
  return documents.flatMap(({ pods, document }) =>
    pods.map((pod) => ({ pod, scenario: scenarioComment(document.text) })),
  );
}

function readCase(file: string): Scenario {
  try {
    return { ...DEFAULT_SCENARIO, ...(JSON.parse(readInput(file)) as Partial<Scenario>) };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError('cli.error.case', { file, reason: (error as Error).message });
  }
}

function planFor({ metadata, name, namespace, spec }: PodView): PodPlan {
  return planOf({ metadata: { ...metadata, name, namespace }, spec });
}

function play(pod: PodView, scenario: Scenario): Trace {
  return simulate(planFor(pod), scenario);
}

function traceLines(pod: PodView, own: Scenario | undefined, values: Arguments['values']): string {
  const scenario = named(planFor(pod), values['--scenario']) ?? own ?? DEFAULT_SCENARIO;
  return traceToCase(play(pod, scenario))
    .map((event) => `${safeJson(event)}\n`)
    .join('');
}

/** A picture in one of the written forms; without a scenario of the file's own, the first that suits the pod. */
function picture(pod: PodView, own: Scenario | undefined, format: string, values: Arguments['values']): string {
  const plan = visibleData(planFor(pod));
  const usual = scenariosFor(plan)[0]?.scenario ?? DEFAULT_SCENARIO;
  const scenario = visibleData(named(plan, values['--scenario']) ?? own ?? usual);
  const words = loadTexts(cliLanguage(values['--language'])).table(['why', 'timeline']);
  const { columns = 100 } = process.stdout;
  const request = { plan, scenario, words, columns, colors: useColors(values['--color']) };
  return renderTimeline(request, format as TimelineFormat);
}

/** A ready-made scenario by its id. */
function named(plan: PodPlan, id: string | undefined): Scenario | undefined {
  if (id === undefined) return undefined;
  const all = scenariosFor(plan);
  const found = all.find((one) => one.id === id);
  if (found !== undefined) return found.scenario;
  const known = all.map((one) => one.id);
  throw nearest('cli.error.choice', id, known, { option: '--scenario' });
}

function traceOfCase(one: unknown): unknown {
  const { manifest, ...scenario } = one as { manifest?: string } & Partial<Scenario>;
  const pod = podsIn(manifest ?? '')[0]?.pod;
  return pod === undefined ? [] : traceToCase(play(pod, { ...DEFAULT_SCENARIO, ...scenario }));
}
