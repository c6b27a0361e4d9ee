package dev.intercepts.playground.kube;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The types that the API serves: a fixed table of Kubernetes' own, and those of the CustomResourceDefinitions. */
final class ResourceTypes {

    static final ResourceType NAMESPACES = cluster("", "v1", "namespaces", "Namespace", true, "ns");
    static final ResourceType PODS = namespaced("", "v1", "pods", "Pod", true, "po");
    static final ResourceType SERVICES = namespaced("", "v1", "services", "Service", true, "svc");
    static final ResourceType ENDPOINTS = namespaced("", "v1", "endpoints", "Endpoints", false, "ep");
    static final ResourceType CONFIG_MAPS = namespaced("", "v1", "configmaps", "ConfigMap", false, "cm");
    static final ResourceType SECRETS = namespaced("", "v1", "secrets", "Secret", false);
    static final ResourceType SERVICE_ACCOUNTS = namespaced("", "v1", "serviceaccounts", "ServiceAccount", false, "sa");
    static final ResourceType NODES = cluster("", "v1", "nodes", "Node", true, "no");
    static final ResourceType DEPLOYMENTS = namespaced("apps", "v1", "deployments", "Deployment", true, "deploy");
    static final ResourceType REPLICA_SETS = namespaced("apps", "v1", "replicasets", "ReplicaSet", true, "rs");
    static final ResourceType STATEFUL_SETS = namespaced("apps", "v1", "statefulsets", "StatefulSet", true, "sts");
    static final ResourceType ENDPOINT_SLICES =
            namespaced("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", false);
    static final ResourceType DEFINITIONS = cluster(
            "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", true, "crd", "crds");
    static final ResourceType MUTATING_WEBHOOKS = cluster(
            "admissionregistration.k8s.io",
            "v1",
            "mutatingwebhookconfigurations",
            "MutatingWebhookConfiguration",
            false);

    private static final String RBAC = "rbac.authorization.k8s.io";

    private static final List<ResourceType> BUILT_IN = List.of(
            NAMESPACES,
            PODS,
            SERVICES,
            ENDPOINTS,
            CONFIG_MAPS,
            SECRETS,
            SERVICE_ACCOUNTS,
            NODES,
            namespaced("", "v1", "events", "Event", false, "ev"),
            namespaced("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, "pvc"),
            DEPLOYMENTS,
            REPLICA_SETS,
            STATEFUL_SETS,
            namespaced("apps", "v1", "daemonsets", "DaemonSet", true, "ds"),
            namespaced("batch", "v1", "jobs", "Job", true),
            namespaced("batch", "v1", "cronjobs", "CronJob", true, "cj"),
            namespaced("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true, "hpa"),
            namespaced("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true, "pdb"),
            namespaced("networking.k8s.io", "v1", "ingresses", "Ingress", true, "ing"),
            namespaced("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", false, "netpol"),
            namespaced("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", false, "netpol"),
            cluster("networking.k8s.io", "v1", "ingressclasses", "IngressClass", false),
            ENDPOINT_SLICES,
            namespaced("coordination.k8s.io", "v1", "leases", "Lease", false),
            namespaced(RBAC, "v1", "roles", "Role", false),
            namespaced(RBAC, "v1", "rolebindings", "RoleBinding", false),
            cluster(RBAC, "v1", "clusterroles", "ClusterRole", false),
            cluster(RBAC, "v1", "clusterrolebindings", "ClusterRoleBinding", false),
            cluster("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false, "pc"),
            MUTATING_WEBHOOKS,
            cluster(
                    "admissionregistration.k8s.io",
                    "v1",
                    "validatingwebhookconfigurations",
                    "ValidatingWebhookConfiguration",
                    false),
            DEFINITIONS);

    private final Map<String, List<ResourceType>> custom = new ConcurrentHashMap<>();

    /** All types, the newest custom ones included. */
    Stream<ResourceType> all() {
        return Stream.concat(BUILT_IN.stream(), custom.values().stream().flatMap(List::stream));
    }

    Optional<ResourceType> find(String group, String version, String plural) {
        return all().filter(type -> type.group().equals(group)
                        && type.version().equals(version)
                        && type.plural().equals(plural))
                .findFirst();
    }

    /** Serves what the definition says, in place of what an earlier state of it said. */
    void define(JsonNode definition) {
        List<ResourceType> types = new ArrayList<>();
        JsonNode spec = definition.path("spec");
        List<String> shortNames = Json.elements(spec, "names", "shortNames").stream()
                .map(JsonNode::asString)
                .toList();
        Json.objects(spec, "versions")
                .filter(version -> version.path("served").asBoolean(true))
                .forEach(version -> types.add(new ResourceType(
                        Json.text(spec, "group"),
                        Json.text(version, "name"),
                        Json.text(spec, "names", "plural"),
                        Json.text(spec, "names", "kind"),
                        Json.text(spec, "scope").equals("Namespaced"),
                        Json.at(version, "subresources").has("status"),
                        shortNames,
                        true)));
        custom.put(Meta.name(definition), List.copyOf(types));
    }

    void undefine(JsonNode definition) {
        custom.remove(Meta.name(definition));
    }

    private static ResourceType namespaced(
            String group, String version, String plural, String kind, boolean status, String... shortNames) {
        return new ResourceType(group, version, plural, kind, true, status, List.of(shortNames), false);
    }

    private static ResourceType cluster(
            String group, String version, String plural, String kind, boolean status, String... shortNames) {
        return new ResourceType(group, version, plural, kind, false, status, List.of(shortNames), false);
    }
}
