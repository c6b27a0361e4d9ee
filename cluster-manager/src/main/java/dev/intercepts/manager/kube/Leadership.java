package dev.intercepts.manager.kube;

import dev.intercepts.manager.http.Json;
import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which replica of the manager works: the holder of a Lease, whose pod carries the label that the agents' Service and
 * connectors look for.
 *
 * <p>A replica that cannot renew (the API server is away) may write no more, but goes on with what it carries until it sees
 * that another holds the Lease: while nobody can take over, giving up would only break streams.
 */
public final class Leadership implements AutoCloseable {

    /** Of the time that ends a pod, so much is for giving the Lease back. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final KubernetesClient client;
    private final String namespace;
    private final String pod;
    private final HeldLease lease;
    private final Work work;
    private final ExecutorService transitions = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("leadership").factory());
    private final ExecutorService electing = Executors.newVirtualThreadPerTaskExecutor();
    private final LeaderElectionConfig election;
    private volatile String holder = "";
    private volatile boolean closed;
    private volatile @Nullable CompletableFuture<?> running;

    /** What the replica does that holds the Lease. Called by one thread. */
    public interface Work {
        /** Begins it. An exception makes it be tried again after a second. */
        void begin();

        /** Ends it: another replica does it now. */
        void end();
    }

    private Leadership(KubernetesClient client, String namespace, String pod, Duration duration, Work work) {
        this.client = client;
        this.namespace = namespace;
        this.pod = pod;
        this.work = work;
        this.lease = new HeldLease(new LeaseLock(namespace, ClusterNames.MANAGER_LEASE, pod), duration, this::seen);
        this.election = new LeaderElectionConfigBuilder()
                .withName(ClusterNames.MANAGER_LEASE)
                .withLock(lease)
                .withLeaseDuration(duration)
                .withRenewDeadline(duration.multipliedBy(3).dividedBy(4))
                .withRetryPeriod(duration.dividedBy(4))
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(new LeaderCallbacks(() -> {}, () -> {}, identity -> {}))
                .build();
    }

    static Leadership start(KubernetesClient client, String namespace, String pod, Duration duration, Work work) {
        Leadership leadership = new Leadership(client, namespace, pod, duration, work);
        leadership.electing.execute(leadership::elect);
        return leadership;
    }

    /** Whether this replica may change the cluster: nobody else can hold the Lease at this moment. */
    public boolean held() {
        return lease.held();
    }

    /** Leaves: gives the Lease back, so that another need not wait for its end. What is carried may go on meanwhile. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<?> election = running;
        try {
            electing.submit(() -> {
                        if (election != null) {
                            election.cancel(true);
                        }
                        label(pod, null);
                    })
                    .get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.atInfo().log("Could not give the lease back; another replica takes over when it ends");
        }
        transitions.shutdownNow();
        electing.shutdownNow();
    }

    /** The elector ends when it could not renew in time; it takes part again at once. */
    private void elect() {
        while (!closed) {
            CompletableFuture<?> election = new LeaderElector(client, this.election, electing).start();
            running = election;
            try {
                election.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (CancellationException e) {
                return;
            } catch (ExecutionException e) {
                LOG.atWarn()
                        .addKeyValue("failure", String.valueOf(e.getCause()))
                        .log("The election broke; trying again");
            }
        }
    }

    private void seen(String identity) {
        if (!identity.equals(holder)) {
            holder = identity;
            transitions.execute(() -> follow(identity));
        }
    }

    private void follow(String identity) {
        boolean ours = identity.equals(pod);
        while (!closed && identity.equals(holder)) {
            try {
                if (ours) {
                    work.begin();
                    point();
                } else {
                    work.end();
                }
                LOG.atInfo().addKeyValue("holder", identity).log(ours ? "This replica works" : "Another replica works");
                return;
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).addKeyValue("holder", identity).log("Cannot change over; trying again");
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(AFTER_FAILURE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the Service and connectors find this replica and no other. */
    private void point() {
        for (Pod other : client.pods()
                .inNamespace(namespace)
                .withLabel(ClusterNames.ACTIVE_LABEL)
                .list()
                .getItems()) {
            if (!other.getMetadata().getName().equals(pod)) {
                label(other.getMetadata().getName(), null);
            }
        }
        label(pod, "true");
    }

    private void label(String name, @Nullable String value) {
        Map<String, @Nullable String> labels = new HashMap<>();
        labels.put(ClusterNames.ACTIVE_LABEL, value);
        try {
            client.pods()
                    .inNamespace(namespace)
                    .withName(name)
                    .patch(ClusterWriter.MERGE, Json.text(Map.of("metadata", Map.of("labels", labels))));
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404) {
                throw e;
            }
        }
    }
}
