package dev.intercepts.cloud.edge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections each address has open. */
final class AddressLimits {

    private final int limit;
    private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();

    AddressLimits(int limit) {
        this.limit = limit;
    }

    /** Counts a connection in, unless its address has too many. */
    boolean enter(SocketAddress from) {
        return !(from instanceof InetSocketAddress inet) || open.merge(inet.getAddress(), 1, Integer::sum) <= limit;
    }

    /** Counts a connection out, whether or not it was let in. */
    void leave(SocketAddress from) {
        if (from instanceof InetSocketAddress inet) {
            open.computeIfPresent(inet.getAddress(), (ignored, had) -> had <= 1 ? null : had - 1);
        }
    }
}
