package main

import (
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/mutatingwebhookconfiguration"
	"k8s.io/kubernetes/pkg/registry/admissionregistration/validatingwebhookconfiguration"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/replicaset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/coordination/lease"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/endpoint"
	"k8s.io/kubernetes/pkg/registry/core/limitrange"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolume"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/replicationcontroller"
	"k8s.io/kubernetes/pkg/registry/core/resourcequota"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
	"k8s.io/kubernetes/pkg/registry/discovery/endpointslice"
	"k8s.io/kubernetes/pkg/registry/networking/ingress"
	"k8s.io/kubernetes/pkg/registry/networking/ingressclass"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
	"k8s.io/kubernetes/pkg/registry/node/runtimeclass"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrole"
	"k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding"
	"k8s.io/kubernetes/pkg/registry/rbac/role"
	"k8s.io/kubernetes/pkg/registry/rbac/rolebinding"
	"k8s.io/kubernetes/pkg/registry/scheduling/priorityclass"
	"k8s.io/kubernetes/pkg/registry/storage/csidriver"
	"k8s.io/kubernetes/pkg/registry/storage/storageclass"
)

// subject is a kind to ask about: how the server judges it, and the smallest object it accepts.
type subject struct {
	gvk      schema.GroupVersionKind
	resource string
	strategy rest.RESTCreateStrategy
	base     string
}

const podTemplate = `{"metadata":{"labels":{"app":"a"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}`
const jobTemplate = `{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i:1"}]}}`
const workload = `{"spec":{"selector":{"matchLabels":{"app":"a"}},"template":` + podTemplate + `}}`
const rules = `{"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}`
const webhook = `{"webhooks":[{"name":"a.b.c","clientConfig":{"url":"https://a"},"sideEffects":"None","admissionReviewVersions":["v1"]}]}`
const claim = `{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}`
const scaler = `{"spec":{"maxReplicas":1,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"}}}`

func kind(group, version, kind, resource string, strategy rest.RESTCreateStrategy, base string) subject {
	return subject{schema.GroupVersionKind{Group: group, Version: version, Kind: kind}, resource, strategy, base}
}

var subjects = []subject{
	kind("", "v1", "Pod", "pods", pod.Strategy, `{"spec":{"containers":[{"name":"c","image":"i:1"}]}}`),
	kind("", "v1", "ReplicationController", "replicationcontrollers", replicationcontroller.Strategy,
		`{"spec":{"selector":{"app":"a"},"template":`+podTemplate+`}}`),
	kind("apps", "v1", "Deployment", "deployments", deployment.Strategy, workload),
	kind("apps", "v1", "ReplicaSet", "replicasets", replicaset.Strategy, workload),
	kind("apps", "v1", "StatefulSet", "statefulsets", statefulset.Strategy, workload),
	kind("apps", "v1", "DaemonSet", "daemonsets", daemonset.Strategy, workload),
	kind("batch", "v1", "Job", "jobs", job.Strategy, `{"spec":{"template":`+jobTemplate+`}}`),
	kind("batch", "v1", "CronJob", "cronjobs", cronjob.Strategy,
		`{"spec":{"schedule":"0 * * * *","jobTemplate":{"spec":{"template":`+jobTemplate+`}}}}`),
	kind("", "v1", "Service", "services", service.Strategy, `{"spec":{"ports":[{"port":80}]}}`),
	kind("", "v1", "ConfigMap", "configmaps", configmap.Strategy, `{}`),
	kind("", "v1", "Secret", "secrets", secret.Strategy, `{}`),
	kind("", "v1", "ServiceAccount", "serviceaccounts", serviceaccount.Strategy, `{}`),
	kind("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", persistentvolumeclaim.Strategy, claim),
	kind("", "v1", "PersistentVolume", "persistentvolumes", persistentvolume.Strategy,
		`{"spec":{"accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},"hostPath":{"path":"/a"}}}`),
	kind("", "v1", "LimitRange", "limitranges", limitrange.Strategy, `{"spec":{"limits":[{"type":"Container"}]}}`),
	kind("", "v1", "ResourceQuota", "resourcequotas", resourcequota.Strategy, `{"spec":{}}`),
	kind("", "v1", "Endpoints", "endpoints", endpoint.Strategy, `{}`),
	kind("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", poddisruptionbudget.Strategy,
		`{"spec":{"selector":{"matchLabels":{"app":"a"}}}}`),
	kind("autoscaling", "v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers", horizontalpodautoscaler.Strategy, scaler),
	kind("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", horizontalpodautoscaler.Strategy, scaler),
	kind("networking.k8s.io", "v1", "Ingress", "ingresses", ingress.Strategy,
		`{"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}}}`),
	kind("networking.k8s.io", "v1", "IngressClass", "ingressclasses", ingressclass.Strategy, `{"spec":{"controller":"a.b/c"}}`),
	kind("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", networkpolicy.Strategy, `{"spec":{"podSelector":{}}}`),
	kind("rbac.authorization.k8s.io", "v1", "Role", "roles", role.Strategy, rules),
	kind("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", clusterrole.Strategy, rules),
	kind("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", rolebinding.Strategy,
		`{"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"}}`),
	kind("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", clusterrolebinding.Strategy,
		`{"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"r"}}`),
	kind("storage.k8s.io", "v1", "StorageClass", "storageclasses", storageclass.Strategy, `{"provisioner":"a/b"}`),
	kind("storage.k8s.io", "v1", "CSIDriver", "csidrivers", csidriver.Strategy, `{"spec":{}}`),
	kind("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", priorityclass.Strategy, `{"value":1}`),
	kind("node.k8s.io", "v1", "RuntimeClass", "runtimeclasses", runtimeclass.Strategy, `{"handler":"h"}`),
	kind("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", endpointslice.Strategy,
		`{"addressType":"IPv4","endpoints":[],"ports":[]}`),
	kind("coordination.k8s.io", "v1", "Lease", "leases", lease.Strategy, `{"spec":{}}`),
	kind("admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations",
		mutatingwebhookconfiguration.Strategy, webhook),
	kind("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations",
		validatingwebhookconfiguration.Strategy, webhook),
}

