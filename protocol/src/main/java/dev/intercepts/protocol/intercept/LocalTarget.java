package dev.intercepts.protocol.intercept;

/** Where on the laptop the traffic ends: a host as the laptop sees it (normally 127.0.0.1) and a port, 1-65535. */
public record LocalTarget(String host, int port) {

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
