// The lane of a container's process: image pull, waiting, runs with what the app does, exits and back-off.
import type { ContainerPlan, PodPlan } from '../plan';
import type { Scenario } from '../scenario';
import type { Trace } from '../trace';
import { type AppSpan, type AppState, appSpans, behaviourOfRun } from './app';
import type { Bar, BarLook, Grip, Lane, Mark, Told, Wire } from './picture';
import { type Run, runsOf } from './runs';
import type { Story } from './tell';
import { duration, say, type Words } from './words';

/** All that lanes are drawn from. */
export interface Scene {
  readonly trace: Trace;
  readonly plan: PodPlan;
  readonly scenario: Scenario;
  readonly words: Words;
  readonly story: Story;
  /** Where bars that go on end. */
  readonly endMs: number;
  readonly propagationMs: number;
}

/** Nominal back-off steps (kubelet.go, MaxCrashLoopBackOff 300 s and 10 s base, 1.37). */
const BACKOFF_STEPS_MS = [10_000, 20_000, 40_000, 80_000, 160_000, 300_000];

/** The process lane of one container. */
export function containerLane(scene: Scene, container: ContainerPlan): Lane {
  const runs = runsOf(scene.trace.events, container.name);
  const many = runs.length > 2;
  return {
    id: container.name,
    kind: 'bar',
    title: container.name,
    note: say(scene.words, `role.${container.role}`),
    depth: 0,
    container: container.name,
    cause: container.path,
    bars: [...before(scene, container, runs), ...runs.flatMap((run) => runBars(scene, container, run, many))],
    wires: pauses(scene, container, runs),
    marks: runs.flatMap((run) => exitMarks(scene, run, many)),
    frames: [],
    grips: runs.flatMap((run) => gripsOf(scene, container, run)),
  };
}

/** What happens before the first start: pulling the image, or waiting for another container. */
function before(scene: Scene, container: ContainerPlan, runs: readonly Run[]): readonly Bar[] {
  const { trace, words, story } = scene;
  const startMs = runs[0]?.startedMs ?? Math.min(scene.endMs, deletedMs(trace) ?? scene.endMs);
  const pull = pullOf(scene, container, startMs);
  const bars: Bar[] = [];
  const waitEnd = pull?.fromMs ?? startMs;
  if (waitEnd > 250) {
    const awaited = awaitedBy(scene.plan, container, trace, waitEnd);
    const label = awaited === undefined ? say(words, 'bar.waits') : say(words, 'bar.waitsFor', { container: awaited });
    bars.push({ fromMs: 0, toMs: waitEnd, open: false, look: 'waits', labels: [label, say(words, 'bar.waits')] });
  }
  if (pull !== undefined) {
    bars.push({
      fromMs: pull.fromMs,
      toMs: pull.toMs,
      open: false,
      look: 'pending',
      labels: [say(words, 'bar.pulling'), say(words, 'bar.pull')],
      ...toldAt(story, pull.index),
    });
  }
  return bars;
}

interface Pull {
  readonly fromMs: number;
  readonly toMs: number;
  readonly index: number;
}

/** The pull that precedes the container's first start; pulls are serial, so the last one before it. */
function pullOf(scene: Scene, container: ContainerPlan, startMs: number): Pull | undefined {
  const { events } = scene.trace;
  let pull: Pull | undefined;
  for (let index = 0; index < events.length && events[index]!.atMs <= startMs; index++) {
    const event = events[index]!;
    if (event.container !== undefined && event.container !== container.name) continue;
    if (event.event === 'image.pulling') pull = { fromMs: event.atMs, toMs: startMs, index };
    if (event.event === 'image.pulled' && pull !== undefined) pull = { ...pull, toMs: event.atMs };
    if (event.event === 'container.created' && event.container !== container.name) pull = undefined;
  }
  return pull;
}

function awaitedBy(plan: PodPlan, container: ContainerPlan, trace: Trace, waitEndMs: number): string | undefined {
  const place = plan.containers.indexOf(container);
  const earlier = plan.containers.slice(0, place);
  let awaited: string | undefined;
  for (const event of trace.events) {
    if (event.atMs > waitEndMs) break;
    if (event.event === 'container.started' && earlier.some(({ name }) => name === event.container)) {
      awaited = event.container;
    }
  }
  return awaited;
}

