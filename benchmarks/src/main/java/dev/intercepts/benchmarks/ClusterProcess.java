package dev.intercepts.benchmarks;

import dev.intercepts.protocol.stream.Hop;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.Streams;
import dev.intercepts.tunnel.TunnelDialer;
import dev.intercepts.tunnel.TunnelSettings;
import java.net.URI;
import java.util.Map;

/** The far side of the measurement: dials the tunnel out, and each of its streams to the origin, as a Traffic Manager does. */
final class ClusterProcess {

    private ClusterProcess() {}

    /** Arguments: port of the tunnels, port of the origin. */
    public static void main(String[] args) throws InterruptedException {
        int origin = Integer.parseInt(args[1]);
        Hello hello = new Hello(
                "cluster",
                Direction.ACCEPT,
                EdgeProcess.TOKEN,
                "bench",
                Map.of("intercepts-cluster", EdgeProcess.CLUSTER));
        TunnelDialer.Config config = new TunnelDialer.Config(
                URI.create("http://127.0.0.1:" + args[0]), 2, null, null, TunnelSettings.DEFAULT);
        TunnelDialer dialer = TunnelDialer.start(
                config,
                () -> hello,
                stream -> Streams.dial(stream, "127.0.0.1", origin, Hop.MANAGER.token()),
                state -> System.out.println("tunnel " + state));
        Runtime.getRuntime().addShutdownHook(new Thread(dialer::close));
        Thread.currentThread().join();
    }
}
