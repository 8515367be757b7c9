// Rules of Ingress, IngressClass, NetworkPolicy, Endpoints and EndpointSlice. Data only.
import { ruleTable } from '../rule';

export const networking = ruleTable('networking', {
  ingressEmpty: { id: 'ingress-without-rules', type: 'FieldValueInvalid', path: 'spec' },
  ingressClassTwice: {
    id: 'ingress-class-differs',
    type: 'FieldValueInvalid',
    path: 'annotations.kubernetes.io/ingress.class',
  },
  hostIsIP: { id: 'ingress-host-ip', type: 'FieldValueInvalid', path: 'spec.rules[*].host' },
  wildcardHost: {
    id: 'ingress-host-wildcard',
    type: 'FieldValueInvalid',
    path: 'spec.rules[*].host, spec.tls[*].hosts[*]',
  },
  pathType: {
    id: 'ingress-path-type-required',
    type: 'FieldValueRequired',
    path: 'spec.rules[*].http.paths[*].pathType',
  },
  pathAbsolute: { id: 'ingress-path-absolute', type: 'FieldValueInvalid', path: 'spec.rules[*].http.paths[*].path' },
  pathSequence: { id: 'ingress-path-sequence', type: 'FieldValueInvalid', path: 'spec.rules[*].http.paths[*].path' },
  backendBoth: { id: 'ingress-backend-both', type: 'FieldValueInvalid', path: 'backend' },
  backendNone: { id: 'ingress-backend-none', type: 'FieldValueInvalid', path: 'backend' },
  backendPortBoth: { id: 'ingress-backend-port-both', type: 'FieldValueInvalid', path: 'backend' },
  backendPortNone: { id: 'ingress-backend-port-none', type: 'FieldValueRequired', path: 'backend' },
  parametersNamespace: {
    id: 'ingress-parameters-namespace',
    type: 'FieldValueRequired',
    path: 'spec.parameters.namespace',
  },
  parametersCluster: {
    id: 'ingress-parameters-cluster',
    type: 'FieldValueForbidden',
    path: 'spec.parameters.namespace',
  },
  peerRequired: { id: 'network-peer-required', type: 'FieldValueRequired', path: 'from[*], to[*]' },
  peerBoth: { id: 'network-peer-ip-block-alone', type: 'FieldValueForbidden', path: 'from[*], to[*]' },
  exceptOutside: { id: 'ip-block-except-outside', type: 'FieldValueInvalid', path: 'ipBlock.except[*]' },
  endPort: { id: 'network-end-port', type: 'FieldValueInvalid', path: 'ports[*].endPort' },
  policyTypesMany: { id: 'policy-types-too-many', type: 'FieldValueInvalid', path: 'spec.policyTypes' },
  subsetEmpty: { id: 'endpoint-subset-empty', type: 'FieldValueRequired', path: 'subsets[*]' },
  addressFamily: { id: 'endpoint-address-family', type: 'FieldValueInvalid', path: 'endpoints[*].addresses' },
});

export const networkingWarnings = ruleTable('warning', {
  classAnnotation: {
    id: 'ingress-class-annotation',
    severity: 'warning',
    path: 'metadata.annotations[kubernetes.io/ingress.class]',
  },
  fqdn: { id: 'endpoint-slice-fqdn', severity: 'warning', path: 'addressType' },
});
