package dev.intercepts.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LooksTest {

    private static final ClusterView VIEW =
            new ClusterView(Set.of("10.96.0.0/12"), Set.of(), Set.of(), URI.create("https://192.0.2.1:6443"));

    /** More than for which one view of the cluster counts. */
    private static final int MANY = 40;

    private final List<OutboundState> states = new ArrayList<>();
    private final Recording rules = new Recording();
    private int asked;

    private final class Recording implements Looks.Rules {

        private final List<ClusterView> followed = new ArrayList<>();
        private boolean closed;

        @Override
        public OutboundState follow(ClusterView view) {
            followed.add(view);
            return new OutboundState(List.copyOf(view.ranges()), List.of(), null, null);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private Looks looks(Supplier<ClusterView> view) {
        return new Looks(
                rules,
                () -> {
                    asked++;
                    return view.get();
                },
                states::add);
    }

    private static <T> T noAnswer() {
        throw new IllegalStateException("no answer");
    }

    @Test
    void whatWasKnownStaysWhileTheClusterGivesNoAnswer() {
        Looks looks = looks(() -> asked == 1 ? VIEW : noAnswer());

        for (int i = 0; i < MANY; i++) {
            looks.look();
        }

        assertThat(asked).isGreaterThan(1);
        assertThat(states).hasSize(MANY).allMatch(OutboundState::on);
        assertThat(rules.followed).containsOnly(VIEW);
        assertThat(rules.closed).isFalse();
    }

    @Test
    void anAnswerThatComesLaterCounts() {
        ClusterView grown =
                new ClusterView(Set.of("10.96.0.0/12", "10.244.0.0/24"), Set.of(), Set.of(), VIEW.apiServer());
        Looks looks = looks(() -> asked == 1 ? VIEW : asked == 2 ? noAnswer() : grown);

        for (int i = 0; i < MANY; i++) {
            looks.look();
        }

        assertThat(rules.followed).containsOnly(VIEW, grown).last().isEqualTo(grown);
    }

    @Test
    void whereNothingWasKnownItIsOffAndAskedAgain() {
        Looks looks = looks(() -> asked == 1 ? noAnswer() : VIEW);

        looks.look();
        assertThat(states)
                .singleElement()
                .satisfies(state -> assertThat(state.reason()).contains("no answer"));

        looks.look();
        assertThat(states.getLast().on()).isTrue();
    }

    @Test
    void whoEndsItDoesNotWaitForTheCluster() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Looks looks = looks(() -> {
            asking.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return VIEW;
        });
        Thread looking = Thread.ofVirtual().start(looks::look);
        asking.await();

        looks.end();

        assertThat(rules.closed).isTrue();
        answer.countDown();
        looking.join();
        assertThat(rules.followed).isEmpty();
        assertThat(states).isEmpty();
    }
}
