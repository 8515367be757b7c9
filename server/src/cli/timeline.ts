// `podwright timeline`: what the kubelet does with a file's pod, as a trace (JSON lines) or as a picture.
import { readFileSync } from 'node:fs';
import { analyzeFile } from '../features/analysis';
import type { PodView } from '../features/pods';
import { scenarioComment } from '../features/scenarioComment';
import { NEWEST_MINOR } from '../schema/versions';
import type { PodPlan } from '../simulation/plan';
import { planOf } from '../simulation/planOf';
import { renderTimeline, TIMELINE_FORMATS } from '../simulation/render/timeline';
import { DEFAULT_SCENARIO, type Scenario } from '../simulation/scenario';
import { scenariosFor } from '../simulation/scenarios';
import { simulate } from '../simulation/simulate';
import type { Trace } from '../simulation/trace';
import { traceToCase } from '../simulation/writeTrace';
import { YamlStream } from '../yaml/stream';
import { answerLines, cliLanguage, loadTexts, parseArguments, readText } from './io';

/** Runs the command; 0 when a trace was printed, 1 when the file has no pod. */
export async function timeline(args: readonly string[]): Promise<number> {
  const { flags, values, files } = parseArguments(
    args,
    ['--case', '--format', '--scenario', '--language'],
    ['--batch', '--json'],
  );
  if (flags.has('--batch')) {
    await answerLines(({ id, case: one }) => ({ id, trace: traceOfCase(one) }));
    return 0;
  }
  const [file] = files;
  if (file === undefined) throw new Error('timeline needs a file, or - for standard input');
  const text = readText(file);
  const pod = firstPod(text);
  if (pod === undefined) {
    process.stderr.write(`${file}: no pod in this file\n`);
    return 1;
  }
  const caseFile = values['--case'];
  const scenario =
    caseFile === undefined ? scenarioComment(text) : (JSON.parse(readFileSync(caseFile, 'utf8')) as Scenario);
  const format = values['--format'] ?? 'trace';
  if (format !== 'trace') {
    process.stdout.write(picture(pod, scenario, format, values));
    return 0;
  }
  const trace = play(pod, named(planFor(pod), values['--scenario']) ?? scenario ?? DEFAULT_SCENARIO);
  for (const event of traceToCase(trace)) process.stdout.write(`${JSON.stringify(event)}\n`);
  return 0;
}

function firstPod(text: string): PodView | undefined {
  return analyzeFile(YamlStream.of(text), NEWEST_MINOR).documents.flatMap(({ pods }) => pods)[0];
}

function planFor({ metadata, name, namespace, spec }: PodView): PodPlan {
  return planOf({ metadata: { ...metadata, name, namespace }, spec });
}

function play(pod: PodView, scenario: Scenario): Trace {
  return simulate(planFor(pod), scenario);
}

/** A picture in one of the written forms; without a scenario of the file's own, the first that suits the pod. */
function picture(
  pod: PodView,
  own: Scenario | undefined,
  format: string,
  values: Readonly<Record<string, string>>,
): string {
  const known = TIMELINE_FORMATS.find((one) => one === format);
  if (known === undefined) throw new Error(`--format is trace, ${TIMELINE_FORMATS.join(', ')}; not ${format}`);
  const plan = planFor(pod);
  const scenario = named(plan, values['--scenario']) ?? own ?? scenariosFor(plan)[0]?.scenario ?? DEFAULT_SCENARIO;
  const words = loadTexts(cliLanguage(values['--language'])).table(['why', 'timeline']);
  const { columns = 100, isTTY = false } = process.stdout;
  return renderTimeline({ plan, scenario, words, columns, colors: isTTY && process.env.NO_COLOR === undefined }, known);
}

/** A ready-made scenario by its id. */
function named(plan: PodPlan, id: string | undefined): Scenario | undefined {
  if (id === undefined) return undefined;
  const all = scenariosFor(plan);
  const found = all.find((one) => one.id === id);
  if (found === undefined) throw new Error(`--scenario is ${all.map((one) => one.id).join(', ')}; not ${id}`);
  return found.scenario;
}

function traceOfCase(one: unknown): unknown {
  const { manifest, ...scenario } = one as { manifest?: string } & Partial<Scenario>;
  const pod = firstPod(manifest ?? '');
  return pod === undefined ? [] : traceToCase(play(pod, { ...DEFAULT_SCENARIO, ...scenario }));
}
