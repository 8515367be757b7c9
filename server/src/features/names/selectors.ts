// Labels of pods and the selectors that choose them, per document.
import type { LabelMap, Selector } from '../../kubernetes/labels';
import type { KubernetesObject } from '../../rules/objects';
import { plainValue } from '../../schema/decode';
import { placeOf } from '../../yaml/path';
import type { Span } from '../../yaml/tree';
import type { DocumentAnalysis } from '../analysis';
import { POD_PATHS } from '../pods';
import { viewOf } from '../view';

export interface PodLabels {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** Path of the object, and of the pod's spec, in the document. */
  readonly object: string;
  readonly specPath: string;
  readonly labels: LabelMap;
  /** The name of the object, or its first key. */
  readonly span: Span;
}

export interface SelectorUse {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly object: string;
  /** Path of the selector in the document. */
  readonly path: string;
  readonly selector: Selector;
  readonly span: Span;
}

/** Where kinds keep a selector of pods, and whether it is a bare map of labels. */
const SELECTOR_PATHS: Readonly<Record<string, readonly [path: string, bare: boolean]>> = {
  Service: ['spec.selector', true],
  ReplicationController: ['spec.selector', true],
  Deployment: ['spec.selector', false],
  ReplicaSet: ['spec.selector', false],
  StatefulSet: ['spec.selector', false],
  DaemonSet: ['spec.selector', false],
  PodDisruptionBudget: ['spec.selector', false],
  NetworkPolicy: ['spec.podSelector', false],
};

const podCache = new WeakMap<DocumentAnalysis, readonly PodLabels[]>();
const selectorCache = new WeakMap<DocumentAnalysis, readonly SelectorUse[]>();

/** The pods and pod templates of a document with their labels. */
export function podLabelsOf(analysis: DocumentAnalysis): readonly PodLabels[] {
  let pods = podCache.get(analysis);
  if (pods === undefined) {
    pods = viewOf(analysis).objects.flatMap((one) => podOf(one, analysis));
    podCache.set(analysis, pods);
  }
  return pods;
}

/** The selectors of a document that choose pods. */
export function selectorsOf(analysis: DocumentAnalysis): readonly SelectorUse[] {
  let uses = selectorCache.get(analysis);
  if (uses === undefined) {
    uses = viewOf(analysis).objects.flatMap((one) => selectorOf(one, analysis));
    selectorCache.set(analysis, uses);
  }
  return uses;
}

interface Identified {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly object: string;
  readonly span: Span;
}

function identified(object: KubernetesObject, analysis: DocumentAnalysis): Identified {
  const { root } = viewOf(analysis).document;
  const at = placeOf(root, joined(object.path, 'metadata.name'));
  const namespace = placeOf(root, joined(object.path, 'metadata.namespace'));
  const first = object.node.pairs[0]?.key ?? object.node;
  const named = at.exact && at.node?.kind === 'scalar';
  return {
    kind: object.kind,
    name: named && at.node?.kind === 'scalar' ? at.node.text : '',
    namespace: namespace.exact && namespace.node?.kind === 'scalar' ? namespace.node.text : undefined,
    object: object.path,
    span:
      named && at.node !== null ? { start: at.node.start, end: at.node.end } : { start: first.start, end: first.end },
  };
}

/** Joins two field paths. */
export function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('.');
}

function podOf(object: KubernetesObject, analysis: DocumentAnalysis): PodLabels[] {
  const path = POD_PATHS[object.kind];
  if (path === undefined) return [];
  const holder = joined(object.path, path);
  const labels = placeOf(viewOf(analysis).document.root, joined(holder, 'metadata.labels'));
  return [
    {
      ...identified(object, analysis),
      specPath: joined(holder, 'spec'),
      labels: labels.exact ? labelMap(plainValue(labels.node)) : {},
    },
  ];
}

function selectorOf(object: KubernetesObject, analysis: DocumentAnalysis): SelectorUse[] {
  const rule = SELECTOR_PATHS[object.kind];
  if (rule === undefined) return [];
  const path = joined(object.path, rule[0]);
  const place = placeOf(viewOf(analysis).document.root, path);
  if (!place.exact) return [];
  const value = plainValue(place.node);
  const selector = rule[1] ? { matchLabels: labelMap(value) } : selectorValue(value);
  return [{ ...identified(object, analysis), path, selector }];
}

function labelMap(value: unknown): LabelMap {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(entries);
}

function selectorValue(value: unknown): Selector {
  const { matchLabels, matchExpressions } = (value ?? {}) as { matchLabels?: unknown; matchExpressions?: unknown };
  const expressions = Array.isArray(matchExpressions) ? matchExpressions.filter(isRequirement) : [];
  return { matchLabels: labelMap(matchLabels), matchExpressions: expressions };
}

function isRequirement(value: unknown): value is { key: string; operator: string; values?: string[] } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
