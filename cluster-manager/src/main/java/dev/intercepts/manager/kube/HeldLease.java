package dev.intercepts.manager.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A lock that trusts no other machine's clock: a holder's renewal counts from when it was seen here, not from the time that
 * stands in it, and a renewal of our own counts from before it was sent. So however clocks differ, nobody takes a lease over
 * while its holder still believes in it.
 */
final class HeldLease implements Lock {

    /** The elector compares with the machine's clock, too. */
    private final InstantSource clock = InstantSource.system();

    private final Lock lease;
    private final Duration duration;
    private final Consumer<String> onHolder;
    private @Nullable LeaderElectionRecord seen;
    private ZonedDateTime seenAt = now();
    private volatile long heldUntil = System.nanoTime();

    /**
     * Wraps a lock.
     *
     * @param duration how long a renewal counts
     * @param onHolder told who holds it each time that is seen; must not block
     */
    HeldLease(Lock lease, Duration duration, Consumer<String> onHolder) {
        this.lease = lease;
        this.duration = duration;
        this.onHolder = onHolder;
    }

    /** Whether nobody else can hold it at this moment. */
    boolean held() {
        return heldUntil - System.nanoTime() > 0;
    }

    @Override
    public synchronized @Nullable LeaderElectionRecord get(KubernetesClient client) {
        LeaderElectionRecord record = lease.get(client);
        if (record == null) {
            return null;
        }
        if (!record.equals(seen)) {
            seen = record;
            seenAt = now();
        }
        String holder = record.getHolderIdentity();
        if (holder != null && !holder.isEmpty() && !holder.equals(identity())) {
            heldUntil = System.nanoTime();
            onHolder.accept(holder);
        }
        return record.toBuilder().renewTime(seenAt).build();
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord record) {
        written(record, () -> lease.create(client, record));
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord record) {
        written(record, () -> lease.update(client, named(record)));
    }

    /** A merge patch leaves out what is {@code null}, so nobody is an empty name. */
    private static LeaderElectionRecord named(LeaderElectionRecord record) {
        return record.getHolderIdentity() == null
                ? record.toBuilder().holderIdentity("").build()
                : record;
    }

    private void written(LeaderElectionRecord record, Runnable write) {
        boolean ours = Objects.equals(record.getHolderIdentity(), identity());
        if (!ours) {
            heldUntil = System.nanoTime();
        }
        long before = System.nanoTime();
        write.run();
        if (ours) {
            heldUntil = before + duration.toNanos();
            onHolder.accept(identity());
        }
    }

    @Override
    public String identity() {
        return lease.identity();
    }

    @Override
    public String describe() {
        return lease.describe();
    }

    private ZonedDateTime now() {
        return clock.instant().atZone(ZoneOffset.UTC);
    }
}
