package dev.intercepts.connector.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rules: a table of nftables of our own, which holds nothing but what is redirected.
 *
 * @param users whose programs' connections are led into the cluster, by number
 * @param ranges to where
 * @param ipv4Port our port on 127.0.0.1 for connections to {@code ranges}
 * @param ipv6Port likewise on ::1; 0 for none
 * @param nameservers our ports for questions to each of the laptop's name servers
 * @param exempt what is left alone though it is in a range: the way to the cluster's API server itself
 */
record Ruleset(
        Set<Integer> users,
        List<Cidr> ranges,
        int ipv4Port,
        int ipv6Port,
        Map<InetAddress, Ports> nameservers,
        List<InetSocketAddress> exempt) {

    /** Name of the table; one in a network namespace. */
    static final String TABLE = "inet intercepts";

    /** The mark of our own questions, a code point for local use (RFC 2474 §6); taken off before a packet leaves. */
    static final int OWN_DSCP = 0x2b;

    /** Ports of a stand-in for a name server; {@code everybodys} where it is asked by a cache for all users. */
    record Ports(int udp, int tcp, boolean everybodys) {}

    /**
     * The commands for nft on one line, which it carries out as a whole or not at all; a table that is there is replaced.
     *
     * @param generation the name of an empty chain, by which to see that it was these rules that came into force
     */
    String render(String generation) {
        return "table %s { flags owner; }; delete table %s; table %s { flags owner; chain %s { }; %s %s };"
                .formatted(TABLE, TABLE, TABLE, generation, redirecting(), unmarking());
    }

    private String redirecting() {
        List<String> rules = new ArrayList<>();
        // Before what other software redirects, such as Docker: the first redirection of a connection counts.
        rules.add("type nat hook output priority -110; policy accept;");
        rules.add("meta l4proto { tcp, udp } th dport 53 ip dscp %d return;".formatted(OWN_DSCP));
        rules.add("meta l4proto { tcp, udp } th dport 53 ip6 dscp %d return;".formatted(OWN_DSCP));
        nameservers.forEach((server, ports) -> {
            String from = (ports.everybodys() ? "" : whose()) + destination(server);
            rules.add("%s udp dport 53 redirect to :%d;".formatted(from, ports.udp()));
            rules.add("%s tcp dport 53 redirect to :%d;".formatted(from, ports.tcp()));
        });
        for (InetSocketAddress address : exempt) {
            rules.add("%s tcp dport %d return;".formatted(destination(address.getAddress()), address.getPort()));
        }
        addRedirect(rules, "ip", true, ipv4Port);
        addRedirect(rules, "ip6", false, ipv6Port);
        return "chain output { " + String.join(" ", rules) + " };";
    }

    private void addRedirect(List<String> rules, String family, boolean ipv4, int port) {
        String of = ranges.stream()
                .filter(range -> range.isIpv4() == ipv4)
                .map(Cidr::toString)
                .collect(Collectors.joining(", "));
        if (!of.isEmpty() && port > 0) {
            rules.add("%s%s daddr { %s } meta l4proto tcp redirect to :%d;".formatted(whose(), family, of, port));
        }
    }

    private static String unmarking() {
        String ours = "meta l4proto { tcp, udp } th dport 53";
        return "chain unmark { type filter hook output priority 0; policy accept; "
                + ours + " ip dscp %d ip dscp set cs0; ".formatted(OWN_DSCP)
                + ours + " ip6 dscp %d ip6 dscp set cs0; };".formatted(OWN_DSCP);
    }

    private String whose() {
        return "meta skuid { %s } "
                .formatted(new TreeSet<>(users).stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    private static String destination(InetAddress address) {
        return (address.getAddress().length == 4 ? "ip" : "ip6") + " daddr " + address.getHostAddress();
    }
}
