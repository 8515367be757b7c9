// A document as completion, hover and navigation read it: templates with their expressions masked, everything else as it
// is. Findings never look here; they leave templates alone.
import { type KubernetesObject, objectsOf } from '../rules/objects';
import { isTemplate } from '../rules/templates';
import { YamlDocument } from '../yaml/document';
import { maskTemplates } from '../yaml/lines';
import type { DocumentAnalysis } from './analysis';

export interface View {
  readonly analysis: DocumentAnalysis;
  /** Same length and lines as the text of the file. */
  readonly document: YamlDocument;
  readonly objects: readonly KubernetesObject[];
  readonly template: boolean;
}

const cache = new WeakMap<DocumentAnalysis, View>();

/** The view of a document; the same object while neither text nor version changes. */
export function viewOf(analysis: DocumentAnalysis): View {
  let view = cache.get(analysis);
  if (view === undefined) {
    view = makeView(analysis);
    cache.set(analysis, view);
  }
  return view;
}

function makeView(analysis: DocumentAnalysis): View {
  if (!isTemplate(analysis.document)) {
    return { analysis, document: analysis.document, objects: analysis.objects, template: false };
  }
  const document = new YamlDocument(maskTemplates(analysis.document.text));
  return { analysis, document, objects: objectsOf(document, analysis.minor), template: true };
}
