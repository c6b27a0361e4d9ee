package dev.intercepts.connector.outbound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A range that the laptop has a use for itself: an address of an interface, or a route other than the default one.
 *
 * @param device the interface
 */
record LaptopNetwork(Cidr range, String device) {

    private static final HexFormat HEX = HexFormat.of();

    /** What the laptop has now: addresses, and the routes of the main table where there is {@code /proc/net}. */
    static List<LaptopNetwork> current() {
        List<LaptopNetwork> found = new ArrayList<>();
        try {
            for (NetworkInterface device : NetworkInterface.networkInterfaces().toList()) {
                for (InterfaceAddress address : device.getInterfaceAddresses()) {
                    found.add(new LaptopNetwork(
                            Cidr.around(address.getAddress(), address.getNetworkPrefixLength()), device.getName()));
                }
            }
            found.addAll(ofRoutes(lines("/proc/net/route")));
            found.addAll(ofIpv6Routes(lines("/proc/net/ipv6_route")));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Addresses of this laptop. */
    static List<InetAddress> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads {@code /proc/net/route}: hexadecimal numbers in the order of a little-endian machine's memory. */
    static List<LaptopNetwork> ofRoutes(List<String> lines) {
        List<LaptopNetwork> found = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length >= 8 && fields[1].matches("[0-9A-Fa-f]{8}") && fields[7].matches("[0-9A-Fa-f]{8}")) {
                int prefix = Long.bitCount(Long.parseLong(fields[7], 16));
                if (prefix > 0) {
                    byte[] reversed = HEX.parseHex(fields[1]);
                    byte[] address = {reversed[3], reversed[2], reversed[1], reversed[0]};
                    found.add(new LaptopNetwork(Cidr.around(Cidr.ofBytes(address), prefix), fields[0]));
                }
            }
        }
        return found;
    }

    /** Reads {@code /proc/net/ipv6_route}; without the default route and multicast. */
    static List<LaptopNetwork> ofIpv6Routes(List<String> lines) {
        List<LaptopNetwork> found = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length >= 10 && fields[0].matches("[0-9a-f]{32}") && fields[1].matches("[0-9a-f]{2}")) {
                int prefix = Integer.parseInt(fields[1], 16);
                if (prefix > 0 && !fields[0].startsWith("ff")) {
                    InetAddress address = Cidr.ofBytes(HEX.parseHex(fields[0]));
                    found.add(new LaptopNetwork(Cidr.around(address, prefix), fields[9]));
                }
            }
        }
        return found;
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            return List.of();
        }
    }
}
