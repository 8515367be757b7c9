// A random case for the comparison with the kubelet: a pod manifest, the behaviour of its processes, and deletions.
// The same seed gives the same case. Manifests are valid for the API server of 1.37; images are tagged so that policies vary.
import { stringify } from 'yaml';

/** mulberry32: small, seeded, good enough to draw cases. */
function generator(seed, whole) {
  let a = (seed * 2654435761) >>> 0;
  const next = () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (from, to) => from + Math.floor(next() * (to - from + 1));
  const chance = (p) => next() < p;
  const pick = (list) => list[int(0, list.length - 1)];
  /** Seconds with a fraction mostly, so that instants seldom meet. */
  const time = (from, to) =>
    chance(whole) ? int(Math.ceil(from), Math.floor(to)) : Math.round((from + next() * (to - from)) * 10 + 0.3) / 10;
  return { next, int, chance, pick, time };
}

const handlers = [
  { httpGet: { path: '/', port: 80 } },
  { exec: { command: ['check'] } },
  { tcpSocket: { port: 80 } },
  { grpc: { port: 80 } },
];

function probe(r, kind) {
  const p = r.chance(0.03) ? { httpGet: { path: '/', port: 'nowhere' } } : { ...r.pick(handlers) };
  if (r.chance(0.4)) p.initialDelaySeconds = r.int(0, 12);
  if (r.chance(0.7)) p.periodSeconds = r.int(1, 11);
  if (r.chance(0.35)) p.timeoutSeconds = r.int(1, 6);
  if (r.chance(0.6)) p.failureThreshold = r.int(1, kind === 'startup' ? 8 : 4);
  if (kind === 'readiness' && r.chance(0.3)) p.successThreshold = r.int(1, 3);
  if (kind !== 'readiness' && r.chance(0.2)) p.terminationGracePeriodSeconds = r.int(1, 15);
  return p;
}

function windows(r) {
  const list = [];
  let at = r.time(0, 15);
  for (let n = r.int(1, 3); n > 0; n--) {
    const to = at + r.time(1, 20);
    list.push([round(at), round(to)]);
    at = to + r.time(1, 15);
  }
  return list;
}

function answers(r) {
  const a = {};
  if (r.chance(0.4)) a.readyAfter = r.time(0, 25);
  if (r.chance(0.25)) a.failsAt = r.time(5, 60);
  if (r.chance(0.1)) a.healthy = windows(r);
  if (r.chance(0.1)) a.hangs = windows(r);
  if (r.chance(0.15)) a.takes = r.time(0.1, 5);
  return a;
}

function exit(r, from, to) {
  const oom = r.chance(0.1);
  return { at: r.time(from, to), code: oom ? 137 : r.pick([0, 0, 1, 1, 2, 3, 42, 137]), ...(oom ? { oom } : {}) };
}

function exits(r, init) {
  const list = [];
  for (let n = r.int(1, 3); n > 0; n--) list.push(!init && r.chance(0.2) ? null : exit(r, 0.2, init ? 8 : 40));
  return list;
}

function processBehaviour(r, role) {
  const b = answers(r);
  if (r.chance(0.15)) {
    b.probes = {};
    for (const kind of ['startup', 'readiness', 'liveness']) if (r.chance(0.5)) b.probes[kind] = answers(r);
  }
  if (role === 'init' ? r.chance(0.95) : r.chance(0.35)) b.exits = exits(r, role === 'init');
  if (role === 'init' && b.exits !== undefined && r.chance(0.7))
    b.exits[b.exits.length - 1] = { at: r.time(0.3, 6), code: 0 };
  if (r.chance(0.15)) b.onSigterm = 'ignores';
  else if (r.chance(0.5)) {
    b.onSigterm = { exitsAfter: r.time(0, 12), code: r.pick([0, 0, 1, 143]) };
    if (r.chance(0.3)) b.onSigterm.stopsServingAfter = r.time(0, 5);
  }
  if (r.chance(0.3)) b.preStopTakes = r.time(0.1, 14);
  if (r.chance(0.1)) b.preStopFails = true;
  if (r.chance(0.3)) b.postStartTakes = r.time(0.1, 8);
  if (r.chance(0.1)) b.postStartFails = true;
  if (r.chance(0.2)) b.imagePull = r.time(0.2, 9);
  return b;
}

function behaviour(r, role) {
  const b = processBehaviour(r, role);
  if (r.chance(0.15)) {
    b.runs = [];
    for (let n = r.int(1, 3); n > 0; n--) {
      const own = processBehaviour(r, role);
      for (const key of Object.keys(own)) if (r.chance(0.6)) delete own[key];
      b.runs.push(own);
    }
  }
  return b;
}

