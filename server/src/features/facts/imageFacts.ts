// Facts about an image reference: what it names, how often it is pulled.
import { isLatest, parseImageReference } from '../../kubernetes/imageReference';
import type { Place } from './factsFor';
import { containerAt } from './place';

/** Registry, tag, digest and the pull policy that follows. */
export function imageFacts({ pod, path, texts }: Place): string[] {
  const own = containerAt(pod, path);
  const image = own?.container.image ?? '';
  if (own === undefined || image === '') return [];
  const reference = parseImageReference(image);
  if (reference === undefined) return [texts.say('facts-image-invalid')];
  const { registry, tag, digest } = reference;
  const policy = own.container.imagePullPolicy ?? '';
  const kind = digest !== undefined ? 'digest' : isLatest(reference) ? 'latest' : 'tag';
  const what = texts.say(`facts-image-${kind}`, { tag: tag ?? 'latest' });
  const from = registry === '' ? texts.say('facts-image-no-registry') : texts.say('facts-image-registry', { registry });
  const pull = `facts-pull-${policy}`;
  return texts.has(pull) ? [`${what} ${from}`, texts.say(pull)] : [`${what} ${from}`];
}
