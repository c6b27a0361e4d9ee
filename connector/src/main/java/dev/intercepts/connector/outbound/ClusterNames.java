package dev.intercepts.connector.outbound;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which names are asked of the cluster's name server, and as what.
 *
 * @param domain of the cluster: {@code cluster.local}
 * @param shortNamesIn namespaces in which names without a dot are looked up, in this order
 * @param namespaces those of the cluster, as far as they are known
 * @param search what the laptop's own resolver appends to short names
 * @param ranges addresses whose names are the cluster's to tell
 */
record ClusterNames(
        String domain,
        List<String> shortNamesIn,
        Collection<String> namespaces,
        List<String> search,
        List<Cidr> ranges) {

    private static final Set<String> NEVER = Set.of("localhost", "localdomain", "");

    /**
     * What to ask the cluster.
     *
     * @param names full names, the first that is there counts; none where the name is no business of the cluster's
     * @param clustersAlone whether nobody else is asked where the cluster knows none of them
     */
    record Lookup(List<String> names, boolean clustersAlone) {

        static final Lookup NONE = new Lookup(List.of(), false);
    }

    /** What a name of a question, without a dot at the end, means. */
    Lookup lookup(String asked) {
        String name = asked.toLowerCase(Locale.ROOT);
        if (name.equals(domain) || name.endsWith("." + domain)) {
            return new Lookup(List.of(name), true);
        }
        if (name.endsWith(".svc")) {
            return new Lookup(List.of(name + "." + domain), true);
        }
        if (name.endsWith(".in-addr.arpa")) {
            return reverse(name);
        }
        Set<String> found = new LinkedHashSet<>();
        String shortName = withoutSearch(name);
        if (shortName.indexOf('.') < 0) {
            if (!NEVER.contains(shortName)) {
                shortNamesIn.forEach(namespace -> found.add(shortName + "." + namespace + ".svc." + domain));
            }
        } else if (namespaces.contains(name.substring(name.lastIndexOf('.') + 1))) {
            found.add(name + ".svc." + domain);
        }
        return found.isEmpty() ? Lookup.NONE : new Lookup(List.copyOf(found), false);
    }

    /** The laptop's resolver asks for {@code hello.corp.example} where a program said {@code hello}; that counts as said. */
    private String withoutSearch(String name) {
        for (String suffix : search) {
            if (name.endsWith("." + suffix)) {
                String rest = name.substring(0, name.length() - suffix.length() - 1);
                if (rest.indexOf('.') < 0) {
                    return rest;
                }
            }
        }
        return name;
    }

    private Lookup reverse(String name) {
        List<String> labels = new ArrayList<>(List.of(name.split("\\.")));
        if (labels.size() != 6) {
            return Lookup.NONE;
        }
        String address = String.join(".", labels.subList(0, 4).reversed());
        boolean ours = Cidr.parse(address)
                .filter(Cidr::isIpv4)
                .filter(one -> ranges.stream().anyMatch(range -> range.contains(one.network())))
                .isPresent();
        return ours ? new Lookup(List.of(name), true) : Lookup.NONE;
    }
}
