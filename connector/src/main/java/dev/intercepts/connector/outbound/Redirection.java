package dev.intercepts.connector.outbound;

import dev.intercepts.connector.contract.NetworkOptions;
import dev.intercepts.tunnel.StreamOpener;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is redirected now: rules, the ports they lead to, and how those came about. Used by one thread at a time. */
final class Redirection implements Looks.Rules {

    private static final Logger LOG = LoggerFactory.getLogger(Redirection.class);
    private static final String DOMAIN = "cluster.local";

    private final StreamOpener cluster;
    private final Supplier<List<String>> shortNamesIn;
    private final Map<String, String> environment;
    private final NetworkRights rights;
    private final NetworkOptions options;
    private final List<Cidr> allowed;
    private final ClusterAnswers answers;
    private final Map<InetAddress, NameServerStandIn> standIns = new LinkedHashMap<>();

    private volatile RangePlan plan = new RangePlan(List.of(), List.of(), List.of());
    private volatile ClusterNames names = new ClusterNames(DOMAIN, List.of(), Set.of(), List.of(), List.of());
    private @Nullable RedirectedConnections ipv4;
    private @Nullable RedirectedConnections ipv6;
    private @Nullable NftTable table;
    private @Nullable Ruleset inForce;
    private @Nullable OutboundState passwordNeeded;

    Redirection(
            StreamOpener cluster,
            Supplier<List<String>> shortNamesIn,
            RandomGenerator random,
            Map<String, String> environment,
            NetworkRights rights,
            NetworkOptions options) {
        this.cluster = cluster;
        this.shortNamesIn = shortNamesIn;
        this.environment = environment;
        this.rights = rights;
        this.options = options;
        this.allowed = cidrs(options.allowConflicting());
        this.answers = new ClusterAnswers(new ClusterDns(cluster, random), this::names);
    }

    /** Why there is no use in trying, or {@code null}. */
    @Nullable
    OutboundState cannot() {
        if (rights.user() < 0 || !RedirectedConnections.supported()) {
            return OutboundState.off(List.of(), "this is done on Linux only", null);
        }
        if (!rights.netAdmin() && !options.sudo()) {
            return OutboundState.off(
                    List.of(), "no right to redirect connections on this laptop", "run `telepresence connect --sudo`");
        }
        if (NetworkRights.program("nft", environment).isEmpty()) {
            return OutboundState.off(
                    List.of(), "nft is not installed", "install the package nftables and connect again");
        }
        return null;
    }

    @Override
    public OutboundState follow(ClusterView view) {
        OutboundState hopeless = passwordNeeded;
        if (hopeless != null) {
            return hopeless;
        }
        List<InetAddress> own = LaptopNetwork.addresses();
        if (cidrs(view.nodeAddresses()).stream().anyMatch(node -> own.contains(node.network()))) {
            release();
            return OutboundState.off(
                    List.of(), "this machine is a node of the cluster and reaches its addresses anyway", null);
        }
        RangePlan whole = RangePlan.of(cidrs(view.ranges()), LaptopNetwork.current(), allowed);
        RangePlan now = whole.takesIpv6() && !listensOnIpv6() ? whole.withoutIpv6() : whole;
        List<String> leftOut = now.leftOut();
        if (now.taken().isEmpty()) {
            release();
            return OutboundState.off(leftOut, now.whyNone(), now.conflicts().isEmpty() ? null : remedyFor(now));
        }
        try {
            bring(now, view);
        } catch (IOException e) {
            release();
            boolean password = String.valueOf(e.getMessage()).contains("sudo:");
            OutboundState off = OutboundState.off(
                    leftOut,
                    String.valueOf(e.getMessage()),
                    password ? "run `telepresence connect --sudo` in a terminal" : null);
            // Nobody can give one to a daemon, and each try may be reported to an administrator.
            passwordNeeded = password ? off : null;
            return off;
        }
        return new OutboundState(
                now.taken().stream().map(Cidr::toString).toList(),
                leftOut,
                null,
                now.conflicts().isEmpty() ? null : remedyFor(now));
    }

