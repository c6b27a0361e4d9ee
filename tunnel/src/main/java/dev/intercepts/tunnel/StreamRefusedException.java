package dev.intercepts.tunnel;

import java.io.IOException;

/** The peer answered a {@code CONNECT} with something other than 2xx. */
public final class StreamRefusedException extends IOException {

    private final transient StreamRefusal refusal;

    public StreamRefusedException(StreamRequest request, StreamRefusal refusal) {
        super(request.authority() + " refused with " + refusal.status() + " " + refusal.headers());
        this.refusal = refusal;
    }

    /** What the peer said. */
    public StreamRefusal refusal() {
        return refusal;
    }
}