/** A sleep has to be shorter than the grace period (API validation). */
function hook(r, grace) {
  if (r.chance(0.04)) return { tcpSocket: { port: 80 } };
  return r.pick([
    { exec: { command: ['hook'] } },
    { httpGet: { path: '/hook', port: 80 } },
    grace > 1 ? { sleep: { seconds: r.int(1, Math.min(9, grace - 1)) } } : { exec: { command: ['hook'] } },
  ]);
}

function restartRules(r, c) {
  c.restartPolicy = r.pick(['Always', 'OnFailure', 'Never']);
  if (!r.chance(0.6)) return;
  c.restartPolicyRules = [];
  for (let n = r.int(1, 2); n > 0; n--) {
    c.restartPolicyRules.push({
      action: r.chance(0.3) ? 'RestartAllContainers' : 'Restart',
      exitCodes: { operator: r.pick(['In', 'NotIn']), values: [...new Set([r.pick([0, 1, 2]), r.pick([3, 42, 137])])] },
    });
  }
}

function container(r, name, role, probes, grace) {
  const c = { name, image: r.chance(0.3) ? `${name}:1` : name };
  if (r.chance(0.1)) c.imagePullPolicy = r.pick(['Always', 'IfNotPresent', 'IfNotPresent', 'Never']);
  if (role === 'sidecar') c.restartPolicy = 'Always';
  else if (r.chance(0.1)) restartRules(r, c);
  if (role !== 'init') {
    if (r.chance(probes * 0.6)) c.startupProbe = probe(r, 'startup');
    if (r.chance(probes)) c.readinessProbe = probe(r, 'readiness');
    if (r.chance(probes * 0.8)) c.livenessProbe = probe(r, 'liveness');
    const lifecycle = {};
    if (r.chance(0.15)) lifecycle.postStart = hook(r, grace);
    if (r.chance(0.25)) lifecycle.preStop = hook(r, grace);
    if (Object.keys(lifecycle).length > 0) c.lifecycle = lifecycle;
  }
  return c;
}

const round = (n) => Math.round(n * 10) / 10;

/** The case of a seed, in the format of the kubelet case files. `whole`: share of times in whole seconds, which race. */
export function randomCase(seed, whole = 0.12) {
  const r = generator(seed, whole);
  const spec = {};
  if (r.chance(0.6)) spec.restartPolicy = r.pick(['Always', 'OnFailure', 'Never']);
  if (r.chance(0.6)) spec.terminationGracePeriodSeconds = r.pick([0, 1, 2, 3, 5, 6, 8, 10, 12, 15, 20]);
  if (r.chance(0.08)) spec.activeDeadlineSeconds = r.int(5, 60);
  if (r.chance(0.05)) spec.readinessGates = [{ conditionType: 'example.com/gate' }];
  const volume = r.chance(0.06);
  if (volume) spec.volumes = [{ name: 'scratch', emptyDir: {} }];
  const grace = spec.terminationGracePeriodSeconds ?? 30;
  const probes = r.pick([0, 0.5, 0.5, 0.8]);
  const behaviours = {};
  const init = [];
  if (r.chance(0.35)) {
    for (let n = r.int(1, 3), i = 0; i < n; i++) {
      const role = r.chance(0.5) ? 'sidecar' : 'init';
      const c = container(r, `${role === 'sidecar' ? 'side' : 'init'}${i}`, role, probes, grace);
      init.push(c);
      if (role === 'init' || r.chance(0.8)) behaviours[c.name] = behaviour(r, role);
    }
  }
  const main = [];
  for (let n = r.pick([1, 1, 1, 2, 2, 3]), i = 0; i < n; i++) {
    const c = container(r, `main${i}`, 'main', probes, grace);
    if (volume) c.volumeMounts = [{ name: 'scratch', mountPath: '/scratch' }];
    main.push(c);
    if (r.chance(0.9)) behaviours[c.name] = behaviour(r, 'main');
  }
  const until = r.chance(0.12) ? r.int(200, 1500) : r.int(30, 150);
  const deleteAt = r.chance(0.5) ? r.time(0, Math.min(until, 90)) : null;
  const c = {
    name: `fuzz-${seed}`,
    tags: ['fuzz'],
    manifest: stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `fuzz-${seed}` },
      spec: { ...spec, ...(init.length > 0 ? { initContainers: init } : {}), containers: main },
    }),
    behaviour: behaviours,
    deleteAt,
    gracePeriodOverride: deleteAt !== null && r.chance(0.25) ? r.pick([0, 1, 3, 7, 25]) : null,
    until,
  };
  if (deleteAt !== null && r.chance(0.2)) {
    c.deleteAgain = { at: round(deleteAt + r.time(0.2, 9)), gracePeriodOverride: r.pick([null, 0, 1, 4, 40]) };
  }
  return c;
}
