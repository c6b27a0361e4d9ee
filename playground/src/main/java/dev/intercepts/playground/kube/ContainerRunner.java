package dev.intercepts.playground.kube;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Keeps one container's process running: starts it, probes it, starts it again when it ends. */
final class ContainerRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerRunner.class);
    private static final Duration PROBE_UNTIL_READY = Duration.ofMillis(200);
    private static final Duration CONFIG_RETRY = Duration.ofSeconds(1);

    private final ObjectStore store;
    private final PodPlace place;
    private final ObjectNode container;
    private final Optional<ProcessTemplate> template;
    private final Path log;
    private final boolean restarts;
    private final Runnable changed;
    private final RestartDelay delay = new RestartDelay();
    private volatile ContainerState state = ContainerState.CREATING;
    private volatile boolean stopping;

    /**
     * @param template of its image, empty if nobody knows the image
     * @param restarts whether it is started again after it ended well
     * @param changed is run after each change of the state
     */
    ContainerRunner(
            ObjectStore store,
            PodPlace place,
            ObjectNode container,
            Optional<ProcessTemplate> template,
            Path log,
            boolean restarts,
            Runnable changed) {
        this.store = store;
        this.place = place;
        this.container = container;
        this.template = template;
        this.log = log;
        this.restarts = restarts;
        this.changed = changed;
    }

    String name() {
        return Json.text(container, "name");
    }

    String image() {
        return Json.text(container, "image");
    }

    ContainerState state() {
        return state;
    }

    Path log() {
        return log;
    }

    private synchronized void become(UnaryOperator<ContainerState> change) {
        state = change.apply(state);
        changed.run();
    }

    /** Runs it until it ends for good: stopped, or ended well where that is enough. Blocks. */
    void run() throws InterruptedException {
        while (!stopping) {
            Optional<Process> started = start();
            if (started.isEmpty()) {
                Thread.sleep(CONFIG_RETRY);
                continue;
            }
            Process process = started.get();
            long begin = System.nanoTime();
            Thread probes = Thread.ofVirtual().start(() -> probe(process));
            int code = process.waitFor();
            probes.interrupt();
            if (stopping || code == 0 && !restarts) {
                become(old -> old.terminated(code, now()));
                return;
            }
            LOG.atInfo()
                    .addKeyValue("pod", Meta.name(place.pod()))
                    .addKeyValue("container", name())
                    .addKeyValue("exit", code)
                    .log("container ended and is started again");
            become(old -> old.crashed(code, now()));
            Thread.sleep(delay.after(Duration.ofNanos(System.nanoTime() - begin)));
        }
    }

    private Optional<Process> start() {
        if (template.isEmpty()) {
            waitFor("ImagePullBackOff", "no process is known for image \"" + image() + "\"");
            return Optional.empty();
        }
        try {
            Process process = launch(template.get());
            boolean probed = container.has("readinessProbe");
            become(old -> old.running(now(), process, !probed));
            if (stopping) {
                process.destroy();
            }
            return Optional.of(process);
        } catch (IllegalStateException e) {
            waitFor("CreateContainerConfigError", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            waitFor("RunContainerError", String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private void waitFor(String reason, String message) {
        if (!(state.phase() instanceof ContainerState.Waiting waiting
                && waiting.reason().equals(reason))) {
            LOG.atWarn()
                    .addKeyValue("pod", Meta.name(place.pod()))
                    .addKeyValue("container", name())
                    .addKeyValue("reason", reason)
                    .log(message);
            become(old -> old.waiting(reason, message));
        }
    }

    private Process launch(ProcessTemplate image) throws IOException {
        Path directory =
                Files.createDirectories(place.directory().resolve("containers").resolve(name()));
        Map<String, String> placeholders = Map.of(
                "{podIp}", place.ip(),
                "{podName}", Meta.name(place.pod()),
                "{namespace}", Meta.namespace(place.pod()),
                "{container}", name(),
                "{hostsFile}", place.hostsFile().toString(),
                "{workDir}", directory.toString());
        Map<String, String> imageEnv = new java.util.LinkedHashMap<>(image.environment());
        imageEnv.replaceAll((name, value) -> filled(value, placeholders));
        Map<String, String> environment = ContainerEnv.of(store, place, container, imageEnv);
        // A real path already: one below /tmp must not be taken for a path in the container's volume there.
        if (Files.exists(place.kubeconfig())) {
            environment.putIfAbsent("KUBECONFIG", place.kubeconfig().toString());
        }
        List<String> command = new ArrayList<>();
        image.command().forEach(word -> command.add(filled(word, placeholders)));
        Json.elements(container, "args")
                .forEach(word -> command.add(
                        ContainerEnv.expand(place.withRealPaths(container, word.asString("")), environment)));
        return Leash.start(command, environment, directory, log);
    }

    private static String filled(String text, Map<String, String> placeholders) {
        String filled = text;
        for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
            filled = filled.replace(placeholder.getKey(), placeholder.getValue());
        }
        return filled;
    }

    private void probe(Process process) {
        try {
            if (container.has("startupProbe")) {
                Probe startup = new Probe(place, container.path("startupProbe"));
                while (!startup.succeeds()) {
                    Thread.sleep(PROBE_UNTIL_READY);
                }
            }
            if (container.has("livenessProbe")) {
                Probe liveness = new Probe(place, container.path("livenessProbe"));
                Thread watching = Thread.ofVirtual().start(() -> watchLiveness(process, liveness));
                process.onExit().thenRun(watching::interrupt);
            }
            if (container.has("readinessProbe")) {
                watchReadiness(process, new Probe(place, container.path("readinessProbe")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks often until the first success, so that nobody waits for a period to pass, then once a period. */
    private void watchReadiness(Process process, Probe probe) throws InterruptedException {
        Thread.sleep(probe.initialDelay());
        int failures = 0;
        while (process.isAlive()) {
            boolean success = probe.succeeds();
            failures = success ? 0 : failures + 1;
            boolean ready = success || state.ready() && failures < probe.failureThreshold();
            if (ready != state.ready() && process.isAlive()) {
                become(old -> old.withReady(ready));
            }
            Thread.sleep(success ? probe.period() : PROBE_UNTIL_READY);
        }
    }

    private void watchLiveness(Process process, Probe probe) {
        try {
            Thread.sleep(probe.initialDelay());
            int failures = 0;
            while (process.isAlive()) {
                Thread.sleep(probe.period());
                failures = probe.succeeds() ? 0 : failures + 1;
                if (failures >= probe.failureThreshold()) {
                    LOG.atWarn()
                            .addKeyValue("pod", Meta.name(place.pod()))
                            .addKeyValue("container", name())
                            .log("liveness probe failed, the container is ended");
                    end(process, Duration.ofSeconds(5));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it for good. Blocks for at most the grace time, and a moment. */
    void stop(Duration grace) {
        stopping = true;
        if (state.phase() instanceof ContainerState.Running running) {
            end(running.process(), grace);
        }
    }

    private static void end(Process process, Duration grace) {
        process.destroy();
        try {
            if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String now() {
        return java.time.Instant.now()
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .toString();
    }
}
