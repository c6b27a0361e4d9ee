package dev.intercepts.playground.world;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a playground is made around.
 *
 * @param kubeconfig of somebody who may do everything in a cluster that is there; empty for a cluster in memory
 * @param hosted how the hosted service runs
 */
public record Surroundings(Optional<Path> kubeconfig, Packaging hosted) {

    /** Nothing but this machine. */
    public static final Surroundings NONE = new Surroundings(Optional.empty(), Packaging.JAR);

    public Surroundings {
        kubeconfig = kubeconfig.map(path -> path.toAbsolutePath().normalize());
    }
}
