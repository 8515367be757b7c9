// Warnings of a Service that is accepted (pkg/api/service/warnings.go, 1.37).
import { type Fields, objectOf, textMapOf, textOf, textsOf } from '../../kubernetes/fields';
import { removeField, setTo } from '../fixes';
import type { CheckContext } from '../rule';
import { serviceWarnings } from './serviceRules';
import { warnCIDR, warnIP } from './warnAddresses';

const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';

/** Warns about fields of a Service that are deprecated or without effect. */
export function warnService(service: Fields, ctx: CheckContext): void {
  const spec = objectOf(service, 'spec');
  const annotations = textMapOf(objectOf(service, 'metadata'), 'annotations');
  if (Object.hasOwn(annotations, TOPOLOGY_HINTS)) {
    const path = `metadata.annotations[${TOPOLOGY_HINTS}]`;
    const edits = [{ op: 'rename', path, key: TOPOLOGY_MODE }] as const;
    const fix = { title: 'fix-rename-key', values: { key: TOPOLOGY_MODE }, edits, preferred: true };
    ctx.report(serviceWarnings.topologyHints, path, undefined, { fixes: [fix] });
  }
  warnAddresses(spec, ctx);
  warnIgnored(spec, ctx);
  if (textOf(spec, 'trafficDistribution') !== 'PreferClose') return;
  const fixes = [setTo('spec.trafficDistribution', 'PreferSameZone')];
  if (ctx.minor >= 34) ctx.report(serviceWarnings.preferClose, 'spec.trafficDistribution', undefined, { fixes });
}

function warnAddresses(spec: Fields, ctx: CheckContext): void {
  const clusterIP = textOf(spec, 'clusterIP');
  if (clusterIP !== '' && clusterIP !== 'None') {
    for (const [i, ip] of textsOf(spec, 'clusterIPs').entries()) warnIP(ip, `spec.clusterIPs[${i}]`, ctx);
  }
  for (const [i, ip] of textsOf(spec, 'externalIPs').entries()) warnIP(ip, `spec.externalIPs[${i}]`, ctx);
  const loadBalancerIP = textOf(spec, 'loadBalancerIP');
  if (loadBalancerIP !== '') warnIP(loadBalancerIP, 'spec.loadBalancerIP', ctx);
  for (const [i, range] of textsOf(spec, 'loadBalancerSourceRanges').entries()) {
    warnCIDR(range, `spec.loadBalancerSourceRanges[${i}]`, ctx);
  }
}

function warnIgnored(spec: Fields, ctx: CheckContext): void {
  const type = textOf(spec, 'type');
  const headless = type === 'ClusterIP' && textOf(spec, 'clusterIP') === 'None';
  const external = textsOf(spec, 'externalIPs').length > 0;
  const ignored = (field: string) =>
    ctx.report(serviceWarnings.headlessIgnored, `spec.${field}`, { field }, { fixes: [removeField(`spec.${field}`)] });
  if (headless && textOf(spec, 'loadBalancerIP') !== '') ignored('loadBalancerIP');
  if (headless && external) ignored('externalIPs');
  if (headless && textOf(spec, 'sessionAffinity') !== 'None') ignored('sessionAffinity');
  if (external && !headless && type !== 'ExternalName') ctx.report(serviceWarnings.externalIPs, 'spec.externalIPs');
  if (external && type === 'ExternalName') {
    const fixes = [removeField('spec.externalIPs')];
    ctx.report(serviceWarnings.externalNameIgnores, 'spec.externalIPs', { field: 'externalIPs' }, { fixes });
  }
  if (type !== 'ExternalName' && textOf(spec, 'externalName') !== '') {
    const fixes = [removeField('spec.externalName'), setTo('spec.type', 'ExternalName', false)];
    ctx.report(serviceWarnings.externalNameIgnored, 'spec.externalName', { type }, { fixes });
  }
}
