// `podwright facts`: the numbers Kubernetes works out from a file's pods, for people or as JSON lines for programs.
import { analyzeFile } from '../features/analysis';
import { podFacts } from '../features/facts/podFacts';
import type { PodView } from '../features/pods';
import { NEWEST_MINOR } from '../schema/versions';
import { YamlStream } from '../yaml/stream';
import { answerLines, parseArguments } from './io';

/** Runs the command; 0 when facts were printed, 1 when no file has a pod. */
export async function facts(args: readonly string[]): Promise<number> {
  const { flags, files } = parseArguments(args, ['--language'], ['--batch']);
  if (flags.has('--batch')) {
    await answerLines(({ id, yaml }) => ({ id, derived: podsIn(String(yaml ?? '')).map(batchPod) }));
    return 0;
  }
  if (files.length === 0) throw new Error('facts needs a file, or - for standard input');
  return 1;
}

function podsIn(yaml: string): readonly PodView[] {
  return analyzeFile(YamlStream.of(yaml), NEWEST_MINOR).documents.flatMap(({ pods }) => pods);
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
