package dev.intercepts.connector.outbound;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A range of addresses (RFC 4632, RFC 4291 §2.3).
 *
 * @param network its first address
 * @param prefix how many bits all its addresses share
 */
record Cidr(InetAddress network, int prefix) {

    /** The range of this prefix that an address is in. */
    static Cidr around(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        if (prefix < 0 || prefix > bytes.length * 8) {
            throw new IllegalArgumentException("prefix: " + prefix + " (expected: 0-" + bytes.length * 8 + ")");
        }
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return new Cidr(ofBytes(bytes), prefix);
    }

    /** Reads {@code 10.96.0.0/12}, {@code fd00::/108}, or one address; never looks up a name. */
    static Optional<Cidr> parse(String text) {
        String[] parts = text.strip().split("/", 2);
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(parts[0]);
        if (bytes == null || parts.length == 2 && !parts[1].matches("\\d{1,3}")) {
            return Optional.empty();
        }
        int prefix = parts.length == 2 ? Integer.parseInt(parts[1]) : bytes.length * 8;
        return prefix > bytes.length * 8 ? Optional.empty() : Optional.of(around(ofBytes(bytes), prefix));
    }

    /** An address of 4 or 16 bytes. */
    static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("bytes: " + bytes.length + " (expected: 4 or 16)", e);
        }
    }

    /** Whether it is of IPv4. */
    boolean isIpv4() {
        return network.getAddress().length == 4;
    }

    boolean contains(InetAddress address) {
        return address.getAddress().length == network.getAddress().length
                && around(address, prefix).equals(this);
    }

    /** Whether an address is in both: then one range holds the other. */
    boolean overlaps(Cidr other) {
        return contains(other.network) || other.contains(network);
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }
}
