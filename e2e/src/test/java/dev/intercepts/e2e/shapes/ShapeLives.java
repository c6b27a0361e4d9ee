package dev.intercepts.e2e.shapes;

import static org.awaitility.Awaitility.await;

import dev.intercepts.playground.tour.LocalService;
import dev.intercepts.playground.tour.Telepresence;
import dev.intercepts.playground.world.Checkout;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Leads all shapes through their lives, several at a time, from one laptop. */
final class ShapeLives implements AutoCloseable {

    private static final int AT_A_TIME = Integer.getInteger("shapes.parallel", 6);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final String kubeconfig =
            Objects.requireNonNull(System.getProperty("intercepts.cluster"), "intercepts.cluster: not set");
    private final ShapesCluster cluster = new ShapesCluster(
            kubeconfig, "shapes-" + UUID.randomUUID().toString().substring(0, 6));
    private final LocalService local = LocalService.saying("from the laptop");
    private final Telepresence telepresence;
    /** Whether the Traffic Manager was there before, and so stays. */
    private boolean installed = true;

    ShapeLives() {
        try {
            telepresence =
                    new Telepresence(Checkout.here().script("telepresence"), Files.createTempDirectory("shapes"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Applies all manifests, and lives all lives; what was seen of each. */
    Map<Shape, Life> run() throws Exception {
        String version = telepresence.run("version", "--output=json").ok();
        String image = System.getProperty("shapes.image", "intercepts/traffic-agent:" + clientVersion(version));
        for (Shape.Place place : Shape.Place.values()) {
            cluster.makeNamespace(place);
        }
        Map<String, List<GenericKubernetesResource>> manifests = new HashMap<>();
        for (Shape shape : Shape.ALL) {
            if (!manifests.containsKey(shape.name())) {
                List<GenericKubernetesResource> objects = Manifest.of(shape.name(), image, image);
                cluster.create(cluster.namespace(shape.place()), objects);
                manifests.put(shape.name(), objects);
            }
        }
        installed = cluster.managerInstalled();
        telepresence.run("connect", "--kubeconfig=" + kubeconfig).ok();
        // Two shapes may be of one manifest: one life after the other.
        Map<String, List<Shape>> byManifest =
                Shape.ALL.stream().collect(Collectors.groupingBy(Shape::name, LinkedHashMap::new, Collectors.toList()));
        Map<Shape, Life> lives = new HashMap<>();
        List<Future<Map<Shape, Life>>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            byManifest.forEach((name, shapes) -> running.add(threads.submit(() -> {
                Map<Shape, Life> seen = new HashMap<>();
                List<GenericKubernetesResource> objects = Objects.requireNonNull(manifests.get(name));
                shapes.forEach(shape -> seen.put(shape, new OneLife(shape, objects).live()));
                return seen;
            })));
        }
        for (Future<Map<Shape, Life>> each : running) {
            lives.putAll(each.get());
        }
        return lives;
    }

    private static String clientVersion(String versionJson) {
        var found = java.util.regex.Pattern.compile("\"client\"\\s*:\\s*\"([^\"]+)\"")
                .matcher(versionJson);
        if (!found.find()) {
            throw new IllegalStateException("no client version in " + versionJson);
        }
        return found.group(1);
    }

    @Override
    public void close() {
        if (!installed) {
            telepresence.run("uninstall", "--everything", "--kubeconfig=" + kubeconfig);
        }
        telepresence.run("quit");
        local.close();
        cluster.close();
    }

    /** One shape on its way. */
    private final class OneLife {

        private final Shape shape;
        private final String namespace;
        private final List<GenericKubernetesResource> objects;
        private Map<String, String> before = Map.of();
        private Map<String, String> after = Map.of();
        private String said = "";
        private String withHeader = "";
        private String withoutHeader = "";
        private List<String> probes = List.of();
        private String pods = "";
        private String left = "";
        private int agents;

        OneLife(Shape shape, List<GenericKubernetesResource> objects) {
            this.shape = shape;
            this.namespace = cluster.namespace(shape.place());
            this.objects = objects;
        }

        Life live() {
            Throwable failure = null;
            long start = System.nanoTime();
            try {
                through();
            } catch (Throwable e) {
                failure = e;
            }
            System.out.printf(
                    "shape %s: %s in %d s%n",
                    shape, failure == null ? "seen" : failure, (System.nanoTime() - start) / 1_000_000_000L);
            return new Life(before, said, withHeader, withoutHeader, probes, pods, left, after, agents, failure);
        }

        private void through() {
            before = cluster.state(namespace, objects);
            boolean refused = shape.refusal() != null;
            if (!refused) {
                awaitReady();
            }
            if (shape.place() == Shape.Place.FULL) {
                waitInVain();
                uninstall();
            } else {
                Telepresence.Result result = telepresence.run(command().toArray(String[]::new));
                said = result.out() + result.err();
                if (refused) {
                    uninstall();
                } else if (result.exit() == 0) {
                    observe();
                    leave();
                }
            }
            after = cluster.state(namespace, objects);
            agents = (int) cluster.pods(namespace, shape.name()).stream()
                    .filter(ShapesCluster::hasAgent)
                    .count();
        }

        /** There may be room at any moment, so the command goes on waiting; what for, is in the status. */
        private void waitInVain() {
            Thread command =
                    Thread.ofVirtual().start(() -> telepresence.run(command().toArray(String[]::new)));
            await().atMost(PATIENCE).until(() -> {
                said = cluster.status(namespace, shape.name());
                return said.contains(Objects.requireNonNull(shape.refusal()));
            });
            telepresence.run("leave", shape.name(), "--namespace=" + namespace).ok();
            await().atMost(PATIENCE).until(() -> !command.isAlive());
        }

        private void leave() {
            telepresence.run("leave", shape.name()).ok();
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                left = cluster.ask(namespace, shape.ask(), "/left", "yes");
                return left.contains("from the cluster");
            });
            uninstall();
            awaitReady();
        }

        private List<String> command() {
            String port = shape.servicePort() == null ? "" : ":" + shape.servicePort();
            List<String> words = new ArrayList<>(List.of(
                    "intercept",
                    shape.name(),
                    "--kubeconfig=" + kubeconfig,
                    "--namespace=" + namespace,
                    "--port=" + local.port() + port,
                    "--http-match=x-laptop=^yes$",
                    "--preview-url=false"));
            // The other kinds are not to be named there; the name alone finds them.
            if (!shape.workload().matches("(daemonset|job)/.*")) {
                words.add("--workload=" + shape.workload());
            }
            words.addAll(shape.flags());
            return words;
        }

        private void observe() {
            // It is active as soon as all pods that are ready have applied it; others may still come.
            awaitReady();
            withHeader = cluster.ask(namespace, shape.ask(), "/hello", "yes");
            withoutHeader = cluster.ask(namespace, shape.ask(), "/hello", null);
            Map<String, Integer> first = counted();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> shape.probed().stream()
                            .allMatch(probe -> counted().getOrDefault(probe, 0) > first.getOrDefault(probe, 0)));
            probes = shape.probed();
            pods = cluster.pods(namespace, shape.name()).stream()
                    .filter(pod -> !ShapesCluster.ready(pod)
                            || ShapesCluster.restarts(pod) > 0
                            || !ShapesCluster.hasAgent(pod))
                    .map(pod -> pod.getMetadata().getName() + " " + pod.getStatus())
                    .collect(Collectors.joining("; "));
        }

        /** What the app says that it was asked. */
        private Map<String, Integer> counted() {
            Map<String, Integer> counts = new HashMap<>();
            var entries = java.util.regex.Pattern.compile("([^,{}=]+)=(\\d+)")
                    .matcher(cluster.ask(namespace, shape.ask(), "/seen", null));
            while (entries.find()) {
                counts.put(entries.group(1).strip(), Integer.parseInt(entries.group(2)));
            }
            return counts;
        }

        private void uninstall() {
            if (!shape.workload().matches("(daemonset|job)/.*")) {
                Telepresence.Result done = telepresence.run(
                        "uninstall", "--agent", shape.name(), "--kubeconfig=" + kubeconfig, "--namespace=" + namespace);
                done.ok();
            }
        }

        private void awaitReady() {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
                List<Pod> now = cluster.pods(namespace, shape.name());
                return now.size() == replicas() && now.stream().allMatch(ShapesCluster::ready);
            });
        }

        /** All of them: while one is replaced, the others alone would do for a moment. */
        private int replicas() {
            return objects.stream()
                    .filter(object -> object.getMetadata().getName().equals(shape.name()))
                    .filter(object -> object.get("spec", "template") != null)
                    .map(object -> object.<Integer>get("spec", "replicas"))
                    .mapToInt(replicas -> replicas == null ? 1 : replicas)
                    .sum();
        }
    }
}
