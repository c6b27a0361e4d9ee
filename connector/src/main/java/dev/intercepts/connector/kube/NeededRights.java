package dev.intercepts.connector.kube;

import dev.intercepts.connector.doctor.ClusterFacts.Purpose;
import dev.intercepts.connector.kube.Rights.Right;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the product's commands ask of the API server, by what a person wants. */
final class NeededRights {

    private NeededRights() {}

    /** A right and what it is for. */
    record Needed(Purpose purpose, Right right) {}

    /**
     * All of them.
     *
     * @param namespace where workloads are intercepted
     */
    static List<Needed> of(String namespace, ManagerScope scope, String managerNamespace) {
        return Stream.of(
                        named(Purpose.connect, connect(managerNamespace)),
                        named(Purpose.intercept, intercept(namespace, scope)),
                        named(Purpose.install, install(scope, managerNamespace)))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Needed> named(Purpose purpose, List<Right> rights) {
        return rights.stream().map(right -> new Needed(purpose, right)).toList();
    }

    private static List<Right> connect(String own) {
        return List.of(
                new Right("get", "apps", "deployments", own),
                new Right("list", "", "pods", own),
                new Right("get", "", "pods/portforward", own),
                new Right("create", "", "pods/portforward", own));
    }

    private static List<Right> intercept(String namespace, ManagerScope scope) {
        List<Right> needed = new ArrayList<>();
        for (String workloads : List.of("deployments", "statefulsets", "replicasets")) {
            needed.add(new Right("get", "apps", workloads, namespace));
            needed.add(new Right("list", "apps", workloads, namespace));
        }
        needed.add(new Right("list", "", "services", namespace));
        needed.add(new Right("list", "", "pods", namespace));
        for (String verb : List.of("get", "list", "watch", "create", "patch", "delete")) {
            needed.add(
                    scope == ManagerScope.cluster
                            ? new Right(verb, ClusterNames.GROUP, ClusterNames.INTERCEPT_PLURAL, namespace)
                            : new Right(verb, "", "configmaps", namespace));
        }
        return needed;
    }

    /** What applying the manifests takes. */
    static List<Right> install(ManagerScope scope, String own) {
        List<Right> needed = new ArrayList<>();
        for (String verb : List.of("create", "patch")) {
            if (scope == ManagerScope.cluster) {
                needed.add(new Right(verb, "", "namespaces", null));
                needed.add(new Right(verb, "apiextensions.k8s.io", "customresourcedefinitions", null));
                needed.add(new Right(verb, "rbac.authorization.k8s.io", "clusterroles", null));
                needed.add(new Right(verb, "rbac.authorization.k8s.io", "clusterrolebindings", null));
                needed.add(new Right(verb, "admissionregistration.k8s.io", "mutatingwebhookconfigurations", null));
            }
            needed.add(new Right(verb, "", "serviceaccounts", own));
            needed.add(new Right(verb, "rbac.authorization.k8s.io", "roles", own));
            needed.add(new Right(verb, "rbac.authorization.k8s.io", "rolebindings", own));
            needed.add(new Right(verb, "", "services", own));
            needed.add(new Right(verb, "apps", "deployments", own));
        }
        if (scope == ManagerScope.namespace) {
            needed.addAll(granted(own));
        }
        return needed.stream().distinct().toList();
    }

    /** What the Traffic Manager's Role gives, and only those may give who have it. */
    private static List<Right> granted(String own) {
        return ManagerRoles.onlyNamespace().stream()
                .flatMap(rule -> rule.getResources().stream()
                        .flatMap(resource -> rule.getVerbs().stream()
                                .map(verb -> new Right(verb, rule.getApiGroups().getFirst(), resource, own))))
                .toList();
    }
}
