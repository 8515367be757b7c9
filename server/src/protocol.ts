// Our own requests between language server, client and webview. Imported by all three; types and method names only.

import type { PodPlan } from './simulation/plan';
import type { Scenario } from './simulation/scenario';
import type { Trace } from './simulation/trace';

/** Asks for the pods of a document and what is needed to draw one. */
export const TIMELINE_REQUEST = 'podwright/timeline';

export interface TimelineParams {
  readonly uri: string;
  /** Position whose pod is wanted; with `document` absent the pod under (or nearest before) it is taken. */
  readonly position?: { readonly line: number; readonly character: number };
  /** Pod index within the file, to pin one. */
  readonly pod?: number;
  /** Ask the server to run the engine too (for editors without our webview). */
  readonly withTrace?: boolean;
}

export interface PodChoice {
  readonly index: number;
  readonly kind: string;
  readonly name: string;
  readonly line: number;
}

export interface TimelineAnswer {
  readonly version: number | null;
  readonly pods: readonly PodChoice[];
  /** Index into `pods` of the one described below, -1 when the file has no pod. */
  readonly selected: number;
  /** Path of the pod spec in its document, for example `spec.template.spec`. */
  readonly specPath: string;
  /** Absent when no pod was found or its spec cannot be lowered at all. */
  readonly plan?: PodPlan;
  /** First line (0-based) of YAML that does not parse, when the plan is of a broken document. */
  readonly brokenLine?: number;
  /** What the API server would refuse first, as a finished sentence, with its line (0-based). */
  readonly refusal?: { readonly message: string; readonly line: number };
  /** Line (0-based) for each cause path of the plan (relative to the pod spec). */
  readonly lines: Readonly<Record<string, number>>;
  /** Scenario read from a `# podwright-scenario:` comment of the document. */
  readonly scenario?: Scenario;
  readonly kubernetesVersion: string;
  readonly trace?: Trace;
}

/** Asks where a field path of a pod's spec is in the file. */
export const REVEAL_REQUEST = 'podwright/reveal';

export interface RevealParams {
  readonly uri: string;
  readonly pod: number;
  /** Relative to the pod spec. */
  readonly path: string;
}

export interface RangeAnswer {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** Asks for the text edits that change fields of a pod's spec, keeping the author's style. Answers null when one has no place. */
export const EDIT_REQUEST = 'podwright/edit';

/** One change of a field, by path relative to the pod spec; `raw` and `block` are YAML source. */
export type FieldEdit =
  | { readonly op: 'set'; readonly path: string; readonly raw: string }
  | { readonly op: 'add'; readonly path: string; readonly block: string };

export interface EditParams {
  readonly uri: string;
  readonly pod: number;
  readonly edits: readonly FieldEdit[];
}

export interface TextEditAnswer {
  readonly range: RangeAnswer;
  readonly newText: string;
}

/** Asks what changed in behaviour since an older text of an open file. */
export const DIFF_REQUEST = 'podwright/diff';

export interface DiffParams {
  readonly uri: string;
  readonly oldText: string;
  /** Names the older text in the heading: `HEAD`. */
  readonly label?: string;
}

export interface DiffAnswer {
  /** A whole document; pictures are part of it. */
  readonly markdown: string;
  readonly changed: boolean;
}

/** Asks for the kubectl commands that fit the pod at a line, names filled in. */
export const COMMANDS_REQUEST = 'podwright/commands';

export interface CommandsParams {
  readonly uri: string;
  readonly line: number;
  /** The file as the terminal would name it. */
  readonly fileName: string;
}

export interface UsefulCommand {
  readonly title: string;
  /** One line for a shell. */
  readonly command: string;
}

export interface CommandsAnswer {
  /** Kind and name of what holds the pod; empty when the file has none. */
  readonly pod: string;
  readonly commands: readonly UsefulCommand[];
}

/** Tells, before a file is opened and whenever it changes, what is left to other extensions in it. */
export const SERVICE_NOTIFICATION = 'podwright/service';

export interface ServiceParams {
  readonly uri: string;
  readonly service: Service;
}

/** What the server does for a file besides the rules, hovers and names that nobody else has. */
export interface Service {
  /** YAML syntax and repeated keys are reported. */
  readonly syntax: boolean;
  /** Outline and folding are given. */
  readonly shape: boolean;
  /** Unknown fields and wrong types are reported. */
  readonly structure: boolean;
  /** Keys and fixed values are offered for completion. */
  readonly keys: boolean;
}
