package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.intercepts.cloud.edge.EdgeConfig.Times;
import dev.intercepts.cloud.edge.EdgeConfig.VisitorLimits;
import dev.intercepts.cloud.edge.RawHttp2.Frame;
import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Visitors who read an answer long after it has come: they get all of it, unless they stop reading for good. */
@ExtendWith(NoLeaks.class)
class EdgeSlowVisitorTest {

    private static final int SIZE = 48 * 1024;
    private static final int INTERNAL_ERROR = 2;

    private static EdgeFixture fixture(Duration sending) throws IOException {
        Times times = new Times(
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                sending,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30));
        return new EdgeFixture(times, VisitorLimits.DEFAULT);
    }

    private static void until(BooleanSupplier condition) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(20))
                .until(condition::getAsBoolean);
    }

    private static void answer(EdgeFixture fixture, int size) {
        fixture.application.answer((head, in, socket) -> {
            byte[] body = new byte[size];
            Arrays.fill(body, (byte) 'x');
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            socket.getOutputStream().write(body);
            return true;
        });
    }

    private static void ask(EdgeFixture fixture, RawClient client, String fields) throws IOException {
        int before = fixture.spans.size();
        client.send("GET / HTTP/1.1\r\nHost: open.preview.localhost\r\n" + fields + "\r\n");
        until(() -> fixture.spans.size() > before);
    }

    /** Asks, without reading, until the kernel takes no more and the edge holds a good part; the last request has these fields. */
    private static int fill(EdgeFixture fixture, RawClient client, String fields) throws IOException {
        int answers = 1;
        // More than one answer, so that some of it has been there since before the last one.
        while (fixture.edge.waiting() < SIZE * 3 / 2) {
            ask(fixture, client, "");
            answers++;
        }
        ask(fixture, client, fields);
        return answers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: close\r\n", ""})
    void getAllOfAnAnswer(String fields) throws IOException {
        try (EdgeFixture fixture = fixture(Duration.ofSeconds(60));
                RawClient slow = fixture.slowClient();
                RawClient other = fixture.client()) {
            answer(fixture, SIZE);
            int answers = fill(fixture, slow, fields);
            // Whoever was answered later and has read everything is closed first.
            ask(fixture, other, fields);
            assertThat(other.answer(false).body()).hasSize(SIZE);
            until(() -> fixture.edge.connections() < 2);
            for (int i = 0; i < answers; i++) {
                assertThat(slow.answer(false).body())
                        .as("answer %s of %s", i, answers)
                        .hasSize(SIZE);
            }
            assertThat(slow.in.read()).isEqualTo(-1);
            until(() -> fixture.edge.connections() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: close\r\n", ""})
    void areGivenUpWhenTheyHaveStoppedReading(String fields) throws IOException {
        try (EdgeFixture fixture = fixture(Duration.ofSeconds(3));
                RawClient slow = fixture.slowClient()) {
            answer(fixture, SIZE);
            fill(fixture, slow, fields);
            until(() -> fixture.edge.connections() == 0);
            assertThat(fixture.edge.waiting()).isZero();
            // It is cut off, not ended as if it had been all.
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> slow.in.readAllBytes()))
                    .isInstanceOf(java.net.SocketException.class);
        }
    }

    /** Small enough for the connection to hold all of it, and too large for that. */
    @ParameterizedTest
    @ValueSource(ints = {30_000, 110_000})
    void getAllOfAnAnswerOverHttp2(int size) throws IOException {
        try (EdgeFixture fixture = fixture(Duration.ofSeconds(60));
                RawHttp2 slow = fixture.http2();
                RawClient other = fixture.client()) {
            answer(fixture, size);
            slow.frame(RawHttp2.SETTINGS, 0, 0, 0, 4, 0, 0, 0, 0);
            int stream = slow.get("open", "/");
            until(() -> fixture.spans.size() == 1);
            assertThat(other.get("nothing", "/", "").status()).isEqualTo(404);
            assertThat(other.in.read()).isEqualTo(-1);
            slow.window(stream, 1 << 20).window(0, 1 << 20);
            RawHttp2.Answer answer = slow.answer(stream);
            assertThat(answer.body()).hasSize(size);
            assertThat(answer.reset()).isEqualTo(-1);
            // The connection is closed once it has had nothing to do for a while.
            assertThat(slow.goAway()).isZero();
        }
    }

    @Test
    void seeThatAStreamWasGivenUp() throws IOException {
        try (EdgeFixture fixture = fixture(Duration.ofSeconds(3));
                RawHttp2 slow = fixture.http2()) {
            answer(fixture, 110_000);
            slow.frame(RawHttp2.SETTINGS, 0, 0, 0, 4, 0, 0, 0, 0);
            int stream = slow.get("open", "/");
            assertThat(slow.head(slow.take(stream)).status()).hasToString("200");
            Frame end = slow.take(stream);
            assertThat(end.type()).isEqualTo(RawHttp2.RST_STREAM);
            assertThat(end.error()).isEqualTo(INTERNAL_ERROR);
        }
    }

    @Test
    void areCutOffWithTheirConnectionWhereItHoldsTheRest() throws IOException {
        try (EdgeFixture fixture = fixture(Duration.ofSeconds(3));
                RawHttp2 slow = fixture.http2()) {
            answer(fixture, 30_000);
            slow.frame(RawHttp2.SETTINGS, 0, 0, 0, 4, 0, 0, 0, 0);
            int stream = slow.get("open", "/");
            Frame head = slow.take(stream);
            assertThat(head.endsStream()).isFalse();
            Frame next;
            while ((next = slow.next()) != null) {
                if (next.endsStream()) {
                    fail("an answer of which nothing was read has ended");
                }
            }
            until(() -> fixture.edge.connections() == 0);
        }
    }
}
