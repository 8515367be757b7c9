// Service (ValidateServiceCreate, core/validation/validation.go, 1.37). Addresses are in serviceAddresses.
import {
  type Fields,
  isSet,
  maybeIntOrString,
  maybeText,
  numberOf,
  objectOf,
  objectsOf,
  textMapOf,
  textOf,
  textsOf,
} from '../../kubernetes/fields';
import { removeField, setRaw, setTo } from '../fixes';
import { checkLabels } from '../metadata';
import type { CheckContext } from '../rule';
import {
  checkCIDR,
  checkDNSLabel,
  checkDNSSubdomain,
  checkEndpointIP,
  checkIP,
  checkKnown,
  checkPortNumber,
  checkPortNumberOrName,
  checkQualifiedName,
  checkRequiredKnown,
  duplicate,
  required,
  unsupported,
} from './report';
import { allocateService, checkClusterIPs, isHeadless } from './serviceAddresses';
import { service } from './serviceRules';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
/** Protocols of ports. */
export const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const AFFINITIES = ['ClientIP', 'None'];
const TRAFFIC_POLICIES = ['Cluster', 'Local'];
/** core.MaxClientIPServiceAffinitySeconds: one day. */
const AFFINITY_TIMEOUT_MAX_SECONDS = 86_400;
const SOURCE_RANGES_ANNOTATION = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';

/** Checks a Service whose defaults are filled in. Fills in what allocation would. */
export function checkService(object: Fields, ctx: CheckContext): void {
  const spec = objectOf(object, 'spec');
  const annotations = textMapOf(objectOf(object, 'metadata'), 'annotations');
  checkTopologyAnnotations(annotations, ctx);
  checkByType(spec, ctx);
  checkPorts(spec, ctx);
  checkLabels(textMapOf(spec, 'selector'), 'spec.selector', ctx);
  checkAffinity(spec, ctx);
  checkClusterIPs(spec, ctx);
  checkExternalIPs(textsOf(spec, 'externalIPs'), ctx);
  checkRequiredKnown(textOf(spec, 'type'), TYPES, 'spec.type', ctx);
  checkPortConflicts(spec, ctx);
  checkSourceRanges(spec, annotations, ctx);
  checkLoadBalancerFields(spec, ctx);
  checkTraffic(spec, ctx);
}

/** Allocation comes before validation; what it refuses is all the server says. */
export function serviceIsAllocated(object: Fields, ctx: CheckContext): boolean {
  return allocateService(objectOf(object, 'spec'), ctx);
}

function checkTopologyAnnotations(annotations: Readonly<Record<string, string>>, ctx: CheckContext): void {
  const mode = annotations[TOPOLOGY_MODE];
  const hints = annotations[TOPOLOGY_HINTS];
  if (mode === undefined || hints === undefined || mode === hints) return;
  const fixes = [removeField(`metadata.annotations[${TOPOLOGY_HINTS}]`, true)];
  ctx.report(service.topologyAnnotations, `metadata.annotations[${TOPOLOGY_MODE}]`, { mode, hints }, { fixes });
}

function checkByType(spec: Fields, ctx: CheckContext): void {
  const type = textOf(spec, 'type');
  const headless = isHeadless(spec);
  if (objectsOf(spec, 'ports').length === 0 && !headless && type !== 'ExternalName') {
    const fixes = [setRaw('spec.ports', '[{ port: 80, targetPort: 8080 }]')];
    ctx.report(service.portsRequired, 'spec.ports', undefined, { fixes });
  }
  if (headless && (type === 'LoadBalancer' || type === 'NodePort')) {
    const fixes = [removeField('spec.clusterIP'), setTo('spec.type', 'ClusterIP', false)];
    ctx.report(service.headlessType, 'spec.clusterIPs[0]', { type }, { fixes, markPath: 'spec.clusterIP' });
  }
  if (type === 'ExternalName') checkExternalName(spec, ctx);
}

function checkExternalName(spec: Fields, ctx: CheckContext): void {
  for (const field of ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) {
    const there = field === 'ipFamilyPolicy' ? isSet(spec, field) : textsOf(spec, field).length > 0;
    if (!there) continue;
    const written = field === 'clusterIPs' ? 'clusterIP' : field;
    const fixes = [removeField(`spec.${written}`, true)];
    ctx.report(service.externalNameOnly, `spec.${field}`, { field: written }, { fixes, markPath: `spec.${written}` });
  }
  const name = textOf(spec, 'externalName').replace(/\.$/, '');
  if (name !== '') checkDNSSubdomain(name, 'spec.externalName', ctx);
  else {
    const fixes = [setTo('spec.externalName', 'example.com')];
    ctx.report(service.externalNameRequired, 'spec.externalName', undefined, { fixes });
  }
}

