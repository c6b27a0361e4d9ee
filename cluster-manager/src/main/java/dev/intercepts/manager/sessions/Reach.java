package dev.intercepts.manager.sessions;

import dev.intercepts.manager.intercepts.OffLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Which addresses streams through the manager may lead to: anything that it reaches, but for {@link OffLimits} and for its own
 * ports. Whoever listens on loopback takes the right to forward to the pod as proof (docs/security.md); a stream would come from
 * there without it. Safe for use by any thread.
 */
public final class Reach implements Predicate<InetSocketAddress> {

    private final Set<InetSocketAddress> own = ConcurrentHashMap.newKeySet();

    /** No stream leads to this listener of the manager's own. */
    public void exclude(InetSocketAddress listener) {
        own.add(listener);
    }

    @Override
    public boolean test(InetSocketAddress target) {
        return !OffLimits.contains(target.getAddress())
                && own.stream().noneMatch(listener -> leadsTo(target, listener));
    }

    /** On loopback other pods may be neighbours, on ports of the same number: so address and port, unless it has all addresses. */
    private static boolean leadsTo(InetSocketAddress target, InetSocketAddress listener) {
        return target.getPort() == listener.getPort()
                && (listener.getAddress().isAnyLocalAddress()
                        ? isHere(target.getAddress())
                        : listener.getAddress().equals(target.getAddress()));
    }

    private static boolean isHere(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            // Who cannot tell does not let through.
            return true;
        }
    }
}
