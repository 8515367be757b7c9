// All rules of workloads and of the kinds beside pods, for the rules page and the tests.
import type { Rule } from '../rule';
import { jobRules, jobWarnings } from '../workloads/jobRules';
import { workload, workloadWarnings } from '../workloads/workloadRules';
import { common } from './commonRules';
import { config, configWarnings } from './configRules';
import { networking, networkingWarnings } from './networkingRules';
import { nodeLabelWarnings } from './nodeLabels';
import { autoscaling, policy } from './policyRules';
import { rbac } from './rbacRules';
import { service, serviceWarnings } from './serviceRules';
import { storage, storageWarnings } from './storageRules';
import { webhookRules } from './webhookRules';

const TABLES: readonly Readonly<Record<string, Rule>>[] = [
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
];

/** Every rule, in the order of the tables. */
export const kindRules: readonly Rule[] = TABLES.flatMap((table) => Object.values(table));
