// Findings about names that join objects: a key its ConfigMap lacks, a name that is nearly that of another object, a selector
// that chooses nothing or too much, a volume nobody mounts. What is declared in no file known is left alone.
import { selectorIsEmpty, selectorMatches } from '../../kubernetes/labels';
import type { Finding, Fix } from '../../rules/finding';
import { referenceLints } from '../../rules/references';
import type { Rule } from '../../rules/rule';
import { closest } from '../../rules/spelling';
import { type DocumentAnalysis, type FileAnalysis, OWN_URI } from '../analysis';
import { customFindings } from '../custom/customFindings';
import type { Name } from './name';
import { type LocatedPod, type LocatedSelector, NameIndex, together } from './nameIndex';
import { namesOf } from './namesOf';

interface Cached {
  readonly names: NameIndex;
  readonly version: number;
  readonly findings: readonly Finding[];
}

const NOTHING: readonly Finding[] = [];

const cache = new WeakMap<DocumentAnalysis, Cached>();
const own = new WeakMap<FileAnalysis, NameIndex>();

/** The findings of one document of a file, seen with all files of its workspace, or alone where there is none. */
export function nameFindings(file: FileAnalysis, document: number): readonly Finding[] {
  const analysis = file.documents[document];
  if (analysis === undefined || analysis.document.problems.length > 0) return NOTHING;
  const names = file.workspace?.names ?? ownNames(file);
  const known = cache.get(analysis);
  if (known?.names === names && known.version === names.version) return known.findings;
  const found =
    analysis.objects.length === 0
      ? customFindings(analysis, names)
      : new Check(analysis, file.workspace?.uri ?? OWN_URI, document, names).run();
  const findings = found.length === 0 ? NOTHING : found;
  cache.set(analysis, { names, version: names.version, findings });
  return findings;
}

function ownNames(file: FileAnalysis): NameIndex {
  let names = own.get(file);
  if (names === undefined) {
    names = new NameIndex();
    names.setFile(OWN_URI, file);
    own.set(file, names);
  }
  return names;
}

/** Kinds whose selector is meant to find pods of other objects. */
const FINDING: ReadonlySet<string> = new Set(['Service', 'PodDisruptionBudget']);
/** Kinds that own what they select. */
const OWNING: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'ReplicationController',
]);

class Check {
  private readonly findings: Finding[] = [];
  private readonly content: readonly Name[];

  constructor(
    private readonly analysis: DocumentAnalysis,
    private readonly uri: string,
    private readonly document: number,
    private readonly names: NameIndex,
  ) {
    this.content = namesOf(analysis);
  }

  run(): readonly Finding[] {
    const { names, uri, document } = this;
    for (const name of this.content) {
      if (name.role === 'reference' && !name.optional) {
        if (name.sort === 'key') this.key(name);
        else if (name.sort === 'object') this.object(name);
      } else if (name.sort === 'volume' && name.role === 'declaration') this.volume(name);
    }
    for (const use of names.selectorsOf(uri, document)) this.selector(use);
    return this.findings;
  }

  private key(name: Name): void {
    const { names } = this;
    if (names.isDeclared(name)) return;
    if (!names.isDeclared({ ...name, sort: 'object', name: name.holder, holder: '' })) return;
    const keys = names.declared('key', name.kind, name.namespace, name.holder).map((one) => one.name);
    if (keys.length === 0) return;
    const near = closest(name.name, keys);
    const values = { kind: name.kind, holder: name.holder, key: name.name, ...hint(near) };
    this.report(referenceLints.missingKey, name, values, near === undefined ? [] : [replacement(name, near)]);
  }

  /** Only near misses: what is declared nowhere may well exist in the cluster. */
  private object(name: Name): void {
    const { names } = this;
    if (name.name.length < SHORTEST_NAME || names.isDeclared(name)) return;
    const near = names.nearestObject(name.kind, name.namespace, name.name);
    if (near === undefined || differsByNumber(near, name.name)) return;
    this.report(referenceLints.misspelt, name, { kind: name.kind, name: name.name, near }, [replacement(name, near)]);
  }

