package dev.intercepts.connector.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WebhookLookTest {

    private static final Finding SOUND = Finding.ok("webhook", "is configured");
    private static final Finding BROKEN = Finding.fail("webhook", "it is not there", "put it back");

    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private volatile Finding there = SOUND;
    private final WebhookLook look = new WebhookLook(
            () -> {
                looks.incrementAndGet();
                return there;
            },
            nanos::get);

    @Test
    void statusSaysWhatIsWrongAndLooksAgainAfterAWhileOnly() throws Exception {
        assertThat(look.wrong()).isEmpty();
        there = BROKEN;
        assertThat(look.wrong()).isEmpty();
        assertThat(looks).hasValue(1);

        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(look.wrong()).contains(BROKEN);
        assertThat(looks).hasValue(2);
    }

    @Test
    void anApiServerThatDoesNotAnswerHoldsNoStatusUp() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        WebhookLook slow = new WebhookLook(
                () -> {
                    try {
                        answer.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return BROKEN;
                },
                nanos::get);
        assertThat(slow.wrong()).isEmpty();
        answer.countDown();
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(slow.wrong()).contains(BROKEN));
    }

    @Test
    void aWorkloadIsNotChangedWhereItWouldGetNoAgent() {
        there = BROKEN;
        WebhookLook hasty = new WebhookLook(
                () -> there, () -> nanos.getAndAdd(Duration.ofSeconds(11).toNanos()));
        assertThatThrownBy(() -> hasty.demand("deployment/hello", said -> {}))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().message()).contains("deployment/hello", "it is not there");
                    assertThat(e.failure().hint()).isEqualTo("put it back");
                });
    }

    @Test
    void oneThatComesInTimeIsAwaited() throws Exception {
        there = BROKEN;
        List<String> said = new ArrayList<>();
        look.demand("deployment/hello", text -> {
            said.add(text);
            there = SOUND;
        });
        assertThat(said).containsExactly("Waiting for the webhook (it is not there)");
    }
}
