package dev.intercepts.playground.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/** What is next to this machine on a network. */
final class Neighbourhood {

    private Neighbourhood() {}

    /**
     * This machine's address on the network that another address is on, too.
     *
     * @param other an IP address; IPv6 is nobody's neighbour
     */
    static Optional<InetAddress> addressTowards(String other) {
        try {
            InetAddress wanted = InetAddress.ofLiteral(other);
            return NetworkInterface.networkInterfaces()
                    .flatMap(each -> each.getInterfaceAddresses().stream())
                    .filter(each -> shares(each, wanted))
                    .map(InterfaceAddress::getAddress)
                    .findFirst();
        } catch (SocketException e) {
            throw new UncheckedIOException("cannot list the network interfaces", (IOException) e);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean shares(InterfaceAddress each, InetAddress wanted) {
        return each.getAddress() instanceof Inet4Address own
                && wanted instanceof Inet4Address
                && samePrefix(own.getAddress(), wanted.getAddress(), each.getNetworkPrefixLength());
    }

    /** Whether the first bits of two addresses are the same. */
    static boolean samePrefix(byte[] one, byte[] other, int bits) {
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
