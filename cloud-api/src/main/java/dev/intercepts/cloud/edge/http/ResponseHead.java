package dev.intercepts.cloud.edge.http;

/**
 * A response's head.
 *
 * @param status 100-599
 * @param reason phrase, may be empty
 * @param fields all of them
 * @param framing where the body ends, for the request that was asked
 * @param persistent whether the connection may serve another request
 */
public record ResponseHead(int status, String reason, Fields fields, Framing framing, boolean persistent) {

    /** Whether another head follows for the same request; 101 is final. */
    public boolean interim() {
        return status < 200 && status != 101;
    }
}
