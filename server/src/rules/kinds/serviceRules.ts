// Rules of Service. Data only.
import { ruleTable } from '../rule';

export const service = ruleTable('service', {
  portsRequired: { id: 'service-ports-required', type: 'FieldValueRequired', path: 'spec.ports' },
  portName: { id: 'service-port-name-required', type: 'FieldValueRequired', path: 'spec.ports[*].name' },
  portDuplicate: { id: 'service-port-duplicate', type: 'FieldValueDuplicate', path: 'spec.ports[*]' },
  nodePortUnused: { id: 'node-port-with-cluster-ip', type: 'FieldValueForbidden', path: 'spec.ports[*].nodePort' },
  nodePortRange: { id: 'node-port-range', type: 'FieldValueInvalid', path: 'spec.ports[*].nodePort' },
  headlessType: { id: 'headless-service-type', type: 'FieldValueInvalid', path: 'spec.clusterIPs[0]' },
  externalNameRequired: { id: 'external-name-required', type: 'FieldValueRequired', path: 'spec.externalName' },
  externalNameOnly: {
    id: 'external-name-without-addresses',
    type: 'FieldValueForbidden',
    path: 'spec.clusterIPs, spec.ipFamilies, spec.ipFamilyPolicy',
  },
  affinityTimeout: {
    id: 'session-affinity-timeout',
    type: 'FieldValueInvalid',
    path: 'spec.sessionAffinityConfig.clientIP.timeoutSeconds',
  },
  onlyLoadBalancer: {
    id: 'only-for-load-balancer',
    type: 'FieldValueForbidden',
    path: 'spec.loadBalancerSourceRanges, spec.loadBalancerClass, spec.allocateLoadBalancerNodePorts',
  },
  externalPolicyUnused: {
    id: 'external-traffic-policy-unused',
    type: 'FieldValueInvalid',
    path: 'spec.externalTrafficPolicy',
  },
  healthPortUnused: {
    id: 'health-check-node-port-unused',
    type: 'FieldValueInvalid',
    path: 'spec.healthCheckNodePort',
  },
  topologyAnnotations: {
    id: 'topology-annotations-differ',
    type: 'FieldValueInvalid',
    path: 'metadata.annotations[service.kubernetes.io/topology-mode]',
  },
  clusterIPsFirst: { id: 'cluster-ips-first', type: 'FieldValueInvalid', path: 'spec.clusterIPs' },
  clusterIPMissing: { id: 'cluster-ips-without-cluster-ip', type: 'FieldValueInvalid', path: 'spec.clusterIPs' },
  clusterIPsNone: { id: 'cluster-ips-none-alone', type: 'FieldValueInvalid', path: 'spec.clusterIPs' },
  clusterIPsMany: { id: 'cluster-ips-too-many', type: 'FieldValueInvalid', path: 'spec.clusterIPs' },
  clusterIPsFamily: { id: 'cluster-ips-one-per-family', type: 'FieldValueInvalid', path: 'spec.clusterIPs' },
  clusterIPFamily: { id: 'cluster-ip-family', type: 'FieldValueInvalid', path: 'spec.clusterIPs[*]' },
  familyPolicy: { id: 'ip-family-policy-single', type: 'FieldValueInvalid', path: 'spec.ipFamilyPolicy' },
});

export const serviceWarnings = ruleTable('warning', {
  topologyHints: {
    id: 'topology-hints-deprecated',
    severity: 'warning',
    path: 'metadata.annotations[service.kubernetes.io/topology-aware-hints]',
  },
  headlessIgnored: {
    id: 'ignored-by-headless-service',
    severity: 'warning',
    path: 'spec.loadBalancerIP, spec.externalIPs, spec.sessionAffinity',
  },
  externalIPs: { id: 'external-ips-deprecated', severity: 'warning', path: 'spec.externalIPs' },
  externalNameIgnores: { id: 'ignored-by-external-name', severity: 'warning', path: 'spec.externalIPs' },
  externalNameIgnored: { id: 'external-name-ignored', severity: 'warning', path: 'spec.externalName' },
  preferClose: { id: 'prefer-close-deprecated', severity: 'warning', path: 'spec.trafficDistribution' },
  ipNotStandard: { id: 'ip-not-standard', severity: 'warning', path: 'IP addresses' },
  ipNotCanonical: { id: 'ip-not-canonical', severity: 'warning', path: 'IP addresses' },
  cidrAmbiguous: { id: 'cidr-ambiguous', severity: 'warning', path: 'CIDR blocks' },
  cidrNotStandard: { id: 'cidr-not-standard', severity: 'warning', path: 'CIDR blocks' },
  cidrNotCanonical: { id: 'cidr-not-canonical', severity: 'warning', path: 'CIDR blocks' },
});
