package dev.intercepts.cloud.sessions;

import java.util.List;
import java.util.UUID;

/** Told by the relay. A change is announced by {@link SessionsChanged}. */
@FunctionalInterface
public interface LiveSessions {

    /** Ids of the organization's sessions that have a tunnel now. */
    List<String> of(UUID organizationId);
}
