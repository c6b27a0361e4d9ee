package dev.intercepts.connector.outbound;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of the cluster's ranges are led into the cluster.
 *
 * @param taken these
 * @param conflicts these are not, because the laptop uses some of their addresses itself
 * @param noIpv6 nor are these, because the laptop has no IPv6
 */
record RangePlan(List<Cidr> taken, List<Conflict> conflicts, List<Cidr> noIpv6) {

    /** A range of the cluster, and what of the laptop's overlaps it. */
    record Conflict(Cidr range, LaptopNetwork with) {

        /** {@code 10.96.0.0/12 overlaps 10.100.0.0/16 of tun0}. */
        @Override
        public String toString() {
            return "%s overlaps %s of %s".formatted(range, with.range(), with.device());
        }
    }

    /**
     * Decides. Loopback and link-local addresses are never taken, whatever the cluster says.
     *
     * @param cluster its ranges
     * @param laptop what the laptop uses
     * @param allowed ranges that the user wants led into the cluster all the same, where they overlap
     */
    static RangePlan of(Collection<Cidr> cluster, Collection<LaptopNetwork> laptop, Collection<Cidr> allowed) {
        List<Cidr> taken = new ArrayList<>();
        List<Conflict> conflicts = new ArrayList<>();
        for (Cidr range : new LinkedHashSet<>(cluster)) {
            if (range.prefix() == 0
                    || range.network().isLoopbackAddress()
                    || range.network().isLinkLocalAddress()
                    || range.network().isMulticastAddress()) {
                continue;
            }
            LaptopNetwork own = laptop.stream()
                    .filter(network -> network.range().overlaps(range))
                    .findFirst()
                    .orElse(null);
            if (own == null || allowed.contains(range)) {
                taken.add(range);
            } else {
                conflicts.add(new Conflict(range, own));
            }
        }
        return new RangePlan(List.copyOf(taken), List.copyOf(conflicts), List.of());
    }

    boolean takesIpv6() {
        return taken.stream().anyMatch(range -> !range.isIpv4());
    }

    /** The same on a laptop where nothing can listen on IPv6. */
    RangePlan withoutIpv6() {
        Map<Boolean, List<Cidr>> byIpv4 = taken.stream().collect(Collectors.partitioningBy(Cidr::isIpv4));
        return new RangePlan(byIpv4.getOrDefault(true, List.of()), conflicts, byIpv4.getOrDefault(false, List.of()));
    }

    /** A few words on each range that is not taken. */
    List<String> leftOut() {
        return Stream.concat(
                        conflicts.stream().map(Conflict::toString),
                        noIpv6.stream().map(range -> range + " (this laptop has no IPv6)"))
                .toList();
    }

    /** Why none is taken, where that is so. */
    String whyNone() {
        if (!conflicts.isEmpty()) {
            return "the laptop uses the cluster's addresses itself";
        }
        return noIpv6.isEmpty()
                ? "the cluster does not tell which addresses it uses"
                : "the cluster's addresses are of IPv6, which this laptop has not";
    }
}
