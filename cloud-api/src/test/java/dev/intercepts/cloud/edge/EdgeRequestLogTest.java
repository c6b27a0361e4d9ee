package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.requests.SeenRequest;
import dev.intercepts.cloud.requests.SeenRequest.AnsweredBy;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the request log is told: each request to a preview once, without what is secret in it. */
@ExtendWith(NoLeaks.class)
class EdgeRequestLogTest {

    private EdgeFixture fixture;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        fixture = EdgeFixture.start();
        client = fixture.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        fixture.close();
    }

    private SeenRequest only() {
        assertThat(fixture.seen).hasSize(1);
        return fixture.seen.getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "200 OK, X-Intercepts-Answered-By: laptop, LAPTOP",
        "404 Not Found, x-intercepts-answered-by: laptop, LAPTOP",
        "200 OK, X-Intercepts-Answered-By: me, CLUSTER",
        "200 OK, X: a, CLUSTER",
        "502 Bad Gateway, X-Intercepts-Hop: agent, EDGE"
    })
    void tellsWhoAnswered(String status, String field, AnsweredBy by) throws IOException {
        fixture.application.answer("HTTP/1.1 " + status + "\r\n" + field + "\r\nContent-Length: 0\r\n\r\n");
        RawClient.Answer answer = client.get("open", "/a/b?token=secret", "");
        assertThat(answer.field("x-intercepts-answered-by")).isEmpty();
        SeenRequest seen = only();
        assertThat(seen.interceptId()).isEqualTo("i-1");
        assertThat(seen.method()).isEqualTo("GET");
        assertThat(seen.path()).isEqualTo("/a/b");
        assertThat(seen.status()).isEqualTo(answer.status());
        assertThat(seen.answeredBy()).isEqualTo(by);
        assertThat(seen.took()).isBetween(Duration.ZERO, Duration.ofSeconds(10));
        assertThat(seen.at()).isBetween(Instant.now().minusSeconds(20), Instant.now());
    }

    @Test
    void tellsOfEachRequestOnce() throws IOException {
        for (int i = 0; i < 5; i++) {
            client.get("open", "/" + i, "");
        }
        assertThat(fixture.seen).map(SeenRequest::path).containsExactly("/0", "/1", "/2", "/3", "/4");
    }

    @Test
    void tellsWhatTheEdgeAnsweredItself() throws IOException {
        fixture.add("shut", Access.PRIVATE);
        client.get("shut", "/", "");
        assertThat(only().status()).isEqualTo(401);
        assertThat(only().answeredBy()).isEqualTo(AnsweredBy.EDGE);
        fixture.application.answer((head, in, socket) -> false);
        client.get("open", "/", "");
        assertThat(fixture.seen.getLast().status()).isEqualTo(502);
        assertThat(fixture.seen.getLast().answeredBy()).isEqualTo(AnsweredBy.EDGE);
    }

    @Test
    void tellsOfVisitorsWhoWentAway() throws IOException {
        fixture.application.answer((head, in, socket) -> in.read() >= 0);
        client.send("GET / HTTP/1.1\r\nHost: open.preview.localhost\r\n\r\n");
        Awaitility.await().until(() -> !fixture.application.heads.isEmpty());
        assertThat(fixture.seen).isEmpty();
        client.close();
        Awaitility.await().until(() -> !fixture.seen.isEmpty());
        assertThat(only().status()).isZero();
    }

    @Test
    void tellsNothingOfItsOwnPagesAndOfUnknownPreviews() throws IOException {
        assertThat(client.get("open", "/.intercepts/banner.js", "").status()).isEqualTo(200);
        assertThat(client.get("nothing", "/", "").status()).isEqualTo(404);
        assertThat(fixture.seen).isEmpty();
    }

    @Test
    void tellsOfProtocolsThatWereSwitched() throws IOException {
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(
                    socket,
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nx-intercepts-answered-by: laptop\r\n\r\n");
            return in.read() >= 0;
        });
        assertThat(client.get("open", "/ws", "Connection: Upgrade\r\nUpgrade: websocket\r\n")
                        .head())
                .doesNotContainIgnoringCase("answered-by");
        assertThat(only().status()).isEqualTo(101);
        assertThat(only().answeredBy()).isEqualTo(AnsweredBy.LAPTOP);
    }
}
