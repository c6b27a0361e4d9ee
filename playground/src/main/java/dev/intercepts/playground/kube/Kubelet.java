package dev.intercepts.playground.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Gives each pod a worker, and ends the workers of pods that are to go. */
final class Kubelet implements AutoCloseable {

    private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

    private final Resources resources;
    private final LoopbackBlock addresses;
    private final HostsFiles hosts;
    private final Volumes volumes;
    private final Map<String, ProcessTemplate> images;
    private final Path workDir;
    private final String kubeconfig;
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
    private final Set<String> ending = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Kubelet(
            Resources resources,
            Tokens tokens,
            LoopbackBlock addresses,
            HostsFiles hosts,
            ClusterConfig config,
            String kubeconfig) {
        this.resources = resources;
        this.addresses = addresses;
        this.hosts = hosts;
        this.volumes = new Volumes(resources.store(), tokens);
        this.images = config.images();
        this.workDir = config.workDir();
        this.kubeconfig = kubeconfig;
    }

    /** One look at all pods. */
    void pass() {
        Set<String> there = new HashSet<>();
        for (ObjectNode pod : resources.store().all(ResourceTypes.PODS)) {
            String uid = Meta.uid(pod);
            there.add(uid);
            if (Meta.deleting(pod)) {
                end(uid, pod, Duration.ofSeconds(Json.number(pod, 30, "metadata", "deletionGracePeriodSeconds")));
            } else if (!workers.containsKey(uid) && !closed) {
                start(uid, pod);
            }
        }
        workers.forEach((uid, worker) -> {
            if (!there.contains(uid)) {
                end(uid, worker.place().pod(), Duration.ZERO);
            }
        });
    }

    private void start(String uid, ObjectNode pod) {
        Path directory = workDir.resolve("pods").resolve(Meta.namespace(pod) + "_" + Meta.name(pod) + "_" + uid);
        try {
            Files.createDirectories(workDir.resolve("pods"));
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + directory + " for a pod's files", e);
        }
        PodPlace place = new PodPlace(
                pod,
                addresses.takePodAddress(),
                directory,
                Volumes.directories(pod, directory),
                hosts.file(Meta.namespace(pod)));
        PodWorker worker = new PodWorker(resources, volumes, images, workDir.resolve("logs"), place, kubeconfig);
        workers.put(uid, worker);
        worker.start();
    }

    private void end(String uid, ObjectNode pod, Duration grace) {
        PodWorker worker = workers.get(uid);
        if (worker == null) {
            forget(uid, pod);
        } else if (ending.add(uid)) {
            Thread.ofVirtual().name("end " + Meta.name(pod)).start(() -> {
                worker.stop(grace);
                forget(uid, pod);
            });
        }
    }

    private void forget(String uid, ObjectNode pod) {
        PodWorker worker = workers.remove(uid);
        ending.remove(uid);
        if (worker != null) {
            deleteTree(worker.place().directory());
            addresses.releasePodAddress(worker.place().ip());
        }
        try {
            resources.delete(
                    ResourceTypes.PODS, Meta.namespace(pod), Meta.name(pod), new DeleteOptions(0, false, uid, ""));
        } catch (ApiException e) {
            if (e.code() != 404 && e.code() != 409) {
                throw e;
            }
        }
    }

    private static void deleteTree(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + root, e);
        }
    }

    List<PodProcess> processes() {
        return workers.values().stream()
                .flatMap(worker -> worker.processes().stream())
                .sorted(Comparator.comparing(PodProcess::namespace)
                        .thenComparing(PodProcess::pod)
                        .thenComparing(PodProcess::container))
                .toList();
    }

    Optional<Path> log(ObjectNode pod, String container) {
        return Optional.ofNullable(workers.get(Meta.uid(pod))).flatMap(worker -> worker.log(container));
    }

    /** Ends all processes and returns when they have ended. */
    @Override
    public void close() {
        closed = true;
        List<Thread> ends = workers.values().stream()
                .map(worker -> Thread.ofVirtual().start(() -> worker.stop(CLOSE_GRACE)))
                .toList();
        for (Thread end : ends) {
            try {
                end.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        workers.values().forEach(worker -> deleteTree(worker.place().directory()));
        workers.clear();
    }
}
