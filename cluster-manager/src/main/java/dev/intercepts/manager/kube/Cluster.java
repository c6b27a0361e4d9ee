package dev.intercepts.manager.kube;

import dev.intercepts.manager.agents.TokenReviewer;
import dev.intercepts.manager.intercepts.ClusterActions;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The manager's access to its cluster, by its ServiceAccount or a kubeconfig. */
public final class Cluster implements AutoCloseable {

    private final KubernetesClient client;
    private final String namespace;
    private volatile @Nullable String uid;

    /**
     * Takes over a client.
     *
     * @param namespace the manager's own
     */
    public Cluster(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** By the environment, as every Kubernetes client finds it. */
    public static Cluster connect(String namespace) {
        return new Cluster(new KubernetesClientBuilder().build(), namespace);
    }

    /** Begins to watch. */
    public ClusterWatch watch(Runnable onChange) {
        return new ClusterWatch(client, onChange);
    }

    /** Writes. */
    public ClusterActions actions() {
        return new ClusterWriter(client);
    }

    /** Whose tokens they are. */
    public TokenReviewer tokenReviewer() {
        return new TokenReviews(client);
    }

    /** The manager's Secrets. */
    public Secrets secrets() {
        return new Secrets(client, namespace);
    }

    /**
     * Begins to take part in the election of the replica that works.
     *
     * @param pod name of this replica's pod
     * @param lease how long the one that works may be silent, whole seconds
     */
    public Leadership leadership(String pod, Duration lease, Leadership.Work work) {
        return Leadership.start(client, namespace, pod, lease, work);
    }

    /**
     * Begins to keep a CA in the webhook's configuration.
     *
     * @param caPem certificates, PEM
     */
    public WebhookRegistration registerWebhook(String caPem) {
        return WebhookRegistration.keep(client, caPem);
    }

    /** Uid of the namespace {@code kube-system}, by which the cluster is known; asked once. Blocks. */
    public String uid() {
        String known = uid;
        if (known == null) {
            Namespace system = client.namespaces().withName("kube-system").get();
            known = Optional.ofNullable(system)
                    .map(found -> found.getMetadata().getUid())
                    .orElseThrow(() -> new IllegalStateException("there is no namespace kube-system"));
            uid = known;
        }
        return known;
    }

    @Override
    public void close() {
        client.close();
    }
}
