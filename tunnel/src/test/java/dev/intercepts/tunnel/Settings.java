package dev.intercepts.tunnel;

import java.time.Duration;
import java.util.function.UnaryOperator;

/** The default settings with something changed. */
final class Settings {

    private int maxConcurrentStreams = TunnelSettings.DEFAULT.maxConcurrentStreams();
    private Duration pingInterval = TunnelSettings.DEFAULT.pingInterval();
    private Duration pingTimeout = TunnelSettings.DEFAULT.pingTimeout();
    private Duration openTimeout = TunnelSettings.DEFAULT.openTimeout();
    private Duration streamIdle = TunnelSettings.DEFAULT.streamIdle();
    private Duration handshakeTimeout = TunnelSettings.DEFAULT.handshakeTimeout();

    private Settings() {}

    static TunnelSettings openTimeout(Duration openTimeout) {
        return with(settings -> {
            settings.openTimeout = openTimeout;
            return settings;
        });
    }

    static TunnelSettings handshakeTimeout(Duration handshakeTimeout) {
        return with(settings -> {
            settings.handshakeTimeout = handshakeTimeout;
            return settings;
        });
    }

    static TunnelSettings maxConcurrentStreams(int maxConcurrentStreams) {
        return with(settings -> {
            settings.maxConcurrentStreams = maxConcurrentStreams;
            return settings;
        });
    }

    static TunnelSettings ping(Duration interval, Duration timeout) {
        return with(settings -> {
            settings.pingInterval = interval;
            settings.pingTimeout = timeout;
            return settings;
        });
    }

    /** Idle streams are looked for at each PING. */
    static TunnelSettings streamIdle(Duration streamIdle, Duration pingInterval) {
        return with(settings -> {
            settings.streamIdle = streamIdle;
            settings.pingInterval = pingInterval;
            return settings;
        });
    }

    private static TunnelSettings with(UnaryOperator<Settings> change) {
        Settings settings = change.apply(new Settings());
        TunnelSettings base = TunnelSettings.DEFAULT;
        return new TunnelSettings(
                settings.maxConcurrentStreams,
                base.streamWindow(),
                base.maxHeaderListSize(),
                settings.pingInterval,
                settings.pingTimeout,
                settings.openTimeout,
                settings.streamIdle,
                settings.handshakeTimeout,
                base.minBackoff(),
                base.maxBackoff(),
                base.healthyAfter());
    }
}
