// Facts about time, from the engine that draws the timeline: until ready, until restarted, until gone.
import { DEFAULT_TERMINATION_GRACE_PERIOD_SECONDS } from '../../kubernetes/podDefaults';
import { type Outlook, outlook } from '../../simulation/outlook';
import { planOf } from '../../simulation/planOf';
import type { PodView } from '../pods';
import type { Place } from './factsFor';
import { span } from './numbers';
import { containerAt } from './place';

const cache = new WeakMap<PodView, Outlook>();

/** Best and worst case of a pod; the same object while the pod stays the same. Takes some milliseconds the first time. */
export function outlookOf(pod: PodView): Outlook {
  let known = cache.get(pod);
  if (known === undefined) {
    const { metadata, name, namespace, spec } = pod;
    known = outlook(planOf({ metadata: { ...metadata, name, namespace }, spec }));
    cache.set(pod, known);
  }
  return known;
}

/** When the pod is Ready if its app answers at once. */
export function readyFacts({ pod, texts }: Place): string[] {
  const { ready } = outlookOf(pod);
  return ready === undefined ? [] : [texts.say('facts-ready', { span: span(ready) })];
}

/** From a hang to the stop signal and to the new process. */
export function livenessFacts({ pod, path, texts }: Place): string[] {
  const own = containerAt(pod, path);
  const hang = outlookOf(pod).restartAfterHang.find(({ container }) => container === own?.name);
  if (hang === undefined) return [];
  return [texts.say('facts-hang', { stop: span(hang.stop), restart: span(hang.restart) })];
}

/** How long a deletion takes when the app heeds its stop signal, and when not. */
export function deletionFacts({ pod, texts }: Place): string[] {
  const { deletion, deletionIgnored } = outlookOf(pod);
  if (deletion === undefined || deletionIgnored === undefined) return [];
  const grace = pod.spec.terminationGracePeriodSeconds ?? DEFAULT_TERMINATION_GRACE_PERIOD_SECONDS;
  const values = { heeded: span(deletion.processes), ignored: span(deletionIgnored.processes), grace };
  return [texts.say('facts-deletion', values)];
}
