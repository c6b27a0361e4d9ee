package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is too large or takes too long on a raw socket; what is malformed is in {@link EdgeSmugglingTest}. */
@ExtendWith(NoLeaks.class)
class EdgeStrictnessTest {

    private static EdgeFixture fixture;

    @BeforeAll
    static void start() throws IOException {
        fixture = new EdgeFixture(
                new EdgeConfig.Times(
                        Duration.ofMillis(500),
                        Duration.ofMillis(500),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(60),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30)),
                new EdgeConfig.VisitorLimits(new dev.intercepts.cloud.edge.http.Limits(4096, 20), 1000, 1000, 100));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void limitsHeads() throws IOException {
        try (RawClient client = fixture.client()) {
            assertThat(client.get("open", "/", "X: " + "a".repeat(5000) + "\r\n")
                            .status())
                    .isEqualTo(431);
        }
        try (RawClient client = fixture.client()) {
            assertThat(client.get("open", "/", "X: a\r\n".repeat(20)).status()).isEqualTo(431);
        }
    }

    @Test
    void limitsTheTimeForAHeadABodyAndTheNextRequest() throws IOException {
        try (RawClient client = fixture.client()) {
            client.send("GET / HTTP/1.1\r\nHo");
            assertThat(client.answer(false).status()).isEqualTo(408);
            assertThat(client.in.read()).isEqualTo(-1);
        }
        fixture.application.answer((head, in, socket) -> {
            if (head.contains("Content-Length: 9")) {
                in.readNBytes(9);
            }
            RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            return true;
        });
        try (RawClient client = fixture.client()) {
            client.send("POST / HTTP/1.1\r\nHost: open.preview.localhost\r\nContent-Length: 9\r\n\r\nabc");
            assertThat(client.answer(false).status()).isEqualTo(408);
        }
        try (RawClient client = fixture.client()) {
            assertThat(client.get("open", "/", "").status()).isEqualTo(200);
            assertThat(client.in.read()).isEqualTo(-1);
        }
    }

    @Test
    void limitsTheTimeForAnAnswerToBegin() throws IOException {
        fixture.application.answer((head, in, socket) -> in.read() >= 0);
        try (RawClient client = fixture.client()) {
            RawClient.Answer late = client.get("open", "/", "");
            assertThat(late.status()).isEqualTo(504);
            assertThat(late.field("x-intercepts-hop")).isEqualTo("ingress");
        }
    }
}
