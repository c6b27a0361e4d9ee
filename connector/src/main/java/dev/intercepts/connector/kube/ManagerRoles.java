package dev.intercepts.connector.kube;

import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.List;
import java.util.Map;

/** What the Traffic Manager may do: as little as its work takes. */
final class ManagerRoles {

    private static final String RBAC = "rbac.authorization.k8s.io";

    private ManagerRoles() {}

    /**
     * For all namespaces.
     *
     * @param meta of what is the manager's in its own namespace
     */
    static List<HasMetadata> ofCluster(ObjectMeta meta) {
        Map<String, String> labels = meta.getLabels();
        return List.of(
                new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(ClusterNames.MANAGER)
                        .withLabels(labels)
                        .endMetadata()
                        .withRules(clusterWide())
                        .build(),
                new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(ClusterNames.MANAGER)
                        .withLabels(labels)
                        .endMetadata()
                        .withNewRoleRef(RBAC, "ClusterRole", ClusterNames.MANAGER)
                        .addNewSubject("", "ServiceAccount", ClusterNames.MANAGER, meta.getNamespace())
                        .build(),
                role(meta, ownNamespace()),
                binding(meta));
    }

    /** For the manager's namespace alone. */
    static List<HasMetadata> ofNamespace(ObjectMeta meta) {
        return List.of(role(meta, onlyNamespace()), binding(meta));
    }

    private static Role role(ObjectMeta meta, List<PolicyRule> rules) {
        return new RoleBuilder().withMetadata(meta).withRules(rules).build();
    }

    private static RoleBinding binding(ObjectMeta meta) {
        return new RoleBindingBuilder()
                .withMetadata(meta)
                .withNewRoleRef(RBAC, "Role", ClusterNames.MANAGER)
                .addNewSubject("", "ServiceAccount", ClusterNames.MANAGER, meta.getNamespace())
                .build();
    }

    /** What serving one namespace takes: whoever installs it needs each of these, since nobody may grant more than they have. */
    static List<PolicyRule> onlyNamespace() {
        return List.of(
                rule("", List.of("configmaps"), "get", "list", "watch", "patch", "delete"),
                rule("apps", List.of("deployments", "statefulsets", "replicasets"), "get", "list", "watch", "patch"),
                rule("", List.of("pods"), "get", "list", "watch", "patch"),
                rule("", List.of("pods/eviction"), "create"),
                rule("", List.of("services"), "get", "list", "watch"),
                rule("", List.of("namespaces"), "get"),
                rule("networking.k8s.io", List.of("networkpolicies"), "get", "list", "watch"),
                rule("", List.of("secrets"), "create"),
                named("", List.of("secrets"), List.of(ClusterNames.UPLINK_SECRET), "get", "patch"),
                rule("coordination.k8s.io", List.of("leases"), "create"),
                named("coordination.k8s.io", List.of("leases"), List.of(ClusterNames.MANAGER_LEASE), "get", "patch"));
    }

    private static List<PolicyRule> clusterWide() {
        return List.of(
                rule(ClusterNames.GROUP, List.of("intercepts"), "get", "list", "watch", "patch", "delete"),
                rule(ClusterNames.GROUP, List.of("intercepts/status"), "patch"),
                rule("apps", List.of("deployments", "statefulsets", "replicasets"), "get", "list", "watch", "patch"),
                rule("", List.of("pods"), "get", "list", "watch"),
                rule("", List.of("pods/eviction"), "create"),
                rule("", List.of("services"), "get", "list", "watch"),
                rule("", List.of("namespaces"), "get", "list", "watch"),
                rule("networking.k8s.io", List.of("networkpolicies"), "get", "list", "watch"),
                rule("authentication.k8s.io", List.of("tokenreviews"), "create"),
                named(
                        "admissionregistration.k8s.io",
                        List.of("mutatingwebhookconfigurations"),
                        List.of(ClusterNames.WEBHOOK),
                        "get",
                        "list",
                        "watch",
                        "patch"));
    }

    private static List<PolicyRule> ownNamespace() {
        return List.of(
                rule("", List.of("secrets"), "create"),
                named(
                        "",
                        List.of("secrets"),
                        List.of(ClusterNames.WEBHOOK_SECRET, ClusterNames.UPLINK_SECRET),
                        "get",
                        "patch"),
                rule("coordination.k8s.io", List.of("leases"), "create"),
                named("coordination.k8s.io", List.of("leases"), List.of(ClusterNames.MANAGER_LEASE), "get", "patch"),
                // The label on the pod of the replica that works.
                rule("", List.of("pods"), "patch"));
    }

    private static PolicyRule rule(String group, List<String> resources, String... verbs) {
        return named(group, resources, List.of(), verbs);
    }

    private static PolicyRule named(String group, List<String> resources, List<String> names, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resources)
                .withResourceNames(names)
                .withVerbs(verbs)
                .build();
    }
}
