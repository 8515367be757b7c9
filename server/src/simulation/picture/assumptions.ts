// What a picture takes for granted, in words for the footer: the app's behaviour and the Service's delay.
import type { Behaviour } from '../scenario';
import type { Scene } from './containerLane';
import type { Traffic } from './serviceLanes';
import { say, setting } from './words';

/** One short clause per assumption, the app's first. */
export function assumptionsOf(scene: Scene, traffic: Traffic): readonly string[] {
  const many = scene.plan.containers.length > 1;
  const clauses = scene.plan.containers.flatMap(({ name }) => {
    const own = behaviourClauses(scene, scene.scenario.behaviour[name] ?? {});
    return many ? own.map((text) => say(scene.words, 'assume.ofContainer', { container: name, text })) : own;
  });
  if (traffic.endpoints.some(({ state }) => state === 'leaving')) {
    clauses.push(say(scene.words, 'assume.propagation', { time: setting(scene.words, scene.propagationMs / 1000) }));
  }
  return clauses;
}

function behaviourClauses(scene: Scene, behaviour: Behaviour): readonly string[] {
  const { words } = scene;
  const first: Behaviour = { ...behaviour, ...behaviour.runs?.[0] };
  const clauses: string[] = [];
  const time = (id: string, seconds: number | undefined) => {
    if (seconds === undefined) return;
    clauses.push(
      seconds > 86_400
        ? say(words, `assume.${id}.never`)
        : say(words, `assume.${id}`, { time: setting(words, seconds) }),
    );
  };
  time('imagePull', first.imagePull);
  time('readyAfter', first.readyAfter);
  time('failsAt', first.failsAt);
  time('takes', first.takes);
  if (first.hangs !== undefined) clauses.push(say(words, 'assume.hangs'));
  time('postStart', first.postStartTakes);
  time('preStop', first.preStopTakes);
  const exit = first.exits?.[0];
  if (exit != null)
    clauses.push(
      say(words, exit.oom === true ? 'assume.oom' : 'assume.exit', { code: exit.code, time: setting(words, exit.at) }),
    );
  if (first.onSigterm === 'ignores') clauses.push(say(words, 'assume.ignores'));
  else time('exitsAfter', first.onSigterm?.exitsAfter);
  if (behaviour.runs !== undefined) clauses.push(say(words, 'assume.runs'));
  return clauses;
}