    private void bring(RangePlan now, ClusterView view) throws IOException {
        ResolverConfig resolver = ResolverConfig.current();
        names = new ClusterNames(DOMAIN, List.of(), known(view), resolver.search(), now.taken());
        plan = now;
        RedirectedConnections first = ipv4;
        if (first == null) {
            first = RedirectedConnections.start(cluster, this::leads, "127.0.0.1");
            ipv4 = first;
        }
        Set<InetAddress> servers = new HashSet<>(resolver.nameservers());
        servers.addAll(resolver.relayed());
        Map<InetAddress, Ruleset.Ports> ports = new LinkedHashMap<>();
        for (InetAddress server : servers) {
            NameServerStandIn standIn = standIn(server);
            if (standIn == null) {
                continue;
            }
            boolean everybodys = resolver.relayed().contains(server);
            ports.put(server, new Ruleset.Ports(standIn.udpPort(), standIn.tcpPort(), everybodys));
        }
        RedirectedConnections second = ipv6;
        Ruleset wanted = new Ruleset(
                rights.users(environment),
                now.taken(),
                first.port(),
                second == null ? 0 : second.port(),
                ports,
                inRanges(view.apiServer(), now.taken()));
        NftTable there = table;
        if (there == null || !there.holds()) {
            there = NftTable.start(command());
            table = there;
            inForce = null;
        }
        if (!wanted.equals(inForce)) {
            there.apply(wanted);
            inForce = wanted;
        }
        for (InetAddress server : List.copyOf(standIns.keySet())) {
            if (!servers.contains(server)) {
                Optional.ofNullable(standIns.remove(server)).ifPresent(NameServerStandIn::close);
            }
        }
    }

    /** Not so on a laptop whose IPv6 is switched off, loopback and all. */
    private boolean listensOnIpv6() {
        if (ipv6 == null) {
            try {
                ipv6 = RedirectedConnections.start(cluster, this::leads, "::1");
            } catch (IOException e) {
                LOG.atDebug().setCause(e).log("no IPv6");
                return false;
            }
        }
        return true;
    }

    /** {@code null} for one that is reached by IPv6 where there is none: it answers nobody. */
    private @Nullable NameServerStandIn standIn(InetAddress server) throws IOException {
        NameServerStandIn known = standIns.get(server);
        if (known != null) {
            return known;
        }
        try {
            NameServerStandIn started = NameServerStandIn.start(server, answers);
            standIns.put(server, started);
            return started;
        } catch (IOException e) {
            if (server instanceof Inet6Address) {
                LOG.atDebug().addKeyValue("server", server).setCause(e).log("left out");
                return null;
            }
            throw e;
        }
    }

    private List<String> command() throws IOException {
        String nft =
                NetworkRights.program("nft", environment).orElseThrow(() -> new IOException("nft is not installed"));
        String sudo = NetworkRights.program("sudo", environment).orElse("sudo");
        return rights.netAdmin() ? List.of(nft) : List.of(sudo, "-n", nft);
    }

    private static String remedyFor(RangePlan plan) {
        return "--allow-conflicting-subnets=" + plan.conflicts().getFirst().range()
                + " leads it into the cluster all the same";
    }

    /** Asked on an event loop. */
    private boolean leads(InetSocketAddress address) {
        return plan.taken().stream().anyMatch(range -> range.contains(address.getAddress()));
    }

    private ClusterNames names() {
        ClusterNames now = names;
        return new ClusterNames(now.domain(), shortNamesIn.get(), now.namespaces(), now.search(), now.ranges());
    }

    /** Where the user may not see the namespaces, those are known that are used, and those of every cluster. */
    private Set<String> known(ClusterView view) {
        Set<String> known = new HashSet<>(view.namespaces());
        known.addAll(shortNamesIn.get());
        known.addAll(List.of("default", "kube-system"));
        return known;
    }

    /** The daemon's own way to the cluster must not lead through the cluster. */
    private static List<InetSocketAddress> inRanges(URI apiServer, List<Cidr> ranges) {
        String host = apiServer.getHost();
        if (host == null) {
            return List.of();
        }
        int port = apiServer.getPort() > 0
                ? apiServer.getPort()
                : apiServer.getScheme().equals("http") ? 80 : 443;
        List<InetSocketAddress> found = new ArrayList<>();
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (ranges.stream().anyMatch(range -> range.contains(address))) {
                    found.add(new InetSocketAddress(address, port));
                }
            }
        } catch (UnknownHostException e) {
            return List.of();
        }
        return found;
    }

    private static List<Cidr> cidrs(Iterable<String> texts) {
        List<Cidr> found = new ArrayList<>();
        texts.forEach(text -> Cidr.parse(text).ifPresent(found::add));
        return found;
    }

    /** Takes the rules away; what they led to goes after them. */
    private void release() {
        Optional.ofNullable(table).ifPresent(NftTable::close);
        table = null;
        inForce = null;
        standIns.values().forEach(NameServerStandIn::close);
        standIns.clear();
        Optional.ofNullable(ipv4).ifPresent(RedirectedConnections::close);
        Optional.ofNullable(ipv6).ifPresent(RedirectedConnections::close);
        ipv4 = null;
        ipv6 = null;
    }

    @Override
    public void close() {
        release();
    }
}
