package dev.intercepts.connector.kube;

import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cluster as one context of a kubeconfig reaches it. */
public final class Cluster implements AutoCloseable {

    private final KubernetesClient client;
    private final String context;
    private final String server;
    private final @Nullable String asked;
    private final String namespace;
    private final String managerNamespace;
    private volatile @Nullable ManagerScope scope;
    private @Nullable ServerAccess access;

    private Cluster(
            KubernetesClient client,
            String context,
            String server,
            @Nullable String asked,
            String namespace,
            String managerNamespace) {
        this.client = client;
        this.context = context;
        this.server = server;
        this.asked = asked;
        this.namespace = namespace;
        this.managerNamespace = managerNamespace;
    }

    /** For tests: a client that is there already. */
    static Cluster of(KubernetesClient client, String namespace) {
        return new Cluster(
                client, "test", client.getMasterUrl().toString(), namespace, namespace, ClusterNames.NAMESPACE);
    }

    /**
     * Loads what each first connection needs, and forgets it: most of a second's work that can be done while the daemon is still
     * getting ready for the command that started it.
     */
    public static void warmUp() {
        Serialization.unmarshal("kind: Config", io.fabric8.kubernetes.api.model.Config.class);
        Config nowhere = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:1/")
                .build();
        client(nowhere).close();
    }

    /**
     * Reads the kubeconfig and makes a client; asks the cluster nothing yet.
     *
     * @param choice {@code kubeconfig} is {@code null} for {@code ~/.kube/config}
     * @throws FailureException where there is no such file or context
     */
    public static Cluster open(ClusterChoice choice) {
        Config config = Kubeconfig.read(choice);
        // Watches and tunnels outlive short outages; retries of single requests must not make a person wait.
        config.setConnectionTimeout(5_000);
        config.setRequestRetryBackoffLimit(3);
        config.setRequestRetryBackoffInterval(200);
        String server = String.valueOf(config.getMasterUrl()).replaceAll("/+$", "");
        String namespace = choice.namespace() != null ? choice.namespace() : config.getNamespace();
        String managerNamespace = choice.managerNamespace();
        return new Cluster(
                client(config),
                config.getCurrentContext().getName(),
                server,
                choice.namespace(),
                namespace == null || namespace.isBlank() ? "default" : namespace,
                managerNamespace == null || managerNamespace.isBlank() ? ClusterNames.NAMESPACE : managerNamespace);
    }

    private static KubernetesClient client(Config config) {
        try {
            return new KubernetesClientBuilder()
                    .withConfig(config)
                    .withHttpClientFactory(new ApiHttp())
                    .build();
        } catch (RuntimeException e) {
            throw Kubeconfig.unusable(e);
        }
    }

    /** Name of the kubeconfig's context. */
    public String context() {
        return context;
    }

    /** URL of the API server. */
    public String server() {
        return server;
    }

    /** Where workloads are looked for unless another namespace is named: where there is only one, that. */
    public String namespace() {
        return asked == null && scope() == ManagerScope.namespace ? managerNamespace : namespace;
    }

    /** The same as far as it is known without asking the cluster. */
    String namespaceOfContext() {
        return namespace;
    }

    /** By which this cluster is known to the laptop. */
    public String key() {
        return context + " " + server;
    }

    /** Where the Traffic Manager is, or is to be. */
    public String managerNamespace() {
        return managerNamespace;
    }

    /** The same cluster, with the Traffic Manager in another namespace; the two share what is to be closed. */
    public Cluster withManagerIn(String other) {
        return new Cluster(client, context, server, asked, namespace, other);
    }

    /**
     * What the Traffic Manager serves, or would serve if it were installed now; as far as it can be known. Asks the API server
     * until there is one.
     */
    public ManagerScope scope() {
        ManagerScope known = scope;
        if (known == null) {
            Deployment manager = null;
            try {
                manager = client.apps()
                        .deployments()
                        .inNamespace(managerNamespace)
                        .withName(ClusterNames.MANAGER)
                        .get();
            } catch (KubernetesClientException e) {
                if (e.getCode() != 403) {
                    throw KubeFailures.translate("reach the cluster at " + server, e);
                }
                // Whoever asks for more is told why it does not work.
            }
            if (manager == null) {
                return usualScope();
            }
            known = Installed.of(manager, true).settings().scope();
            scope = known;
        }
        return known;
    }

    /** What a Traffic Manager in its namespace serves unless somebody chose otherwise. */
    ManagerScope usualScope() {
        return managerNamespace.equals(ClusterNames.NAMESPACE) ? ManagerScope.cluster : ManagerScope.namespace;
    }

    /**
     * The namespace that is meant, which must be one that the Traffic Manager serves.
     *
     * @param named {@code null} for all: of a Traffic Manager that serves one, that
     */
    public @Nullable String served(@Nullable String named) {
        if (scope() == ManagerScope.cluster || managerNamespace.equals(named)) {
            return named;
        }
        if (named == null) {
            return managerNamespace;
        }
        throw Failure.usage(
                "other-namespace",
                "the Traffic Manager in namespace %s serves that namespace alone, not %s"
                        .formatted(managerNamespace, named),
                "`telepresence connect --manager-namespace %s` installs another one there".formatted(named));
    }

    /** How to get to the API server past the client. */
    public synchronized ServerAccess access() {
        ServerAccess known = access;
        if (known == null) {
            known = AccessRecorder.access(client.getConfiguration());
            access = known;
        }
        return known;
    }

    /** The name of the Traffic Manager's pod that works; before it says so, of any that is ready; {@code null} without one. */
    public @Nullable String managerPod() {
        return client.pods().inNamespace(managerNamespace).withLabels(ManagerLabels.SELECTOR).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(Readiness::isPodReady)
                .max(Comparator.comparing(Cluster::works))
                .map(pod -> pod.getMetadata().getName())
                .orElse(null);
    }

    private static boolean works(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels != null && labels.entrySet().containsAll(ManagerLabels.ACTIVE.entrySet());
    }

    /** The client; only {@code ..kube..} packages may use it. */
    public KubernetesClient client() {
        return client;
    }

    /**
     * What identifies the cluster for good: the uid of the namespace {@code kube-system}, or of the one that alone is served; its
     * address where that is hidden.
     */
    public String uid() {
        // What serves one namespace may know no other one, and has a tunnel to the hosted service of its own.
        String known = scope() == ManagerScope.namespace ? managerNamespace : "kube-system";
        try {
            var found = client.namespaces().withName(known).get();
            return found == null ? server : found.getMetadata().getUid();
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403) {
                return server;
            }
            throw KubeFailures.translate("reach the cluster at " + server, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