  private volume(name: Name): void {
    if (name.pod === '' || name.about.includes('volumeClaimTemplates')) return;
    const used = this.content.some(
      (one) => one.sort === 'volume' && one.role === 'reference' && one.name === name.name && inOnePod(one, name),
    );
    if (!used && !this.isPatch(name.pod)) this.report(referenceLints.unusedVolume, name, { name: name.name }, []);
  }

  /** A pod without images is laid over another one, which may use the volume. */
  private isPatch(specPath: string): boolean {
    const pod = this.analysis.pods.find((one) => one.specPath === specPath);
    const containers = pod?.spec.containers ?? [];
    return containers.length === 0 || containers.some(({ image }) => image === undefined || image === '');
  }

  private selector(use: LocatedSelector): void {
    if (selectorIsEmpty(use.selector)) return;
    if (FINDING.has(use.kind)) this.nothingSelected(use);
    else if (OWNING.has(use.kind)) this.othersSelected(use);
  }

  /** Reported where the file has pods that share a label with the selector, or nearly so: those were meant. */
  private nothingSelected(use: LocatedSelector): void {
    const { names } = this;
    if (names.selected(use).length > 0) return;
    const wanted = Object.entries(use.selector.matchLabels ?? {});
    const meant = names
      .joinedIn(this.uri)
      .pods.find(
        (pod) =>
          together(pod.namespace, use.namespace) && wanted.some(([key, value]) => isNearly(pod.labels[key], value)),
      );
    if (meant === undefined) return;
    const values = { kind: use.kind, name: use.name, workload: title(meant) };
    this.reportAt(referenceLints.selectsNothing, use.path, use.object, values, []);
  }

  /** The selector of a workload that fits the pods of another one: their controllers would fight over them. */
  private othersSelected(use: LocatedSelector): void {
    const others = this.names
      .podsThatFit(use)
      .filter(
        (pod) =>
          pod.uri === this.uri &&
          !(pod.document === use.document && pod.object === use.object) &&
          OWNING.has(pod.kind) &&
          pod.namespace === use.namespace &&
          pod.kind === use.kind &&
          pod.name !== use.name &&
          selectorMatches(use.selector, pod.labels),
      );
    const other = others.sort((a, b) => a.range.start.line - b.range.start.line)[0];
    if (other === undefined) return;
    const values = { kind: use.kind, name: use.name, workload: title(other) };
    this.reportAt(referenceLints.selectsOthers, use.path, use.object, values, []);
  }

  private report(rule: Rule, name: Name, values: Record<string, string>, fixes: readonly Fix[]): void {
    const object =
      this.analysis.objects.find(({ path }) => path !== '' && name.path.startsWith(`${path}.`))?.path ?? '';
    this.reportAt(rule, name.path, object, values, fixes, name);
  }

  private reportAt(
    rule: Rule,
    path: string,
    object: string,
    values: Record<string, string>,
    fixes: readonly Fix[],
    name?: Name,
  ): void {
    this.findings.push({
      rule: rule.id,
      severity: rule.severity,
      path: object === '' ? path : path.slice(object.length + 1),
      values,
      ...(object === '' ? {} : { object }),
      ...(name === undefined ? { at: 'key' as const } : { span: name.span }),
      ...(fixes.length === 0 ? {} : { fixes }),
    });
  }
}

/** Shorter names are near to everything. */
const SHORTEST_NAME = 4;

function isNearly(value: string | undefined, wanted: string): boolean {
  return value !== undefined && (value === wanted || closest(wanted, [value]) !== undefined);
}

/** `web-1` and `web-2` are two things, not one mistyped. */
function differsByNumber(a: string, b: string): boolean {
  return a.replace(/\d+/g, '0') === b.replace(/\d+/g, '0');
}

function inOnePod(a: Name, b: Name): boolean {
  return a.pod === b.pod || a.pod === '' || b.pod === '';
}

function title({ kind, name }: LocatedPod): string {
  return name === '' ? kind : `${kind}/${name}`;
}

function hint(near: string | undefined): { hint?: string } {
  return near === undefined ? {} : { hint: near };
}

function replacement({ span }: Name, text: string): Fix {
  return { title: 'fix-set-value', values: { value: text }, edits: [{ op: 'text', span, text }], preferred: true };
}
