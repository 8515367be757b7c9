// Facts about what a pod shares: with the node, among its containers, and what stands between it and the kernel.
import type { PodSpec } from '../../kubernetes/types';
import type { Texts } from '../../text/texts';
import type { Place } from './factsFor';
import { podFacts } from './podFacts';

/** Namespaces shared with the node and among containers, and the kind of isolation. */
export function sharingFacts({ pod, texts }: Place): string[] {
  const { spec } = podFacts(pod);
  return [nodeFact(spec, texts), containersFact(spec, texts), ...isolationFact(spec, texts)];
}

function nodeFact(spec: PodSpec, texts: Texts): string {
  const shared = [
    spec.hostNetwork === true ? texts.say('facts-namespace-network') : '',
    spec.hostPID === true ? texts.say('facts-namespace-pid') : '',
    spec.hostIPC === true ? texts.say('facts-namespace-ipc') : '',
    spec.hostUsers === false ? '' : texts.say('facts-namespace-user'),
  ].filter((name) => name !== '');
  return shared.length === 0
    ? texts.say('facts-shares-nothing')
    : texts.say('facts-shares', { list: shared.join(texts.say('facts-list-comma')) });
}

function containersFact(spec: PodSpec, texts: Texts): string {
  const together = spec.shareProcessNamespace === true || spec.hostPID === true;
  return texts.say(together ? 'facts-containers-share-pid' : 'facts-containers-own-pid');
}

const MICRO_VM = /kata|firecracker|cloud-?hypervisor|qemu|micro-?vm/i;
const USER_KERNEL = /gvisor|runsc/i;

/** Guessed from the name of the class: the class itself is an object of the cluster. */
function isolationFact({ runtimeClassName }: PodSpec, texts: Texts): string[] {
  if (runtimeClassName === undefined || runtimeClassName === '') return [texts.say('topic.isolation.container')];
  if (MICRO_VM.test(runtimeClassName)) return [texts.say('topic.isolation.microVm')];
  if (USER_KERNEL.test(runtimeClassName)) return [texts.say('topic.isolation.userKernel')];
  return [texts.say('facts-runtime-class', { name: runtimeClassName })];
}
