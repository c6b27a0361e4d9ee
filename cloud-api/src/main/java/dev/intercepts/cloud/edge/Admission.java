package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.previews.PreviewTarget;
import dev.intercepts.cloud.previews.VisitorHandoff;
import dev.intercepts.cloud.previews.VisitorHandoff.Redeemed;
import dev.intercepts.cloud.previews.VisitorHandoff.Visit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets visitors into private previews. The hand-off may ask a database, so it is asked on virtual threads, and its answer
 * is believed for a second: that is how fast a lost membership takes effect.
 */
final class Admission {

    /** What a session is worth on a preview. */
    enum Verdict {
        /** In. */
        ALLOWED,
        /** The session is good, but not for this preview. */
        FORBIDDEN,
        /** No session. */
        UNKNOWN
    }

    private static final Logger log = LoggerFactory.getLogger(Admission.class);
    private static final long BELIEVED_NANOS = 1_000_000_000L;
    private static final int MAX_REMEMBERED = 10_000;

    private final VisitorHandoff handoff;
    private final Executor blocking;
    private final LongSupplier nanos;
    private final Map<Question, Remembered> remembered = new ConcurrentHashMap<>();
    private final Map<Question, CompletableFuture<Verdict>> underWay = new ConcurrentHashMap<>();

    private record Question(String token, PreviewTarget target) {}

    private record Remembered(Verdict verdict, long until) {}

    Admission(VisitorHandoff handoff, Executor blocking, LongSupplier nanos) {
        this.handoff = handoff;
        this.blocking = blocking;
        this.nanos = nanos;
    }

    /** The verdict as far as it is known at once, else {@code null}. */
    @Nullable
    Verdict known(@Nullable String token, PreviewTarget target) {
        if (token == null || token.isEmpty() || token.length() > 512) {
            return Verdict.UNKNOWN;
        }
        Remembered answer = remembered.get(new Question(token, target));
        return answer != null && nanos.getAsLong() - answer.until() < 0 ? answer.verdict() : null;
    }

    /** Finds the verdict out and passes it on, on a virtual thread; asks once for all that want to know it meanwhile. */
    void ask(String token, PreviewTarget target, Consumer<Verdict> then) {
        Question question = new Question(token, target);
        CompletableFuture<Verdict> mine = new CompletableFuture<>();
        CompletableFuture<Verdict> other = underWay.putIfAbsent(question, mine);
        if (other != null) {
            other.thenAccept(then);
            return;
        }
        mine.thenAccept(then);
        blocking.execute(() -> {
            Verdict verdict = decide(token, target);
            if (remembered.size() < MAX_REMEMBERED) {
                remembered.put(question, new Remembered(verdict, nanos.getAsLong() + BELIEVED_NANOS));
            }
            underWay.remove(question, mine);
            mine.complete(verdict);
        });
    }

    /** Redeems a hand-off code and passes on what came of it, {@code null} if nothing, on a virtual thread. */
    void redeem(String code, String label, List<String> nonces, Consumer<@Nullable Redeemed> then) {
        blocking.execute(() -> {
            Redeemed login = null;
            try {
                login = handoff.redeem(code, label, nonces)
                        .filter(redeemed -> redeemed.visit().label().equals(label))
                        .orElse(null);
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("a hand-off code could not be redeemed");
            }
            then.accept(login);
        });
    }

    /** Where a visitor without a session signs in; asked on a virtual thread. */
    void loginUrl(String label, String nonce, String returnPath, Consumer<@Nullable String> then) {
        blocking.execute(() -> {
            String url = null;
            try {
                url = handoff.loginUrl(label, nonce, returnPath).toASCIIString();
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("the dashboard's login could not be addressed");
            }
            then.accept(url);
        });
    }

    /** Drops what is no longer believed. */
    void prune() {
        long now = nanos.getAsLong();
        remembered.values().removeIf(answer -> now - answer.until() >= 0);
    }

    private Verdict decide(String token, PreviewTarget target) {
        try {
            Optional<Visit> visit = handoff.find(token);
            if (visit.isEmpty() || !visit.get().label().equals(target.label())) {
                return Verdict.UNKNOWN;
            }
            return handoff.mayVisit(visit.get(), target) ? Verdict.ALLOWED : Verdict.FORBIDDEN;
        } catch (RuntimeException e) {
            log.atError()
                    .setCause(e)
                    .addKeyValue("preview", LoopToken.of(target.label()))
                    .log("a session could not be checked");
            return Verdict.UNKNOWN;
        }
    }
}
