// Puts a picture together: lanes in order, told events, the sentence, the instants that matter. Pure and deterministic.
import type { PodPlan } from '../plan';
import type { Scenario } from '../scenario';
import type { Trace } from '../trace';
import { assumptionsOf } from './assumptions';
import { appEvents, containerLane, type Scene } from './containerLane';
import { type Facts, factsOf } from './facts';
import type { Bar, Lane, Mark, Picture, Told } from './picture';
import { podLanes } from './podLanes';
import { probeLane } from './probeLane';
import { quietMs } from './scale';
import { serviceLanes, trafficEvents, trafficOf } from './serviceLanes';
import { postStartLane, shutdownLane } from './shutdownLane';
import { type Ranges, summaryOf } from './summary';
import { probeKinds, tellTrace } from './tell';
import { say, type Words } from './words';

/** How long EndpointSlice, kube-proxy and load balancers take to stop sending requests: an assumption, not a kubelet fact. */
export const DEFAULT_PROPAGATION_MS = 3000;

export interface PictureInput {
  readonly trace: Trace;
  readonly plan: PodPlan;
  readonly scenario: Scenario;
  readonly words: Words;
  readonly propagationMs?: number;
  readonly ranges?: Ranges;
  /** Draw containers in which nothing happens one by one, too. */
  readonly allContainers?: boolean;
}

/** The picture with the facts behind its sentence. */
export interface Drawing {
  readonly picture: Picture;
  readonly facts: Facts;
}

/** Everything the timeline shows for one simulation. */
export function draw(input: PictureInput): Drawing {
  const scene = sceneOf(input);
  const traffic = trafficOf(scene);
  const facts = factsOf(scene, traffic);
  const summary = summaryOf(scene, facts, input.ranges);
  const lanes = [
    ...podLanes(scene),
    ...containerLanes(scene, input.allContainers === true),
    ...serviceLanes(scene, traffic),
  ];
  const told = [...scene.story.told, ...appEvents(scene), ...trafficEvents(scene, traffic)];
  const picture: Picture = {
    name: scene.plan.name,
    ...inOrder(
      lanes,
      told.filter((event) => event.atMs <= scene.endMs),
    ),
    measures: summary.measures,
    headline: summary.headline,
    notableMs: notableInstants(scene, told, lanes),
    endMs: scene.endMs,
    truncated: scene.trace.truncated,
    assumptions: assumptionsOf(scene, traffic),
  };
  return { picture, facts };
}

/** More containers than this, and the quiet ones share a row. */
const MANY_CONTAINERS = 3;

/** The lanes of all containers; where there are many, those in which nothing happens become one row. */
function containerLanes(scene: Scene, all: boolean): readonly Lane[] {
  const groups = scene.plan.containers.map((container) =>
    [
      containerLane(scene, container),
      postStartLane(scene, container) ?? [],
      probeKinds(container).map((kind) => probeLane(scene, container, kind, container[`${kind}Probe`]!)),
      shutdownLane(scene, container) ?? [],
    ].flat(),
  );
  const quiet = groups.filter((lanes) => lanes.every(isQuiet));
  if (all || groups.length <= MANY_CONTAINERS || quiet.length < 2) return groups.flat();
  const loud = groups.filter((lanes) => !quiet.includes(lanes));
  return [...loud.flat(), quietLane(scene, quiet)];
}

/** Nothing but starting, answering, stopping when told, and probes that pass. */
function isQuiet({ bars, wires, marks }: Lane): boolean {
  const trouble = new Set(['cross', 'crossDisc', 'query', 'exitBad', 'kill']);
  return (
    !bars.some(({ look }) => look === 'silent' || look === 'failed') &&
    !marks.some(({ shape }) => trouble.has(shape)) &&
    !wires.some(({ look, labels }) => look === 'bad' || labels.length > 0)
  );
}

function quietLane(scene: Scene, groups: readonly (readonly Lane[])[]): Lane {
  const bars = groups.flatMap(([process]) => process?.bars ?? []).filter(({ look }) => look === 'answering');
  const fromMs = Math.min(...bars.map((bar) => bar.fromMs));
  const toMs = Math.max(...bars.map((bar) => bar.toMs));
  const names = groups.map(([process]) => process?.title ?? '').join(scene.words['list.join'] ?? ', ');
  const all: Bar = { fromMs, toMs, open: bars.some(({ open }) => open), look: 'answering', labels: [names] };
  return {
    id: 'quiet',
    kind: 'bar',
    title: say(scene.words, 'lane.quiet', { n: groups.length }),
    note: '',
    depth: 0,
    bars: bars.length === 0 ? [] : [all],
    wires: [],
    marks: [],
    frames: [],
    grips: [],
  };
}

