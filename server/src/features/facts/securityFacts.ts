// Facts about security: what user, capabilities, seccomp and escalation amount to in one container
// (pkg/securitycontext/util.go DetermineEffectiveSecurityContext, 1.37).
import { effectiveCapabilities } from '../../kubernetes/capabilities';
import type { PodSecurityContext, SecurityContext } from '../../kubernetes/types';
import type { Texts } from '../../text/texts';
import type { Place } from './factsFor';
import { containerAt } from './place';
import { podFacts } from './podFacts';

/** What a container may do; for the pod's own context, the first container. */
export function securityFacts({ pod, path, texts }: Place): string[] {
  const { spec, containers } = podFacts(pod);
  const own = containerAt(pod, path) ?? containers.find(({ role }) => role === 'main');
  if (own === undefined || spec.os?.name === 'windows') return [];
  const context = own.container.securityContext ?? {};
  const podContext = spec.securityContext ?? {};
  const facts = [userFact(context, podContext, spec.hostUsers === false, texts)];
  if (context.privileged === true) return [...facts, texts.say('facts-privileged')];
  return [
    ...facts,
    capabilityFact(context, texts),
    seccompFact(context, podContext, texts),
    escalationFact(context, texts),
  ];
}

function userFact(own: SecurityContext, pod: PodSecurityContext, mapped: boolean, texts: Texts): string {
  const uid = own.runAsUser ?? pod.runAsUser;
  const nonRoot = own.runAsNonRoot ?? pod.runAsNonRoot;
  if (uid !== undefined && uid !== 0) return texts.say('facts-user', { uid });
  const id = uid === 0 ? 'facts-user-root' : nonRoot === true ? 'facts-user-not-root' : 'facts-user-image';
  return mapped && nonRoot !== true ? `${texts.say(id)} ${texts.say('facts-user-mapped')}` : texts.say(id);
}

function capabilityFact({ capabilities = {} }: SecurityContext, texts: Texts): string {
  const list = effectiveCapabilities(capabilities);
  if (list.length === 0) return texts.say('facts-capabilities-none');
  return texts.say('facts-capabilities', { count: list.length, list: list.join(', ') });
}

function seccompFact(own: SecurityContext, pod: PodSecurityContext, texts: Texts): string {
  const profile = own.seccompProfile ?? pod.seccompProfile;
  if (profile?.type === 'Localhost')
    return texts.say('facts-seccomp-localhost', { file: profile.localhostProfile ?? '' });
  return texts.say(profile?.type === 'RuntimeDefault' ? 'facts-seccomp-default' : 'facts-seccomp-none');
}

function escalationFact({ allowPrivilegeEscalation }: SecurityContext, texts: Texts): string {
  return texts.say(allowPrivilegeEscalation === false ? 'facts-escalation-off' : 'facts-escalation-on');
}
