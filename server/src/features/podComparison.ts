// Two versions of a pod in one picture: the new one's timeline, and on each lane what it gained and lost.
import { draw } from '../simulation/picture/build';
import { compare } from '../simulation/picture/compare';
import type { PodPlan } from '../simulation/plan';
import { planOf } from '../simulation/planOf';
import { renderSvg } from '../simulation/render/svg';
import type { Scenario } from '../simulation/scenario';
import { scenariosFor } from '../simulation/scenarios';
import { simulate } from '../simulation/simulate';
import type { Texts } from '../text/texts';
import type { PodView } from './pods';

export interface PodPair {
  readonly before?: PodView;
  readonly after?: PodView;
}

/** SVG of the old pod's timeline overlaid with the new one's; of the only one where one is missing. */
export function comparePods({ before, after }: PodPair, texts: Texts): string | undefined {
  const words = texts.table(['why', 'timeline']);
  const picture = (plan: PodPlan, scenario: Scenario) =>
    draw({ trace: simulate(plan, scenario), plan, scenario, words }).picture;
  const old = before === undefined ? undefined : planFor(before);
  const now = after === undefined ? undefined : planFor(after);
  const only = old ?? now;
  const scenario = only === undefined ? undefined : scenariosFor(only)[0]?.scenario;
  if (only === undefined || scenario === undefined) return undefined;
  if (old === undefined || now === undefined) return `${renderSvg(picture(only, scenario), words)}\n`;
  const base = picture(old, scenario);
  const { strips, measures } = compare(base, picture(now, scenario), words);
  return `${renderSvg(base, words, { strips, edits: measures })}\n`;
}

function planFor({ metadata, name, namespace, spec }: PodView): PodPlan {
  return planOf({ metadata: { ...metadata, name, namespace }, spec });
}
