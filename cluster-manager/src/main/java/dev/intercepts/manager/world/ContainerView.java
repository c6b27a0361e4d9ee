package dev.intercepts.manager.world;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container of a pod template: its name and the ports it declares. */
public record ContainerView(String name, List<Port> ports) {

    public ContainerView {
        ports = List.copyOf(ports);
    }

    /** The one that a port which none declares is taken to be of: the first that is not a mesh's proxy. */
    static Optional<ContainerView> main(List<ContainerView> containers) {
        return containers.stream()
                .filter(container -> Mesh.ofProxy(container.name()).isEmpty())
                .findFirst();
    }

    /**
     * A declared port.
     *
     * @param name up to 15 characters, or {@code null}
     * @param number 1-65535
     * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
     */
    public record Port(@Nullable String name, int number, String protocol) {}
}
