package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.testing.NoLeaks;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections into clusters that wait for requests. */
@ExtendWith(NoLeaks.class)
class EdgeUpstreamsTest {

    private static final int CHANGES = 30;

    @Test
    void nothingIsKeptForRoutesThatWereReplaced() throws IOException {
        try (EdgeFixture fixture = EdgeFixture.start()) {
            fixture.application.answer((head, in, socket) -> {
                if (head.contains("Upgrade: websocket")) {
                    RawApplication.send(socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
                    return in.read() >= 0;
                }
                RawApplication.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                return true;
            });
            for (int i = 0; i < CHANGES; i++) {
                // Another target, so another route: as when the state of its intercept changes.
                fixture.add(
                        "open",
                        Access.PUBLIC,
                        new Ingress("127.0.0.1", fixture.application.port(), false, "shop.example"),
                        i % 2 == 0);
                try (RawClient client = fixture.client()) {
                    assertThat(client.get("open", "/", "").status()).isEqualTo(200);
                    assertThat(fixture.keptRoutes()).anyMatch(kept -> kept > 0);
                    // Takes the connection that the page has left behind, and ends it.
                    assertThat(client.get("open", "/", "Connection: Upgrade\r\nUpgrade: websocket\r\n")
                                    .status())
                            .isEqualTo(101);
                }
            }
            assertThat(fixture.streams).hasSize(CHANGES);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(fixture.keptRoutes()).containsOnly(0));
        }
    }
}
