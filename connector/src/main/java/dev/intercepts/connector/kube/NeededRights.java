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
    static List<Needed> of(String namespace) {
        return Stream.of(
                        named(Purpose.connect, connect()),
                        named(Purpose.intercept, intercept(namespace)),
                        named(Purpose.install, install()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Needed> named(Purpose purpose, List<Right> rights) {
        return rights.stream().map(right -> new Needed(purpose, right)).toList();
    }

    private static List<Right> connect() {
        String own = ClusterNames.NAMESPACE;
        return List.of(
                new Right("get", "apps", "deployments", own),
                new Right("list", "", "pods", own),
                new Right("get", "", "pods/portforward", own),
                new Right("create", "", "pods/portforward", own));
    }

    private static List<Right> intercept(String namespace) {
        List<Right> needed = new ArrayList<>();
        for (String workloads : List.of("deployments", "statefulsets", "replicasets")) {
            needed.add(new Right("get", "apps", workloads, namespace));
            needed.add(new Right("list", "apps", workloads, namespace));
        }
        needed.add(new Right("list", "", "services", namespace));
        needed.add(new Right("list", "", "pods", namespace));
        for (String verb : List.of("get", "list", "watch", "create", "patch", "delete")) {
            needed.add(new Right(verb, ClusterNames.GROUP, ClusterNames.INTERCEPT_PLURAL, namespace));
        }
        return needed;
    }

    /** What applying the manifests takes. */
    static List<Right> install() {
        String own = ClusterNames.NAMESPACE;
        List<Right> needed = new ArrayList<>();
        for (String verb : List.of("create", "patch")) {
            needed.add(new Right(verb, "", "namespaces", null));
            needed.add(new Right(verb, "apiextensions.k8s.io", "customresourcedefinitions", null));
            needed.add(new Right(verb, "rbac.authorization.k8s.io", "clusterroles", null));
            needed.add(new Right(verb, "rbac.authorization.k8s.io", "clusterrolebindings", null));
            needed.add(new Right(verb, "admissionregistration.k8s.io", "mutatingwebhookconfigurations", null));
            needed.add(new Right(verb, "", "serviceaccounts", own));
            needed.add(new Right(verb, "rbac.authorization.k8s.io", "roles", own));
            needed.add(new Right(verb, "rbac.authorization.k8s.io", "rolebindings", own));
            needed.add(new Right(verb, "", "services", own));
            needed.add(new Right(verb, "apps", "deployments", own));
        }
        return needed;
    }
}
