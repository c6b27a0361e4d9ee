package dev.intercepts.cloud.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.tunnel.TunnelDialer;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A revoked cluster cannot be reached: not by its own tunnels, not by a laptop's, and not by what was open before. */
class EdgeRevokedClusterTest {

    private EdgeFixture fixture;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        fixture = EdgeFixture.start();
        client = fixture.client();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        fixture.close();
    }

    @Test
    void saysSoUntilItIsConnectedAgain() throws IOException {
        assertThat(client.get("open", "/", "").status()).isEqualTo(200);

        fixture.relay.revoke(Set.of("cluster-1"));

        RawClient.Answer answer = client.get("open", "/", "Accept: text/html\r\nSec-Fetch-Dest: document\r\n");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("Cluster not connected", "has revoked the cluster");
        assertThat(answer.field("retry-after")).isEqualTo("30");

        fixture.relay.revoke(Set.of("cluster-2"));

        assertThat(client.get("open", "/", "").status()).isEqualTo(200);
    }

    @Test
    void laptopOfAnOwnerIsNoWayRoundIt() throws IOException {
        fixture.disconnect();
        TunnelDialer laptop = fixture.dialLaptop();
        assertThat(client.get("open", "/", "").status()).isEqualTo(200);

        fixture.relay.revoke(Set.of("cluster-1"));

        assertThat(client.get("open", "/", "").status()).isEqualTo(503);
        laptop.close();
    }

    @Test
    void openWebSocketIsCut() throws IOException {
        fixture.application.answer((head, in, socket) -> {
            RawApplication.send(socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
            int b;
            while ((b = in.read()) >= 0) {
                socket.getOutputStream().write(b);
            }
            return false;
        });
        assertThat(client.get("open", "/", "Connection: Upgrade\r\nUpgrade: websocket\r\n")
                        .status())
                .isEqualTo(101);
        client.send("x");
        assertThat(client.in.read()).isEqualTo('x');

        fixture.relay.revoke(Set.of("cluster-1"));

        Awaitility.await().atMost(Duration.ofMillis(2500)).until(this::cut);
    }

    private boolean cut() throws IOException {
        try {
            return client.in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
