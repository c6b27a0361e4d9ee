package dev.intercepts.e2e;

import dev.intercepts.playground.world.Checkout;
import dev.intercepts.playground.world.Packaging;
import dev.intercepts.playground.world.Surroundings;
import dev.intercepts.playground.world.World;
import dev.intercepts.playground.world.WorldState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The given cluster with the shop in it, and the hosted service beside it. */
final class RealCluster implements AutoCloseable {

    private final Path workDir;
    private final World world;
    private final KubernetesClient client;

    private RealCluster(Path workDir, World world, KubernetesClient client) {
        this.workDir = workDir;
        this.world = world;
        this.client = client;
    }

    /** The kubeconfig that the run was given. */
    static Optional<Path> given() {
        return Optional.ofNullable(System.getProperty("intercepts.cluster"))
                .filter(path -> !path.isBlank())
                .map(Path::of);
    }

    static RealCluster start() {
        Path kubeconfig = given().orElseThrow();
        try {
            // Short: Unix sockets below it have paths of at most 103 bytes.
            Path workDir = Files.createTempDirectory("e2e");
            World world = World.start(
                    Checkout.here(),
                    new Surroundings(Optional.of(kubeconfig), Packaging.JAR),
                    workDir,
                    line -> System.out.println("cluster: " + line));
            KubernetesClient client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(new File(kubeconfig.toString())))
                    .build();
            return new RealCluster(workDir, world, client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    World world() {
        return world;
    }

    WorldState state() {
        return world.state();
    }

    /**
     * Writes a kubeconfig with a token of a ServiceAccount, for an hour.
     *
     * @param file to write
     */
    Path kubeconfig(String namespace, String serviceAccount, Path file) throws IOException {
        String token = client.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        Config config = client.getConfiguration();
        return Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: person
                clusters:
                - {name: c, cluster: {server: "%s", certificate-authority-data: "%s"}}
                users:
                - {name: u, user: {token: "%s"}}
                contexts:
                - {name: person, context: {cluster: c, user: u}}
                """.formatted(config.getMasterUrl(), config.getCaCertData(), token));
    }

    /** A client of somebody who may do everything. */
    KubernetesClient client() {
        return client;
    }

    Deployment deployment(String namespace, String name) {
        return client.apps().deployments().inNamespace(namespace).withName(name).require();
    }

    /** An app's pods that are not on their way out. */
    List<Pod> pods(String namespace, String app) {
        return client.pods().inNamespace(namespace).withLabel("app", app).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    /** The one manager that does the work, or any of them. */
    List<Pod> managers() {
        return client.pods().inNamespace("intercepts").list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> pod.getMetadata().getName().startsWith("traffic-manager-"))
                .toList();
    }

    /** Takes a pod away at once, without a chance to say good-bye. */
    void kill(Pod pod) {
        client.resource(pod).withGracePeriod(0).delete();
    }

    /**
     * Makes the first process of a container crash: the kubelet starts the container again in its pod. From within, Linux lets
     * no signal through to a first process that it has no handler for, so not even KILL; the JVM has one for SEGV, and dies of it.
     */
    void crash(Pod pod, String container) {
        try (ExecWatch exec = client.pods()
                .resource(pod)
                .inContainer(container)
                .writingError(OutputStream.nullOutputStream())
                .exec("sh", "-c", "kill -s SEGV 1")) {
            exec.exitCode().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The shell may die with it before it says how it ended.
            System.out.println("crashing " + container + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Whether every pod that there should be is there, ready and of the present template, and no other. */
    boolean settled(String namespace, String name) {
        Deployment now = deployment(namespace, name);
        var status = now.getStatus();
        int wanted = now.getSpec().getReplicas();
        return Objects.equals(status.getObservedGeneration(), now.getMetadata().getGeneration())
                && Objects.equals(status.getUpdatedReplicas(), wanted)
                && Objects.equals(status.getReadyReplicas(), wanted)
                && pods(namespace, name).size() == wanted;
    }

    @Override
    public void close() throws IOException {
        client.close();
        world.close();
        try (Stream<Path> paths = Files.walk(workDir)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
