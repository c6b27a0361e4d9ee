package dev.intercepts.cloud.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class QuestionsTest {

    private static final UUID ADA = new UUID(0, 1);
    private static final UUID GRACE = new UUID(0, 2);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Questions questions = new Questions(((InstantSource) now::get).withZone(ZoneOffset.UTC));
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void whatIsNotAnsweredIsNotAskedAgainForAMinute() {
        assertThat(questions.ask(ADA, answering(false))).isFalse();
        forward(59);
        assertThat(questions.ask(ADA, answering(true))).isFalse();
        assertThat(asked).hasValue(1);
        forward(1);
        assertThat(questions.ask(ADA, answering(true))).isTrue();
        assertThat(questions.ask(ADA, answering(true))).isTrue();
        assertThat(asked).hasValue(3);
    }

    @Test
    void othersAreAskedAbout() {
        assertThat(questions.ask(ADA, answering(false))).isFalse();
        assertThat(questions.ask(GRACE, answering(true))).isTrue();
    }

    @Test
    void whoeverWantsToKnowNowAsksAndAnAnswerEndsTheMinute() {
        assertThat(questions.ask(ADA, answering(false))).isFalse();
        assertThat(questions.askNow(ADA, answering(true))).isTrue();
        assertThat(questions.ask(ADA, answering(true))).isTrue();
        assertThat(asked).hasValue(3);
    }

    @Test
    void ofSeveralAtOnceOneAsks() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        FutureTask<Boolean> first = new FutureTask<>(() -> questions.ask(ADA, () -> {
            asking.countDown();
            return answer.join();
        }));
        Thread.ofPlatform().start(first);
        asking.await();
        FutureTask<Boolean> second = new FutureTask<>(() -> questions.ask(ADA, answering(false)));
        Thread waiting = Thread.ofPlatform().start(second);
        await().until(() -> waiting.getState() == Thread.State.WAITING);

        answer.complete(true);

        assertThat(first.get()).isTrue();
        assertThat(second.get()).isTrue();
        assertThat(asked).hasValue(0);
    }

    @Test
    void questionThatFailsForAReasonOfOursCanBeAskedAgain() {
        assertThatThrownBy(() -> questions.ask(ADA, () -> {
                    throw new IllegalStateException("the database is away");
                }))
                .hasMessage("the database is away");
        assertThat(questions.ask(ADA, answering(true))).isTrue();
    }

    private BooleanSupplier answering(boolean answered) {
        return () -> {
            asked.incrementAndGet();
            return answered;
        };
    }

    private void forward(long seconds) {
        now.updateAndGet(instant -> instant.plusSeconds(seconds));
    }
}