function deletedMs(trace: Trace): number | undefined {
  return trace.events.find((event) => event.event === 'api.delete')?.atMs;
}

function runBars(scene: Scene, container: ContainerPlan, run: Run, many: boolean): readonly Bar[] {
  const behaviour = behaviourOfRun(scene.scenario, container.name, run.attempt);
  const spans = joinClosing(appSpans(run, behaviour, scene.endMs));
  return spans.map((span, index) => ({
    fromMs: span.fromMs,
    toMs: span.toMs,
    open: run.exitedMs === undefined && index === spans.length - 1,
    look: LOOKS[span.state],
    labels: [
      ...(many && index === 0
        ? [`#${run.attempt + 1} ${labelOf(scene, container, span.state)}`, `#${run.attempt + 1}`]
        : []),
      ...(many && index === 0 ? [] : labelsOf(scene, container, span.state)),
    ],
    ...toldAt(scene.story, run.startIndex),
  }));
}

const LOOKS: Readonly<Record<AppState, BarLook>> = {
  starting: 'starting',
  answering: 'answering',
  silent: 'silent',
  closing: 'closing',
  deaf: 'closing',
};

/** One bar for closing down, whether it still serves or not: the requests lane tells the difference. */
function joinClosing(spans: readonly AppSpan[]): readonly AppSpan[] {
  const joined: AppSpan[] = [];
  for (const span of spans) {
    const last = joined[joined.length - 1];
    if (last !== undefined && LOOKS[last.state] === 'closing' && LOOKS[span.state] === 'closing') {
      joined[joined.length - 1] = { ...last, toMs: span.toMs };
    } else joined.push(span);
  }
  return joined;
}

function labelsOf(scene: Scene, container: ContainerPlan, state: AppState): readonly string[] {
  const long = labelOf(scene, container, state);
  const short = scene.words[`app.${state}.short`];
  return short === undefined ? [long] : [long, short];
}

function labelOf(scene: Scene, container: ContainerPlan, state: AppState): string {
  const answersAnyone = container.role === 'main' && scene.plan.restartPolicy === 'Always';
  return say(scene.words, state === 'answering' && !answersAnyone ? 'app.running' : `app.${state}`);
}

function exitMarks(scene: Scene, run: Run, many: boolean): readonly Mark[] {
  if (run.exitedMs === undefined) return [];
  const good = run.exitCode === 0;
  const oom = run.reason === 'OOMKilled';
  const long = say(scene.words, oom ? 'mark.oom' : 'mark.exit', { code: run.exitCode ?? 0 });
  return [
    {
      atMs: run.exitedMs,
      shape: good ? 'exitGood' : 'exitBad',
      labels: many ? [] : [long],
      routine: false,
      ...toldAt(scene.story, run.exitIndex),
    },
  ];
}

/** The waits between runs, named when the kubelet's back-off makes them. */
function pauses(scene: Scene, container: ContainerPlan, runs: readonly Run[]): readonly Wire[] {
  const wires: Wire[] = [];
  runs.forEach((run, index) => {
    if (run.exitedMs === undefined) return;
    const next = runs[index + 1];
    const toMs = next?.startedMs ?? stillWaitsUntil(scene, container, run);
    if (toMs === undefined || toMs - run.exitedMs < 1600) return;
    const backoff =
      next === undefined
        ? (announcedBackoff(scene, container, run.exitedMs) ?? doubled(runs, index))
        : nominal(toMs - run.exitedMs);
    const word = duration(scene.words, backoff ?? toMs - run.exitedMs, true);
    wires.push({
      fromMs: run.exitedMs,
      toMs,
      look: 'wait',
      labels: backoff === undefined ? [word] : [say(scene.words, 'bar.backoff', { wait: word }), word],
    });
  });
  return wires;
}

function nominal(ms: number): number | undefined {
  return BACKOFF_STEPS_MS.find((step) => ms >= step - 100 && ms - step < 1700);
}

function announcedBackoff(scene: Scene, container: ContainerPlan, sinceMs: number): number | undefined {
  const shown = scene.trace.events.filter(
    (event) => event.container === container.name && event.backoff !== undefined && event.atMs > sinceMs,
  );
  const text = shown[shown.length - 1]?.backoff;
  const match = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(text ?? '');
  return match === null || text === undefined ? undefined : (Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0)) * 1000;
}

