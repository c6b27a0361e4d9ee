package dev.intercepts.manager.world;

import java.util.Arrays;
import java.util.Optional;

/**
 * Service meshes by the containers that they add to a pod. Their proxy stands before every port of the pod and speaks a
 * protocol of its own with its like, so that an agent must stand behind it.
 */
public enum Mesh {
    ISTIO("istio-proxy", 1337, "istio-init"),
    LINKERD("linkerd-proxy", 2102, "linkerd-init"),
    CONSUL("consul-dataplane", 5995, "consul-connect-inject-init"),
    KUMA("kuma-sidecar", 5678, "kuma-init");

    private final String proxy;
    private final int user;
    private final String init;

    Mesh(String proxy, int user, String init) {
        this.proxy = proxy;
        this.user = user;
        this.init = init;
    }

    /** Whose proxy a container of this name is. */
    public static Optional<Mesh> ofProxy(String container) {
        return Arrays.stream(values())
                .filter(mesh -> mesh.proxy.equals(container))
                .findFirst();
    }

    /** Whether an init container of this name lets a mesh's proxy take the pod's connections. */
    public static boolean redirects(String initContainer) {
        return Arrays.stream(values()).anyMatch(mesh -> mesh.init.equals(initContainer));
    }

    /** The user that its proxy runs as, unless the pod says otherwise. */
    public int user() {
        return user;
    }
}
