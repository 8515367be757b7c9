// All lints of one object: what the API server accepts and people regret. Never an error. Runs on every keystroke, so it looks at
// decoded data only.
import { type Fields, isFields, objectOf, textOf } from '../../kubernetes/fields';
import { POD_PATHS } from '../../kubernetes/podPaths';
import { runningPodSpec } from '../../kubernetes/runningPod';
import type { ObjectMeta, PodSpec } from '../../kubernetes/types';
import type { YamlDocument } from '../../yaml/document';
import { placeOf, resolve } from '../../yaml/path';
import type { KubernetesObject } from '../objects';
import type { CheckContext } from '../rule';
import { lintEnv } from './env';
import { lintImages } from './images';
import { lintLifecycle } from './lifecycle';
import { type Lint, type LintedPod, lintedContainers } from './lint';
import { lintNode } from './node';
import { lintPid1 } from './pid1';
import { lintHandlers } from './probeHandlers';
import { lintProbeTimes } from './probeTimes';
import { lintResources } from './resources';
import { lintSecurity } from './security';
import { lintVolumes } from './volumes';
import { lintWorkload } from './workloads';

const LINTS: readonly Lint[] = [
  lintHandlers,
  lintProbeTimes,
  lintLifecycle,
  lintPid1,
  lintResources,
  lintImages,
  lintEnv,
  lintVolumes,
  lintSecurity,
  lintNode,
  lintWorkload,
];

/** Reports the lints of an object that was decoded without type errors. */
export function checkLints(object: KubernetesObject, document: YamlDocument, ctx: CheckContext): void {
  const pod = lintedPod(object, document);
  if (pod !== undefined) for (const lint of LINTS) lint(pod, ctx);
}

const pods = new WeakMap<KubernetesObject, { readonly pod: LintedPod | undefined }>();

/** The pod of an object as lints see it; undefined for kinds without one. Worked out once. */
export function lintedPod(object: KubernetesObject, document: YamlDocument): LintedPod | undefined {
  let made = pods.get(object);
  if (made === undefined) {
    made = { pod: makeLintedPod(object, document) };
    pods.set(object, made);
  }
  return made.pod;
}

function makeLintedPod(object: KubernetesObject, document: YamlDocument): LintedPod | undefined {
  const podPath = Object.hasOwn(POD_PATHS, object.kind) ? POD_PATHS[object.kind] : undefined;
  if (podPath === undefined || object.definition === undefined) return undefined;
  const value = object.decoded.value as Fields;
  const holder = podPath === '' ? value : podPath.split('.').reduce(objectOf, value);
  const written = holder.spec;
  if (!isFields(written)) return undefined;
  const metadata = objectOf(holder, 'metadata') as ObjectMeta;
  const spec = runningPodSpec(written as PodSpec, metadata);
  const path = podPath === '' ? 'spec' : `${podPath}.spec`;
  return {
    kind: object.kind,
    namespace: textOf(objectOf(value, 'metadata'), 'namespace'),
    object: value,
    metadata,
    spec,
    written: written as PodSpec,
    path,
    containers: lintedContainers(spec, written as PodSpec, path),
    source: (at) => sourceAt(document, object.path === '' ? at : `${object.path}.${at}`),
  };
}

function sourceAt(document: YamlDocument, path: string): string | undefined {
  const { node, exact } = placeOf(document.root, path);
  const value = exact ? resolve(node) : null;
  return value?.kind === 'scalar' && value.style === 'plain' ? value.text : undefined;
}
