// Advice: offered where it helps, proved by simulation, with edits of the right fields; comparison shows what it gains.
import { describe, expect, it } from 'vitest';
import { compare } from '../../../server/src/simulation/picture/compare';
import { scenariosFor } from '../../../server/src/simulation/scenarios';
import { adviceOn, drawingOf, PLANS, scenario, WORDS } from './pods';

const named = (plan: (typeof PLANS)[string], id: string) => scenariosFor(plan).find((one) => one.id === id)!.scenario;

describe('advice', () => {
  it('lets requests end before the app closes', () => {
    const [first] = adviceOn(PLANS.bare!, scenario({ deleteAt: 30, until: 80 }));
    expect(first?.id).toBe('preStopSleep');
    expect(first?.edits).toEqual([
      { op: 'add', path: 'containers[0]', block: 'lifecycle:\n  preStop:\n    sleep:\n      seconds: 5' },
    ]);
    expect(first?.after?.facts.refusedAtEndMs).toBe(0);
  });

  it('raises the grace period together with the sleep when both would not fit', () => {
    const plan = { ...PLANS.bare!, terminationGracePeriodSeconds: 6 };
    const behaviour = { main: { onSigterm: { exitsAfter: 2, code: 0 } } };
    const [first] = adviceOn(plan, scenario({ behaviour, deleteAt: 30, until: 80 }));
    expect(first?.id).toBe('preStopSleepGrace');
    expect(first?.edits[1]).toEqual({ op: 'set', path: 'terminationGracePeriodSeconds', raw: '15' });
  });

  it('sets only the number when a sleep is there already', () => {
    const plan = structuredClone(PLANS.bare!) as (typeof PLANS)[string];
    const short = {
      ...plan,
      containers: [{ ...plan.containers[0]!, preStop: { handler: 'sleep', sleepSeconds: 1 } as const }],
    };
    const [first] = adviceOn(short, scenario({ deleteAt: 30, until: 80 }));
    expect(first?.edits).toEqual([{ op: 'set', path: 'containers[0].lifecycle.preStop.sleep.seconds', raw: '5' }]);
  });

  it('gives a hung process a shorter grace period', () => {
    const behaviour = { main: { runs: [{ failsAt: 14.2 }, {}], onSigterm: 'ignores' as const } };
    const [first, second] = adviceOn(PLANS.liveness!, scenario({ behaviour, until: 130 }));
    expect(first).toMatchObject({
      id: 'probeGrace',
      edits: [{ op: 'set', path: 'containers[0].livenessProbe.terminationGracePeriodSeconds', raw: '5' }],
    });
    expect(first?.text.replaceAll('\u00a0', ' ')).toContain('[25.0 s sooner]');
    expect(second?.id).toBe('livenessPeriod');
  });

  it('gives a slow app time to start', () => {
    const plan = PLANS.web!;
    const slow = scenario({ behaviour: { main: { readyAfter: 90 } }, until: 400 });
    const [first] = adviceOn(plan, slow);
    expect(first?.id).toBe('startupThreshold');
    expect(first?.after?.facts.startupKill).toBeUndefined();
    expect(first?.after?.facts.firstReadyMs).toBeGreaterThan(90_000);
  });

  it('raises the grace period for an app that drains longer', () => {
    const behaviour = { main: { onSigterm: { exitsAfter: 50, code: 0 } } };
    const advice = adviceOn(PLANS.bare!, scenario({ behaviour, deleteAt: 30, until: 160 }));
    expect(advice.map(({ id }) => id)).toContain('graceForDrain');
    expect(advice.find(({ id }) => id === 'graceForDrain')?.after?.facts.deletion?.killed).toEqual([]);
  });

  it('does not promise what no setting can do', () => {
    const [note] = adviceOn(PLANS.bare!, named(PLANS.bare!, 'crashAtStart'));
    expect(note?.edits).toEqual([]);
    expect(note?.id).toBe('crashUnasked');
  });

  it('never proposes an edit that does not help, in any scenario of any pod', () => {
    for (const plan of Object.values(PLANS)) {
      for (const { scenario: one } of scenariosFor(plan)) {
        for (const { edits, after, text } of adviceOn(plan, one, 'zh-cn')) {
          expect(edits.length > 0).toBe(after !== undefined);
          expect(text).not.toMatch(/[{}]|undefined|advice\.|note\./);
        }
      }
    }
  });
});

describe('comparison', () => {
  const behaviour = { main: { runs: [{ failsAt: 14.2 }, {}], onSigterm: 'ignores' as const } };
  const hang = scenario({ behaviour, until: 130 });
  const before = drawingOf(PLANS.liveness!, hang).picture;

  it('shows gained service and lost waiting as strips', () => {
    const after = adviceOn(PLANS.liveness!, hang)[0]!.after!.picture;
    const { strips, measures } = compare(before, after, WORDS.en);
    expect(strips['service/requests']).toContainEqual({ fromMs: 45_006, toMs: 70_006, kind: 'gained' });
    expect(strips['main/shutdown']).toContainEqual({ fromMs: 45_004, toMs: 70_004, kind: 'lost' });
    expect(measures[0]?.labels[0]?.replaceAll('\u00a0', ' ')).toBe('with edit: down for 30.8 s (−25.0 s)');
  });

  it('shows nothing for a pod compared with itself', () => {
    expect(compare(before, before, WORDS.en)).toEqual({ strips: {}, measures: [] });
  });
});
