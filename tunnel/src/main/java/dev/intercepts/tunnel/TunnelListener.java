package dev.intercepts.tunnel;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Accepts tunnels on a port. */
public interface TunnelListener {

    /**
     * Listens.
     *
     * @param config where and how
     * @param authenticator decides on each dialler
     * @param onTunnel told of each tunnel that is up; {@link Tunnel#closed()} tells its end
     * @param acceptor receives streams of those tunnels whose dialler opens them
     */
    static TunnelListener bind(
            Config config, Authenticator authenticator, Consumer<Tunnel> onTunnel, StreamAcceptor acceptor) {
        return BoundListener.bind(config, authenticator, onTunnel, acceptor);
    }

    /** Where it listens, with the port that was given where 0 was asked for. */
    InetSocketAddress address();

    /** Accepts no more and drains each tunnel. */
    CompletionStage<Void> drain(Duration limit);

    /** Closes the port and all tunnels at once. */
    void close();

    /**
     * How to listen.
     *
     * @param host address to bind
     * @param port 0-65535, 0 for any
     * @param tls {@code null} for plain TCP
     * @param settings limits and times
     * @param loops threads to run on
     */
    record Config(String host, int port, @Nullable SslContext tls, TunnelSettings settings, EventLoops loops) {

        public Config {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port: " + port + " (expected: 0-65535)");
            }
        }

        /** On the threads that all of the process shares. */
        public Config(String host, int port, @Nullable SslContext tls, TunnelSettings settings) {
            this(host, port, tls, settings, EventLoops.shared());
        }
    }
}
