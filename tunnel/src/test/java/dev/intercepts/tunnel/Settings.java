package dev.intercepts.tunnel;

import java.time.Duration;

/** The default settings with something changed. */
final class Settings {

    private static final TunnelSettings DEFAULT = TunnelSettings.DEFAULT;

    private Settings() {}

    static TunnelSettings openTimeout(Duration openTimeout) {
        return new TunnelSettings(
                DEFAULT.maxConcurrentStreams(),
                DEFAULT.streamWindow(),
                DEFAULT.maxHeaderListSize(),
                DEFAULT.pingInterval(),
                DEFAULT.pingTimeout(),
                openTimeout,
                DEFAULT.streamIdle(),
                DEFAULT.handshakeTimeout(),
                DEFAULT.minBackoff(),
                DEFAULT.maxBackoff(),
                DEFAULT.healthyAfter());
    }

    static TunnelSettings ping(Duration interval, Duration timeout) {
        return new TunnelSettings(
                DEFAULT.maxConcurrentStreams(),
                DEFAULT.streamWindow(),
                DEFAULT.maxHeaderListSize(),
                interval,
                timeout,
                DEFAULT.openTimeout(),
                DEFAULT.streamIdle(),
                DEFAULT.handshakeTimeout(),
                DEFAULT.minBackoff(),
                DEFAULT.maxBackoff(),
                DEFAULT.healthyAfter());
    }
}
