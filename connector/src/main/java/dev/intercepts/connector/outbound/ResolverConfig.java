package dev.intercepts.connector.outbound;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How programs of this laptop look names up (resolv.conf(5)).
 *
 * @param nameservers whom they ask
 * @param relayed whom those that are a cache of this laptop's own (systemd-resolved) ask
 * @param search what is appended to short names, lower case, without a dot at the end
 */
record ResolverConfig(Set<InetAddress> nameservers, Set<InetAddress> relayed, List<String> search) {

    private static final Path USED = Path.of("/etc/resolv.conf");
    private static final Path OF_SYSTEMD = Path.of("/run/systemd/resolve/resolv.conf");
    private static final InetAddress SYSTEMD_STUB = Cidr.ofBytes(new byte[] {127, 0, 0, 53});

    /** As it is now; nothing where there are no such files. */
    static ResolverConfig current() {
        return of(text(USED), text(OF_SYSTEMD));
    }

    /**
     * Reads it.
     *
     * @param used what programs read
     * @param ofSystemd what systemd-resolved asks; counts only where programs ask systemd-resolved
     */
    static ResolverConfig of(String used, String ofSystemd) {
        Set<InetAddress> nameservers = nameservers(used);
        Set<InetAddress> relayed = nameservers.contains(SYSTEMD_STUB) ? nameservers(ofSystemd) : Set.of();
        List<String> search = new ArrayList<>();
        for (String line : used.lines().toList()) {
            String[] fields = line.strip().split("\\s+");
            if (fields[0].equals("search") || fields[0].equals("domain")) {
                // The last such line counts.
                search.clear();
                for (int i = 1; i < fields.length; i++) {
                    search.add(fields[i].replaceAll("\\.+$", "").toLowerCase(Locale.ROOT));
                }
            }
        }
        search.removeIf(String::isEmpty);
        return new ResolverConfig(nameservers, relayed, List.copyOf(search));
    }

    private static Set<InetAddress> nameservers(String text) {
        Set<InetAddress> found = new LinkedHashSet<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length >= 2 && fields[0].equals("nameserver")) {
                byte[] bytes = NetUtil.createByteArrayFromIpAddressString(fields[1]);
                // fe80::1%eth0 is meant for one interface, which a rule could not tell from others.
                if (bytes != null && fields[1].indexOf('%') < 0) {
                    found.add(Cidr.ofBytes(bytes));
                }
            }
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
