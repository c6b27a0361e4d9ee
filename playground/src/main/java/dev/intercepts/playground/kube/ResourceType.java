package dev.intercepts.playground.kube;

import java.util.List;

/**
 * A type of objects that the API serves.
 *
 * @param group API group, empty for the core one
 * @param version for example {@code v1}
 * @param plural as it stands in paths
 * @param kind as it stands in objects
 * @param namespaced whether its objects live in namespaces
 * @param status whether {@code status} is a subresource, so that neither side can write the other
 * @param shortNames for people
 * @param custom whether a CustomResourceDefinition made it
 */
record ResourceType(
        String group,
        String version,
        String plural,
        String kind,
        boolean namespaced,
        boolean status,
        List<String> shortNames,
        boolean custom) {

    /** As in objects: {@code v1} or {@code apps/v1}. */
    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The same for all versions of a type. */
    String id() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    String singular() {
        return kind.toLowerCase(java.util.Locale.ROOT);
    }
}
