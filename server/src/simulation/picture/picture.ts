// What the timeline shows, in milliseconds and words but without pixels: the model that page, SVG and terminal draw.
import type { ProbeKind, TraceEvent } from '../trace';

/** How a bar looks; the meaning is in its words, the look repeats it. */
export type BarLook =
  | 'pending'
  | 'phase'
  | 'succeeded'
  | 'failed'
  | 'terminating'
  | 'waits'
  | 'starting'
  | 'answering'
  | 'silent'
  | 'closing'
  | 'hook'
  | 'stopping'
  | 'ready'
  | 'inService'
  | 'leaving'
  | 'served'
  | 'refused';

export interface Bar {
  readonly fromMs: number;
  readonly toMs: number;
  /** True when it goes on beyond the picture: drawn without right edge. */
  readonly open: boolean;
  readonly look: BarLook;
  /** From long to short; the longest that fits is written. */
  readonly labels: readonly string[];
  /** Index into `told` of the event that begins it. */
  readonly told?: number;
}

export type WireLook = 'none' | 'good' | 'bad' | 'wait';

export interface Wire {
  readonly fromMs: number;
  readonly toMs: number;
  readonly look: WireLook;
  readonly labels: readonly string[];
}

export type MarkShape =
  | 'dot'
  | 'cross'
  | 'crossDisc'
  | 'checkDisc'
  | 'query'
  | 'exitGood'
  | 'exitBad'
  | 'flag'
  | 'kill'
  | 'wouldKill'
  | 'gone';

export interface Mark {
  readonly atMs: number;
  /** Start of the question when an answer took its time: drawn as a whisker. */
  readonly sinceMs?: number;
  readonly shape: MarkShape;
  readonly labels: readonly string[];
  readonly told?: number;
  /** A success that changes nothing. */
  readonly routine: boolean;
  /** Folded into a count where time is folded: routine successes, and failures in the middle of a row. */
  readonly foldable?: boolean;
}

/** The grace budget: a dashed frame from the start of a kill to its deadline. */
export interface Frame {
  readonly fromMs: number;
  readonly toMs: number;
  readonly usedMs: number;
  readonly labels: readonly string[];
}

/** A boundary that the scenario sets and the reader may drag. */
export interface Grip {
  readonly atMs: number;
  readonly knob: string;
  readonly container?: string;
  /** The moment from which the knob counts. */
  readonly originMs: number;
  readonly title: string;
}

export type LaneKind = 'bar' | 'probe';

export interface Lane {
  readonly id: string;
  readonly kind: LaneKind;
  readonly title: string;
  /** Parameters or what the lane shows, at the right of the gutter. */
  readonly note: string;
  /** 0 heads a group, 1 stands under one. */
  readonly depth: 0 | 1;
  readonly container?: string;
  readonly probe?: ProbeKind;
  /** Field path, relative to the pod spec, that the lane belongs to. */
  readonly cause?: string;
  readonly bars: readonly Bar[];
  readonly wires: readonly Wire[];
  readonly marks: readonly Mark[];
  readonly frames: readonly Frame[];
  readonly grips: readonly Grip[];
}

/** A span that the sentence speaks of. */
export interface Measure {
  readonly id: MeasureId;
  readonly fromMs: number;
  readonly toMs: number;
  /** From long to short. */
  readonly labels: readonly string[];
}

export type MeasureId = 'ready' | 'down' | 'deletion' | 'refused' | 'backoff' | 'run' | 'done' | 'failed';

export type Tone = 'good' | 'bad' | 'warn' | 'note';

/** A piece of the sentence; with a measure it is a number that lights its span. */
export interface Phrase {
  readonly text: string;
  readonly strong?: boolean;
  readonly measure?: MeasureId;
  readonly atMs?: number;
}

export interface Headline {
  readonly tone: Tone;
  readonly phrases: readonly Phrase[];
}

/** One event in words. Events of the app and of the Service come from the scenario, not from the kubelet. */
export interface Told {
  readonly atMs: number;
  /** Lane whose mark or bar it is. */
  readonly lane: string;
  readonly container?: string;
  readonly text: string;
  readonly routine: boolean;
  /** Why now, a finished sentence, when known. */
  readonly why?: string;
  /** Field path relative to the pod spec. */
  readonly cause?: string;
  readonly assumed: boolean;
  readonly event?: TraceEvent;
}

export interface Picture {
  readonly name: string;
  readonly lanes: readonly Lane[];
  readonly measures: readonly Measure[];
  readonly headline: Headline;
  readonly told: readonly Told[];
  /** Notable instants in order, for folding and for the ends of measures. */
  readonly notableMs: readonly number[];
  readonly endMs: number;
  readonly truncated: boolean;
  /** What the picture assumes, in words. */
  readonly assumptions: readonly string[];
}
