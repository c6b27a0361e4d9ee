package dev.intercepts.connector.outbound;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Where a redirected connection was meant to go, as the kernel's connection tracking remembers ({@code SO_ORIGINAL_DST}). */
final class OriginalDestination {

    private static final int ORIGINAL_DST = 80;
    private static final RawUnixChannelOption IPV4 = new RawUnixChannelOption("ORIGINAL_DST", 0, ORIGINAL_DST, 16);
    private static final RawUnixChannelOption IPV6 = new RawUnixChannelOption("ORIGINAL_DST6", 41, ORIGINAL_DST, 28);
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private OriginalDestination() {}

    /** That of an accepted connection; empty where it was not redirected. */
    static Optional<InetSocketAddress> of(Channel socket) {
        boolean ipv4 = ((InetSocketAddress) socket.localAddress()).getAddress().getAddress().length == 4;
        try {
            ByteBuffer address = socket.config().getOption(ipv4 ? IPV4 : IPV6);
            Optional<InetSocketAddress> found = address == null ? Optional.empty() : parse(address);
            return found.filter(meant -> !meant.equals(socket.localAddress()));
        } catch (ChannelException e) {
            return Optional.empty();
        }
    }

    /** Reads a {@code sockaddr_in} or {@code sockaddr_in6}: the family in the machine's order, port and address in the network's. */
    static Optional<InetSocketAddress> parse(ByteBuffer address) {
        int family = address.duplicate().order(ByteOrder.nativeOrder()).getShort(address.position());
        int port = address.getShort(address.position() + 2) & 0xffff;
        int length = family == AF_INET ? 4 : family == AF_INET6 ? 16 : 0;
        if (length == 0) {
            return Optional.empty();
        }
        byte[] bytes = new byte[length];
        address.get(address.position() + (length == 4 ? 4 : 8), bytes);
        return Optional.of(new InetSocketAddress(Cidr.ofBytes(bytes), port));
    }
}
