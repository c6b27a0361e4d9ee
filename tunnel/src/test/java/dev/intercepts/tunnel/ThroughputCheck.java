package dev.intercepts.tunnel;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * The two ends of a tunnel as two processes, to put a load on: {@code listen TUNNEL_PORT TARGET} accepts the tunnel and prints a
 * port whose connections go through it to TARGET; {@code dial TUNNEL_PORT} dials it. See README.md.
 */
final class ThroughputCheck {

    private ThroughputCheck() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int port = Integer.parseInt(args[1]);
        int connections = Integer.getInteger("connections", 2);
        switch (args[0].toLowerCase(Locale.ROOT)) {
            case "listen" -> {
                TunnelGroup tunnels = new TunnelGroup("dialler");
                TunnelListener.bind(
                        new TunnelListener.Config("127.0.0.1", port, null, TunnelSettings.DEFAULT),
                        hello -> CompletableFuture.completedStage(
                                new Authenticator.Verdict.Accepted(new Peer(hello.kind(), hello.headers()))),
                        tunnels::add,
                        stream -> stream.refuse(Refusals.noTunnel("listen")));
                System.out.println(new Front(tunnels, args[2]).port());
            }
            case "dial" ->
                TunnelDialer.start(
                        new TunnelDialer.Config(
                                URI.create("http://127.0.0.1:" + port),
                                connections,
                                null,
                                null,
                                TunnelSettings.DEFAULT),
                        () -> TunnelPair.hello(Direction.ACCEPT),
                        TunnelPair.DIAL,
                        state -> System.err.println(state));
            default -> throw new IllegalArgumentException("'" + args[0] + "' (expected: listen or dial)");
        }
        new CountDownLatch(1).await();
    }
}
