// What a picture takes for granted, in words for the footer: the app's behaviour and the Service's delay.
import type { Behaviour } from '../scenario';
import type { Scene } from './containerLane';
import type { Traffic } from './serviceLanes';
import { say, setting } from './words';

/** One short clause per assumption; with several containers one group of clauses per container. */
export function assumptionsOf(scene: Scene, traffic: Traffic): readonly string[] {
  const many = scene.plan.containers.length > 1;
  const clauses = scene.plan.containers.flatMap(({ name }) => {
    const own = behaviourClauses(scene, name);
    if (!many || own.length === 0) return own;
    const text = own.join(scene.words['list.join'] ?? ', ');
    return [say(scene.words, 'assume.ofContainer', { container: name, text })];
  });
  if (traffic.endpoints.some(({ state }) => state === 'leaving')) {
    clauses.push(say(scene.words, 'assume.propagation', { time: setting(scene.words, scene.propagationMs / 1000) }));
  }
  return clauses;
}

/** Only what matters in this trace: how a process stops is left out where nobody stops it. */
function behaviourClauses(scene: Scene, name: string): readonly string[] {
  const { words } = scene;
  const behaviour: Behaviour = scene.scenario.behaviour[name] ?? {};
  const stopped = scene.trace.events.some((event) => event.event === 'signal' && event.container === name);
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
  const exit = first.exits?.[0];
  if (exit != null)
    clauses.push(
      say(words, exit.oom === true ? 'assume.oom' : 'assume.exit', { code: exit.code, time: setting(words, exit.at) }),
    );
  if (behaviour.runs !== undefined) clauses.push(say(words, 'assume.runs'));
  if (!stopped) return clauses;
  time('preStop', first.preStopTakes);
  if (first.onSigterm === 'ignores') clauses.push(say(words, 'assume.ignores'));
  else time('exitsAfter', first.onSigterm?.exitsAfter);
  return clauses;
}
