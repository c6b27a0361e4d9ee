package dev.intercepts.tunnel;

import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;

/** The peer broke a stream off; it arrives at a stream's handlers as a connection reset does at a socket's. */
public final class StreamResetException extends IOException {

    private final long errorCode;

    /**
     * With the peer's reason.
     *
     * @param errorCode of RST_STREAM (RFC 9113 §7)
     */
    public StreamResetException(long errorCode) {
        super("stream reset by peer with " + name(errorCode));
        this.errorCode = errorCode;
    }

    /** Error code of RST_STREAM (RFC 9113 §7). */
    public long errorCode() {
        return errorCode;
    }

    /** Without a stack trace: it comes from the network, by the thousand. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    private static String name(long errorCode) {
        Http2Error error = Http2Error.valueOf(errorCode);
        return error == null ? "error code " + errorCode : error.name();
    }
}
