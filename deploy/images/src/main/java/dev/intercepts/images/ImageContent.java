package dev.intercepts.images;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an image adds to its base. Every file belongs to root and is read-only to the user that runs it.
 *
 * @param name repository name, {@code traffic-agent}
 * @param layers from the one that changes least to the one that changes most
 * @param entrypoint command and arguments
 * @param environment variables
 * @param ports that it listens on, TCP
 */
record ImageContent(
        String name,
        List<Layer> layers,
        List<String> entrypoint,
        Map<String, String> environment,
        List<Integer> ports) {

    /** User and group that a container runs as, by number: a base may have no name for them. */
    static final String USER = "65532:65532";

    /**
     * A directory that becomes a layer.
     *
     * @param name for the image's history
     * @param source directory on this machine
     * @param target where its content lies in the image
     */
    record Layer(String name, Path source, String target) {}
}
