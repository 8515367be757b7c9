// Facts about a variable: the value it will have, as far as the manifest knows it.
import { parseQuantity, quantityMilliValue, quantityValue } from '../../kubernetes/quantity';
import type { EnvVar, ResourceFieldSelector } from '../../kubernetes/types';
import type { Texts } from '../../text/texts';
import type { PodView } from '../pods';
import type { Place } from './factsFor';
import { containerAt } from './place';
import { type ContainerFacts, podFacts } from './podFacts';

/** What the variable at a place will hold. */
export function envFacts({ pod, path, texts }: Place): string[] {
  const own = containerAt(pod, path);
  const index = Number(/\.env\[(\d+)\]/.exec(path)?.[1]);
  const env = own?.container.env ?? [];
  const variable = env[index];
  if (own === undefined || variable === undefined) return [];
  const source = variable.valueFrom;
  if (source?.fieldRef !== undefined) return fieldFacts(source.fieldRef.fieldPath ?? '', pod, texts);
  if (source?.resourceFieldRef !== undefined) return resourceField(source.resourceFieldRef, own, pod, texts);
  if (source !== undefined) return [texts.say('facts-env-fixed')];
  const { value, open } = expand(variable, env.slice(0, index));
  if (value === (variable.value ?? '')) return [];
  return [texts.say(open ? 'facts-env-partly' : 'facts-env-value', { value })];
}

/** Replaces references to variables above (third_party/forked/golang/expansion/expand.go, 1.37). */
function expand({ value = '' }: EnvVar, above: readonly EnvVar[]): { readonly value: string; readonly open: boolean } {
  const known = new Map<string, string | undefined>();
  let open = false;
  const fill = (text: string): string =>
    text.replace(/\$\$|\$\(([A-Za-z_][\w.-]*)\)/g, (whole, name: string | undefined) => {
      if (whole === '$$') return '$';
      if (!known.has(name ?? '')) return whole;
      const found = known.get(name ?? '');
      if (found === undefined) open = true;
      return found ?? whole;
    });
  for (const one of above) known.set(one.name ?? '', one.valueFrom === undefined ? fill(one.value ?? '') : undefined);
  open = false;
  return { value: fill(value), open };
}

function fieldFacts(field: string, pod: PodView, texts: Texts): string[] {
  const known: Readonly<Record<string, string | undefined>> = {
    'metadata.name': pod.object.kind === 'Pod' ? pod.name : undefined,
    'metadata.namespace': pod.namespace,
    'spec.serviceAccountName': pod.spec.serviceAccountName ?? 'default',
    'spec.nodeName': pod.spec.nodeName,
  };
  const [, map = '', key = ''] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(field) ?? [];
  const value = key === '' ? known[field] : (map === 'labels' ? pod.metadata.labels : pod.metadata.annotations)?.[key];
  return [value === undefined ? texts.say('facts-env-later', { field }) : texts.say('facts-env-value', { value })];
}

/** Limits that are not set read as what the node has to give (pkg/api/v1/resource/helpers.go, 1.37). */
function resourceField(
  { containerName, resource = '', divisor }: ResourceFieldSelector,
  own: ContainerFacts,
  pod: PodView,
  texts: Texts,
): string[] {
  const target =
    containerName === undefined ? own : podFacts(pod).containers.find(({ name }) => name === containerName);
  const [list, name = ''] = resource.split('.') as ['requests' | 'limits', string | undefined];
  const written = target?.container.resources?.[list]?.[name];
  const amount = written === undefined ? undefined : parseQuantity(written);
  if (amount === undefined) return [texts.say(list === 'limits' ? 'facts-env-node' : 'facts-env-zero', { resource })];
  const unit = divisor === undefined || divisor === '0' ? undefined : parseQuantity(divisor);
  const milli = name === 'cpu';
  const whole = milli ? quantityMilliValue(amount) : quantityValue(amount);
  const per = unit === undefined ? (milli ? 1000n : 1n) : milli ? quantityMilliValue(unit) : quantityValue(unit);
  if (per <= 0n) return [];
  return [texts.say('facts-env-value', { value: String((whole + per - 1n) / per) })];
}