function checkPorts(spec: Fields, ctx: CheckContext): void {
  const ports = objectsOf(spec, 'ports');
  const names = new Set<string>();
  for (const [i, port] of ports.entries()) {
    const path = `spec.ports[${i}]`;
    checkServicePortName(port, ports.length > 1, names, path, ctx);
    checkPortNumber(numberOf(port, 'port'), `${path}.port`, ctx);
    checkRequiredKnown(textOf(port, 'protocol'), PROTOCOLS, `${path}.protocol`, ctx);
    checkPortNumberOrName(maybeIntOrString(port, 'targetPort') ?? 0, `${path}.targetPort`, ctx);
    const appProtocol = maybeText(port, 'appProtocol');
    if (appProtocol !== undefined) checkQualifiedName(appProtocol, `${path}.appProtocol`, ctx);
  }
}

function checkServicePortName(
  port: Fields,
  needed: boolean,
  names: Set<string>,
  path: string,
  ctx: CheckContext,
): void {
  const name = textOf(port, 'name');
  if (name !== '') {
    checkDNSLabel(name, `${path}.name`, ctx);
    if (names.has(name)) duplicate(name, `${path}.name`, ctx);
    names.add(name);
  } else if (needed) {
    const number = numberOf(port, 'port');
    const usual = { 80: 'http', 443: 'https', 53: 'dns', 9090: 'metrics' }[number] ?? `port-${number}`;
    ctx.report(service.portName, `${path}.name`, { port: number }, { fixes: [setTo(`${path}.name`, usual)] });
  }
}

function checkAffinity(spec: Fields, ctx: CheckContext): void {
  const affinity = textOf(spec, 'sessionAffinity');
  checkRequiredKnown(affinity, AFFINITIES, 'spec.sessionAffinity', ctx);
  if (affinity !== 'ClientIP') return;
  const timeout = numberOf(objectOf(objectOf(spec, 'sessionAffinityConfig'), 'clientIP'), 'timeoutSeconds');
  if (timeout > 0 && timeout <= AFFINITY_TIMEOUT_MAX_SECONDS) return;
  const path = 'spec.sessionAffinityConfig.clientIP.timeoutSeconds';
  const values = { value: timeout, max: AFFINITY_TIMEOUT_MAX_SECONDS };
  ctx.report(service.affinityTimeout, path, values, { fixes: [setRaw(path, '10800')] });
}

function checkExternalIPs(ips: readonly string[], ctx: CheckContext): void {
  for (const [i, ip] of ips.entries()) {
    if (checkIP(ip, `spec.externalIPs[${i}]`, ctx)) checkEndpointIP(ip, `spec.externalIPs[${i}]`, ctx);
  }
}

function checkPortConflicts(spec: Fields, ctx: CheckContext): void {
  const nodePorts = new Set<string>();
  const numbers = new Set<string>();
  for (const [i, port] of objectsOf(spec, 'ports').entries()) {
    const path = `spec.ports[${i}]`;
    const nodePort = numberOf(port, 'nodePort');
    const protocol = textOf(port, 'protocol');
    if (nodePort !== 0 && textOf(spec, 'type') === 'ClusterIP') {
      const fixes = [setTo('spec.type', 'NodePort'), removeField(`${path}.nodePort`)];
      ctx.report(service.nodePortUnused, `${path}.nodePort`, { value: nodePort }, { fixes });
    }
    if (nodePort !== 0 && nodePorts.has(`${protocol}/${nodePort}`)) duplicate(nodePort, `${path}.nodePort`, ctx);
    if (nodePort !== 0) nodePorts.add(`${protocol}/${nodePort}`);
    const key = `${protocol}/${numberOf(port, 'port')}`;
    if (numbers.has(key)) ctx.report(service.portDuplicate, path, { value: key });
    numbers.add(key);
  }
}

