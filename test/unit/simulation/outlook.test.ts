// Best and worst cases: the bounds hold at phases they were not made from, and known pods have known numbers.
import { describe, expect, it } from 'vitest';
import { type OutlookOptions, outlook } from '../../../server/src/simulation/outlook';
import { simulate } from '../../../server/src/simulation/simulate';
import { cases, plan } from './cases';

const head = 'metadata: {name: pod}\nspec:\n';

function ofContainer(fields: string, options: OutlookOptions = {}, pod = '') {
  return outlook(plan(`${head}${pod}  containers:\n  - name: web\n    image: web:1\n${fields}`), options);
}

describe('ready', () => {
  it('is a matter of milliseconds for an app that answers at once', () => {
    expect(ofContainer('')).toMatchObject({ ready: { bestMs: 5, worstMs: 5 } });
  });

  it('depends on the readiness probe and on when the app answers', () => {
    const slow = ofContainer('    readinessProbe: {httpGet: {path: /}, periodSeconds: 10}\n', {
      behaviour: { web: { readyAfter: 6.2 } },
    });
    // asked when first seen running, again at the next two relists, then every 10 s from there
    expect(slow.ready!.bestMs).toBeGreaterThan(10_000);
    expect(slow.ready!.bestMs).toBeLessThan(10_020);
    expect(slow.ready!.worstMs).toBe(12_006);
  });

  it('is absent for an app that never answers', () => {
    const never = ofContainer('    readinessProbe: {httpGet: {path: /}}\n', {
      behaviour: { web: { readyAfter: 1e9 } },
    });
    expect(never.ready).toBeUndefined();
  });

  it('holds at every phase of the relist', () => {
    for (const c of cases.filter((x) => x.name.startsWith('startup') || x.name.startsWith('sidecar'))) {
      const p = plan(c.manifest);
      const { ready } = outlook(p, { behaviour: c.behaviour ?? {} });
      if (ready === undefined) continue;
      for (let relistPhaseMs = 11; relistPhaseMs < 1000; relistPhaseMs += 49) {
        const trace = simulate(
          p,
          { ...c, deleteAt: null },
          { relistPhaseMs, syncPhaseMs: (relistPhaseMs + 250) % 1000 },
        );
        const at = trace.events.find(
          (e) => e.event === 'pod.condition' && e.kind === 'Ready' && e.state === 'True',
        )?.atMs;
        expect(at, `${c.name} ${relistPhaseMs}`).toBeGreaterThanOrEqual(ready.bestMs - 3);
        expect(at, `${c.name} ${relistPhaseMs}`).toBeLessThanOrEqual(ready.worstMs + 3);
      }
    }
  });
});

describe('restart after a hang', () => {
  it('takes between (threshold − 1) and threshold periods, and the timeout', () => {
    const { restartAfterHang } = ofContainer('    livenessProbe: {httpGet: {path: /}}\n');
    expect(restartAfterHang).toEqual([
      { container: 'web', stop: { bestMs: 21_002, worstMs: 31_000 }, restart: { bestMs: 21_004, worstMs: 31_002 } },
    ]);
  });

  it('counts the grace period of the probe when the app ignores its stop signal', () => {
    const probe =
      '    livenessProbe: {exec: {}, periodSeconds: 4, failureThreshold: 1, terminationGracePeriodSeconds: 6}\n';
    const [web] = ofContainer(probe, { behaviour: { web: { onSigterm: 'ignores' } } }).restartAfterHang;
    expect(web!.restart.worstMs - web!.stop.worstMs).toBe(6_002);
  });

  it('is absent without a liveness probe', () => {
    expect(ofContainer('').restartAfterHang).toEqual([]);
  });
});

describe('deletion', () => {
  it('takes preStop and the reaction of the app, then up to a second to the end of the object', () => {
    const { deletion, deletionIgnored } = ofContainer(
      '    lifecycle: {preStop: {sleep: {seconds: 5}}}\n',
      { behaviour: { web: { onSigterm: { exitsAfter: 3, code: 0 } } } },
      '  terminationGracePeriodSeconds: 20\n',
    );
    expect(deletion?.processes).toEqual({ bestMs: 8_001, worstMs: 8_001 });
    expect(deletion?.object.bestMs).toBeLessThan(8_100);
    expect(deletion?.object.worstMs).toBeGreaterThan(8_900);
    expect(deletionIgnored?.processes).toEqual({ bestMs: 20_001, worstMs: 20_001 });
  });

  it('says for how long clients are refused, by the time the endpoints need', () => {
    expect(ofContainer('', { propagationMs: 2_000 }).refused).toEqual({ bestMs: 1_999, worstMs: 1_999 });
    const drained = ofContainer('    lifecycle: {preStop: {sleep: {seconds: 5}}}\n', { propagationMs: 2_000 });
    expect(drained.refused).toEqual({ bestMs: 0, worstMs: 0 });
    const deaf = ofContainer('', {
      propagationMs: 2_000,
      behaviour: { web: { onSigterm: { exitsAfter: 10, stopsServingAfter: 1 } } },
    });
    expect(deaf.refused).toEqual({ bestMs: 999, worstMs: 999 });
  });
});

describe('any pod', () => {
  it('has an outlook without an error', () => {
    for (const c of cases) expect(outlook(plan(c.manifest)).restartAfterHang).toBeInstanceOf(Array);
    expect(outlook(plan('spec: {containers: 3}'))).toEqual({ restartAfterHang: [] });
  });
});
