package dev.intercepts.cloud.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Sees to it that of several that want GitHub asked about one person one asks, and the others wait for that answer; and that while
 * GitHub does not answer nobody waits for it with each request.
 */
final class Questions {

    /** How long nobody asks again after a question that was not answered. */
    static final Duration UNANSWERED = Duration.ofSeconds(60);

    private final Map<UUID, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> unanswered = new ConcurrentHashMap<>();
    private final Clock clock;

    Questions(Clock clock) {
        this.clock = clock;
    }

    /**
     * Asks, unless a question about that person has just not been answered.
     *
     * @param question asks GitHub and says whether it answered
     * @return whether it answered, whoever asked
     */
    boolean ask(UUID person, BooleanSupplier question) {
        Instant last = unanswered.get(person);
        if (last != null && clock.instant().isBefore(last.plus(UNANSWERED))) {
            return false;
        }
        return askNow(person, question);
    }

    /** The same for somebody who wants to know it now. */
    boolean askNow(UUID person, BooleanSupplier question) {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> other = underWay.putIfAbsent(person, mine);
        if (other != null) {
            return other.join();
        }
        try {
            boolean answered = question.getAsBoolean();
            note(person, answered);
            mine.complete(answered);
            return answered;
        } finally {
            underWay.remove(person, mine);
            // Where the question failed for a reason of ours; else this does nothing.
            mine.complete(false);
        }
    }

    private void note(UUID person, boolean answered) {
        Instant now = clock.instant();
        unanswered.values().removeIf(since -> !now.isBefore(since.plus(UNANSWERED)));
        if (answered) {
            unanswered.remove(person);
        } else {
            unanswered.put(person, now);
        }
    }
}
