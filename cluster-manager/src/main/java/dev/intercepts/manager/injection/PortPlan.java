package dev.intercepts.manager.injection;

import dev.intercepts.manager.world.ContainerView;
import dev.intercepts.manager.world.ServiceView;
import dev.intercepts.protocol.cluster.AgentConfig.AgentPort;
import dev.intercepts.protocol.cluster.ClusterNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which container ports get an agent before them, and how traffic comes to it.
 *
 * @param ports in the order of the containers' declarations, undeclared ones last
 * @param healthPort where the agent says whether it is ready
 */
public record PortPlan(List<Planned> ports, int healthPort) {

    /**
     * A port of the app.
     *
     * @param agent where the agent stands for it
     * @param movedNames the port names that move to the agent; empty if no Service targets it by name
     * @param probePort where the redirecting init container lets probes past the agent; {@code null} if the port is not
     *     redirected
     */
    record Planned(
            AgentPort agent,
            List<String> movedNames,
            @Nullable Integer probePort) {

        boolean redirected() {
            return probePort != null;
        }
    }

    /**
     * Every TCP port that some Service leads to: then later intercepts need no new roll-out.
     *
     * @param redirects whether an init container may redirect ports; without it only those get an agent that a Service targets
     *     by name
     */
    public static PortPlan of(List<ContainerView> containers, List<ServiceView> services, boolean redirects) {
        Map<ServiceView.Target, Way> ways = ways(containers, services);
        Set<Integer> taken = new HashSet<>();
        containers.forEach(container -> container.ports().forEach(port -> taken.add(port.number())));
        ways.keySet().forEach(target -> taken.add(target.port()));
        Numbers agentPorts = new Numbers(ClusterNames.AGENT_FIRST_PORT, taken);
        Numbers probePorts = new Numbers(ClusterNames.PROBE_FIRST_PORT, taken);
        List<Planned> planned = new ArrayList<>();
        for (ServiceView.Target target : ordered(containers, ways.keySet())) {
            Way way = Optional.ofNullable(ways.get(target)).orElseThrow();
            if (redirects || !way.names.isEmpty()) {
                planned.add(new Planned(
                        new AgentPort(agentPorts.next(), target.port(), target.container()),
                        List.copyOf(way.names),
                        redirects && way.redirect ? (Integer) probePorts.next() : null));
            }
        }
        return new PortPlan(planned, freeHealthPort(taken));
    }

    /** Where the agent stands for a port of the app; empty if it does not. */
    public OptionalInt agentPort(ServiceView.Target target) {
        return ports.stream()
                .map(Planned::agent)
                .filter(agent -> agent.containerPort() == target.port()
                        && agent.container().equals(target.container()))
                .mapToInt(AgentPort::agentPort)
                .findFirst();
    }

    /** Whether a port name moves to the agent. */
    boolean moves(String name) {
        return ports.stream().anyMatch(port -> port.movedNames().contains(name));
    }

    private static Map<ServiceView.Target, Way> ways(List<ContainerView> containers, List<ServiceView> services) {
        Map<ServiceView.Target, Way> ways = new LinkedHashMap<>();
        for (ServiceView service : services) {
            for (ServiceView.Port port : service.ports()) {
                if (port.protocol().equals("TCP")) {
                    port.resolve(containers)
                            .ifPresent(target ->
                                    ways.computeIfAbsent(target, t -> new Way()).add(service, port));
                }
            }
        }
        return ways;
    }

    /** How Services lead to a port. */
    private static final class Way {
        private final Set<String> names = new TreeSet<>();
        private boolean redirect;

        void add(ServiceView service, ServiceView.Port port) {
            if (!ServiceView.isNumber(port.target())) {
                names.add(port.target());
            }
            redirect |= service.needsRedirect(port);
        }
    }

    private static List<ServiceView.Target> ordered(List<ContainerView> containers, Set<ServiceView.Target> targets) {
        List<ServiceView.Target> ordered = new ArrayList<>();
        for (ContainerView container : containers) {
            for (ContainerView.Port port : container.ports()) {
                ServiceView.Target target = new ServiceView.Target(container.name(), port.number());
                if (targets.contains(target) && !ordered.contains(target)) {
                    ordered.add(target);
                }
            }
        }
        targets.stream()
                .filter(target -> !ordered.contains(target))
                .sorted(java.util.Comparator.comparing(ServiceView.Target::port))
                .forEach(ordered::add);
        return ordered;
    }

    /** The usual one, or the next below it that the app does not use itself. */
    private static int freeHealthPort(Set<Integer> taken) {
        int port = ClusterNames.AGENT_HEALTH_PORT;
        while (taken.contains(port)) {
            port--;
        }
        return port;
    }

    /** Numbers from a first one on that the app does not use itself. */
    private static final class Numbers {
        private int next;
        private final Set<Integer> taken;

        Numbers(int first, Set<Integer> taken) {
            this.next = first;
            this.taken = taken;
        }

        int next() {
            while (taken.contains(next)) {
                next++;
            }
            return next++;
        }
    }
}
