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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which container ports get an agent before them, and how traffic comes to it.
 *
 * @param ports in the order of the containers' declarations, undeclared ones last
 */
record PortPlan(List<Planned> ports) {

    /**
     * A port of the app.
     *
     * @param agent where the agent stands for it
     * @param movedName the port name that moves to the agent; {@code null} if no Service targets it by name
     * @param probePort where the redirecting init container lets probes past the agent; {@code null} if the port is not
     *     redirected
     */
    record Planned(
            AgentPort agent,
            @Nullable String movedName,
            @Nullable Integer probePort) {

        boolean redirected() {
            return probePort != null;
        }
    }

    /** Every TCP port that some Service leads to: then later intercepts need no new roll-out. */
    static PortPlan of(List<ContainerView> containers, List<ServiceView> services) {
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
        Set<Integer> taken = new HashSet<>();
        containers.forEach(container -> container.ports().forEach(port -> taken.add(port.number())));
        Numbers agentPorts = new Numbers(ClusterNames.AGENT_FIRST_PORT, taken);
        Numbers probePorts = new Numbers(ClusterNames.PROBE_FIRST_PORT, taken);
        List<Planned> planned = new ArrayList<>();
        for (ServiceView.Target target : ordered(containers, ways.keySet())) {
            Way way = Optional.ofNullable(ways.get(target)).orElseThrow();
            planned.add(new Planned(
                    new AgentPort(agentPorts.next(), target.port(), target.container()),
                    way.name,
                    way.redirect ? (Integer) probePorts.next() : null));
        }
        return new PortPlan(planned);
    }

    /** How Services lead to a port. A headless one gives clients the pod's address, so the port itself must be taken. */
    private static final class Way {
        private @Nullable String name;
        private boolean redirect;

        void add(ServiceView service, ServiceView.Port port) {
            if (!ServiceView.isNumber(port.target())) {
                name = port.target();
            }
            redirect |= service.headless() || ServiceView.isNumber(port.target());
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
