// `podwright timeline`: the trace of a file's pod, as text or as JSON lines for programs.
import { readFileSync } from 'node:fs';
import { analyzeFile } from '../features/analysis';
import type { PodView } from '../features/pods';
import { scenarioComment } from '../features/scenarioComment';
import { NEWEST_MINOR } from '../schema/versions';
import { planOf } from '../simulation/planOf';
import { DEFAULT_SCENARIO, type Scenario } from '../simulation/scenario';
import { simulate } from '../simulation/simulate';
import type { Trace } from '../simulation/trace';
import { traceToCase } from '../simulation/writeTrace';
import { YamlStream } from '../yaml/stream';
import { answerLines, parseArguments, readText } from './io';

/** Runs the command; 0 when a trace was printed, 1 when the file has no pod. */
export async function timeline(args: readonly string[]): Promise<number> {
  const { flags, values, files } = parseArguments(args, ['--case'], ['--batch', '--json']);
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
  const trace = play(pod, scenario ?? DEFAULT_SCENARIO);
  for (const event of traceToCase(trace)) process.stdout.write(`${JSON.stringify(event)}\n`);
  return 0;
}

function firstPod(text: string): PodView | undefined {
  return analyzeFile(YamlStream.of(text), NEWEST_MINOR).documents.flatMap(({ pods }) => pods)[0];
}

function play({ metadata, name, namespace, spec }: PodView, scenario: Scenario): Trace {
  return simulate(planOf({ metadata: { ...metadata, name, namespace }, spec }), scenario);
}

function traceOfCase(one: unknown): unknown {
  const { manifest, ...scenario } = one as { manifest?: string } & Partial<Scenario>;
  const pod = firstPod(manifest ?? '');
  return pod === undefined ? [] : traceToCase(play(pod, { ...DEFAULT_SCENARIO, ...scenario }));
}
