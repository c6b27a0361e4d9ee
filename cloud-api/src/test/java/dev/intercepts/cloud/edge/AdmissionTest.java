package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.edge.Admission.Verdict;
import dev.intercepts.cloud.previews.PreviewTarget;
import dev.intercepts.cloud.previews.VisitorHandoff;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptState;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    /** What would run on threads of its own, and takes as long as a test likes. */
    private final Queue<Runnable> underWay = new ArrayDeque<>();

    private final List<Verdict> verdicts = new ArrayList<>();
    private final Admission admission = new Admission(new Members(), underWay::add, () -> 0);

    @Test
    void asksOnceForAllThatWantToKnowMeanwhile() {
        PreviewTarget target = target("one");
        admission.ask("ann", target, verdicts::add);
        admission.ask("ann", target, verdicts::add);
        admission.ask("ann", target, verdicts::add);
        assertThat(underWay).hasSize(1);
        assertThat(verdicts).isEmpty();

        answer();

        assertThat(verdicts).containsExactly(Verdict.ALLOWED, Verdict.ALLOWED, Verdict.ALLOWED);
        assertThat(admission.known("ann", target)).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void asksAgainWhenItHasAnAnswer() {
        PreviewTarget target = target("one");
        admission.ask("ann", target, verdicts::add);
        answer();
        admission.ask("ann", target, verdicts::add);
        assertThat(underWay).hasSize(1);
        answer();
        assertThat(verdicts).hasSize(2);
    }

    @Test
    void whatAnotherWantsToKnowIsAnotherQuestion() {
        admission.ask("ann", target("one"), verdicts::add);
        admission.ask("eve", target("one"), verdicts::add);
        admission.ask("ann", target("two"), verdicts::add);
        assertThat(underWay).hasSize(3);
        answer();
        answer();
        answer();
        assertThat(verdicts).containsExactly(Verdict.ALLOWED, Verdict.FORBIDDEN, Verdict.UNKNOWN);
    }

    private void answer() {
        Objects.requireNonNull(underWay.poll()).run();
    }

    private static PreviewTarget target(String label) {
        return new PreviewTarget(
                label,
                Access.PRIVATE,
                "org",
                "Org",
                "cluster",
                "id",
                "ns/name",
                new Ingress("ingress", 80, false, null),
                Map.of(),
                "Ann",
                "session",
                InterceptState.ACTIVE,
                false);
    }

    /** Everybody has a session of the preview {@code one}; Eve is no member. */
    private static final class Members implements VisitorHandoff {

        @Override
        public URI loginUrl(String label, String nonce, String returnPath) {
            return URI.create("https://cloud.example");
        }

        @Override
        public Optional<Redeemed> redeem(String code, String label, List<String> nonces) {
            return Optional.empty();
        }

        @Override
        public Optional<Visit> find(String sessionToken) {
            return Optional.of(new Visit(sessionToken, "one", sessionToken, "/", Instant.EPOCH));
        }

        @Override
        public boolean mayVisit(Visit visit, PreviewTarget target) {
            return !visit.userId().equals("eve");
        }
    }
}
