package dev.intercepts.connector.kube;

import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cluster as one context of a kubeconfig reaches it. */
public final class Cluster implements AutoCloseable {

    private final KubernetesClient client;
    private final String context;
    private final String server;
    private final String namespace;

    private Cluster(KubernetesClient client, String context, String server, String namespace) {
        this.client = client;
        this.context = context;
        this.server = server;
        this.namespace = namespace;
    }

    /** For tests: a client that is there already. */
    static Cluster of(KubernetesClient client, String namespace) {
        return new Cluster(client, "test", client.getMasterUrl().toString(), namespace);
    }

    /**
     * Reads the kubeconfig and makes a client; asks the cluster nothing yet.
     *
     * @param choice {@code kubeconfig} is {@code null} for {@code ~/.kube/config}
     * @throws FailureException where there is no such file or context
     */
    public static Cluster open(ClusterChoice choice) {
        Config config = read(choice);
        NamedContext current = config.getCurrentContext();
        if (current == null || choice.context() != null && !choice.context().equals(current.getName())) {
            throw new FailureException(new Failure(
                    "no-context",
                    "context: " + (choice.context() == null ? "none is chosen" : choice.context() + " is not there")
                            + " in the kubeconfig (expected: one of " + names(config.getContexts()) + ")",
                    "name one with --context",
                    Exit.NOT_CONNECTED));
        }
        // Watches and tunnels outlive short outages; retries of single requests must not make a person wait.
        config.setConnectionTimeout(5_000);
        config.setRequestRetryBackoffLimit(3);
        config.setRequestRetryBackoffInterval(200);
        String server = String.valueOf(config.getMasterUrl()).replaceAll("/+$", "");
        String namespace = choice.namespace() != null ? choice.namespace() : config.getNamespace();
        return new Cluster(
                new KubernetesClientBuilder().withConfig(config).build(),
                current.getName(),
                server,
                namespace == null || namespace.isBlank() ? "default" : namespace);
    }

    private static synchronized Config read(ClusterChoice choice) {
        String paths = choice.kubeconfig();
        String chosen = paths == null ? System.getProperty("user.home") + "/.kube/config" : paths;
        List<File> files = java.util.Arrays.stream(chosen.split(File.pathSeparator))
                .map(File::new)
                .filter(File::isFile)
                .toList();
        if (files.isEmpty()) {
            throw new FailureException(new Failure(
                    "no-kubeconfig",
                    "kubeconfig: " + chosen + " is not there",
                    "name one with --kubeconfig or KUBECONFIG",
                    Exit.NOT_CONNECTED));
        }
        if (files.size() == 1) {
            return Config.fromKubeconfig(choice.context(), files.getFirst());
        }
        // Several files are merged by the client only where it finds them by itself.
        String before = System.getProperty(Config.KUBERNETES_KUBECONFIG_FILE);
        System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, chosen);
        try {
            return Config.autoConfigure(choice.context());
        } finally {
            if (before == null) {
                System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
            } else {
                System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, before);
            }
        }
    }

    private static List<String> names(@Nullable List<NamedContext> contexts) {
        return contexts == null
                ? List.of()
                : contexts.stream().map(NamedContext::getName).toList();
    }

    /** Name of the kubeconfig's context. */
    public String context() {
        return context;
    }

    /** URL of the API server. */
    public String server() {
        return server;
    }

    /** Where workloads are looked for unless another namespace is named. */
    public String namespace() {
        return namespace;
    }

    /** The client; only {@code ..kube..} packages may use it. */
    public KubernetesClient client() {
        return client;
    }

    /** What identifies the cluster for good: the uid of the namespace {@code kube-system}; its address where that is hidden. */
    public String uid() {
        try {
            var kubeSystem = client.namespaces().withName("kube-system").get();
            return kubeSystem == null ? server : kubeSystem.getMetadata().getUid();
        } catch (io.fabric8.kubernetes.client.KubernetesClientException e) {
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
