// Beyond the kubelet: when the pod is in a Service's endpoints and what becomes of requests. Computed from the trace and
// the scenario under one stated assumption, the propagation delay; requests may come from Ready on until removal is through.
import { appSpans, behaviourOfRun, serves } from './app';
import { type Scene, toldAt } from './containerLane';
import type { Bar, BarLook, Lane, Told } from './picture';
import { readySpells } from './podLanes';
import { runsOf } from './runs';
import { duration, say } from './words';

export type RequestFate = 'served' | 'unanswered' | 'refused';

export interface Stretch<State> {
  readonly fromMs: number;
  readonly toMs: number;
  readonly state: State;
}

export interface Traffic {
  readonly endpoints: readonly (Stretch<'in' | 'leaving'> & { readonly index?: number })[];
  readonly requests: readonly Stretch<RequestFate>[];
}

/** Endpoints and requests over time; empty for pods that run to completion. */
export function trafficOf(scene: Scene): Traffic {
  if (scene.plan.restartPolicy !== 'Always') return { endpoints: [], requests: [] };
  const endpoints = endpointSpells(scene);
  return { endpoints, requests: fates(scene, endpoints) };
}

/** In from Ready to not ready or deletion (EndpointSlice controller: a terminating pod is not ready), then leaving. */
function endpointSpells(scene: Scene): Traffic['endpoints'] {
  const { events } = scene.trace;
  const deletion = events.findIndex((event) => event.event === 'api.delete');
  const deletedMs = deletion < 0 ? Infinity : events[deletion]!.atMs;
  const spells = readySpells(scene).filter((spell) => spell.ready && spell.fromMs < deletedMs);
  return spells.flatMap((spell, place) => {
    const outMs = Math.min(spell.toMs, deletedMs);
    const backMs = spells[place + 1]?.fromMs ?? Infinity;
    const goneMs = Math.min(outMs + scene.propagationMs, backMs);
    const inside = {
      fromMs: spell.fromMs,
      toMs: outMs,
      state: 'in' as const,
      ...(spell.index === undefined ? {} : { index: spell.index }),
    };
    if (outMs >= scene.endMs && deletedMs > scene.endMs) return [inside];
    return [inside, { fromMs: outMs, toMs: Math.max(outMs, goneMs), state: 'leaving' as const }];
  });
}

function fates(scene: Scene, endpoints: Traffic['endpoints']): readonly Stretch<RequestFate>[] {
  const stretches: Stretch<RequestFate>[] = [];
  for (const window of windowsOf(endpoints)) {
    const cuts = [window.fromMs, ...statesOfApp(scene).flatMap((span) => [span.fromMs, span.toMs]), window.toMs];
    const edges = [...new Set(cuts)].filter((ms) => ms >= window.fromMs && ms <= window.toMs).sort((a, b) => a - b);
    for (let index = 1; index < edges.length; index++) {
      add(stretches, { fromMs: edges[index - 1]!, toMs: edges[index]!, state: fateAt(scene, edges[index - 1]!) });
    }
  }
  return stretches;
}

function add(stretches: Stretch<RequestFate>[], next: Stretch<RequestFate>): void {
  const last = stretches[stretches.length - 1];
  const joins = last !== undefined && last.state === next.state && next.fromMs - last.toMs < 5;
  if (joins) stretches[stretches.length - 1] = { ...last, toMs: next.toMs };
  else stretches.push(next);
}

/** Endpoint spells that touch, joined. */
function windowsOf(endpoints: Traffic['endpoints']): readonly { fromMs: number; toMs: number }[] {
  const windows: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of endpoints) {
    const last = windows[windows.length - 1];
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else windows.push({ fromMs, toMs });
  }
  return windows;
}

interface AppTime {
  readonly container: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly fate: RequestFate;
}

const timesOf = new WeakMap<object, readonly AppTime[]>();

/** The containers that answer the Service: main ones with a readiness probe, else the first main one. */
function statesOfApp(scene: Scene): readonly AppTime[] {
  const known = timesOf.get(scene);
  if (known !== undefined) return known;
  const mains = scene.plan.containers.filter(({ role }) => role === 'main');
  const probed = mains.filter(({ readinessProbe }) => readinessProbe !== undefined);
  const serving = probed.length > 0 ? probed : mains.slice(0, 1);
  const times = serving.flatMap(({ name }) =>
    runsOf(scene.trace.events, name).flatMap((run) =>
      appSpans(run, behaviourOfRun(scene.scenario, name, run.attempt), scene.endMs).map((span) => ({
        container: name,
        fromMs: span.fromMs,
        toMs: span.toMs,
        fate: serves(span.state)
          ? ('served' as const)
          : span.state === 'silent'
            ? ('unanswered' as const)
            : ('refused' as const),
      })),
    ),
  );
  timesOf.set(scene, times);
  return times;
}

