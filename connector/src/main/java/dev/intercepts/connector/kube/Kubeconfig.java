package dev.intercepts.connector.kube;

import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a kubeconfig. The client's own reader takes what is not there for a cluster that it is inside of, and ends in other ways where
 * a file is none; so it is looked at before.
 */
final class Kubeconfig {

    /** Of words of the parser's that help; longer ones speak of its classes. */
    private static final int LONGEST = 100;

    private static final String BAD = "bad-kubeconfig";
    private static final String VIEW = "see `kubectl config view`";

    private Kubeconfig() {}

    /**
     * The client's settings for the chosen context, which is there and whose cluster has an address.
     *
     * @param choice {@code kubeconfig} is {@code null} for {@code ~/.kube/config}, or several files as in {@code KUBECONFIG}
     * @throws FailureException where that is not so, with what to do
     */
    static synchronized Config read(ClusterChoice choice) {
        String paths = choice.kubeconfig();
        String chosen = paths == null ? System.getProperty("user.home") + "/.kube/config" : paths;
        List<File> files = Arrays.stream(chosen.split(File.pathSeparator))
                .map(File::new)
                .filter(File::isFile)
                .toList();
        if (files.isEmpty()) {
            throw failure("no-kubeconfig", chosen + " is not there", "name one with --kubeconfig or KUBECONFIG");
        }
        check(chosen, files, choice.context());
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

    /** What is wrong with its settings where the client cannot begin: a certificate that is not there, say. */
    static FailureException unusable(RuntimeException e) {
        return new FailureException(problem(BAD, KubeFailures.root(e), "see that `kubectl get pods` works"), e);
    }

    /** Looks at the files as one, where the first that says something counts. */
    private static void check(String chosen, List<File> files, @Nullable String asked) {
        String name = asked;
        Map<String, NamedContext> contexts = new LinkedHashMap<>();
        Map<String, NamedCluster> clusters = new LinkedHashMap<>();
        for (File file : files) {
            io.fabric8.kubernetes.api.model.Config part = parse(file);
            if (part != null) {
                listed(part.getContexts()).forEach(context -> contexts.putIfAbsent(context.getName(), context));
                listed(part.getClusters()).forEach(cluster -> clusters.putIfAbsent(cluster.getName(), cluster));
                name = name == null || name.isEmpty() ? part.getCurrentContext() : name;
            }
        }
        NamedContext context = name == null ? null : contexts.get(name);
        if (context == null) {
            String why = name == null || name.isEmpty() ? "none is chosen" : name + " is not there";
            throw failure(
                    "no-context",
                    contexts.isEmpty() ? chosen + " has no context" : "context: " + why + expected(contexts),
                    "name one with --" + (contexts.isEmpty() ? "kubeconfig or KUBECONFIG" : "context"));
        }
        checkCluster(name, context, clusters);
    }

    /** kubectl leaves {@code null} of a list that has become empty. */
    private static <T> List<T> listed(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static String expected(Map<String, NamedContext> contexts) {
        return " (expected: one of " + List.copyOf(contexts.keySet()) + ")";
    }

    private static void checkCluster(@Nullable String name, NamedContext context, Map<String, NamedCluster> clusters) {
        String of = context.getContext() == null ? null : context.getContext().getCluster();
        NamedCluster cluster = of == null ? null : clusters.get(of);
        if (cluster == null) {
            throw failure(BAD, "context " + name + " is of cluster " + of + ", which is not there", VIEW);
        }
        String server =
                cluster.getCluster() == null ? null : cluster.getCluster().getServer();
        if (server == null || !isAddress(server)) {
            throw failure(BAD, "cluster " + of + " has the server " + server + " (expected: https://HOST:PORT)", VIEW);
        }
    }

    /** As the client takes it: without a scheme too, and with underscores in the name, as containers have them. */
    private static boolean isAddress(String server) {
        try {
            URI uri = URI.create(server.contains("://") ? server : "https://" + server);
            return ServerAddress.of(uri) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** {@code null} for an empty file, which means nothing among others. */
    private static io.fabric8.kubernetes.api.model.@Nullable Config parse(File file) {
        try (InputStream in = Files.newInputStream(file.toPath())) {
            return Serialization.unmarshal(in, io.fabric8.kubernetes.api.model.Config.class);
        } catch (IOException | RuntimeException e) {
            String words = KubeFailures.root(e).lines().findFirst().orElse("");
            String why = words.length() <= LONGEST ? ": " + words : "";
            throw new FailureException(problem(BAD, file + " is none" + why, VIEW), e);
        }
    }

    private static FailureException failure(String code, String message, String todo) {
        return new FailureException(problem(code, message, todo));
    }

    private static Failure problem(String code, String message, String todo) {
        return new Failure(code, "kubeconfig: " + message, todo, Exit.NOT_CONNECTED);
    }
}
