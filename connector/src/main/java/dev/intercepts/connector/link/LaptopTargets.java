package dev.intercepts.connector.link;

import dev.intercepts.protocol.intercept.LocalTarget;
import java.util.Optional;

/** What this laptop answers for. Asked on event loops: must not block. */
public interface LaptopTargets {

    /**
     * Where the streams of an intercept end.
     *
     * @param key {@code namespace/name}
     */
    Optional<LocalTarget> target(String key);

    /** Whether an intercept's preview may reach this address in the cluster ({@code host:port}). */
    boolean reachesIngress(String key, String authority);
}
