package dev.intercepts.agent.proxy;

import dev.intercepts.agent.routes.Destination;
import dev.intercepts.protocol.stream.Hop;
import dev.intercepts.protocol.stream.RefusalReason;
import dev.intercepts.protocol.stream.StreamHeaders;
import dev.intercepts.tunnel.StreamRefusedException;
import io.netty.channel.ConnectTimeoutException;
import java.util.Locale;
import java.util.Map;

/** What follows from a connection that was not to be had. */
sealed interface Failure {

    /** The laptop is not there, or may not be reached: the app answers instead. */
    record AppInstead() implements Failure {}

    /**
     * Whoever asked is told.
     *
     * @param status 502 or 504
     * @param hop who failed
     * @param detail one sentence
     */
    record Told(int status, String hop, String detail) implements Failure {}

    static Failure of(Destination destination, Throwable cause) {
        return switch (destination) {
            case Destination.App ignored -> app(cause);
            case Destination.Laptop ignored -> laptop(cause);
        };
    }

    private static Failure app(Throwable cause) {
        return cause instanceof ConnectTimeoutException
                ? new Told(504, Hop.APP.token(), "The app container did not accept the connection in time.")
                : new Told(502, Hop.APP.token(), "The app container accepts no connection on its port.");
    }

    /** Only a laptop that is there, and whose local port is not, makes an error; all else is as if it were away. */
    private static Failure laptop(Throwable cause) {
        if (!(cause instanceof StreamRefusedException refused)) {
            return new AppInstead();
        }
        Map<String, String> headers = refused.refusal().headers();
        String hop = headers.getOrDefault(StreamHeaders.HOP, "").toLowerCase(Locale.ROOT);
        String reason = headers.getOrDefault(StreamHeaders.REASON, "");
        boolean reached = hop.equals(Hop.LAPTOP.token()) || hop.equals(Hop.CONNECTOR.token());
        if (reached && reason.equals(RefusalReason.CONNECT_FAILED.token())) {
            return new Told(
                    502, hop, "The laptop that intercepts this service has nothing listening on its local port.");
        }
        if (reached && reason.equals(RefusalReason.TIMEOUT.token())) {
            return new Told(504, hop, "The laptop that intercepts this service did not answer in time.");
        }
        return new AppInstead();
    }
}
