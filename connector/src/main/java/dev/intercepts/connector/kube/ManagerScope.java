package dev.intercepts.connector.kube;

/** What a Traffic Manager serves; named as a person writes it. */
public enum ManagerScope {
    /** All namespaces: by a custom resource and a webhook, with rights in the whole cluster. */
    cluster,

    /** Its own namespace, with rights in that alone. */
    namespace
}
