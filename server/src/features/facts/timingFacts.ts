// Facts about time, from the engine that draws the timeline: until ready, until restarted, until gone.
import { DEFAULT_TERMINATION_GRACE_PERIOD_SECONDS } from '../../kubernetes/podDefaults';
import { type Outlook, outlook } from '../../simulation/outlook';
import { planOf } from '../../simulation/planOf';
import type { PodView } from '../pods';
import type { Place } from './factsFor';
import { span } from './numbers';
import { containerAt } from './place';

/** Best and worst case by plan: an edit that changes nothing the kubelet reads costs nothing. The oldest goes first. */
const cache = new Map<string, Outlook>();
const MOST_KEPT = 100;

/** Best and worst case of a pod. Takes some hundredths of a second the first time. */
export function outlookOf({ metadata, name, namespace, spec }: PodView): Outlook {
  const plan = planOf({ metadata: { ...metadata, name, namespace }, spec });
  const key = JSON.stringify(plan);
  let known = cache.get(key);
  if (known === undefined) {
    known = outlook(plan);
    const [oldest] = cache.keys();
    if (cache.size >= MOST_KEPT && oldest !== undefined) cache.delete(oldest);
    cache.set(key, known);
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
