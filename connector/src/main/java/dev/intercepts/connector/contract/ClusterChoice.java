package dev.intercepts.connector.contract;

import org.jspecify.annotations.Nullable;

/**
 * Which cluster and namespace a command means; {@code null} leaves the choice to the kubeconfig, or to the session that
 * is there already.
 *
 * @param context of the kubeconfig
 * @param kubeconfig path or paths, as {@code KUBECONFIG} has them
 * @param namespace workloads are looked for in
 * @param managerNamespace the Traffic Manager is in
 */
public record ClusterChoice(
        @Nullable String context,
        @Nullable String kubeconfig,
        @Nullable String namespace,
        @Nullable String managerNamespace) {}
