package dev.intercepts.playground.kube;

import java.util.Comparator;

/**
 * Which object.
 *
 * @param type {@link ResourceType#id} of its type
 * @param namespace empty for objects of the whole cluster
 * @param name of the object
 */
record ObjectKey(String type, String namespace, String name) implements Comparable<ObjectKey> {

    private static final Comparator<ObjectKey> ORDER = Comparator.comparing(ObjectKey::type)
            .thenComparing(ObjectKey::namespace)
            .thenComparing(ObjectKey::name);

    static ObjectKey of(ResourceType type, String namespace, String name) {
        return new ObjectKey(type.id(), type.namespaced() ? namespace : "", name);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }
}
