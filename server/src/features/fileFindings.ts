// Findings that need more than one document: a Service and the pods behind it. Documents of the same file meet here, and Services
// of other files with the pods of this one.
import type { Fields } from '../kubernetes/fields';
import type { Finding } from '../rules/finding';
import { lintedPod } from '../rules/lints/checkLints';
import type { LintedPod } from '../rules/lints/lint';
import { lintServed, lintService, type ServiceView, serviceSelects, serviceView } from '../rules/lints/services';
import type { KubernetesObject } from '../rules/objects';
import { CheckContext } from '../rules/rule';
import type { DocumentAnalysis, FileAnalysis } from './analysis';
import { nameFindings } from './names/nameFindings';
import type { LocatedSelector } from './names/nameIndex';

/** A Service of a document, and what was found when it was last asked. */
interface ServicePart {
  readonly view: ServiceView;
  readonly object: KubernetesObject;
  /** One of the labels it selects by: only pods with that label come into question. */
  readonly label: string;
  last?: Answer;
}

interface PodPart {
  readonly pod: LintedPod;
  readonly object: KubernetesObject;
  readonly labels: readonly string[];
  last?: Answer;
}

/** Findings together with what they were derived from: the pods of a Service, the Services of a pod. */
interface Answer {
  readonly partners: readonly unknown[];
  readonly findings: readonly Finding[];
}

interface Parts {
  readonly services: readonly ServicePart[];
  readonly pods: readonly PodPart[];
  /** All findings of the document, as long as the answers they are made of stay the same. */
  last?: { readonly answers: readonly Answer[]; readonly findings: readonly Finding[] };
}

const parts = new WeakMap<DocumentAnalysis, Parts>();
interface Found {
  /** Of the names of the workspace; findings may change with it. */
  readonly version: number | undefined;
  readonly all: readonly (readonly Finding[])[];
}

const found = new WeakMap<FileAnalysis, Found>();
const NOTHING: readonly Finding[] = [];

/** All findings of one document of a file: its own, then those that other documents bring about. */
export function findingsOf(file: FileAnalysis, document: number): readonly Finding[] {
  const own = file.documents[document]?.findings ?? NOTHING;
  const shared = sharedFindings(file, document);
  return shared.length === 0 ? own : [...own, ...shared];
}

/** The findings that other documents of the file bring about in one document. */
export function sharedFindings(file: FileAnalysis, document: number): readonly Finding[] {
  const shared = serviceFindings(file, document);
  const named = nameFindings(file, document);
  if (named.length === 0) return shared;
  if (shared.length === 0) return named;
  const analysis = file.documents[document] as DocumentAnalysis;
  let both = joined.get(analysis);
  if (both?.shared !== shared || both.named !== named) {
    both = { shared, named, all: [...shared, ...named] };
    joined.set(analysis, both);
  }
  return both.all;
}

interface Joined {
  readonly shared: readonly Finding[];
  readonly named: readonly Finding[];
  readonly all: readonly Finding[];
}

/** One array as long as its parts are the same: what is derived from findings is kept by it. */
const joined = new WeakMap<DocumentAnalysis, Joined>();

function serviceFindings(file: FileAnalysis, document: number): readonly Finding[] {
  const version = file.workspace?.names.version;
  let known = found.get(file);
  if (known === undefined || known.version !== version) {
    known = { version, all: findAll(file) };
    found.set(file, known);
  }
  return known.all[document] ?? NOTHING;
}

/**
 * A keystroke changes one document, but the whole file is looked at: so this only pairs Services with pods by label, and
 * lints those whose partners are not the same objects as before.
 */
function findAll(file: FileAnalysis): readonly (readonly Finding[])[] {
  const documents = file.documents.map(partsOf);
  const services = documents.flatMap((one) => one.services);
  const elsewhere = servicesElsewhere(file, documents);
  if (services.length === 0 && elsewhere.size === 0) return [];
  const candidates = podsByLabel(documents, new Set(services.map(({ label }) => label)));
  const selectedBy = new Map<PodPart, ServiceView[]>(elsewhere);
  const selected = new Map<ServicePart, readonly LintedPod[]>();
  for (const service of services) {
    const pods = (candidates.get(service.label) ?? []).filter(({ pod }) => serviceSelects(service.view, pod));
    if (pods.length === 0) continue;
    selected.set(
      service,
      pods.map(({ pod }) => pod),
    );
    for (const pod of pods) {
      const known = selectedBy.get(pod);
      if (known === undefined) selectedBy.set(pod, [service.view]);
      else known.push(service.view);
    }
  }
  return documents.map((one) => findingsOfParts(one, file.minor, selected, selectedBy));
}

