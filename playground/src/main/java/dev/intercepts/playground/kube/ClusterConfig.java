package dev.intercepts.playground.kube;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an in-memory cluster needs to know before it starts.
 *
 * @param workDir directory for logs, mounted volumes, hosts files and the kubeconfig; made if missing
 * @param images how each image named in a pod becomes a local process; an image that is missing here leaves its pod in
 *     {@code ImagePullBackOff}
 * @param context name of the kubeconfig's context
 * @param hosts names outside the cluster that pods resolve, and their addresses; {@code localhost} is known anyway
 * @param denials what {@code SelfSubjectAccessReview} says no to; everything else is allowed
 * @param rbac whether Roles and bindings decide what others than the kubeconfig's user may do; else everybody may do everything
 */
public record ClusterConfig(
        Path workDir,
        Map<String, ProcessTemplate> images,
        String context,
        Set<Denial> denials,
        Map<String, String> hosts,
        boolean rbac) {

    public ClusterConfig {
        images = Map.copyOf(images);
        denials = Set.copyOf(denials);
        hosts = Map.copyOf(hosts);
    }

    /** A cluster whose context is called {@code playground} and where everybody may do everything. */
    public static ClusterConfig of(Path workDir, Map<String, ProcessTemplate> images) {
        return new ClusterConfig(workDir, images, "playground", Set.of(), Map.of(), false);
    }

    /** The same with these denials. */
    public ClusterConfig withDenials(List<Denial> denied) {
        return new ClusterConfig(workDir, images, context, Set.copyOf(denied), hosts, rbac);
    }

    /** The same with these names of hosts outside the cluster. */
    public ClusterConfig withHosts(Map<String, String> addresses) {
        return new ClusterConfig(workDir, images, context, denials, addresses, rbac);
    }

    /** The same with rights by Roles and bindings. */
    public ClusterConfig withRbac() {
        return new ClusterConfig(workDir, images, context, denials, hosts, true);
    }

    /**
     * One thing the kubeconfig's user may not do, for {@code SelfSubjectAccessReview}.
     *
     * @param verb for example {@code create}, or {@code *}
     * @param group API group, empty for the core one
     * @param resource plural, for example {@code deployments}
     */
    public record Denial(String verb, String group, String resource) {}
}
