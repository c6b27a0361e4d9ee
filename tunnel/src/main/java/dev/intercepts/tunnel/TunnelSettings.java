package dev.intercepts.tunnel;

import java.time.Duration;

/**
 * Limits and times of tunnels.
 *
 * @param maxConcurrentStreams per connection
 * @param streamWindow initial flow control window of a stream, bytes; memory per connection is bounded by this times the
 *     streams
 * @param maxHeaderListSize bytes
 * @param pingInterval time between PINGs, jittered by a fifth
 * @param pingTimeout a peer silent for so long is dead
 * @param openTimeout for a stream to be answered
 * @param streamIdle a stream without a byte either way for so long is reset; there is no limit for a whole exchange
 * @param handshakeTimeout from TCP connect to a live tunnel
 * @param minBackoff first pause before dialling again
 * @param maxBackoff longest pause before dialling again
 * @param healthyAfter a connection that stood so long resets the pause
 */
public record TunnelSettings(
        int maxConcurrentStreams,
        int streamWindow,
        int maxHeaderListSize,
        Duration pingInterval,
        Duration pingTimeout,
        Duration openTimeout,
        Duration streamIdle,
        Duration handshakeTimeout,
        Duration minBackoff,
        Duration maxBackoff,
        Duration healthyAfter) {

    /** What every part of the product uses unless it is configured otherwise. */
    public static final TunnelSettings DEFAULT = new TunnelSettings(
            10_000,
            512 * 1024,
            16 * 1024,
            Duration.ofSeconds(5),
            Duration.ofSeconds(12),
            Duration.ofSeconds(10),
            Duration.ofHours(4),
            Duration.ofSeconds(10),
            Duration.ofMillis(250),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1));

    /**
     * With a Traffic Manager at the other end: where one replica goes another takes over within seconds, and those who dial are
     * no more than one cluster has.
     */
    public static final TunnelSettings TO_MANAGER = DEFAULT.withMaxBackoff(Duration.ofSeconds(3));

    /** The same with another flow control window of streams. */
    public TunnelSettings withStreamWindow(int bytes) {
        return new TunnelSettings(
                maxConcurrentStreams,
                bytes,
                maxHeaderListSize,
                pingInterval,
                pingTimeout,
                openTimeout,
                streamIdle,
                handshakeTimeout,
                minBackoff,
                maxBackoff,
                healthyAfter);
    }

    /** The same with another longest pause before dialling again. */
    public TunnelSettings withMaxBackoff(Duration longest) {
        return new TunnelSettings(
                maxConcurrentStreams,
                streamWindow,
                maxHeaderListSize,
                pingInterval,
                pingTimeout,
                openTimeout,
                streamIdle,
                handshakeTimeout,
                minBackoff,
                longest,
                healthyAfter);
    }
}
