package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.intercepts.cloud.edge.EdgeConfig.Times;
import dev.intercepts.cloud.edge.EdgeConfig.VisitorLimits;
import dev.intercepts.cloud.edge.RawHttp2.Frame;
import dev.intercepts.cloud.edge.http.Limits;
import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** HTTP/2 that is too much, or takes too long. */
@ExtendWith(NoLeaks.class)
class EdgeHttp2LimitsTest {

    private static final int PROTOCOL_ERROR = 1;
    private static final int REFUSED_STREAM = 7;
    private static final int COMPRESSION_ERROR = 9;
    private static final int ENHANCE_YOUR_CALM = 11;

    // One for each test: what one leaves behind for a moment would count towards the limits of the next.
    private final EdgeFixture fixture;

    EdgeHttp2LimitsTest() throws IOException {
        fixture = new EdgeFixture(
                new Times(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30)),
                new VisitorLimits(new Limits(4_096, 20), 50, 1_000, 10));
        fixture.application.answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void limitsHeads() throws IOException {
        try (RawHttp2 client = fixture.http2()) {
            assertThat(client.answer(client.get("open", "/", "x=" + "a".repeat(4_000)))
                            .status())
                    .isEqualTo(431);
            String[] many = java.util.stream.IntStream.range(0, 25)
                    .mapToObj(i -> "x" + i + "=a")
                    .toArray(String[]::new);
            assertThat(client.answer(client.get("open", "/", many)).status()).isEqualTo(431);
            client.get("open", "/", "x=" + "a".repeat(12_000));
            assertThat(client.goAway()).isIn(PROTOCOL_ERROR, ENHANCE_YOUR_CALM, COMPRESSION_ERROR);
        }
        assertThat(fixture.application.heads).isEmpty();
    }

    @Test
    void limitsStreamsOfAConnection() throws IOException {
        fixture.application.answer((head, in, socket) -> in.read() < 0);
        try (RawHttp2 client = fixture.http2()) {
            for (int i = 0; i < 10; i++) {
                client.get("open", "/" + i);
            }
            assertThat(client.answer(client.get("open", "/one-too-many")).reset())
                    .isEqualTo(REFUSED_STREAM);
        }
        assertThat(fixture.application.heads).noneMatch(head -> head.contains("too-many"));
    }

    @Test
    void limitsConnectionsAndStreamsOfAnAddressTogether() throws IOException {
        try (EdgeFixture strict = new EdgeFixture(Times.DEFAULT, new VisitorLimits(Limits.DEFAULT, 8, 1_000, 100));
                RawHttp2 first = strict.http2();
                RawHttp2 second = strict.http2()) {
            strict.application.answer((head, in, socket) -> in.read() < 0);
            for (int i = 0; i < 3; i++) {
                first.get("open", "/" + i);
                second.get("open", "/" + i);
            }
            Awaitility.await().until(() -> strict.application.heads.size() == 6);
            assertThat(second.answer(second.get("nothing", "/")).reset()).isEqualTo(REFUSED_STREAM);
            try (RawClient third = strict.client()) {
                assertThat(third.in.read()).isEqualTo(-1);
            } catch (SocketException e) {
                assertThat(e).hasMessageContaining("reset");
            }
            first.close();
            Awaitility.await().until(() -> {
                try (RawClient third = strict.client()) {
                    return third.get("nothing", "/", "").status() == 404;
                } catch (IOException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void endsAConnectionThatResetsWhatItAsksFor() throws IOException {
        try (RawHttp2 client = fixture.http2()) {
            for (int i = 0; i < 3_000; i++) {
                int stream = client.get("open", "/");
                client.frame(RawHttp2.RST_STREAM, 0, stream, 0, 0, 0, 8);
            }
            assertThat(client.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
        } catch (SocketException e) {
            // The edge closed while this side was still writing.
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
    }

    @Test
    void endsAConnectionThatSendsNothingOverAndOver() throws IOException {
        fixture.application.answer((head, in, socket) -> in.read() < 0);
        try (RawHttp2 client = fixture.http2()) {
            int stream = client.post("open", "/");
            for (int i = 0; i < 20; i++) {
                client.data(stream, false, "");
            }
            assertThat(client.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
    }

    @Test
    void limitsTheTimeOfAConnectionWithoutRequestsAndOfABody() throws IOException {
        fixture.application.answer((head, in, socket) -> in.read() < 0);
        try (RawHttp2 client = fixture.http2()) {
            assertThat(client.answer(client.post("open", "/", "content-length=5"))
                            .status())
                    .isEqualTo(408);
            assertThat(client.answer(client.get("open", "/")).status()).isEqualTo(504);
            assertThat(client.goAway()).isZero();
        }
    }

    @Test
    void waitsForTheRestOfAPreface() throws IOException {
        try (RawClient client = fixture.client()) {
            client.send("PRI * HT");
            assertThat(client.in.available()).isZero();
            client.send("TP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(client.in.readNBytes(9)).hasSize(9);
        }
        try (RawClient client = fixture.client()) {
            client.send("P").send("OST / HTTP/1.1\r\nHost: open.preview.localhost\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.answer(false).text()).isEqualTo("hello");
        }
    }

    @Test
    void offersNoMoreThanItServes() throws IOException {
        try (RawHttp2 client = fixture.http2()) {
            Frame settings = client.next();
            if (settings == null) {
                fail("closed");
            }
            assertThat(settings.type()).isEqualTo(RawHttp2.SETTINGS);
            java.nio.ByteBuffer values = java.nio.ByteBuffer.wrap(settings.payload());
            while (values.hasRemaining()) {
                int id = values.getShort();
                int value = values.getInt();
                switch (id) {
                    case 3 -> assertThat(value).isEqualTo(10);
                    case 6 -> assertThat(value).isEqualTo(4_096);
                    // Neither push nor extended CONNECT (RFC 8441).
                    default -> assertThat(id).isNotIn(2, 8);
                }
            }
        }
    }
}
