// The lanes of the pod itself: phase with deletion, and the Ready condition with what is missing for it.
import type { TraceEvent } from '../trace';
import { type Scene, toldAt } from './containerLane';
import type { Bar, BarLook, Grip, Lane, Mark, Wire } from './picture';
import { duration, say } from './words';

/** Phase and Ready. The Ready lane is left out when it would only repeat the phase. */
export function podLanes(scene: Scene): readonly Lane[] {
  const ready = readyLane(scene);
  return ready === undefined ? [phaseLane(scene)] : [phaseLane(scene), ready];
}

const PHASE_LOOKS: Readonly<Record<string, BarLook>> = {
  Pending: 'pending',
  Running: 'phase',
  Succeeded: 'succeeded',
  Failed: 'failed',
};

function phaseLane(scene: Scene): Lane {
  const { words, trace } = scene;
  return {
    id: 'pod',
    kind: 'bar',
    title: 'Pod',
    note: say(words, 'lane.phase'),
    depth: 0,
    bars: phaseBars(scene),
    wires: [],
    marks: trace.events.flatMap((event, index): readonly Mark[] =>
      event.event === 'pod.deleted'
        ? [
            {
              atMs: event.atMs,
              shape: 'gone',
              labels: [say(words, 'mark.gone')],
              routine: false,
              ...toldAt(scene.story, index),
            },
          ]
        : [],
    ),
    frames: [],
    grips: deleteGrips(scene),
  };
}

function phaseBars(scene: Scene): readonly Bar[] {
  const { events } = scene.trace;
  const bars: Bar[] = [];
  const goneMs = events.find((event) => event.event === 'pod.deleted')?.atMs;
  const endMs = goneMs ?? scene.endMs;
  let state = 'Pending';
  let reason: string | undefined;
  let fromMs = 0;
  let index: number | undefined;
  const close = (toMs: number, open: boolean) => {
    if (toMs <= fromMs) return;
    const label = state === 'Terminating' ? say(scene.words, 'bar.terminating') : state;
    const labels = reason === undefined ? [label] : [`${state} · ${reason}`, state];
    const look = state === 'Terminating' ? 'terminating' : (PHASE_LOOKS[state] ?? 'phase');
    bars.push({ fromMs, toMs, open, look, labels, ...toldAt(scene.story, index) });
  };
  events.forEach((event, place) => {
    const next = phaseAfter(event, state);
    if (next === undefined || event.atMs > endMs) return;
    if (event.atMs >= fromMs) close(event.atMs, false);
    state = next;
    reason = event.event === 'pod.phase' ? event.reason : undefined;
    fromMs = event.atMs;
    index = place;
  });
  close(endMs, goneMs === undefined);
  return bars;
}

/** Terminating hides the phases that follow: kubectl shows it until the pod is gone. */
function phaseAfter(event: TraceEvent, state: string): string | undefined {
  if (event.event === 'api.delete') return state === 'Terminating' ? undefined : 'Terminating';
  if (event.event === 'pod.phase' && state !== 'Terminating' && event.state !== state) return event.state;
  return undefined;
}

function deleteGrips(scene: Scene): readonly Grip[] {
  const { deleteAt } = scene.scenario;
  if (deleteAt === null) return [];
  const atMs = Math.round(deleteAt * 1000);
  const title = say(scene.words, 'grip.deleteAt', { at: duration(scene.words, atMs) });
  return [{ atMs, knob: 'deleteAt', originMs: 0, title }];
}

interface Spell {
  readonly fromMs: number;
  readonly toMs: number;
  readonly ready: boolean;
  readonly reason: string | undefined;
  readonly index: number | undefined;
}

/** The Ready condition over time. */
export function readySpells(scene: Pick<Scene, 'trace' | 'endMs'>): readonly Spell[] {
  const { events } = scene.trace;
  const goneMs = events.find((event) => event.event === 'pod.deleted')?.atMs;
  const spells: Spell[] = [];
  let spell = {
    fromMs: 0,
    ready: false,
    reason: undefined as string | undefined,
    index: undefined as number | undefined,
  };
  events.forEach((event, index) => {
    if (event.event !== 'pod.condition' || event.kind !== 'Ready') return;
    const ready = event.state === 'True';
    if (ready !== spell.ready) {
      if (event.atMs > spell.fromMs) spells.push({ ...spell, toMs: event.atMs });
      spell = { fromMs: event.atMs, ready, reason: event.reason, index };
    } else spell = { ...spell, reason: event.reason };
  });
  const toMs = goneMs ?? scene.endMs;
  if (toMs > spell.fromMs) spells.push({ ...spell, toMs });
  return spells;
}

function readyLane(scene: Scene): Lane | undefined {
  const spells = readySpells(scene);
  const said = spells.map((spell): Wire | undefined => {
    const { fromMs, toMs } = spell;
    if (spell.ready) return { fromMs, toMs, look: 'good', labels: [say(scene.words, 'bar.ready')] };
    if (spell.reason === 'PodCompleted' || spell.reason === 'PodFailed') return undefined;
    return { fromMs, toMs, look: 'wait', labels: [say(scene.words, 'bar.notReady')] };
  });
  if (spells.every(({ ready }) => !ready) && scene.plan.restartPolicy !== 'Always') return undefined;
  return {
    id: 'pod/ready',
    kind: 'probe',
    title: say(scene.words, 'lane.ready'),
    note: say(scene.words, 'lane.condition'),
    depth: 1,
    bars: [],
    wires: said.filter((wire) => wire !== undefined),
    marks: spells
      .filter(({ ready }) => ready)
      .map((spell) => ({
        atMs: spell.fromMs,
        shape: 'dot',
        labels: [],
        routine: false,
        ...toldAt(scene.story, spell.index),
      })),
    frames: [],
    grips: [],
  };
}