/** What becomes of a request at a moment: the worst of the serving containers. */
function fateAt(scene: Scene, ms: number): RequestFate {
  const times = statesOfApp(scene);
  const names = new Set(times.map(({ container }) => container));
  let fate: RequestFate = names.size === 0 ? 'refused' : 'served';
  for (const name of names) {
    const now = times.find((time) => time.container === name && time.fromMs <= ms && ms < time.toMs);
    const next = now?.fate ?? 'refused';
    if (next === 'refused') return 'refused';
    if (next === 'unanswered') fate = 'unanswered';
  }
  return fate;
}

const FATE_LOOKS: Readonly<Record<RequestFate, BarLook>> = {
  served: 'served',
  unanswered: 'silent',
  refused: 'refused',
};

/** The two Service lanes, or none when the pod is never in the endpoints. */
export function serviceLanes(scene: Scene, traffic: Traffic): readonly Lane[] {
  if (traffic.endpoints.length === 0) return [];
  const { words } = scene;
  const lane = (id: string, title: string, note: string, depth: 0 | 1, bars: readonly Bar[]): Lane => ({
    id,
    kind: 'bar',
    title,
    note,
    depth,
    bars,
    wires: [],
    marks: [],
    frames: [],
    grips: [],
  });
  const leaving = say(words, 'bar.leaving', { time: duration(words, scene.propagationMs) });
  const endpointBars = traffic.endpoints
    .filter(({ fromMs, toMs }) => toMs > fromMs)
    .map(
      (spell): Bar => ({
        fromMs: spell.fromMs,
        toMs: spell.toMs,
        open: spell.state === 'in' && spell.toMs >= scene.endMs,
        look: spell.state === 'in' ? 'inService' : 'leaving',
        labels: spell.state === 'in' ? [say(words, 'bar.inService')] : [leaving, say(words, 'bar.leaving.short')],
        ...toldAt(scene.story, spell.index),
      }),
    );
  const requestBars = traffic.requests
    .filter(({ fromMs, toMs }) => toMs > fromMs)
    .map((stretch): Bar => {
      const time = duration(words, stretch.toMs - stretch.fromMs);
      const long = say(words, `bar.${stretch.state}`, { time });
      return {
        fromMs: stretch.fromMs,
        toMs: stretch.toMs,
        open: stretch.toMs >= scene.endMs,
        look: FATE_LOOKS[stretch.state],
        labels: stretch.state === 'served' ? [long] : [long, time],
      };
    });
  return [
    lane('service', 'Service', say(words, 'lane.endpoints'), 0, endpointBars),
    lane('service/requests', say(words, 'lane.requests'), '', 1, requestBars),
  ];
}

/** Leaving the endpoints for good and the fates that hurt, as told events. */
export function trafficEvents(scene: Scene, traffic: Traffic): readonly Told[] {
  const { words } = scene;
  const told: Told[] = [];
  const fact = (atMs: number, lane: string, id: string) =>
    told.push({
      atMs,
      lane,
      text: say(words, `told.${id}`),
      why: say(words, `why.${id}`, { delay: duration(words, scene.propagationMs) }),
      routine: false,
      assumed: true,
    });
  traffic.endpoints.forEach((spell, index) => {
    const next = traffic.endpoints[index + 1];
    if (spell.state === 'leaving' && (next === undefined || next.fromMs > spell.toMs))
      fact(spell.toMs, 'service', 'outOfEndpoints');
  });
  for (const stretch of traffic.requests) {
    if (stretch.state !== 'served' && stretch.toMs - stretch.fromMs >= 50)
      fact(stretch.fromMs, 'service/requests', stretch.state);
  }
  return told;
}

/** Total milliseconds during which requests met a fate. */
export function fateMs(traffic: Traffic, fate: RequestFate): number {
  return traffic.requests.reduce(
    (sum, stretch) => sum + (stretch.state === fate ? stretch.toMs - stretch.fromMs : 0),
    0,
  );
}
