package dev.intercepts.tunnel;

import java.io.IOException;

/** There is no live tunnel to open a stream on. */
public final class NoTunnelException extends IOException {

    public NoTunnelException(String message) {
        super(message);
    }
}
