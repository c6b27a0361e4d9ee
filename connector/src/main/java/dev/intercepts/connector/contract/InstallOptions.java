package dev.intercepts.connector.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person says about how the Traffic Manager is installed; {@code null} and empty where nothing is said.
 *
 * @param registry what stands before the images' names: {@code registry.example.com/team}, or {@code default}
 * @param tag of both images, or {@code default} for the version
 * @param imagePullPolicy {@code Always}, {@code IfNotPresent}, {@code Never}, or {@code default}
 * @param imagePullSecrets names of Secrets; the one name {@code none} takes them away
 * @param replicas of the Traffic Manager, 1-9
 * @param scope {@code cluster} or {@code namespace}: what it serves, or {@code null} for what its namespace suggests
 */
public record InstallOptions(
        @Nullable String registry,
        @Nullable String tag,
        @Nullable String imagePullPolicy,
        List<String> imagePullSecrets,
        @Nullable Integer replicas,
        @Nullable String scope) {

    /** Nothing is said. */
    public static final InstallOptions NONE = new InstallOptions(null, null, null, List.of(), null, null);

    public InstallOptions {
        imagePullSecrets = List.copyOf(imagePullSecrets);
    }

    /** The same with another scope. */
    public InstallOptions withScope(String other) {
        return new InstallOptions(registry, tag, imagePullPolicy, imagePullSecrets, replicas, other);
    }

    /** Whether nothing is said. */
    public boolean none() {
        return equals(NONE);
    }
}
