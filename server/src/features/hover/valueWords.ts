// Words about one value out of a known set: an enum value, a capability, a signal, a well known label, a resource.
import type { Texts } from '../../text/texts';
import type { Step } from '../fieldPlace';

/** Fields whose values have their own tables of words. */
const TABLES: Readonly<Record<string, string>> = {
  'Capabilities.add': 'capability',
  'Capabilities.drop': 'capability',
  'Lifecycle.stopSignal': 'signal',
  'ResourceRequirements.limits': 'resource',
  'ResourceRequirements.requests': 'resource',
  'VolumeResourceRequirements.requests': 'resource',
  'ObjectMeta.labels': 'label',
  'ObjectMeta.annotations': 'label',
  'PodSpec.nodeSelector': 'label',
  'LabelSelector.matchLabels': 'label',
  'ServiceSpec.selector': 'label',
  'TopologySpreadConstraint.topologyKey': 'label',
  'PodAffinityTerm.topologyKey': 'label',
  'NodeSelectorRequirement.key': 'label',
  'Toleration.key': 'label',
};

/** What a value (or the key of a map) means; undefined when no words are known. */
export function valueText({ owner, field }: Step, value: string, texts: Texts): string | undefined {
  const full = `${owner.name}.${field.name}`;
  const table = TABLES[full];
  const ids = [
    `value.${full}.${value}`,
    `value.${field.name}.${value}`,
    ...(table === undefined ? [] : [`${table}.${value}`]),
  ];
  const id = ids.find((candidate) => texts.has(candidate));
  return id === undefined ? undefined : texts.say(id);
}
