package dev.intercepts.connector.kube;

import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An {@code Intercept} as the cluster has it.
 *
 * @param status {@code null} until the Traffic Manager has seen it
 * @param endedBy who is ending it, for people; {@code null} while nobody is
 */
public record StoredIntercept(
        String namespace,
        String name,
        long generation,
        InterceptSpec spec,
        @Nullable InterceptStatus status,
        @Nullable String endedBy) {

    /** {@code namespace/name}. */
    public String key() {
        return namespace + "/" + name;
    }

    /** The status, if it speaks of the specification as it is now. */
    public @Nullable InterceptStatus currentStatus() {
        InterceptStatus known = status;
        return known != null && known.observedGeneration() >= generation ? known : null;
    }

    static StoredIntercept of(Intercept resource) {
        var metadata = resource.getMetadata();
        Map<String, String> annotations = metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations();
        Long generation = metadata.getGeneration();
        return new StoredIntercept(
                metadata.getNamespace(),
                metadata.getName(),
                generation == null ? 0 : generation,
                resource.getSpec(),
                resource.getStatus(),
                annotations.get(ClusterNames.ENDED_BY_ANNOTATION));
    }
}