// companions are the siblings a fresh object of a type needs, so that it is judged for the field asked about and not for
// its emptiness.
var companions = map[string]string{
	"Volume":                                 `{"name":"v"}`,
	"Container":                              `{"name":"d","image":"i:1"}`,
	"VolumeMount":                            `{"name":"v","mountPath":"/m"}`,
	"VolumeDevice":                           `{"name":"v","devicePath":"/d"}`,
	"EnvVar":                                 `{"name":"A"}`,
	"HTTPGetAction":                          `{"port":80}`,
	"TCPSocketAction":                        `{"port":80}`,
	"GRPCAction":                             `{"port":80}`,
	"ContainerPort":                          `{"containerPort":80}`,
	"NodeSelectorRequirement":                `{"key":"k","operator":"In","values":["a"]}`,
	"LabelSelectorRequirement":               `{"key":"k","operator":"In","values":["a"]}`,
	"PodAffinityTerm":                        `{"topologyKey":"k"}`,
	"WeightedPodAffinityTerm":                `{"weight":1}`,
	"PreferredSchedulingTerm":                `{"weight":1}`,
	"TopologySpreadConstraint":               `{"maxSkew":1,"topologyKey":"k","whenUnsatisfiable":"DoNotSchedule"}`,
	"KeyToPath":                              `{"key":"k","path":"f"}`,
	"HostAlias":                              `{"ip":"10.0.0.1","hostnames":["h"]}`,
	"PodFailurePolicyRule":                   `{"action":"Ignore"}`,
	"PodFailurePolicyOnExitCodesRequirement": `{"operator":"In","values":[1]}`,
	"ServicePort":                            `{"port":80}`,
	"HTTPIngressPath":                        `{"path":"/","pathType":"Prefix"}`,
	"PolicyRule":                             `{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}`,
	"Subject":                                `{"kind":"User","name":"u"}`,
	"LimitRangeItem":                         `{"type":"Container"}`,
	"HPAScalingPolicy":                       `{"type":"Pods","value":1,"periodSeconds":1}`,
	"ScopedResourceSelectorRequirement":      `{"scopeName":"PriorityClass","operator":"In","values":["a"]}`,
	"Toleration":                             `{"key":"k","operator":"Exists"}`,
	"ObjectFieldSelector":                    `{"fieldPath":"metadata.name"}`,
	"ResourceFieldSelector":                  `{"resource":"limits.cpu"}`,
	"ContainerResizePolicy":                  `{"resourceName":"cpu","restartPolicy":"NotRequired"}`,
	"Endpoint":                               `{"addresses":["10.0.0.1"]}`,
	"MutatingWebhook":                        `{"name":"a.b.c","clientConfig":{"url":"https://a"},"sideEffects":"None","admissionReviewVersions":["v1"]}`,
	"ValidatingWebhook":                      `{"name":"a.b.c","clientConfig":{"url":"https://a"},"sideEffects":"None","admissionReviewVersions":["v1"]}`,
}
