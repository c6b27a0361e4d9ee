package dev.intercepts.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.protocol.stream.Hop;
import dev.intercepts.protocol.stream.RefusalReason;
import dev.intercepts.testing.NoLeaks;
import dev.intercepts.tunnel.NoTunnelException;
import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections as a whole: mechanism {@code tcp}, and whatever is not HTTP. */
@ExtendWith(NoLeaks.class)
class ConnectionTest {

    private World world;

    @BeforeEach
    void open() throws IOException {
        world = new World();
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    private static void conversation(Peer client, Peer server) throws IOException {
        client.send("\u0000\u00ffhello\r\n");
        assertThat(server.read(9)).isEqualTo("\u0000\u00ffhello\r\n");
        server.send("there");
        assertThat(client.read(5)).isEqualTo("there");
        client.end();
        assertThat(server.readAll()).isEmpty();
        server.send("bye").end();
        assertThat(client.readAll()).isEqualTo("bye");
    }

    @Test
    void withoutRoutesTheAppIsReached() throws Exception {
        try (Peer client = world.client()) {
            conversation(client, world.app.next());
        }
    }

    @Test
    void tcpReachesTheLaptop() throws Exception {
        world.routes(World.TCP);
        try (Peer client = world.client()) {
            conversation(client, world.laptop.next());
            assertThat(world.app.connections()).isZero();
        }
    }

    @Test
    void whatIsNotHttpReachesTheAppWhereRequestsAreToldApart() throws Exception {
        world.routes(World.HTTP);
        try (Peer client = world.client()) {
            client.send("\u0016\u0003\u0001 a TLS hello");
            Peer server = world.app.next();
            assertThat(server.read(15)).isEqualTo("\u0016\u0003\u0001 a TLS hello");
            server.send("ok");
            assertThat(client.read(2)).isEqualTo("ok");
        }
    }

    @Test
    void commandsInCapitalsAreNotHttp() throws Exception {
        world.routes(World.HTTP);
        try (Peer client = world.client()) {
            client.send("GET key\r\n");
            assertThat(world.app.next().read(9)).isEqualTo("GET key\r\n");
        }
    }

    @Test
    void aServerMaySpeakFirst() throws Exception {
        try (Peer client = world.client()) {
            Peer server = world.app.next().send("220 ready\r\n");
            assertThat(client.readUntil("\r\n")).isEqualTo("220 ready\r\n");
            client.send("GET / HTTP/1.1\r\n"); // after a greeting, this is no HTTP
            assertThat(server.readUntil("\r\n")).isEqualTo("GET / HTTP/1.1\r\n");
        }
        world.routes(World.TCP);
        try (Peer client = world.client()) {
            world.laptop.next().send("220 laptop\r\n");
            assertThat(client.readUntil("\r\n")).isEqualTo("220 laptop\r\n");
        }
    }

    @Test
    void resetsArePassedOn() throws Exception {
        world.routes(World.TCP);
        try (Peer client = world.client()) {
            client.send("\u0000");
            Peer server = world.laptop.next();
            server.read(1);
            server.reset();
            assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
        }
        Peer client = world.client().send("\u0000");
        Peer server = world.laptop.next();
        server.read(1);
        client.reset();
        assertThatThrownBy(server::readAll).isInstanceOf(SocketException.class);
    }

    @Test
    void withoutATunnelTheAppIsReached() throws Exception {
        world.laptopFails.set(new NoTunnelException("none"));
        world.routes(World.TCP);
        try (Peer client = world.client()) {
            conversation(client, world.app.next());
        }
    }

    @Test
    void aLaptopWithoutListenerIsSeenAsSuch() throws Exception {
        world.laptopFails.set(Http1Test.refused(RefusalReason.CONNECT_FAILED, Hop.LAPTOP));
        world.routes(World.TCP);
        try (Peer client = world.client()) {
            client.send("\u0000");
            assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
        }
        try (Peer client = world.client()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readAll()).startsWith("HTTP/1.1 502 ").contains("x-intercepts-hop: laptop\r\n");
        }
        try (Peer client = world.client()) {
            assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void anAppWithoutListenerIsSeenAsSuch() throws Exception {
        world.app.close();
        try (Peer client = world.client()) {
            client.send("\u0000");
            assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void theEndOfAnInterceptEndsItsConnections() throws Exception {
        world.routes(World.TCP);
        try (Peer client = world.client()) {
            client.send("\u0000");
            Peer server = world.laptop.next();
            server.read(1);
            world.routes();
            assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
            assertThatThrownBy(server::readAll).isInstanceOf(SocketException.class);
        }
        try (Peer client = world.client()) {
            conversation(client, world.app.next());
        }
    }

    @Test
    void aTableThatChangesOtherThingsLeavesConnectionsAlone() throws Exception {
        world.routes(World.TCP);
        try (Peer client = world.client()) {
            client.send("\u0000");
            Peer server = world.laptop.next();
            server.read(1);
            world.routes(World.TCP, World.HTTP);
            conversation(client, server);
        }
    }
}
