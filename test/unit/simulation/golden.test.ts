// The engine against recorded traces of a kubelet: every event, every field but the wording, to the millisecond.
import { describe, expect, it } from 'vitest';
import { simulate } from '../../../server/src/simulation/simulate';
import { traceToCase } from '../../../server/src/simulation/writeTrace';
import { cases, plan } from './cases';

describe('recorded traces', () => {
  it('has cases of many kinds', () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
    const events = new Set(cases.flatMap((c) => c.trace.map((e) => e.event)));
    expect(events.size).toBe(25);
  });

  it.each(cases.map((c) => [c.name, c] as const))('%s', (_name, c) => {
    const trace = simulate(plan(c.manifest), c);
    expect(trace.truncated).toBe(false);
    const mine = traceToCase(trace).map(({ message: _message, ...event }) => event);
    expect(mine.map(line)).toEqual(c.trace.map(line));
  });
});

/** One event as a line, its fields in alphabetical order. */
function line(event: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1))));
}
