package dev.intercepts.tunnel;

import java.util.concurrent.CompletionStage;

/** Decides on a dialler. Called on an event loop and must not block. */
@FunctionalInterface
public interface Authenticator {

    /** Completes with the verdict; a failure refuses with 500. */
    CompletionStage<Verdict> authenticate(Hello hello);

    /** What becomes of a dialler. */
    sealed interface Verdict {
        /** Let in as this peer. */
        record Accepted(Peer peer) implements Verdict {}

        /**
         * Refused.
         *
         * @param status 401 for a bad token, 403 for a good one that may not, 426 for a version that is not understood
         * @param message one sentence, sent to the dialler
         */
        record Refused(int status, String message) implements Verdict {}
    }
}
