package dev.intercepts.manager.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A NetworkPolicy.
 *
 * @param namespace where
 * @param name which
 * @param pods whom it concerns
 * @param incoming what it lets in; {@code null} where it is not about that
 * @param limitsOutgoing whether pods may connect only to what it names
 */
public record NetworkPolicyView(
        String namespace,
        String name,
        LabelSelector pods,
        @Nullable List<Rule> incoming,
        boolean limitsOutgoing) {

    public NetworkPolicyView {
        incoming = incoming == null ? null : List.copyOf(incoming);
    }

    /**
     * What is let in.
     *
     * @param peers from where, as its JSON; empty for anywhere
     * @param ports to which TCP ports; {@code null} for all
     */
    public record Rule(String peers, @Nullable List<Ports> ports) {

        public Rule {
            ports = ports == null ? null : List.copyOf(ports);
        }

        /** Whether it lets in a port by its number. */
        public boolean lets(int number) {
            return ports == null || ports.stream().anyMatch(range -> range.has(number));
        }

        /** Whether it lets in a port by its name. */
        public boolean lets(String name) {
            return ports == null || ports.stream().anyMatch(range -> name.equals(range.name()));
        }
    }

    /** A port by its name, or numbers from a first to a last one. */
    public record Ports(@Nullable String name, int first, int last) {
        boolean has(int number) {
            return name == null && first <= number && number <= last;
        }
    }
}
