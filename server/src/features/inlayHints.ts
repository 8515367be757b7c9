// Inlay hints: numbers worked out from the fields of a pod, at the end of the line that decides them.
import type { InlayHint, Range } from 'vscode-languageserver-types';
import { failureWindow, probeNumbers, startWindow } from '../kubernetes/probeTiming';
import type { Container, Probe } from '../kubernetes/types';
import type { Texts } from '../text/texts';
import type { YamlDocument } from '../yaml/document';
import { placeOf } from '../yaml/path';
import type { DocumentAnalysis, FileAnalysis } from './analysis';
import { podFacts } from './facts/podFacts';
import type { PodView } from './pods';

/** Kinds of hints, each with a setting of its own. */
export type HintKind = 'qos' | 'probes' | 'termination' | 'defaults';

export type HintKinds = Readonly<Record<HintKind, boolean>>;

/** What is shown when the user has not said otherwise. */
export const DEFAULT_HINT_KINDS: HintKinds = { qos: true, probes: true, termination: true, defaults: false };

interface Hint {
  readonly kind: HintKind;
  readonly line: number;
  readonly character: number;
  readonly label: string;
}

interface Cached {
  readonly texts: Texts;
  readonly hints: readonly Hint[];
}

const cache = new WeakMap<DocumentAnalysis, Cached>();

/** The hints of the lines of a range, of the kinds that are on. */
export function inlayHints(
  file: FileAnalysis,
  range: Range,
  texts: Texts,
  kinds: HintKinds = DEFAULT_HINT_KINDS,
): InlayHint[] {
  return file.documents.flatMap((analysis, index) => {
    const line = file.stream.startLine(index);
    const next = line + analysis.document.lineStarts.length;
    if (next < range.start.line || line > range.end.line) return [];
    return hintsOf(analysis, texts)
      .filter((hint) => kinds[hint.kind] && hint.line + line >= range.start.line && hint.line + line <= range.end.line)
      .map(({ line: at, character, label }) => ({
        position: { line: at + line, character },
        label,
        paddingLeft: true,
      }));
  });
}

function hintsOf(analysis: DocumentAnalysis, texts: Texts): readonly Hint[] {
  const known = cache.get(analysis);
  if (known?.texts === texts) return known.hints;
  const hints = analysis.pods.flatMap((pod) => new PodHints(pod, analysis.document, texts).all());
  cache.set(analysis, { texts, hints });
  return hints;
}

class PodHints {
  private readonly hints: Hint[] = [];

  constructor(
    private readonly pod: PodView,
    private readonly document: YamlDocument,
    private readonly texts: Texts,
  ) {}

  all(): readonly Hint[] {
    const { pod, texts } = this;
    const facts = podFacts(pod);
    for (const { path, container, oomScoreAdj } of facts.containers) {
      this.add('qos', `${path}.resources`, texts.say('hint-qos', { qos: facts.qos.qosClass, oom: oomScoreAdj }));
      this.probes(path, container);
      this.preStop(path, container);
      this.defaults(path, container);
    }
    return this.hints;
  }

  private probes(path: string, container: Container): void {
    const { texts } = this;
    const say = (name: string, probe: Probe | undefined, id: string): void => {
      if (probe === undefined) return;
      const numbers = probeNumbers(probe);
      const window = name === 'startupProbe' ? startWindow(numbers) : failureWindow(numbers);
      this.add('probes', `${path}.${name}`, texts.say(id, { from: window.fromSeconds, to: window.toSeconds }));
    };
    say('startupProbe', container.startupProbe, 'hint-startup');
    say('livenessProbe', container.livenessProbe, 'hint-liveness');
    say('readinessProbe', container.readinessProbe, 'hint-readiness');
  }

  private preStop(path: string, container: Container): void {
    const sleep = container.lifecycle?.preStop?.sleep?.seconds;
    if (sleep === undefined) return;
    const rest = Math.max((this.pod.spec.terminationGracePeriodSeconds ?? 30) - sleep, 2);
    this.add('termination', `${path}.lifecycle.preStop`, this.texts.say('hint-prestop', { rest }));
  }

  /** What the server fills in for fields that are not written. */
  private defaults(path: string, container: Container): void {
    const { texts } = this;
    const written = (field: string): boolean =>
      placeOf(this.document.root, `${this.pod.specPath}.${path}.${field}`).exact;
    if (!written('imagePullPolicy')) {
      this.add('defaults', `${path}.image`, texts.say('hint-pull', { policy: container.imagePullPolicy ?? '' }));
    }
    for (const name of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
      const probe = container[name];
      if (probe === undefined || (written(`${name}.periodSeconds`) && written(`${name}.timeoutSeconds`))) continue;
      const { periodSeconds: period, timeoutSeconds: timeout, failureThreshold: failures } = probeNumbers(probe);
      this.add('defaults', `${path}.${name}`, texts.say('hint-probe-defaults', { period, timeout, failures }));
    }
  }

  /** A hint at the end of the line of a key, where the key is written. */
  private add(kind: HintKind, path: string, label: string): void {
    const { key, exact } = placeOf(this.document.root, `${this.pod.specPath}.${path}`);
    if (!exact || key === undefined) return;
    const { line } = this.document.positionAt(key.start);
    this.hints.push({ kind, line, character: this.document.lineText(line).trimEnd().length, label });
  }
}