function sceneOf(input: PictureInput): Scene {
  const story = tellTrace(input.trace, input.plan, input.words);
  const propagationMs = input.propagationMs ?? DEFAULT_PROPAGATION_MS;
  return {
    trace: input.trace,
    plan: input.plan,
    scenario: input.scenario,
    words: input.words,
    story,
    endMs: endOf(input, story.told, propagationMs),
    propagationMs,
  };
}

/** The view ends a little after the last notable instant; a pod that lives on shows some of its steady life. */
function endOf({ trace, plan }: PictureInput, told: readonly Told[], propagationMs: number): number {
  const gone = trace.events.find((event) => event.event === 'pod.deleted')?.atMs;
  let lastMs = 0;
  const notable = told.filter(({ routine, event }) => !routine && event?.event !== 'status.state');
  for (const event of notable) if (event.atMs > lastMs) lastMs = event.atMs;
  const signals = trace.events.filter((event) => event.event === 'signal' && event.grace !== undefined);
  const deadline = signals.reduce((late, event) => Math.max(late, event.atMs + event.grace! * 1000), 0);
  if (gone !== undefined) {
    const deleted = trace.events.find((event) => event.event === 'api.delete')?.atMs ?? gone;
    return Math.round(Math.max(gone, lastMs, deleted + propagationMs, Math.min(deadline, gone + 90_000)) * 1.03 + 500);
  }
  const periods = plan.containers.flatMap((container) =>
    probeKinds(container).map((kind) => container[`${kind}Probe`]!.periodSeconds),
  );
  const quiet = quietMs([0, ...notable.map(({ atMs }) => atMs)]);
  const steady = Math.min(2.2 * quiet, Math.max(5000, 2.3 * Math.max(0, ...periods) * 1000));
  return Math.max(1000, Math.min(trace.untilMs, Math.round(lastMs + steady)));
}

/** Sorts what is told by time and turns the places in the lanes accordingly. */
function inOrder(lanes: readonly Lane[], told: readonly Told[]): Pick<Picture, 'lanes' | 'told'> {
  const order = told.map((_, index) => index).sort((a, b) => told[a]!.atMs - told[b]!.atMs || a - b);
  const placeOf = new Map(order.map((index, place) => [index, place]));
  const turn = <Item extends Bar | Mark>(item: Item): Item =>
    item.told === undefined ? item : { ...item, told: placeOf.get(item.told) ?? 0 };
  return {
    lanes: lanes.map((lane) => ({ ...lane, bars: lane.bars.map(turn), marks: lane.marks.map(turn) })),
    told: order.map((index) => told[index]!),
  };
}

/** Instants that folding keeps apart: told and not routine, scenario boundaries, deadlines. */
function notableInstants(scene: Scene, told: readonly Told[], lanes: readonly Lane[]): readonly number[] {
  const instants = new Set<number>();
  const foldable = new Set(lanes.flatMap(({ marks }) => marks.flatMap((mark) => (mark.foldable ? [mark.told] : []))));
  // A reason that kubectl shows late splits no quiet stretch: nothing happens then.
  told.forEach(({ routine, event, atMs }, index) => {
    if (!routine && !foldable.has(index) && event?.event !== 'status.state') instants.add(atMs);
  });
  for (const lane of lanes) {
    for (const bar of lane.bars) {
      instants.add(bar.fromMs);
      if (!bar.open) instants.add(bar.toMs);
    }
    for (const frame of lane.frames) if (isLast(scene, lane, frame.usedMs)) instants.add(frame.toMs);
  }
  return [...instants].filter((ms) => ms <= scene.endMs).sort((a, b) => a - b);
}

/** True when nothing of the lane's container runs after a moment: only then its deadline matters. */
function isLast(scene: Scene, lane: Lane, afterMs: number): boolean {
  const { events } = scene.trace;
  return !events.some(
    (event) => event.event === 'container.started' && event.container === lane.container && event.atMs >= afterMs,
  );
}
