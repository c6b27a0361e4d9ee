package dev.intercepts.agent.proxy;

import java.time.Duration;

/**
 * Limits on what clients may ask of the agent.
 *
 * @param headBytes the longest head of a request or an answer, with its lines' ends
 * @param heldBytes how much of a client is kept while nobody takes it: pipelined requests, or bytes that wait for a dial
 * @param headTime from the first byte of a head to its last; also how long a client may leave open what it speaks
 * @param idleTime how long a connection may stand without a request while no connection to the app stands behind it
 * @param dialTime for a connection to the app
 * @param lingerTime how long the rest of a refused request is read, so that the answer is not lost by a reset
 */
public record Limits(
        int headBytes, int heldBytes, Duration headTime, Duration idleTime, Duration dialTime, Duration lingerTime) {

    /** For everything that is not configured otherwise. */
    public static final Limits DEFAULT = new Limits(
            64 * 1024,
            64 * 1024,
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));

    /** The same with another limit of heads. */
    public Limits withHeadBytes(int bytes) {
        return new Limits(bytes, heldBytes, headTime, idleTime, dialTime, lingerTime);
    }
}
