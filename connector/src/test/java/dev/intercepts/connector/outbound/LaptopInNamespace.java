package dev.intercepts.connector.outbound;

import dev.intercepts.connector.contract.NetworkOptions;
import dev.intercepts.connector.link.FakeManager;
import dev.intercepts.connector.link.LaptopStreams;
import dev.intercepts.connector.link.LaptopTargets;
import dev.intercepts.connector.link.ManagerLink;
import dev.intercepts.protocol.intercept.LocalTarget;
import dev.intercepts.protocol.stream.SessionId;
import dev.intercepts.tunnel.TunnelSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The daemon's part that leads programs into the cluster, as a process of its own in a test's network namespace; at the other end of
 * real tunnels a stand-in for the manager, behind it a name server and a web server. Says how it stands on each line that it reads.
 */
final class LaptopInNamespace {

    private static final String TOKEN = "a-session-token";

    private LaptopInNamespace() {}

    /** Takes the ranges, with commas between, the ranges allowed though they conflict, and {@code proxy} or {@code all}. */
    public static void main(String[] args) throws Exception {
        FakeManager manager = new FakeManager(new ClusterStandIn()::portOf);
        LaptopTargets none = new LaptopTargets() {
            @Override
            public Optional<LocalTarget> target(String key) {
                return Optional.empty();
            }

            @Override
            public boolean reachesIngress(String key, String authority) {
                return false;
            }
        };
        ManagerLink link = ManagerLink.start(
                manager.port(),
                TOKEN,
                LaptopStreams.fromManager(SessionId.ofToken(TOKEN), none),
                TunnelSettings.DEFAULT);
        if (!link.awaitUp(20_000)) {
            throw new IllegalStateException("no tunnel");
        }
        Outbound outbound = new Outbound(link.cluster(), () -> List.of("shop"), new Random(), System.getenv());
        ClusterView view = new ClusterView(
                Set.of(args[0].split(",")), Set.of(), Set.of("default", "shop"), URI.create("https://10.96.0.1:6443"));
        NetworkOptions options = new NetworkOptions(
                args[2].equals("proxy"), false, args[1].isEmpty() ? List.of() : List.of(args[1].split(",")));
        outbound.start(() -> view, options);
        System.out.println(outbound.state());
        while (true) {
            String line = readLine();
            if (line.isEmpty()) {
                outbound.close();
                System.exit(0);
            }
            System.out.println(line.equals("asked") ? manager.asked() : outbound.state());
        }
    }

    private static String readLine() throws Exception {
        StringBuilder line = new StringBuilder();
        for (int c = System.in.read(); c >= 0 && c != '\n'; c = System.in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
