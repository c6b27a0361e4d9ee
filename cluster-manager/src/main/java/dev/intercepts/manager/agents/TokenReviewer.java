package dev.intercepts.manager.agents;

import java.util.Optional;

/** Knows whose token it is. */
@FunctionalInterface
public interface TokenReviewer {

    /**
     * Whose it is, empty for a token that is not valid for the manager. May block.
     *
     * @throws RuntimeException if nobody can tell now
     */
    Optional<AgentIdentity> review(String token);
}