/** The Services of other files that select pods of this one. */
function servicesElsewhere(file: FileAnalysis, documents: readonly Parts[]): ReadonlyMap<PodPart, ServiceView[]> {
  const selectedBy = new Map<PodPart, ServiceView[]>();
  const { workspace } = file;
  if (workspace === undefined) return selectedBy;
  documents.forEach(({ pods }, document) => {
    if (pods.length === 0) return;
    const located = workspace.names.podsOf(workspace.uri, document);
    for (const part of pods) {
      const place = part.object.path === '' ? part.pod.path : `${part.object.path}.${part.pod.path}`;
      const own = located.find(({ specPath }) => specPath === place);
      if (own === undefined) continue;
      const services = workspace.names
        .selecting(own)
        .filter(({ kind, uri }) => kind === 'Service' && uri !== workspace.uri)
        .map(viewElsewhere);
      if (services.length > 0) selectedBy.set(part, services);
    }
  });
  return selectedBy;
}

/** One view per selector, so that what was found with it is found again. */
const viewsElsewhere = new WeakMap<object, ServiceView>();

function viewElsewhere(use: LocatedSelector): ServiceView {
  const { selector, name, namespace = '' } = use;
  let view = viewsElsewhere.get(selector);
  if (view === undefined) {
    view = {
      name,
      namespace,
      selector: selector.matchLabels ?? {},
      headless: false,
      publishesNotReady: false,
      ports: 'unknown',
    };
    viewsElsewhere.set(selector, view);
  }
  return view;
}

/** The pods of a file by those of their labels that are wanted. */
function podsByLabel(
  documents: readonly Parts[],
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, readonly PodPart[]> {
  const byLabel = new Map<string, PodPart[]>();
  for (const { pods } of documents) {
    for (const pod of pods) {
      for (const label of pod.labels) {
        if (!wanted.has(label)) continue;
        const known = byLabel.get(label);
        if (known === undefined) byLabel.set(label, [pod]);
        else known.push(pod);
      }
    }
  }
  return byLabel;
}

function findingsOfParts(
  one: Parts,
  minor: number,
  selected: ReadonlyMap<ServicePart, readonly LintedPod[]>,
  selectedBy: ReadonlyMap<PodPart, readonly ServiceView[]>,
): readonly Finding[] {
  const answers: Answer[] = [];
  for (const service of one.services) {
    const pods = selected.get(service);
    if (pods === undefined) continue;
    answers.push(answerOf(service, pods, minor, (ctx) => lintService(service.view, pods, ctx)));
  }
  for (const pod of one.pods) {
    const services = selectedBy.get(pod);
    if (services === undefined) continue;
    answers.push(answerOf(pod, services, minor, (ctx) => lintServed(pod.pod, services, ctx)));
  }
  if (answers.length === 0) return NOTHING;
  if (one.last === undefined || !sameItems(one.last.answers, answers)) {
    one.last = { answers, findings: answers.flatMap(({ findings }) => findings) };
  }
  return one.last.findings;
}

function answerOf(
  part: ServicePart | PodPart,
  partners: readonly unknown[],
  minor: number,
  check: (ctx: CheckContext) => void,
): Answer {
  if (part.last === undefined || !sameItems(part.last.partners, partners)) {
    part.last = { partners, findings: report(part.object, minor, check) };
  }
  return part.last;
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

function partsOf(analysis: DocumentAnalysis): Parts {
  let made = parts.get(analysis);
  if (made === undefined) {
    made = makeParts(analysis);
    parts.set(analysis, made);
  }
  return made;
}

function makeParts({ objects, document }: DocumentAnalysis): Parts {
  if (document.problems.length > 0) return { services: [], pods: [] };
  const readable = objects.filter(({ decoded }) => decoded.problems.every(({ kind }) => kind !== 'mismatch'));
  return {
    services: readable.flatMap((object) => {
      const view =
        object.kind === 'Service' && object.apiVersion === 'v1'
          ? serviceView(object.decoded.value as Fields)
          : undefined;
      const [first] = Object.entries(view?.selector ?? {});
      return view === undefined || first === undefined ? [] : [{ view, object, label: `${first[0]}=${first[1]}` }];
    }),
    pods: readable.flatMap((object) => {
      const pod = lintedPod(object, document);
      const labels = Object.entries(pod?.metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`);
      return pod === undefined ? [] : [{ pod, object, labels }];
    }),
  };
}

function report({ path }: KubernetesObject, minor: number, check: (ctx: CheckContext) => void): readonly Finding[] {
  const ctx = new CheckContext(minor);
  check(ctx);
  return path === '' ? ctx.findings : ctx.findings.map((finding) => ({ ...finding, object: path }));
}