/** The end of the picture when the dead container will run again: nothing has ended or deleted the pod. */
function stillWaitsUntil(scene: Scene, container: ContainerPlan, run: Run): number | undefined {
  const policy = container.restartPolicy ?? scene.plan.restartPolicy;
  const done = run.exitCode === 0 && (container.role === 'init' || policy !== 'Always');
  if (done || policy === 'Never') return undefined;
  const over = scene.trace.events.some(
    (event) =>
      event.event === 'api.delete' ||
      (event.event === 'pod.phase' && (event.state === 'Succeeded' || event.state === 'Failed')),
  );
  return over || (run.exitedMs ?? 0) + 1600 > scene.endMs ? undefined : scene.endMs;
}

/** The back-off that the wait before it doubles to. */
function doubled(runs: readonly Run[], index: number): number | undefined {
  const before = runs[index - 1]?.exitedMs;
  if (before === undefined) return undefined;
  const last = nominal(runs[index]!.startedMs - before);
  const step = last === undefined ? 0 : BACKOFF_STEPS_MS.indexOf(last) + 1;
  return BACKOFF_STEPS_MS[Math.min(step, BACKOFF_STEPS_MS.length - 1)];
}

function gripsOf(scene: Scene, container: ContainerPlan, run: Run): readonly Grip[] {
  const behaviour = behaviourOfRun(scene.scenario, container.name, run.attempt);
  const grips: Grip[] = [];
  for (const span of appSpans(run, behaviour, scene.endMs)) {
    if (span.knob === undefined || span.fromMs <= run.startedMs) continue;
    grips.push({
      atMs: span.fromMs,
      knob: span.knob,
      container: container.name,
      originMs: run.startedMs,
      title: say(scene.words, `grip.${span.knob}`, { after: duration(scene.words, span.fromMs - run.startedMs) }),
    });
  }
  const reacts = behaviour.onSigterm;
  if (run.signalMs !== undefined && run.exitedMs !== undefined && reacts !== undefined && reacts !== 'ignores') {
    if (run.killedMs === undefined && reacts.exitsAfter !== undefined) {
      grips.push({
        atMs: run.exitedMs,
        knob: 'exitsAfter',
        container: container.name,
        originMs: run.signalMs,
        title: say(scene.words, 'grip.exitsAfter', { after: duration(scene.words, run.exitedMs - run.signalMs) }),
      });
    }
  } else if (run.signalMs === undefined && run.exitedMs !== undefined && run.attempt < (behaviour.exits?.length ?? 0)) {
    grips.push({
      atMs: run.exitedMs,
      knob: 'exitAt',
      container: container.name,
      originMs: run.startedMs,
      title: say(scene.words, 'grip.exitAt', { after: duration(scene.words, run.exitedMs - run.startedMs) }),
    });
  }
  return grips;
}

/** The place of a trace event among the told, as a field to spread. */
export function toldAt(story: Story, index: number | undefined): { told?: number } {
  const place = index === undefined ? -1 : (story.placeOf[index] ?? -1);
  return place < 0 ? {} : { told: place };
}

/** Events of the app that the scenario makes, in words. */
export function appEvents(scene: Scene): readonly Told[] {
  const { words } = scene;
  return scene.plan.containers.flatMap((container) =>
    runsOf(scene.trace.events, container.name).flatMap((run) => {
      const spans = appSpans(run, behaviourOfRun(scene.scenario, container.name, run.attempt), scene.endMs);
      return spans.flatMap((span, index) => {
        if (index === 0 || (span.state !== 'answering' && span.state !== 'silent' && span.state !== 'deaf')) return [];
        if (span.state === 'deaf' && spans[index - 1]?.state !== 'closing') return [];
        const after = duration(words, span.fromMs - run.startedMs);
        return [
          {
            atMs: span.fromMs,
            lane: container.name,
            container: container.name,
            text: say(words, `told.app.${span.state}`, { container: container.name }),
            why: say(words, `why.app.${span.state}`, { container: container.name, after }),
            routine: false,
            assumed: true,
          },
        ];
      });
    }),
  );
}
