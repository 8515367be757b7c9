// All rules in one list and by who checks them, for the rules page, the settings and the tests. A test fails when a table is
// missing here.
import { assertionRules } from './assertions';
import { decodeRules } from './decode';
import { identityRules } from './identity';
import { common } from './kinds/commonRules';
import { config, configWarnings } from './kinds/configRules';
import { networking, networkingWarnings } from './kinds/networkingRules';
import { nodeLabelWarnings } from './kinds/nodeLabels';
import { autoscaling, policy } from './kinds/policyRules';
import { rbac } from './kinds/rbacRules';
import { service, serviceWarnings } from './kinds/serviceRules';
import { storage, storageWarnings } from './kinds/storageRules';
import { webhookRules } from './kinds/webhookRules';
import { envLints } from './lints/env';
import { imageLints } from './lints/images';
import { lifecycleLints } from './lints/lifecycle';
import { nodeLints } from './lints/node';
import { pid1Lints } from './lints/pid1';
import { probeHandlerLints } from './lints/probeHandlers';
import { probeTimeLints } from './lints/probeTimes';
import { resourceLints } from './lints/resources';
import { securityLints } from './lints/security';
import { serviceLints } from './lints/services';
import { volumeLints } from './lints/volumes';
import { workloadLints } from './lints/workloads';
import { metadataRules } from './metadata';
import { affinityRules } from './pod/affinity';
import { annotationTolerationRules } from './pod/annotationTolerations';
import { claimTemplateRules } from './pod/claimTemplate';
import { containerRules } from './pod/containers';
import { envRules } from './pod/env';
import { mountRules } from './pod/mounts';
import { overlapWarnings } from './pod/pathOverlaps';
import { podRules } from './pod/podSpec';
import { podTemplateRules } from './pod/podTemplate';
import { portRules } from './pod/ports';
import { probeRules } from './pod/probes';
import { projectedRules } from './pod/projectedVolumes';
import { pathRules } from './pod/relativePaths';
import { resourceRules } from './pod/resources';
import { schedulingRules } from './pod/scheduling';
import { securityRules } from './pod/security';
import { fileRules } from './pod/volumeFiles';
import { sourceRules } from './pod/volumeSources';
import { volumeRules } from './pod/volumes';
import { podWarnings } from './pod/warnings';
import { referenceLints } from './references';
import type { Rule } from './rule';
import { syntaxRules } from './syntax';
import { versionRules } from './versions';
import { jobRules, jobWarnings } from './workloads/jobRules';
import { workload, workloadWarnings } from './workloads/workloadRules';

type Table = Readonly<Record<string, Rule>>;

function rulesOf(tables: readonly Table[]): readonly Rule[] {
  return tables.flatMap((table) => Object.values(table));
}

/** Rules of workloads and of the kinds beside pods. */
export const kindRules: readonly Rule[] = rulesOf([
  common,
  workload,
  workloadWarnings,
  jobRules,
  jobWarnings,
  service,
  serviceWarnings,
  networking,
  networkingWarnings,
  config,
  configWarnings,
  storage,
  storageWarnings,
  rbac,
  policy,
  autoscaling,
  webhookRules,
  nodeLabelWarnings,
]);

/** Rules of pods, pod templates and metadata. */
export const podAndMetadataRules: readonly Rule[] = rulesOf([
  metadataRules,
  affinityRules,
  annotationTolerationRules,
  claimTemplateRules,
  containerRules,
  envRules,
  mountRules,
  overlapWarnings,
  podRules,
  podTemplateRules,
  portRules,
  probeRules,
  projectedRules,
  pathRules,
  resourceRules,
  schedulingRules,
  securityRules,
  fileRules,
  sourceRules,
  volumeRules,
  podWarnings,
]);

/** Every semantic lint of one document and of Services with their pods. */
export const lintRules: readonly Rule[] = rulesOf([
  probeHandlerLints,
  probeTimeLints,
  lifecycleLints,
  pid1Lints,
  resourceLints,
  imageLints,
  envLints,
  volumeLints,
  securityLints,
  nodeLints,
  workloadLints,
  serviceLints,
]);

const others = rulesOf([assertionRules, decodeRules, identityRules, referenceLints, syntaxRules, versionRules]);

/** Every rule, each once, in the order of subjects and ids. */
export function allRules(): readonly Rule[] {
  const rules = new Map<string, Rule>();
  for (const rule of [...kindRules, ...podAndMetadataRules, ...lintRules, ...others]) rules.set(rule.id, rule);
  return [...rules.values()].sort((a, b) => a.subject.localeCompare(b.subject) || a.id.localeCompare(b.id));
}
