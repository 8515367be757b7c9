// The pods of a document: a Pod itself, or the pod template of a workload, decoded and with defaults filled in.

import { POD_PATHS } from '../kubernetes/podPaths';
import type { ObjectMeta, PodSpec } from '../kubernetes/types';
import type { KubernetesObject } from '../rules/objects';
import { withDefaults } from '../rules/validate';

export { POD_PATHS };

/** Kinds that hold a pod, in the order people meet them. */
export const POD_KINDS: readonly string[] = Object.keys(POD_PATHS);

export interface PodView {
  readonly object: KubernetesObject;
  /** Path of the pod's `spec` in its document: `spec`, `spec.template.spec`, `items[0].spec`, … */
  readonly specPath: string;
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
  /** Name and namespace of the object that holds the pod. */
  readonly name: string;
  readonly namespace: string;
}

/** The pods of the objects of a document, as the server would store them. */
export function podsOf(objects: readonly KubernetesObject[]): PodView[] {
  return objects.flatMap((object) => {
    const path = POD_PATHS[object.kind];
    if (path === undefined || object.definition === undefined) return [];
    const full = withDefaults(object.apiVersion, object.kind, object.decoded.value);
    const holder = path === '' ? full : path.split('.').reduce<unknown>(step, full);
    const spec = step(holder, 'spec');
    if (!isRecord(spec)) return [];
    const metadata = step(full, 'metadata');
    const own = step(holder, 'metadata');
    const specPath = [object.path, path, 'spec'].filter((part) => part !== '').join('.');
    return [
      {
        object,
        specPath,
        spec: spec as PodSpec,
        metadata: (isRecord(own) ? own : {}) as ObjectMeta,
        name: text(step(metadata, 'name')) || text(step(metadata, 'generateName')) || object.kind.toLowerCase(),
        namespace: text(step(metadata, 'namespace')) || 'default',
      },
    ];
  });
}

function step(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
