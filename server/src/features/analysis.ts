// Everything known about one YAML document, worked out on demand and kept as long as the document's text is the same.
// Immutable and pure: features read it, nobody writes it.

import { checkDocument } from '../rules/check';
import type { Finding } from '../rules/finding';
import { type KubernetesObject, objectsOf } from '../rules/objects';
import type { YamlDocument } from '../yaml/document';
import type { YamlStream } from '../yaml/stream';
import { assertionFindings } from './assertions';
import type { NameIndex } from './names/nameIndex';
import { type PodView, podsOf } from './pods';
import { versionDirective } from './versionDirective';

export class DocumentAnalysis {
  private objectList: readonly KubernetesObject[] | undefined;
  private findingList: readonly Finding[] | undefined;
  private podList: readonly PodView[] | undefined;

  /** @param minor Kubernetes minor version to answer for (37 = 1.37). */
  constructor(
    readonly document: YamlDocument,
    readonly minor: number,
  ) {}

  /** The Kubernetes objects of the document: one, or the items of a List. */
  get objects(): readonly KubernetesObject[] {
    this.objectList ??= objectsOf(this.document, this.minor);
    return this.objectList;
  }

  /** What is wrong, in the order of the text. */
  get findings(): readonly Finding[] {
    this.findingList ??= [
      ...checkDocument(this.document, this.objects, this.minor),
      ...(this.document.text.includes('podwright:') ? assertionFindings(this.document, this.pods) : []),
    ];
    return this.findingList;
  }

  /** The pods and pod templates of the document, defaults filled in. */
  get pods(): readonly PodView[] {
    this.podList ??= podsOf(this.objects);
    return this.podList;
  }
}

const cache = new WeakMap<YamlDocument, DocumentAnalysis>();

/** The analysis of a document; the same object while neither the text nor the version changes. */
export function analyze(document: YamlDocument, minor: number): DocumentAnalysis {
  const known = cache.get(document);
  if (known !== undefined && known.minor === minor) return known;
  const fresh = new DocumentAnalysis(document, minor);
  cache.set(document, fresh);
  return fresh;
}

/** The files a file stands among. */
export interface Workspace {
  /** Address of the file itself. */
  readonly uri: string;
  readonly names: NameIndex;
}

/** Stands for the address of a file that is looked at alone. */
export const OWN_URI = '';

export interface FileAnalysis {
  /** Absent when the file is looked at alone. */
  readonly workspace?: Workspace;
  readonly minor: number;
  readonly stream: YamlStream;
  readonly documents: readonly DocumentAnalysis[];
}

/** The analyses of all documents of a file. A version directive in its first document beats the given version. */
export function analyzeFile(stream: YamlStream, chosen: number, workspace?: Workspace): FileAnalysis {
  const minor = versionDirective(stream.documents[0]?.text ?? '') ?? chosen;
  const documents = stream.documents.map((document) => analyze(document, minor));
  return { minor, stream, documents, ...(workspace === undefined ? {} : { workspace }) };
}
