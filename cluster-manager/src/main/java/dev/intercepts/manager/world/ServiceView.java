package dev.intercepts.manager.world;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Service.
 *
 * @param namespace where
 * @param name which
 * @param selector labels of the pods behind it; empty selects none
 * @param headless whether its name resolves to the pods themselves
 * @param ports what it offers
 */
public record ServiceView(
        String namespace, String name, Map<String, String> selector, boolean headless, List<Port> ports) {

    public ServiceView {
        selector = Map.copyOf(selector);
        ports = List.copyOf(ports);
    }

    /** Whether pods with these labels in this namespace are behind it. */
    public boolean selects(String podNamespace, Map<String, String> labels) {
        return namespace.equals(podNamespace)
                && !selector.isEmpty()
                && labels.entrySet().containsAll(selector.entrySet());
    }

    /**
     * Whether an agent can only stand before one of its ports if the pod's own port is redirected: by number there is no name to
     * take over, and a headless one gives its clients the pod's address.
     */
    public boolean needsRedirect(Port port) {
        return headless || isNumber(port.target());
    }

    /**
     * A port of a Service.
     *
     * @param name or {@code null} where it has one port only
     * @param port 1-65535
     * @param target name or number of the container port
     * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
     */
    public record Port(@Nullable String name, int port, String target, String protocol) {

        /** Its name, else its number. */
        public String label() {
            return name == null || name.isEmpty() ? Integer.toString(port) : name;
        }

        /** Whether a user means it by this name or number. */
        public boolean isCalled(String nameOrNumber) {
            return nameOrNumber.equals(name) || nameOrNumber.equals(Integer.toString(port));
        }

        /** The container port it leads to: of that name, or that number whether declared or not. */
        public java.util.Optional<Target> resolve(List<ContainerView> containers) {
            for (ContainerView container : containers) {
                for (ContainerView.Port candidate : container.ports()) {
                    if (candidate.protocol().equals(protocol)
                            && (target.equals(candidate.name())
                                    || target.equals(Integer.toString(candidate.number())))) {
                        return java.util.Optional.of(new Target(container.name(), candidate.number()));
                    }
                }
            }
            return isNumber(target)
                    ? ContainerView.main(containers).map(main -> new Target(main.name(), Integer.parseInt(target)))
                    : java.util.Optional.empty();
        }
    }

    /** Where a Service port ends: a container's port, 1-65535. */
    public record Target(String container, int port) {}

    /** Whether a target port is given by number. */
    public static boolean isNumber(String target) {
        return !target.isEmpty() && target.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
