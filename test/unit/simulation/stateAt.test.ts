// The row of `kubectl get pod` and what is behind it, at moments of recorded cases.
import { describe, expect, it } from 'vitest';
import { humanDuration } from '../../../server/src/simulation/humanDuration';
import { simulate } from '../../../server/src/simulation/simulate';
import { type PodAt, stateAt } from '../../../server/src/simulation/stateAt';
import { caseOf, plan } from './cases';

function at(name: string, seconds: number): PodAt {
  const c = caseOf(name);
  const p = plan(c.manifest);
  return stateAt(simulate(p, c), p, seconds * 1000);
}

describe('the row of kubectl get pod', () => {
  it.each([
    ['plain-start', 0, '0/1 Pending 0 0s'],
    ['plain-start', 0.5, '1/1 Running 0 0s'],
    ['plain-start', 19, '1/1 Running 0 19s'],
    ['plain-delete', 7.5, '1/1 Terminating 0 7s'],
    ['crash-loop', 5, '1/1 Running 1 (2s ago) 5s'],
    ['crash-loop', 7.6, '0/1 Error 1 (4s ago) 7s'],
    ['crash-loop', 17.8, '1/1 Running 2 (11s ago) 17s'],
    ['crash-loop', 300, '0/1 CrashLoopBackOff 5 (2m7s ago) 5m'],
    ['crash-loop-forgiven', 700, '0/1 Error 5 (20s ago) 11m'],
    ['oom-then-well', 30, '0/1 Completed 1 (26s ago) 30s'],
    ['job-completes', 9, '0/1 Completed 0 9s'],
    ['job-fails', 9, '0/1 Error 0 9s'],
    ['job-two-containers', 3, '1/2 NotReady 0 3s'],
    ['job-two-containers', 14, '0/2 Error 0 14s'],
    ['init-chain', 1, '0/1 Init:0/3 0 1s'],
    ['init-chain', 5, '0/1 Init:2/3 0 5s'],
    ['init-chain', 8, '1/1 Running 0 8s'],
    ['init-fails-then-works', 3.6, '0/1 Init:Error 1 (1s ago) 3s'],
    // once the pod is initialized, restarts of its init containers no longer count
    ['init-fails-then-works', 20, '1/1 Running 0 20s'],
    ['sidecar-gates-start', 1, '0/2 Init:0/2 0 1s'],
    ['sidecar-gates-start', 5, '1/2 Init:1/2 0 5s'],
    ['sidecar-gates-start', 8, '2/2 Running 0 8s'],
    ['sidecar-crashes', 20, '2/2 Running 2 (12s ago) 20s'],
    ['rules-restart-all', 9, '1/2 Error 0 9s'],
    // a restart in place loses the time of the end, so kubectl cannot say how long ago
    ['rules-restart-all', 20, '2/2 Running 2 20s'],
    ['image-never', 15, '0/1 ErrImageNeverPull 0 15s'],
    ['hooks-post-start-fails', 3, '0/1 PostStartHookError 0 3s'],
    ['hooks-post-start-fails', 20, '0/1 CrashLoopBackOff 2 (4s ago) 20s'],
    ['readiness-flaps', 20, '0/1 Running 0 20s'],
    ['liveness-two-kills', 40, '2/2 Running 1 (20s ago) 40s'],
  ])('%s at %s s', (name, seconds, expected) => {
    const { row } = at(name, seconds);
    expect(`${row.ready} ${row.status} ${row.restarts} ${row.age}`).toBe(expected);
  });
});

describe('behind the row', () => {
  it('knows when the object is gone', () => {
    expect(at('delete-forced', 6.2).exists).toBe(true);
    expect(at('delete-forced', 7)).toMatchObject({ exists: false, deletionMs: 6300 });
  });

  it('has conditions with the whole second of their last change', () => {
    const { conditions } = at('readiness-gate', 5);
    expect(conditions.map((c) => `${c.type} ${c.status} ${c.reason}`)).toEqual([
      'PodScheduled True ',
      'ContainersReady True ',
      'Initialized True ',
      'PodReadyToStartContainers True ',
      'Ready False ReadinessGatesNotReady',
    ]);
    const ready = at('readiness-flaps', 10).conditions.find((c) => c.type === 'Ready');
    expect(ready?.sinceMs).toBe(6000);
  });

  it('has the state of every container', () => {
    expect(at('crash-loop', 300).containers).toEqual([
      {
        name: 'web',
        role: 'main',
        state: 'waiting',
        reason: 'CrashLoopBackOff',
        backoff: '2m40s',
        ready: false,
        started: false,
        restarts: 5,
        lastEndMs: 173_000,
      },
    ]);
    expect(at('oom-then-well', 4.6).containers[0]).toMatchObject({ state: 'running', sinceMs: 0, started: true });
    expect(at('deadline', 15)).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
  });

  it('counts the events so far', () => {
    expect(at('plain-start', -1).events).toBe(0);
    expect(at('plain-start', 1e6).events).toBe(caseOf('plain-start').trace.length);
  });
});

describe('ages', () => {
  it.each([
    [-3000, '<invalid>'],
    [-1500, '0s'],
    [119_999, '119s'],
    [120_000, '2m'],
    [131_000, '2m11s'],
    [600_000, '10m'],
    [10_799_000, '179m'],
    [10_800_000, '3h'],
    [19_260_000, '5h21m'],
    [28_800_000, '8h'],
    [172_800_000, '2d'],
    [187_200_000, '2d4h'],
    [691_200_000, '8d'],
    [63_072_000_000, '2y'],
    [63_158_400_000, '2y1d'],
    [252_288_000_000, '8y'],
  ])('%s ms is %s', (ms, text) => {
    expect(humanDuration(ms)).toBe(text);
  });
});
