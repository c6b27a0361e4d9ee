package dev.intercepts.connector.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Workloads of kinds that are not intercepted, so that somebody who names one is told so and not that it does not exist. A
 * DaemonSet belongs to its nodes, and a Job has no Service to take the place of.
 */
final class OtherWorkloads {

    private OtherWorkloads() {}

    /** What of another kind has the name, as {@code daemonset/name}; empty where there is none or one may not look. */
    static Optional<String> find(KubernetesClient client, String namespace, String name) {
        Map<String, BooleanSupplier> kinds = new LinkedHashMap<>();
        kinds.put(
                "daemonset",
                () -> client.apps()
                                .daemonSets()
                                .inNamespace(namespace)
                                .withName(name)
                                .get()
                        != null);
        kinds.put(
                "job",
                () -> client.batch()
                                .v1()
                                .jobs()
                                .inNamespace(namespace)
                                .withName(name)
                                .get()
                        != null);
        kinds.put(
                "cronjob",
                () -> client.batch()
                                .v1()
                                .cronjobs()
                                .inNamespace(namespace)
                                .withName(name)
                                .get()
                        != null);
        return kinds.entrySet().stream()
                .filter(kind -> exists(kind.getValue()))
                .map(kind -> kind.getKey() + "/" + name)
                .findFirst();
    }

    private static boolean exists(BooleanSupplier get) {
        try {
            return get.getAsBoolean();
        } catch (KubernetesClientException e) {
            return false;
        }
    }
}
