package dev.intercepts.playground.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A Kubernetes in this process, whose pods are local processes.
 *
 * <p>Every child process ends with {@link #close} and also when this JVM is killed.
 */
public interface InMemoryCluster extends AutoCloseable {

    /**
     * Starts one and returns when its API answers.
     *
     * @throws java.io.UncheckedIOException if no loopback addresses are free or the work directory cannot be written
     */
    static InMemoryCluster start(ClusterConfig config) {
        return LocalCluster.start(config);
    }

    /** URL of the API server. */
    String apiUrl();

    /** A kubeconfig of a user who may do everything (but for the configured denials), as YAML. */
    String kubeconfigYaml();

    /** The file in the work directory that holds {@link #kubeconfigYaml}. */
    Path kubeconfigFile();

    /** A client of the same user, closed with the cluster. */
    KubernetesClient client();

    /** Applies the objects by server-side apply, in this order, making missing namespaces. */
    void apply(List<HasMetadata> objects);

    /** The containers that run now. */
    List<PodProcess> pods();

    /** The ClusterIP of a service, an address of this machine: its ports listen there. */
    Optional<String> clusterIp(String namespace, String service);

    /** The hosts file that pods of this namespace resolve names by ({@code -Djdk.net.hosts.file}). */
    Path hostsFile(String namespace);

    /** Ends all pods' processes, then the API server. */
    @Override
    void close();
}
