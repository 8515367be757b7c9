// Before and after an edit: what each lane gains or loses, and how the spans of the sentence change.
import type { EditMeasure } from '../render/svgHead';
import type { Strip } from '../render/svgLanes';
import type { BarLook, Lane, Measure, Picture } from './picture';
import { duration, say, type Words } from './words';

export interface Comparison {
  readonly strips: Readonly<Record<string, readonly Strip[]>>;
  readonly measures: readonly EditMeasure[];
}

const GOOD: ReadonlySet<BarLook> = new Set<BarLook>(['answering', 'inService', 'served', 'ready', 'succeeded']);
const BAD: ReadonlySet<BarLook> = new Set<BarLook>(['silent', 'refused', 'stopping', 'failed']);

type Span = readonly [from: number, to: number];

/** The difference that an edit makes, over the span that the present picture shows. */
export function compare(before: Picture, after: Picture, words: Words): Comparison {
  const strips: Record<string, readonly Strip[]> = {};
  const limit = Math.min(before.endMs, Math.max(after.endMs, before.endMs));
  for (const lane of before.lanes) {
    const other = after.lanes.find(({ id }) => id === lane.id);
    const found = laneStrips(lane, other, limit, after.endMs);
    if (found.length > 0) strips[lane.id] = found;
  }
  return { strips, measures: changedMeasures(before, after, words) };
}

function laneStrips(lane: Lane, other: Lane | undefined, limit: number, afterEndMs: number): readonly Strip[] {
  if (other === undefined || lane.kind === 'probe') return [];
  const strip =
    (kind: Strip['kind']) =>
    ([fromMs, toMs]: Span): Strip => ({ fromMs, toMs, kind });
  const gained = without(spans(other, GOOD, limit, afterEndMs), spans(lane, GOOD, limit, limit)).map(strip('gained'));
  const lost = without(spans(lane, BAD, limit, limit), spans(other, BAD, limit, afterEndMs)).map(strip('lost'));
  return [...lost, ...gained];
}

/** Bars of the wanted looks as spans; a bar that goes on reaches the limit. */
function spans(lane: Lane, looks: ReadonlySet<BarLook>, limit: number, _endMs: number): readonly Span[] {
  return lane.bars
    .filter(({ look, fromMs }) => looks.has(look) && fromMs < limit)
    .map(({ fromMs, toMs, open }): Span => [fromMs, Math.min(limit, open ? limit : toMs)]);
}

/** The parts of `all` that `others` do not cover, slivers left out. */
function without(all: readonly Span[], others: readonly Span[]): readonly Span[] {
  let rest = [...all];
  for (const [from, to] of others) {
    rest = rest.flatMap(([start, end]): Span[] => {
      if (to <= start || from >= end) return [[start, end]];
      return [[start, Math.min(end, from)] as const, [Math.max(start, to), end] as const].filter(([a, b]) => b > a);
    });
  }
  return rest.filter(([from, to]) => to - from > 60);
}

function changedMeasures(before: Picture, after: Picture, words: Words): readonly EditMeasure[] {
  return after.measures.flatMap((measure): readonly EditMeasure[] => {
    const old = before.measures.find(({ id }) => id === measure.id);
    const changed = length(measure) - (old === undefined ? length(measure) : length(old));
    if (old !== undefined && Math.abs(changed) < 60) return [];
    const text = measure.labels[0] ?? '';
    const sign = changed < 0 ? '−' : '+';
    const delta = `${sign}${duration(words, Math.abs(changed))}`;
    const long =
      old === undefined ? say(words, 'measure.edit', { text }) : say(words, 'measure.editDelta', { text, delta });
    return [{ fromMs: measure.fromMs, toMs: measure.toMs, labels: [long, text, delta] }];
  });
}

function length(measure: Measure): number {
  return measure.toMs - measure.fromMs;
}
