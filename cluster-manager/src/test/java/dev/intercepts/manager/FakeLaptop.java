package dev.intercepts.manager;

import dev.intercepts.protocol.stream.SessionId;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.Streams;
import dev.intercepts.tunnel.TunnelDialer;
import dev.intercepts.tunnel.TunnelSettings;
import java.net.URI;
import java.util.Map;

/** Does what a connector does towards the manager: keeps a tunnel, and dials its local port for each stream. */
final class FakeLaptop implements AutoCloseable {

    private static final String TOKEN = "t".repeat(43);
    static final String SESSION = SessionId.ofToken(TOKEN);

    private final TunnelDialer accept;
    private final TunnelDialer open;

    FakeLaptop(int managerPort, int localPort) {
        this.accept = dial(managerPort, Direction.ACCEPT, localPort);
        this.open = dial(managerPort, Direction.OPEN, localPort);
    }

    private static TunnelDialer dial(int managerPort, Direction direction, int localPort) {
        return TunnelDialer.start(
                new TunnelDialer.Config(
                        URI.create("http://127.0.0.1:" + managerPort), 1, null, null, TunnelSettings.TO_MANAGER),
                () -> new Hello("session", direction, TOKEN, "0.1.0", Map.of()),
                stream -> Streams.dial(stream, "127.0.0.1", localPort, "laptop"),
                state -> {});
    }

    /** The tunnel into the cluster. */
    TunnelDialer intoCluster() {
        return open;
    }

    @Override
    public void close() {
        accept.close();
        open.close();
    }
}
