package dev.intercepts.manager.kube;

import dev.intercepts.manager.agents.TokenReviewer;
import dev.intercepts.manager.injection.Injector;
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
    private final boolean alone;
    private volatile @Nullable String uid;

    /**
     * Takes over a client.
     *
     * @param namespace the manager's own
     * @param alone whether that is all it serves, and all that it may look at
     */
    public Cluster(KubernetesClient client, String namespace, boolean alone) {
        this.client = client;
        this.namespace = namespace;
        this.alone = alone;
    }

    /** By the environment, as every Kubernetes client finds it. */
    public static Cluster connect(String namespace, boolean alone) {
        return new Cluster(new KubernetesClientBuilder().build(), namespace, alone);
    }

    /** Begins to watch. */
    public ClusterWatch watch(Runnable onChange) {
        return new ClusterWatch(client, alone ? namespace : null, onChange);
    }

    /** Writes, where a webhook changes the pods. */
    public ClusterActions actions() {
        return new ClusterWriter(client);
    }

    /** Writes into the one namespace, and the agent into pod templates. */
    public ClusterActions actions(Injector injector, ClusterWatch watch) {
        return new NamespaceWriter(client, new TemplateWriter(client, injector, watch));
    }

    /** Whose tokens they are. */
    public TokenReviewer tokenReviewer() {
        return alone ? new TokenSignatures(client, namespace) : new TokenReviews(client);
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

    /**
     * Uid of the namespace {@code kube-system}, by which the cluster is known, or of the one that alone is served; asked once.
     * Blocks.
     */
    public String uid() {
        String known = uid;
        if (known == null) {
            String name = alone ? namespace : "kube-system";
            Namespace asked = client.namespaces().withName(name).get();
            known = Optional.ofNullable(asked)
                    .map(found -> found.getMetadata().getUid())
                    .orElseThrow(() -> new IllegalStateException("there is no namespace " + name));
            uid = known;
        }
        return known;
    }

    @Override
    public void close() {
        client.close();
    }
}
