package dev.intercepts.manager.world;

/** An {@code Intercept} object of the cluster. */
public record InterceptRef(String namespace, String name) {

    /** As routes and streams name it: {@code namespace/name}. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
