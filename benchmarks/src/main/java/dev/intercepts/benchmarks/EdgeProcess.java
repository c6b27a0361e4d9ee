package dev.intercepts.benchmarks;

import dev.intercepts.cloud.edge.Edge;
import dev.intercepts.cloud.edge.EdgeConfig;
import dev.intercepts.cloud.previews.PreviewDirectory;
import dev.intercepts.cloud.previews.PreviewTarget;
import dev.intercepts.cloud.previews.VisitorHandoff;
import dev.intercepts.cloud.relay.Relay;
import dev.intercepts.cloud.relay.TunnelCredentials;
import dev.intercepts.cloud.requests.RecentRequests;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.tunnel.EventLoops;
import dev.intercepts.tunnel.TunnelListener;
import dev.intercepts.tunnel.TunnelSettings;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hosted side of the measurement: edge and relay as the hosted service starts them, with one public preview. */
final class EdgeProcess {

    static final String LABEL = "bench";
    static final String TOKEN = "bench-token";
    static final String CLUSTER = "bench-cluster";

    private static final String ORGANIZATION = "bench-organization";

    private EdgeProcess() {}

    /** Arguments: port of the edge, port of the tunnels, port of the origin as the ingress. */
    public static void main(String[] args) throws InterruptedException {
        Ingress ingress = new Ingress("127.0.0.1", Integer.parseInt(args[2]), false, null);
        PreviewTarget target = new PreviewTarget(
                LABEL,
                Access.PUBLIC,
                ORGANIZATION,
                "bench",
                CLUSTER,
                "bench-intercept",
                "default/bench",
                ingress,
                Map.of("x-telepresence-intercept-id", "bench:bench"),
                "bench",
                "bench-session",
                InterceptState.ACTIVE,
                false);
        PreviewDirectory directory = label -> label.equals(LABEL) ? Optional.of(target) : Optional.empty();
        Relay relay = Relay.start(
                new TunnelListener.Config("127.0.0.1", Integer.parseInt(args[1]), null, TunnelSettings.DEFAULT),
                new OneCluster(),
                event -> {});
        EdgeConfig config = new EdgeConfig(
                "127.0.0.1",
                Integer.parseInt(args[0]),
                "preview.localhost",
                false,
                URI.create("http://localhost"),
                EdgeConfig.VisitorLimits.DEFAULT,
                EdgeConfig.Times.DEFAULT,
                false);
        try (Edge edge = Edge.start(
                config,
                directory,
                new NoVisitors(),
                relay,
                new RecentRequests(Clock.systemUTC()),
                EventLoops.shared())) {
            System.out.println("edge at " + edge.address());
            Thread.currentThread().join();
        }
    }

    private record OneCluster() implements TunnelCredentials {

        @Override
        public Optional<String> organizationOfCluster(String clusterId, String token) {
            return token.equals(TOKEN) ? Optional.of(ORGANIZATION) : Optional.empty();
        }

        @Override
        public Optional<SessionRight> sessionOfBearer(String token) {
            return Optional.empty();
        }
    }

    /** The preview is public: nobody logs in. */
    private record NoVisitors() implements VisitorHandoff {

        @Override
        public URI loginUrl(String label, String nonce, String returnPath) {
            throw new IllegalStateException("the preview is public");
        }

        @Override
        public Optional<Redeemed> redeem(String code, String label, List<String> nonces) {
            return Optional.empty();
        }

        @Override
        public Optional<Visit> find(String sessionToken) {
            return Optional.empty();
        }

        @Override
        public boolean mayVisit(Visit visit, PreviewTarget target) {
            return false;
        }
    }
}
