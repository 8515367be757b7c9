// Warnings of workloads that are accepted, beside those of their pod template (WarningsOnCreate of the strategies in
// registry/apps, registry/batch and registry/core, 1.37).
import { type Fields, maybeNumber, numberOf, objectOf, objectsOf, textOf } from '../../kubernetes/fields';
import { isDNS1123Label, toDNS1123Label } from '../../kubernetes/names';
import { setRaw, setTo } from '../fixes';
import { warnPersistentVolumeClaimSpec } from '../kinds/persistentVolumeClaim';
import { type CheckedObjectMeta, effectiveName } from '../metadata';
import type { CheckContext } from '../rule';
import { jobWarnings } from './jobRules';
import { workloadWarnings } from './workloadRules';

const MANY_COMPLETIONS = 100_000;
const MANY_PARALLEL = 10_000;

/** The name ends up in pod and host names, which are DNS labels. */
export function warnWorkloadName(object: Fields, ctx: CheckContext): void {
  const name = effectiveName(objectOf(object, 'metadata') as CheckedObjectMeta);
  if (isDNS1123Label(name)) return;
  const better = toDNS1123Label(name);
  const fixes = better === undefined ? [] : [setTo('metadata.name', better, false)];
  ctx.report(workloadWarnings.nameNotLabel, 'metadata.name', { value: name }, { fixes });
}

/** An Indexed Job so large that failed indexes may not fit its status. */
export function warnJobSpec(spec: Fields, path: string, ctx: CheckContext): void {
  const completions = numberOf(spec, 'completions');
  const parallelism = numberOf(spec, 'parallelism');
  if (textOf(spec, 'completionMode') !== 'Indexed') return;
  if (completions <= MANY_COMPLETIONS || parallelism <= MANY_PARALLEL) return;
  ctx.report(jobWarnings.manyIndexes, path, { completions, parallelism });
}

/** Claim templates and the history of a StatefulSet. The server leaves `.spec` out of the path here. */
export function warnStatefulSet(statefulSet: Fields, ctx: CheckContext): void {
  const spec = objectOf(statefulSet, 'spec');
  for (const [i, claim] of objectsOf(spec, 'volumeClaimTemplates').entries()) {
    warnPersistentVolumeClaimSpec(objectOf(claim, 'spec'), `spec.volumeClaimTemplates[${i}]`, ctx);
  }
  const path = 'spec.revisionHistoryLimit';
  if ((maybeNumber(spec, 'revisionHistoryLimit') ?? 0) >= 0) return;
  ctx.report(workloadWarnings.negativeHistory, path, undefined, { fixes: [setRaw(path, '10')] });
}
