// What a name in a manifest is: something declared (a volume, a port, an object, a key) or a reference to it.
import type { Span } from '../../yaml/tree';

/**
 * `object` names a Kubernetes object of some kind; `key` a key of a ConfigMap or Secret; the others live in a pod, except
 * `servicePort`, which lives in a Service.
 */
export type NameSort =
  | 'object'
  | 'key'
  | 'volume'
  | 'port'
  | 'container'
  | 'resourceClaim'
  | 'env'
  | 'servicePort'
  | 'anchor';

export interface Name {
  readonly sort: NameSort;
  /** Kind of the object, for `object` and `key`. */
  readonly kind: string;
  readonly name: string;
  /** Name of the ConfigMap, Secret or Service that holds a `key` or `servicePort`. */
  readonly holder: string;
  /** Namespace as written; undefined when the manifest leaves it open. */
  readonly namespace: string | undefined;
  readonly role: 'declaration' | 'reference';
  /** The name in the document's text, without quotes. */
  readonly span: Span;
  /** Path of the value (or key) in the document. */
  readonly path: string;
  /** For names that live in a pod: path of the pod's spec, and of the container when one is meant. */
  readonly pod: string;
  readonly container: string;
  /** The reference may lead nowhere (`optional: true`). */
  readonly optional: boolean;
  /** Path of the mapping that the declaration describes. */
  readonly about: string;
}
