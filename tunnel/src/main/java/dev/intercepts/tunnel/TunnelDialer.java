package dev.intercepts.tunnel;

import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a session's tunnels to one listener up: several connections, dialled again with full jitter when one breaks. As a
 * {@link StreamOpener} it opens each stream on a connection that is up and does not drain.
 */
public interface TunnelDialer extends StreamOpener {

    /**
     * Starts dialling, and goes on until {@link #close()}.
     *
     * @param config where to and how
     * @param hello asked before each attempt, so that a token can be renewed
     * @param acceptor receives streams where {@link Direction#ACCEPT} is asked for
     * @param onState told of each change, on an event loop
     */
    static TunnelDialer start(Config config, Supplier<Hello> hello, StreamAcceptor acceptor, Consumer<State> onState) {
        return ReconnectingDialer.start(config, hello, acceptor, onState);
    }

    /** Where it stands now. */
    State state();

    /** Drains all connections and dials no more. */
    CompletionStage<Void> drain(Duration limit);

    /** Closes all connections and dials no more. */
    void close();

    /** Where a dialer stands. */
    sealed interface State {
        /**
         * No connection yet, or none any more; being tried again.
         *
         * @param reason what went wrong last, or {@code null} at the start
         */
        record Connecting(@Nullable String reason) implements State {}

        /**
         * At least one connection is up.
         *
         * @param connections how many
         */
        record Connected(int connections) implements State {}

        /**
         * The listener refused; tried again slowly, since a token may be mended.
         *
         * @param status HTTP status
         * @param message the listener's words
         */
        record Refused(int status, String message) implements State {}

        /** {@link #close()} or {@link #drain} was called. */
        record Closed() implements State {}
    }

    /**
     * How to dial.
     *
     * @param uri {@code http://host:port} or {@code https://host:port}
     * @param connections how many to keep, 1-8
     * @param tls {@code null} for the platform's trust where the scheme is https
     * @param proxy {@code http://host:port} of an HTTP proxy, or {@code null}
     * @param settings limits and times
     * @param loops threads to run on
     */
    record Config(
            URI uri,
            int connections,
            @Nullable SslContext tls,
            @Nullable URI proxy,
            TunnelSettings settings,
            EventLoops loops) {

        public Config {
            if (connections < 1 || connections > 8) {
                throw new IllegalArgumentException("connections: " + connections + " (expected: 1-8)");
            }
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!http || uri.getHost() == null) {
                throw new IllegalArgumentException(
                        "uri: " + uri + " (expected: http://host:port or https://host:port)");
            }
            if (proxy != null && (!"http".equals(proxy.getScheme()) || proxy.getHost() == null)) {
                throw new IllegalArgumentException(
                        "proxy: " + proxy.getScheme() + "://" + proxy.getHost() + " (expected: http://host:port)");
            }
        }

        /** On the threads that all of the process shares. */
        public Config(
                URI uri, int connections, @Nullable SslContext tls, @Nullable URI proxy, TunnelSettings settings) {
            this(uri, connections, tls, proxy, settings, EventLoops.shared());
        }
    }
}
