package dev.intercepts.manager.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.manager.FakeCloud;
import dev.intercepts.manager.intercepts.Decision;
import dev.intercepts.manager.sessions.Sessions;
import dev.intercepts.manager.world.ClusterSnapshot;
import dev.intercepts.tunnel.IncomingStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done though nothing happens. */
class UplinkTimesTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Decision NOTHING =
            new Decision(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), List.of(), null);

    private final FakeCloud cloud = new FakeCloud(1);
    private volatile boolean ended;

    @AfterEach
    void end() {
        ended = true;
        cloud.close();
    }

    /** Its answer has the orders that were not heard: a cluster where much happens must not go without them. */
    @Test
    void reportsAreSentInTimeHoweverOftenSomethingChangesThatTheyDoNotSay() {
        try (Uplink uplink = link(Duration.ofMillis(300), NEVER)) {
            Thread.ofVirtual().start(() -> {
                while (!ended) {
                    uplink.changed();
                    LockSupport.parkNanos(5_000_000);
                }
            });
            await().until(() -> cloud.reports().size() >= 4);
            assertThat(cloud.reports()).containsOnly(cloud.reports().getFirst());
        }
    }

    @Test
    void eventsThatStoppedAreAskedForAnew() {
        try (Uplink ignored = link(NEVER, Duration.ofMillis(300))) {
            await().until(() -> cloud.followed() >= 3);
        }
    }

    @Test
    void eventsThatGoOnAreNot() {
        try (Uplink ignored = link(Duration.ofMillis(200), Duration.ofSeconds(2))) {
            Thread.ofVirtual().start(() -> {
                while (!ended) {
                    cloud.beat();
                    LockSupport.parkNanos(20_000_000);
                }
            });
            // By the reports some four seconds have gone.
            await().atMost(Duration.ofSeconds(30)).until(() -> cloud.reports().size() >= 20);
            assertThat(cloud.followed()).isEqualTo(1);
        }
    }

    private Uplink link(Duration reportEvery, Duration silence) {
        Uplink uplink = new Uplink(
                new Uplink.Parts(
                        "0.1.0",
                        () -> ClusterSnapshot.EMPTY,
                        () -> NOTHING,
                        IncomingStream::request,
                        new Sessions(InstantSource.system(), NEVER, () -> {}),
                        ending -> {}),
                new Uplink.Times(reportEvery, silence));
        uplink.use(new UplinkConfig(cloud.url(), "c1", FakeCloud.TOKEN));
        return uplink;
    }
}
