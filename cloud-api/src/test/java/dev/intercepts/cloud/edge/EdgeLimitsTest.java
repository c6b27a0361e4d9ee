package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.edge.EdgeConfig.Times;
import dev.intercepts.cloud.edge.EdgeConfig.VisitorLimits;
import dev.intercepts.cloud.edge.http.Limits;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Visitors who take more than their share, and previews that lead to themselves. */
@ExtendWith(NoLeaks.class)
class EdgeLimitsTest {

    private static final int CONNECTIONS = 12;
    private static final int REQUESTS = 3;

    private EdgeFixture fixture;
    private final List<RawClient> clients = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        Times times = new Times(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30));
        fixture = new EdgeFixture(times, new VisitorLimits(Limits.DEFAULT, CONNECTIONS, REQUESTS, 100));
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        fixture.close();
    }

    private RawClient client() throws IOException {
        RawClient client = fixture.client();
        clients.add(client);
        return client;
    }

    private static boolean refused(RawClient client) throws IOException {
        try {
            return client.get("nothing", "/", "").status() != 404;
        } catch (SocketException | java.io.EOFException e) {
            return true;
        }
    }

    @Test
    void limitsTheConnectionsOfAnAddress() throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            assertThat(refused(client())).isFalse();
        }
        assertThat(refused(client())).isTrue();
        clients.getFirst().close();
        Awaitility.await().until(() -> !refused(client()));
    }

    @Test
    void limitsTheRequestsOfAPreviewAndNotThoseOfAnother() throws IOException {
        fixture.application.answer((head, in, socket) -> {
            if (head.contains("Upgrade: websocket")) {
                RawApplication.send(socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
            } else if (head.contains("/now")) {
                RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                return true;
            }
            return in.read() >= 0;
        });
        fixture.add("other", Access.PUBLIC);
        RawClient socket = client();
        assertThat(socket.get("open", "/", "Connection: Upgrade\r\nUpgrade: websocket\r\n")
                        .status())
                .isEqualTo(101);
        for (int i = 1; i < REQUESTS; i++) {
            client().send("GET / HTTP/1.1\r\nHost: open.preview.localhost\r\n\r\n");
        }
        Awaitility.await().until(() -> fixture.application.heads.size() == REQUESTS);
        RawClient.Answer busy = client().get("open", "/now", "");
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.field("retry-after")).isEqualTo("2");
        assertThat(busy.field("x-intercepts-hop")).isEqualTo("edge");
        assertThat(client().get("other", "/now", "").status()).isEqualTo(200);
        // Whoever goes away makes room.
        socket.close();
        RawClient again = client();
        Awaitility.await().until(() -> again.get("open", "/now", "").status() == 200);
    }

    @Test
    void givesNobodyMoreTimeForAHeadWhoSendsItByteByByte() throws IOException {
        RawClient client = client();
        long begun = System.nanoTime();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(8))
                .until(() -> {
                    if (client.in.available() > 0) {
                        return true;
                    }
                    client.send("X");
                    return false;
                });
        assertThat(client.answer(false).status()).isEqualTo(408);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void limitsWhatStandsBesideChunks() throws IOException {
        fixture.application.answer((head, in, socket) -> in.read() >= 0);
        RawClient client = client();
        client.send("POST / HTTP/1.1\r\nHost: open.preview.localhost\r\nTransfer-Encoding: chunked\r\n\r\n1;"
                + "x".repeat(20_000) + "\r\na\r\n0\r\n\r\n");
        assertThat(client.answer(false).status()).isEqualTo(400);
        RawClient trailing = client();
        trailing.send("POST / HTTP/1.1\r\nHost: open.preview.localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
                + "x: y\r\n".repeat(20_000) + "\r\n");
        assertThat(trailing.answer(false).status()).isEqualTo(400);
    }

    @Test
    void stopsAPreviewThatLeadsToItself() throws IOException {
        int edge = fixture.address().getPort();
        fixture.add("loop", Access.PUBLIC, new Ingress("127.0.0.1", edge, false, "loop.preview.localhost"));
        RawClient.Answer answer = client().get("loop", "/", "");
        assertThat(answer.status()).isEqualTo(508);
        assertThat(answer.field("x-intercepts-hop")).isEqualTo("edge");
        assertThat(fixture.streams).hasSize(1);
    }

    @Test
    void stopsPreviewsThatLeadToEachOther() throws IOException {
        int edge = fixture.address().getPort();
        fixture.add("there", Access.PUBLIC, new Ingress("127.0.0.1", edge, false, "back.preview.localhost"));
        fixture.add("back", Access.PUBLIC, new Ingress("127.0.0.1", edge, false, "there.preview.localhost"));
        assertThat(client().get("there", "/", "").status()).isEqualTo(508);
        assertThat(fixture.streams).hasSize(2);
        // One that leads to another, which does not lead back, is no loop.
        fixture.add("through", Access.PUBLIC, new Ingress("127.0.0.1", edge, false, "open.preview.localhost"));
        assertThat(client().get("through", "/", "").text()).isEqualTo("hello");
    }
}
