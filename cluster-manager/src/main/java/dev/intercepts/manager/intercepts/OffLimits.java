package dev.intercepts.manager.intercepts;

import java.net.InetAddress;
import java.util.Set;

/**
 * Addresses to which nobody is led through the manager, since they mean something else to it than to whoever asks: its own pod,
 * and what a node says to its pods alone. Pure.
 */
public final class OffLimits {

    /** Where clouds tell machines who they are, credentials and all, and that are not link-local (AWS, Google, Alibaba, Azure). */
    private static final Set<InetAddress> METADATA = Set.of(
            InetAddress.ofLiteral("fd00:ec2::254"),
            InetAddress.ofLiteral("fd20:ce::254"),
            InetAddress.ofLiteral("100.100.100.200"),
            InetAddress.ofLiteral("168.63.129.16"));

    private OffLimits() {}

    /** Whether it is one: unspecified (RFC 1122 §3.2.1.3 (a); Linux connects to loopback), link-local (RFC 3927, RFC 4291), metadata. */
    public static boolean contains(InetAddress address) {
        return address.isAnyLocalAddress() || address.isLinkLocalAddress() || METADATA.contains(address);
    }

    /** Whether a host is such an address as it is written; a name is not, whatever it leads to. Never asks DNS. */
    static boolean contains(String host) {
        try {
            return contains(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
