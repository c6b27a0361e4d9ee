package dev.intercepts.playground.world;

import dev.intercepts.playground.github.Directory;
import dev.intercepts.playground.github.GitHub;
import dev.intercepts.playground.kube.ClusterConfig;
import dev.intercepts.playground.kube.InMemoryCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** Everything that makes a playground, running. Closing it ends all of it and leaves only its work directory. */
public final class World implements AutoCloseable {

    private static final String SHOP_HOST = "shop.localhost";
    private static final int POD_START_LIMIT_SECONDS = 60;

    private final Path workDir;
    private final Directory directory = Directory.playground();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final HostedService service;
    private final GitHub github;
    private final Supervised cloud;
    private final ShopCluster cluster;

    private World(Checkout checkout, Surroundings surroundings, Path workDir, Consumer<String> progress) {
        this.workDir = workDir;
        try {
            cluster = keep(
                    surroundings.kubeconfig().<ShopCluster>map(GivenCluster::of).orElseGet(() -> inMemory(checkout)));
            service = HostedService.choose(
                    surroundings.hosted(), surroundings.hosted().address(cluster.hereForPods()));
            github = keep(GitHub.start(service.addressOfGithub(), service.app(), directory, Clock.systemUTC()));
            keep(service.leftovers(checkout, workDir));
            cloud = keep(service.start(checkout, workDir, github.url(), github.apiUrl()));
            progress.accept("GitHub stand-in at " + github.url());
            List<HasMetadata> shop = manifests();
            cluster.apply(shop);
            awaitShop(shop);
            progress.accept("Cluster at " + cluster.apiUrl() + " with the shop's pods");
            service.awaitReady(workDir);
            progress.accept("Hosted service at " + service.url());
            writeSettings();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Starts one and returns when all of it is ready.
     *
     * @param checkout with everything built
     * @param workDir an own directory for everything it writes; made if missing
     * @param progress gets a line for people for each part that is ready
     */
    public static World start(Checkout checkout, Path workDir, Consumer<String> progress) {
        return start(checkout, Surroundings.NONE, workDir, progress);
    }

    /**
     * The same around what is there already.
     */
    public static World start(Checkout checkout, Surroundings surroundings, Path workDir, Consumer<String> progress) {
        try {
            Files.createDirectories(workDir);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + workDir, e);
        }
        return new World(checkout, surroundings, workDir, progress);
    }

    /**
     * The cluster.
     *
     * @throws IllegalStateException if it is one that was there before
     */
    public InMemoryCluster cluster() {
        return switch (cluster) {
            case ShopCluster.InMemory(InMemoryCluster own) -> own;
            case GivenCluster given ->
                throw new IllegalStateException("the cluster at " + given.apiUrl() + " is not the playground's own");
        };
    }

    /** Who there is at GitHub; tests change it. */
    public Directory directory() {
        return directory;
    }

    /** Where everything writes: {@code cloud.log}, and {@code logs} of the containers. */
    public Path workDir() {
        return workDir;
    }

    /** What runs where, now. */
    public WorldState state() {
        Map<String, Running> running = new LinkedHashMap<>();
        running.put("playground", Running.of(ProcessHandle.current()));
        running.put("cloud", Running.of(cloud.process()));
        HostedService.database(workDir).ifPresent(database -> running.put("postgresql", Running.of(database)));
        cluster.processes().forEach((name, process) -> running.put(name, Running.of(process)));
        Map<String, Long> pids = new LinkedHashMap<>();
        Map<String, Long> started = new LinkedHashMap<>();
        running.forEach((name, process) -> {
            pids.put(name, process.pid());
            started.put(name, process.started());
        });
        return new WorldState(
                service.url(),
                HostedService.PREVIEW_DOMAIN,
                service.ports().edge(),
                github.url(),
                cluster.kubeconfig(),
                configDir().toString(),
                cluster.ingressUrl(),
                SHOP_HOST,
                directory.overview(),
                pids,
                started);
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot end " + part, e);
            }
        }
        parts.clear();
    }

    private ShopCluster inMemory(Checkout checkout) {
        TakenPorts.refuse(TakenPorts.OF_PODS);
        return new ShopCluster.InMemory(InMemoryCluster.start(
                ClusterConfig.of(workDir.resolve("cluster"), Images.of(checkout, Versions.product()))));
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.add(part);
        return part;
    }

    private Path configDir() {
        return workDir.resolve("config");
    }

    /** Where the hosted service and the cluster are, for a command that is told {@code --config}. */
    private void writeSettings() {
        Map<String, String> settings = Map.of("cloudUrl", service.url(), "kubeconfig", cluster.kubeconfig());
        try {
            Files.createDirectories(configDir());
            Files.write(configDir().resolve("settings.json"), new JsonMapper().writeValueAsBytes(settings));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configDir(), e);
        }
    }

    private List<HasMetadata> manifests() {
        try (InputStream yaml = World.class.getResourceAsStream("/manifests/playground.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("/manifests/playground.yaml is not on the class path");
            }
            String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(":VERSION", ":" + Versions.product());
            return cluster.client()
                    .load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    .items();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the manifests", e);
        }
    }

    private void awaitShop(List<HasMetadata> shop) {
        for (HasMetadata object : shop) {
            if (object instanceof Deployment deployment) {
                cluster.client().resource(deployment).waitUntilReady(POD_START_LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        }
    }
}
