package dev.intercepts.connector.daemon;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ties a knot: events of the hosted service act on the sessions, which start the events. */
final class SessionsReference {

    private volatile @Nullable Sessions sessions;

    void set(Sessions value) {
        sessions = value;
    }

    /** The session that is there. */
    Optional<ClusterSession> get() {
        Sessions known = sessions;
        return known == null ? Optional.empty() : known.current();
    }
}
