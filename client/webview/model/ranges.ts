// Best and worst case for the numbers of the sentence, kept only where they speak of the same thing as the picture.
import type { Facts } from '../../../server/src/simulation/picture/facts';
import type { Ranges } from '../../../server/src/simulation/picture/summary';
import type { Scenario } from '../../../server/src/simulation/scenario';
import type { Outlook } from './engine';

interface Between {
  readonly bestMs: number;
  readonly worstMs: number;
}

/** The picture's node is one of many, so its numbers lie within, up to the milliseconds that a node costs. */
const SLACK_MS = 60;

/** The ranges of an outlook that fit the facts of a picture. */
export function rangesOf(outlook: Outlook, facts: Facts, scenario: Scenario): Ranges {
  const { outage, deletion } = facts;
  const down = outage?.againMs === undefined ? undefined : outage.againMs - outage.hungMs;
  const took = deletion?.goneMs === undefined ? undefined : deletion.goneMs - deletion.requestedMs;
  const hang = outlook.restartAfterHang.find(({ container }) => container === outage?.container.name);
  const steady = scenario.gracePeriodOverride == null && scenario.deleteAgain === undefined;
  return {
    ...fitting('ready', outlook.ready, facts.firstReadyMs),
    ...fitting('down', hang?.restart, down),
    ...(steady ? fitting('deletion', outlook.deletion?.object, took) : {}),
    ...(steady
      ? fitting('refused', outlook.refused, facts.refusedAtEndMs === facts.refusedMs ? facts.refusedMs : undefined)
      : {}),
  };
}

function fitting(id: keyof Ranges, between: Between | undefined, actualMs: number | undefined): Ranges {
  if (between === undefined || actualMs === undefined) return {};
  if (actualMs < between.bestMs - SLACK_MS || actualMs > between.worstMs + SLACK_MS) return {};
  return { [id]: [between.bestMs, between.worstMs] };
}
