package dev.intercepts.playground.kube;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One pod's life: its files, its init containers one after the other, its containers, its end. */
final class PodWorker {

    private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);
    /** Between leaving its Services and the signal: connections that were under way to it still get their answer. */
    private static final Duration LEAVING = Duration.ofMillis(500);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Resources resources;
    private final Volumes volumes;
    private final Map<String, ProcessTemplate> images;
    private final Path logs;
    private final PodPlace place;
    private final String kubeconfig;
    private final String startTime;
    private final List<ContainerRunner> initRunners;
    private final List<ContainerRunner> runners;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile boolean initialized;
    private volatile boolean ending;

    /**
     * @param kubeconfig template of what the pod's processes reach the API with, {@code {token}} standing for the token
     */
    PodWorker(
            Resources resources,
            Volumes volumes,
            Map<String, ProcessTemplate> images,
            Path logs,
            PodPlace place,
            String kubeconfig) {
        this.resources = resources;
        this.volumes = volumes;
        this.images = images;
        this.logs = logs;
        this.place = place;
        this.kubeconfig = kubeconfig;
        this.startTime = resources.now();
        this.initRunners = Json.objects(place.pod(), "spec", "initContainers")
                .filter(container -> !Backends.redirects(container))
                .map(container -> runner(container, Backends.isSidecar(container)))
                .toList();
        boolean always = Json.text(place.pod(), "spec", "restartPolicy").equals("Always");
        this.runners = Json.objects(place.pod(), "spec", "containers")
                .map(container -> runner(container, always))
                .toList();
    }

    private ContainerRunner runner(ObjectNode container, boolean restarts) {
        String name = Json.text(container, "name");
        Path log = logs.resolve(Meta.namespace(place.pod()) + "_" + Meta.name(place.pod()) + "_" + name + ".log");
        return new ContainerRunner(
                resources.store(),
                place,
                container,
                Optional.ofNullable(images.get(Json.text(container, "image"))),
                log,
                restarts,
                this::publish);
    }

    PodPlace place() {
        return place;
    }

    /** Starts and returns at once. */
    void start() {
        publish();
        inBackground("pod", this::live);
    }

    private void live() throws InterruptedException {
        while (!prepare()) {
            Thread.sleep(RETRY);
        }
        List<ObjectNode> inits = Json.objects(place.pod(), "spec", "initContainers")
                .filter(container -> !Backends.redirects(container))
                .toList();
        for (int i = 0; i < inits.size() && !ending; i++) {
            ContainerRunner runner = initRunners.get(i);
            if (Backends.isSidecar(inits.get(i))) {
                inBackground("sidecar", runner::run);
            } else {
                runner.run();
            }
        }
        initialized = true;
        if (!ending) {
            runners.forEach(runner -> inBackground("container", runner::run));
        }
    }

    private boolean prepare() {
        try {
            Path account = Files.createDirectories(place.accountDirectory());
            if (!Json.text(place.pod(), "spec", "serviceAccountName").equals("default")
                    && Json.at(place.pod(), "spec", "automountServiceAccountToken")
                            .asBoolean(true)) {
                String token = volumes.token(place.pod(), Tokens.API_AUDIENCE);
                Volumes.writeFile(account.resolve("token"), token);
                Volumes.writeFile(account.resolve("namespace"), Meta.namespace(place.pod()));
                String text = kubeconfig.replace("{token}", token).replace("{namespace}", Meta.namespace(place.pod()));
                Volumes.writeFile(place.kubeconfig(), text);
            }
            volumes.write(place);
            return true;
        } catch (IOException | IllegalStateException e) {
            LOG.atWarn()
                    .addKeyValue("pod", Meta.name(place.pod()))
                    .addKeyValue("cause", e.getMessage())
                    .log("the pod's volumes cannot be made, tried again");
            return false;
        }
    }

    /** Something that blocks and can be interrupted. */
    private interface Work {
        void run() throws InterruptedException;
    }

    private void inBackground(String what, Work work) {
        threads.add(Thread.ofVirtual().name(what + " " + Meta.name(place.pod())).start(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    /** Ends all its processes, sidecars last. Blocks for about the grace time at most. */
    void stop(Duration grace) {
        ending = true;
        Duration pause = preStop(grace);
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopAll(runners, grace.minus(pause));
        stopAll(initRunners, grace.minus(pause));
        threads.forEach(Thread::interrupt);
    }

    private Duration preStop(Duration grace) {
        int seconds = Json.objects(place.pod(), "spec", "containers")
                .mapToInt(container -> Json.number(container, 0, "lifecycle", "preStop", "sleep", "seconds"))
                .max()
                .orElse(0);
        Duration asked = Duration.ofSeconds(seconds);
        Duration wanted = asked.compareTo(LEAVING) < 0 ? LEAVING : asked;
        return wanted.compareTo(grace) > 0 ? grace : wanted;
    }

    private static void stopAll(List<ContainerRunner> some, Duration grace) {
        List<Thread> stops = new ArrayList<>();
        some.forEach(runner -> stops.add(Thread.ofVirtual().start(() -> runner.stop(grace))));
        for (Thread stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The file with a container's output; the first container's if no name is given. */
    Optional<Path> log(String container) {
        return java.util.stream.Stream.concat(runners.stream(), initRunners.stream())
                .filter(runner -> container.isEmpty() || runner.name().equals(container))
                .map(ContainerRunner::log)
                .filter(Files::exists)
                .findFirst();
    }

    /** The processes that run now. */
    List<PodProcess> processes() {
        List<PodProcess> found = new ArrayList<>();
        for (List<ContainerRunner> some : List.of(initRunners, runners)) {
            for (ContainerRunner runner : some) {
                if (runner.state().phase() instanceof ContainerState.Running running) {
                    found.add(new PodProcess(
                            Meta.namespace(place.pod()),
                            Meta.name(place.pod()),
                            runner.name(),
                            runner.image(),
                            place.ip(),
                            running.process().pid(),
                            runner.log()));
                }
            }
        }
        return found;
    }

    private synchronized void publish() {
        ObjectNode status = PodStatus.of(place.ip(), startTime, initialized, initRunners, runners);
        addRedirects(status);
        PodSets.status(resources, ResourceTypes.PODS, current(), status);
    }

    /** Containers that only redirect ports have done so once the pod is there: the service proxy reads what they say. */
    private void addRedirects(ObjectNode status) {
        Json.objects(place.pod(), "spec", "initContainers")
                .filter(Backends::redirects)
                .forEach(container -> Json.list(status, "initContainerStatuses")
                        .add(ContainerState.CREATING
                                .terminated(0, startTime)
                                .json(Json.text(container, "name"), Json.text(container, "image"))));
    }

    private ObjectNode current() {
        JsonNode pod = place.pod();
        return resources
                .store()
                .find(ResourceTypes.PODS, Meta.namespace(pod), Meta.name(pod))
                .filter(now -> Meta.uid(now).equals(Meta.uid(pod)))
                .orElse(place.pod());
    }
}
