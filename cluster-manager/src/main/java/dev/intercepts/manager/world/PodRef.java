package dev.intercepts.manager.world;

/** A pod of the cluster. */
public record PodRef(String namespace, String name) {

    /** As in logs and as the id of an agent's tunnel: {@code namespace/name}. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
