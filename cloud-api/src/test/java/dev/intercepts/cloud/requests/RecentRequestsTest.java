package dev.intercepts.cloud.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.intercepts.InterceptEnded;
import dev.intercepts.cloud.requests.RecentRequests.Numbered;
import dev.intercepts.cloud.requests.SeenRequest.AnsweredBy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecentRequestsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:30Z");
    private static final UUID HELLO = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final RecentRequests recent = new RecentRequests(Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "/cart, /cart",
        "/cart?token=secret, /cart",
        "/cart#token=secret, /cart",
        "/cart#a?b, /cart",
        "*, *",
        "?only, ''"
    })
    void keepsNothingOfAQuery(String target, String kept) {
        assertThat(seen(HELLO, NOW, target).path()).isEqualTo(kept);
    }

    @Test
    void keepsTheBeginningOfWhatIsLong() {
        SeenRequest request = seen(HELLO, NOW, "/" + "x".repeat(10_000));
        assertThat(request.path()).hasSize(SeenRequest.LONGEST_PATH).endsWith("x…");
    }

    @Test
    void givesEachPreviewsOwnAfterWhatIsKnownAlready() {
        recent.seen(seen(HELLO, NOW, "/1"));
        recent.seen(seen(OTHER, NOW, "/of-another"));
        recent.seen(seen(HELLO, NOW, "/2"));
        List<Numbered> all = recent.of(HELLO, 0);
        assertThat(all).extracting(numbered -> numbered.request().path()).containsExactly("/1", "/2");
        assertThat(recent.of(HELLO, all.getFirst().number()))
                .extracting(numbered -> numbered.request().path())
                .containsExactly("/2");
        assertThat(recent.of(HELLO, all.getLast().number())).isEmpty();
    }

    @Test
    void givesAllToWhoeverKnowsANumberOfTheTimeBeforeARestart() {
        recent.seen(seen(HELLO, NOW, "/1"));
        recent.seen(seen(HELLO, NOW, "/2"));
        assertThat(recent.of(HELLO, 3))
                .extracting(numbered -> numbered.request().path())
                .containsExactly("/1", "/2");
    }

    @Test
    void keepsTheLastOnesOnly() {
        IntStream.rangeClosed(1, 1_000).forEach(i -> recent.seen(seen(HELLO, NOW, "/" + i)));
        assertThat(recent.of(HELLO, 0)).hasSize(RequestRing.KEPT).last().satisfies(numbered -> {
            assertThat(numbered.number()).isEqualTo(1_000);
            assertThat(numbered.request().path()).isEqualTo("/1000");
        });
        assertThat(recent.of(HELLO, 990)).hasSize(10);
    }

    @Test
    void countsByTheMinute() {
        recent.seen(seen(HELLO, NOW, "/"));
        recent.seen(seen(HELLO, NOW, "/"));
        recent.seen(seen(HELLO, NOW.minusSeconds(60), "/"));
        recent.seen(seen(HELLO, NOW.minus(Duration.ofMinutes(29)), "/"));
        recent.seen(seen(HELLO, NOW.minus(Duration.ofMinutes(31)), "/"));
        List<Integer> perMinute = perMinute();
        assertThat(perMinute).hasSize(RequestRing.MINUTES).endsWith(0, 1, 2).startsWith(1, 0);
        assertThat(perMinute.stream().mapToInt(count -> count).sum()).isEqualTo(4);
        assertThat(recent.traffic(List.of(OTHER))).isEmpty();
    }

    @Test
    void forgetsWhatHasEnded() {
        recent.seen(seen(HELLO, NOW, "/"));
        recent.ended(new InterceptEnded(new UUID(1, 1), new UUID(1, 2), HELLO, "Ada"));
        assertThat(recent.of(HELLO, 0)).isEmpty();
    }

    @Test
    void hasRoomForSoManyPreviews() {
        IntStream.range(0, RecentRequests.MOST_PREVIEWS).forEach(i -> recent.seen(seen(new UUID(2, i), NOW, "/")));
        recent.seen(seen(HELLO, NOW, "/"));
        assertThat(recent.of(HELLO, 0)).isEmpty();
        assertThat(recent.of(new UUID(2, 0), 0)).hasSize(1);
    }

    @Test
    void manyWritersLoseNoCount() throws InterruptedException {
        List<Thread> writers = IntStream.range(0, 4)
                .mapToObj(writer -> Thread.ofPlatform()
                        .start(() -> IntStream.range(0, 5_000).forEach(i -> recent.seen(seen(HELLO, NOW, "/")))))
                .toList();
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(perMinute()).endsWith(20_000);
        assertThat(recent.of(HELLO, 0))
                .hasSize(RequestRing.KEPT)
                .last()
                .satisfies(numbered -> assertThat(numbered.number()).isEqualTo(20_000));
    }

    private List<Integer> perMinute() {
        return Objects.requireNonNull(recent.traffic(List.of(HELLO, OTHER)).get(HELLO))
                .perMinute();
    }

    private static SeenRequest seen(UUID intercept, Instant at, String path) {
        return new SeenRequest(intercept.toString(), at, "GET", path, 200, Duration.ofMillis(3), AnsweredBy.LAPTOP);
    }
}
