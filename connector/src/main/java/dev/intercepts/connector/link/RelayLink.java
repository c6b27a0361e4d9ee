package dev.intercepts.connector.link;

import dev.intercepts.connector.contract.Product;
import dev.intercepts.tunnel.Direction;
import dev.intercepts.tunnel.Hello;
import dev.intercepts.tunnel.TunnelDialer;
import dev.intercepts.tunnel.TunnelSettings;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay route: the session's tunnels to the hosted service. */
public final class RelayLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RelayLink.class);
    private static final int CONNECTIONS = 2;

    private final TunnelDialer dialer;

    private RelayLink(TunnelDialer dialer) {
        this.dialer = dialer;
    }

    /**
     * Starts dialling.
     *
     * @param tunnelUrl of the hosted service's discovery
     * @param accessToken the token as it is now; asked on an event loop, so it must not block
     */
    public static RelayLink start(
            URI tunnelUrl,
            String sessionToken,
            Supplier<String> accessToken,
            LaptopStreams streams,
            TunnelSettings settings) {
        Supplier<Hello> hello = () -> new Hello(
                "session",
                Direction.ACCEPT,
                accessToken.get(),
                Product.version(),
                Map.of("intercepts-session-token", sessionToken));
        return new RelayLink(TunnelDialer.start(
                new TunnelDialer.Config(tunnelUrl, CONNECTIONS, null, null, settings),
                hello,
                streams,
                state -> LOG.atInfo()
                        .addKeyValue("state", LinkState.words(state))
                        .log("tunnel to the cloud")));
    }

    /** How the relay route stands. */
    public TunnelDialer.State state() {
        return dialer.state();
    }

    @Override
    public void close() {
        dialer.close();
    }
}
