package dev.intercepts.connector.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.connector.files.State.Login;
import dev.intercepts.connector.files.State.Logins;
import dev.intercepts.connector.files.StateFile;
import dev.intercepts.protocol.cloud.CloudApi.InterceptView;
import java.io.Closeable;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hosted service that answers, and is then gone without a word. */
class CloudEventsTest {

    /** Of an organization for which nobody is logged in any more: the service says that there is none. */
    private static final String ANOTHERS = "i0";

    private static final Duration SILENCE = Duration.ofMillis(200);

    @TempDir
    Path directory;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private FakeCloud cloud;
    private CloudEvents events;

    private final class Telling implements CloudEvents.Listener {

        @Override
        public void changed(InterceptView intercept) {
            told.add(intercept.id() + " "
                    + Objects.requireNonNull(intercept.preview()).access());
        }

        @Override
        public void ended(String id, String by) {
            told.add(id + " ended by " + by);
        }
    }

    @BeforeEach
    void start() throws Exception {
        cloud = new FakeCloud();
        cloud.apiKey("key");
        CloudHttp http = new CloudHttp();
        CloudAccount account = new CloudAccount(
                new StateFile<>(directory.resolve("logins.json"), Logins.class),
                new CloudLogin(http, Clock.systemUTC(), new SecureRandom()),
                Clock.systemUTC());
        account.keep("acme", new Login(cloud.url(), "key", null, null, "ada", "Ada", "acme"), true);
        events = CloudEvents.follow(
                http,
                new CloudClient(http, account),
                () -> List.of(ANOTHERS, "i1"),
                new Telling(),
                new SecureRandom(),
                SILENCE);
    }

    @AfterEach
    void stop() {
        events.close();
        cloud.close();
    }

    private void awaitStreams(int count) {
        await().until(() ->
                cloud.calls().stream().filter("GET /api/v1/events"::equals).count() >= count);
    }

    @Test
    void whatHappensWhileItIsSilentIsFoundOut() {
        await().until(() -> told.contains("i1 PRIVATE"));
        awaitStreams(1);

        cloud.access("PUBLIC");

        await().until(() -> told.contains("i1 PUBLIC"));
        awaitStreams(2);

        cloud.endIntercept();

        await().until(() -> told.contains("i1 ended by someone while this laptop was away"));
        assertThat(told).noneMatch(each -> each.startsWith(ANOTHERS));
    }

    @Test
    void whateverComesIsASignOfLife() {
        AtomicLong now = new AtomicLong();
        Closeable stream = () -> {};
        SilenceLimit silence = new SilenceLimit(stream, Duration.ofSeconds(35), now::get);
        assertThat(silence.left()).isEqualTo(Duration.ofSeconds(35).toNanos());

        now.addAndGet(Duration.ofSeconds(30).toNanos());
        assertThat(silence.left()).isEqualTo(Duration.ofSeconds(5).toNanos());
        silence.heard();
        assertThat(silence.left()).isEqualTo(Duration.ofSeconds(35).toNanos());

        now.addAndGet(Duration.ofSeconds(35).toNanos());
        assertThat(silence.left()).isZero();
    }
}
