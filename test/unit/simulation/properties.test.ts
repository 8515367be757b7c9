// What holds for every pod and every scenario, tried on seeded random ones.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomCase } from '../../../scripts/sim-fuzz-case.mjs';
import { planOf } from '../../../server/src/simulation/planOf';
import type { Scenario } from '../../../server/src/simulation/scenario';
import { simulate } from '../../../server/src/simulation/simulate';
import { stateAt } from '../../../server/src/simulation/stateAt';
import type { Trace } from '../../../server/src/simulation/trace';
import { textFiles } from '../../support/texts';
import { cases, plan } from './cases';

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const runs = { seed: 20_260_201, numRuns: 60 };

function traceOf(seed: number): Trace {
  const c = randomCase(seed);
  return simulate(plan(c.manifest), c);
}

describe('every simulation', () => {
  it('goes forward in time, in whole milliseconds, and ends before the end of the observation', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { events, untilMs } = traceOf(seed);
        return events.every(
          ({ atMs }, i) => Number.isInteger(atMs) && atMs >= (events[i - 1]?.atMs ?? 0) && atMs < untilMs,
        );
      }),
      runs,
    );
  });

  it('gives the same bytes for the same input', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const first = JSON.stringify(traceOf(seed));
        return first === JSON.stringify(traceOf(seed));
      }),
      runs,
    );
  });

  it('sends no SIGKILL before the stop signal and its grace period of two seconds or more', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const stops = new Map<string, number>();
        for (const event of traceOf(seed).events) {
          if (event.event !== 'signal') continue;
          const who = `${event.container} ${event.attempt}`;
          if (event.signal === 'SIGKILL') {
            if (stops.get(who) !== event.atMs) return false;
          } else {
            if ((event.grace ?? 0) < 2) return false;
            stops.set(who, event.atMs + (event.grace ?? 0) * 1000);
          }
        }
        return true;
      }),
      runs,
    );
  });

  it('ends every process at most once and none that was not started', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const running = new Set<string>();
        for (const { event, container, attempt } of traceOf(seed).events) {
          if (event === 'container.started') running.add(`${container} ${attempt}`);
          if (event === 'container.exited' && !running.delete(`${container} ${attempt}`)) return false;
        }
        return true;
      }),
      runs,
    );
  });

  it('explains its events with ids that both languages have, and fills every placeholder', () => {
    const tables = (['en', 'zh-cn'] as const).map((language) => textFiles(language).why ?? {});
    const checked = new Set<string>();
    const check = (trace: Trace): void => {
      for (const { why } of trace.events) {
        if (why === undefined || checked.has(why.id)) continue;
        checked.add(why.id);
        for (const table of tables) {
          const text = table[`why.${why.id}`];
          expect(text, why.id).toBeDefined();
          for (const [, name] of text!.matchAll(/\{(\w+)\}/g)) expect(why.values, why.id).toHaveProperty(name!);
        }
      }
    };
    for (const c of cases) check(simulate(plan(c.manifest), c));
    fc.assert(
      fc.property(seeds, (seed) => check(traceOf(seed))),
      runs,
    );
    const known = Object.keys(tables[0] ?? {}).map((id) => id.replace(/^why\./, ''));
    expect(known.filter((id) => !checked.has(id))).toEqual([]);
  });

  it('names a field of the pod as the cause of every event', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const c = randomCase(seed);
        const p = plan(c.manifest);
        return simulate(p, c).events.every(({ cause }) => {
          if (cause === undefined) return false;
          if (podFields.includes(cause)) return true;
          return p.containers.some(({ path }) => cause === path || cause.startsWith(`${path}.`));
        });
      }),
      runs,
    );
  });

  it('can be looked at in any moment', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 200_000 }), (seed, ms) => {
        const c = randomCase(seed);
        const p = plan(c.manifest);
        const { row, containers } = stateAt(simulate(p, c), p, ms);
        expect(row.ready).toMatch(/^\d+\/\d+$/);
        expect(row.restarts).toMatch(/^\d+( \(\S+ ago\))?$/);
        expect(row.status).not.toBe('');
        expect(containers).toHaveLength(p.containers.length);
      }),
      runs,
    );
  });
});

const podFields = [
  'restartPolicy',
  'terminationGracePeriodSeconds',
  'activeDeadlineSeconds',
  'readinessGates',
  'containers',
  'initContainers',
];

describe('odd input', () => {
  const anything = fc.anything({ maxDepth: 3 });
  const scenario = fc.record({
    behaviour: fc.dictionary(fc.constantFrom('a', 'b'), anything),
    deleteAt: fc.oneof(fc.constant(null), fc.double()),
    gracePeriodOverride: fc.oneof(fc.constant(null), fc.integer()),
    until: fc.oneof(fc.double({ min: -5, max: 300 }), fc.constant(Number.NaN)),
  });

  it('never throws', () => {
    const pod = fc.record({
      metadata: anything,
      spec: fc.record({
        containers: fc.oneof(anything, fc.array(container(anything), { maxLength: 3 })),
        initContainers: anything,
      }),
    });
    fc.assert(
      fc.property(fc.oneof(anything, pod), scenario, (object, s) => {
        simulate(planOf(object), s as unknown as Scenario);
      }),
      { ...runs, numRuns: 200 },
    );
  });

  function container(field: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
    const probe = fc.record({
      httpGet: fc.constant({}),
      periodSeconds: fc.oneof(field, fc.integer({ min: -3, max: 9 })),
      timeoutSeconds: field,
      failureThreshold: fc.oneof(field, fc.integer({ min: -3, max: 4 })),
    });
    return fc.record({
      name: fc.constantFrom('a', 'b', ''),
      livenessProbe: fc.oneof(field, probe),
      readinessProbe: fc.oneof(field, probe),
      lifecycle: field,
      restartPolicy: field,
    });
  }

  it('is bounded by the number of events', () => {
    const p = planOf({
      spec: { containers: [{ name: 'a', livenessProbe: { exec: {}, periodSeconds: 1 } }] },
    });
    const week: Scenario = { behaviour: {}, deleteAt: null, until: 7 * 24 * 3600 };
    const trace = simulate(p, week);
    expect(trace.truncated).toBe(true);
    expect(trace.events).toHaveLength(10_000);
    expect(simulate(p, week, { eventLimit: 50 }).events).toHaveLength(50);
  });

  it('stays small in a crash loop of an hour', () => {
    const p = planOf({ spec: { containers: [{ name: 'a' }] } });
    const trace = simulate(p, { behaviour: { a: { exits: [{ at: 1, code: 1 }] } }, deleteAt: null, until: 3600 });
    expect(trace.truncated).toBe(false);
    expect(trace.events.length).toBeLessThan(600);
  });
});
