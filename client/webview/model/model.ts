// From what the host sent and what the reader chose to what is drawn: scenario, trace, picture, advice, comparison.
// Pure apart from keeping the last results, so that a redraw computes only what changed.
import type { TimelineAnswer } from '../../../server/src/protocol';
import { type Advice, adviceFor } from '../../../server/src/simulation/picture/advice';
import { type Drawing, draw } from '../../../server/src/simulation/picture/build';
import { type Comparison, compare } from '../../../server/src/simulation/picture/compare';
import type { Ranges } from '../../../server/src/simulation/picture/summary';
import type { Words } from '../../../server/src/simulation/picture/words';
import type { PodPlan } from '../../../server/src/simulation/plan';
import type { Scenario } from '../../../server/src/simulation/scenario';
import { type NamedScenario, scenariosFor } from '../../../server/src/simulation/scenarios';
import type { Trace } from '../../../server/src/simulation/trace';
import { outlook, simulate } from './engine';
import { rangesOf } from './ranges';
import { FRESH_POD, type PodView, type ViewState } from './viewState';

/** Everything a redraw needs. */
export interface Scene {
  readonly key: string;
  readonly plan: PodPlan;
  readonly scenarioId: string;
  readonly scenario: Scenario;
  readonly scenarios: readonly NamedScenario[];
  /** The manifest's own scenario, when it has one. */
  readonly comment?: Scenario;
  readonly trace: Trace;
  readonly drawing: Drawing;
  readonly lines: Readonly<Record<string, number>>;
}

/** The pod of an answer, as a key for the reader's choices. */
export function podKey(answer: TimelineAnswer): string {
  const pod = answer.pods[answer.selected];
  return pod === undefined ? '' : `${pod.kind}/${pod.name}`;
}

/** The reader's choices for the pod that is shown. */
export function podView(view: ViewState, key: string): PodView {
  return view.pods[key] ?? FRESH_POD;
}

/** Computes scenes and keeps the last one. */
export class Model {
  private last: { readonly signature: string; readonly scene: Scene } | undefined;
  private advised: { readonly scene: Scene; readonly advice: readonly Advice[] } | undefined;
  private readonly outlooks = new Map<string, Ranges>();
  private compared: { readonly scene: Scene; readonly advice: Advice; readonly result: Comparison } | undefined;

  /** The scene of an answer, or nothing when it has no pod. */
  scene(answer: TimelineAnswer, view: ViewState, words: Words): Scene | undefined {
    const { plan } = answer;
    if (plan === undefined) return undefined;
    const key = podKey(answer);
    const chosen = podView(view, key);
    const comment = answer.scenario;
    const scenarios = scenariosFor(plan);
    const { id, scenario } = chooseScenario(chosen, scenarios, comment);
    const span = spanKey(plan, scenario, view);
    const known = this.outlooks.get(span);
    const allContainers = chosen.allContainers === true;
    const signature = JSON.stringify([span, scenario, allContainers, answer.lines, words['unit.s'], known]);
    if (this.last?.signature === signature && this.last.scene.scenarioId === id) return this.last.scene;
    const trace = simulate(plan, scenario);
    const ranges = known === undefined ? {} : { ranges: known };
    const drawing = draw({ trace, plan, scenario, words, propagationMs: view.propagationMs, allContainers, ...ranges });
    const scene: Scene = {
      key,
      plan,
      scenarioId: id,
      scenario,
      scenarios,
      trace,
      drawing,
      lines: answer.lines,
      ...(comment === undefined ? {} : { comment }),
    };
    this.last = { signature, scene };
    return scene;
  }

  /** True when best and worst case of a scene are not worked out yet. */
  wantsRanges(scene: Scene, view: ViewState): boolean {
    return !this.outlooks.has(spanKey(scene.plan, scene.scenario, view));
  }

  /** Works out best and worst case: many simulations, so it is asked for when the reader rests. */
  workOutRanges(scene: Scene, view: ViewState): void {
    const { plan, scenario } = scene;
    const { behaviour, gates } = scenario;
    const found = outlook(plan, {
      behaviour,
      propagationMs: view.propagationMs,
      ...(gates === undefined ? {} : { gates }),
    });
    if (this.outlooks.size > 40) this.outlooks.clear();
    this.outlooks.set(spanKey(plan, scenario, view), rangesOf(found, scene.drawing.facts, scenario));
  }

  /** True when the advice for a scene has been worked out. */
  hasAdvice(scene: Scene): boolean {
    return this.advised?.scene === scene;
  }

  /** Advice for a scene; simulates a few edited pods, so it is asked for after the picture stands. */
  advice(scene: Scene, view: ViewState, words: Words): readonly Advice[] {
    if (this.advised?.scene === scene) return this.advised.advice;
    const { plan, scenario, drawing } = scene;
    const advice = adviceFor({ plan, scenario, before: drawing, words, propagationMs: view.propagationMs, simulate });
    this.advised = { scene, advice };
    return advice;
  }

  /** What an advice would change in the picture. */
  comparison(scene: Scene, advice: Advice, words: Words): Comparison | undefined {
    if (advice.after === undefined) return undefined;
    if (this.compared?.scene === scene && this.compared.advice === advice) return this.compared.result;
    const result = compare(scene.drawing.picture, advice.after.picture, words);
    this.compared = { scene, advice, result };
    return result;
  }
}

function spanKey(plan: PodPlan, scenario: Scenario, view: ViewState): string {
  return JSON.stringify([plan, scenario, view.propagationMs]);
}

function chooseScenario(
  view: PodView,
  scenarios: readonly NamedScenario[],
  comment: Scenario | undefined,
): { readonly id: string; readonly scenario: Scenario } {
  if (view.scenarioId === 'custom' && view.custom !== undefined) return { id: 'custom', scenario: view.custom };
  if (comment !== undefined && (view.scenarioId === '' || view.scenarioId === 'comment'))
    return { id: 'comment', scenario: comment };
  return scenarios.find(({ id }) => id === view.scenarioId) ?? scenarios[0]!;
}