function checkSourceRanges(spec: Fields, annotations: Readonly<Record<string, string>>, ctx: CheckContext): void {
  const ranges = textsOf(spec, 'loadBalancerSourceRanges');
  const written = annotations[SOURCE_RANGES_ANNOTATION];
  if (ranges.length > 0) {
    // The server spells this one field with a capital letter.
    const path = 'spec.LoadBalancerSourceRanges';
    checkOnlyLoadBalancer(spec, path, ctx, 'spec.loadBalancerSourceRanges');
    for (const [i, range] of ranges.entries())
      checkCIDR(range.trim(), `${path}[${i}]`, ctx, `spec.loadBalancerSourceRanges[${i}]`);
  } else if (written !== undefined) {
    const path = `metadata.annotations[${SOURCE_RANGES_ANNOTATION}]`;
    checkOnlyLoadBalancer(spec, path, ctx);
    const parts = written.trim() === '' ? [] : written.trim().split(',');
    for (const range of parts) checkCIDR(range.trim(), path, ctx);
  }
}

function checkOnlyLoadBalancer(spec: Fields, path: string, ctx: CheckContext, markPath = path): void {
  if (textOf(spec, 'type') === 'LoadBalancer') return;
  const fixes = [removeField(markPath), setTo('spec.type', 'LoadBalancer', false)];
  ctx.report(
    service.onlyLoadBalancer,
    path,
    { field: markPath.replace(/^.*\./, '') },
    { fixes, ...(markPath === path ? {} : { markPath }) },
  );
}

function checkLoadBalancerFields(spec: Fields, ctx: CheckContext): void {
  if (isSet(spec, 'allocateLoadBalancerNodePorts'))
    checkOnlyLoadBalancer(spec, 'spec.allocateLoadBalancerNodePorts', ctx);
  const loadBalancerClass = maybeText(spec, 'loadBalancerClass');
  if (loadBalancerClass === undefined) return;
  if (textOf(spec, 'type') === 'LoadBalancer') checkQualifiedName(loadBalancerClass, 'spec.loadBalancerClass', ctx);
  else checkOnlyLoadBalancer(spec, 'spec.loadBalancerClass', ctx);
}

/** Whether clients outside the cluster can reach it (pkg/api/service/util.go ExternallyAccessible). */
export function isExternallyAccessible(spec: Fields): boolean {
  const type = textOf(spec, 'type');
  return (
    type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && textsOf(spec, 'externalIPs').length > 0)
  );
}

function checkTraffic(spec: Fields, ctx: CheckContext): void {
  const external = textOf(spec, 'externalTrafficPolicy');
  const path = 'spec.externalTrafficPolicy';
  if (isExternallyAccessible(spec)) checkRequiredKnown(external, TRAFFIC_POLICIES, path, ctx);
  else if (external !== '')
    ctx.report(service.externalPolicyUnused, path, { value: external }, { fixes: [removeField(path, true)] });
  checkHealthPort(spec, ctx);
  const internal = maybeText(spec, 'internalTrafficPolicy');
  if (internal !== undefined) checkKnown(internal, TRAFFIC_POLICIES, 'spec.internalTrafficPolicy', ctx);
  else if (TYPES.includes(textOf(spec, 'type')) && textOf(spec, 'type') !== 'ExternalName') {
    required('spec.internalTrafficPolicy', ctx, 'Cluster');
  }
  checkDistribution(maybeText(spec, 'trafficDistribution'), ctx);
}

function checkHealthPort(spec: Fields, ctx: CheckContext): void {
  const path = 'spec.healthCheckNodePort';
  const port = numberOf(spec, 'healthCheckNodePort');
  if (port === 0) return; // Where one is needed, allocation picks it.
  const needed = textOf(spec, 'type') === 'LoadBalancer' && textOf(spec, 'externalTrafficPolicy') === 'Local';
  if (needed) checkPortNumber(port, path, ctx);
  else ctx.report(service.healthPortUnused, path, { value: port }, { fixes: [removeField(path, true)] });
}

/** PreferSameZone and PreferSameNode came with 1.34 (PreferSameTrafficDistribution). */
function checkDistribution(distribution: string | undefined, ctx: CheckContext): void {
  if (distribution === undefined) return;
  const allowed = ctx.minor >= 34 ? ['PreferClose', 'PreferSameZone', 'PreferSameNode'] : ['PreferClose'];
  if (!allowed.includes(distribution)) unsupported(distribution, allowed, 'spec.trafficDistribution', ctx);
}
