package dev.intercepts.connector.kube;

import dev.intercepts.protocol.cluster.ClusterNames;
import java.util.Map;

/** Labels of what the installer makes. */
public final class ManagerLabels {

    /** Which pods are the Traffic Manager's. */
    public static final Map<String, String> SELECTOR = Map.of("app.kubernetes.io/name", ClusterNames.MANAGER);

    /** Which of them works; the others stand by. */
    public static final Map<String, String> ACTIVE = Map.of(ClusterNames.ACTIVE_LABEL, "true");

    /** On the Deployment: the version of the client that installed it. */
    public static final String VERSION = "app.kubernetes.io/version";

    private ManagerLabels() {}
}
