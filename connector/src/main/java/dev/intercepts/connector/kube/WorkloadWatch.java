package dev.intercepts.connector.kube;

import dev.intercepts.connector.contract.Views.WorkloadLine;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the workloads of a cluster, their Services and who intercepts them, on watches of the API server's. A break of one is
 * mended by itself.
 */
public final class WorkloadWatch implements AutoCloseable {

    /** A roll-out is many changes within a moment. */
    private static final Duration SETTLING = Duration.ofMillis(100);

    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final Semaphore changes = new Semaphore(0);
    private final @Nullable String namespace;
    private final SharedIndexInformer<Deployment> deployments;
    private final SharedIndexInformer<StatefulSet> statefulSets;
    private final SharedIndexInformer<ReplicaSet> replicaSets;
    private final SharedIndexInformer<Service> services;
    private final InterceptStore.Followed intercepts;
    private final Cluster cluster;

    private WorkloadWatch(Cluster cluster, @Nullable String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
        KubernetesClient client = cluster.client();
        this.deployments = informer(client.apps().deployments());
        this.statefulSets = informer(client.apps().statefulSets());
        this.replicaSets = informer(client.apps().replicaSets());
        this.services = informer(client.services());
        this.intercepts = InterceptStore.of(cluster).follow(namespace, new Signal<>(changes));
        followed(intercepts.informer());
    }

    /**
     * Begins to follow a namespace, or all of them for {@code null}; all that is there is known when it returns.
     *
     * @throws dev.intercepts.connector.contract.FailureException where it may not be listed or watched
     */
    public static WorkloadWatch open(Cluster cluster, @Nullable String namespace) {
        WorkloadWatch watch = new WorkloadWatch(cluster, namespace);
        try {
            watch.start();
            return watch;
        } catch (RuntimeException e) {
            watch.close();
            throw e;
        }
    }

    /** As {@link Workloads#list} has them. */
    public List<WorkloadLine> workloads() {
        List<WorkloadObject> objects = Stream.of(
                        deployments.getStore().list().stream().map(WorkloadObject::of),
                        statefulSets.getStore().list().stream().map(WorkloadObject::of),
                        replicaSets.getStore().list().stream().map(WorkloadObject::of))
                .flatMap(each -> each)
                .toList();
        return Workloads.lines(objects, services.getStore().list(), cluster);
    }

    /** As {@link Intercepts#list} has them. */
    public List<StoredIntercept> intercepts() {
        return intercepts.intercepts().get();
    }

    /** Waits until something has changed and has settled, or for the time given. */
    public void awaitChange(Duration limit) throws InterruptedException {
        if (changes.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
            changes.drainPermits();
        }
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }

    private void start() {
        String where = namespace == null ? "all namespaces" : "namespace " + namespace;
        KubeFailures.when("watch workloads in " + where, () -> {
            informers.forEach(WorkloadWatch::startAndAwait);
            return true;
        });
    }

    private static void startAndAwait(SharedIndexInformer<?> informer) {
        try {
            informer.start().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof KubernetesClientException cause ? cause : e;
        }
    }

    private <T extends HasMetadata, L extends KubernetesResourceList<T>> SharedIndexInformer<T> informer(
            MixedOperation<T, L, ?> all) {
        SharedIndexInformer<T> informer = namespace == null
                ? all.inAnyNamespace().runnableInformer(0)
                : all.inNamespace(namespace).runnableInformer(0);
        informer.addEventHandler(new Signal<>(changes));
        followed(informer);
        return informer;
    }

    private void followed(SharedIndexInformer<?> informer) {
        // What does not work at first is told; what breaks later is tried again.
        informer.exceptionHandler((started, e) -> started);
        informers.add(informer);
    }

    private record Signal<T>(Semaphore changes) implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T added) {
            changes.release();
        }

        @Override
        public void onUpdate(T before, T now) {
            changes.release();
        }

        @Override
        public void onDelete(T last, boolean finalStateUnknown) {
            changes.release();
        }
    }
}
