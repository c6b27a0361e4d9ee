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

    /** Annotation of the Deployment: what was chosen for it, as JSON. */
    public static final String SETTINGS = ClusterNames.GROUP + "/install-settings";

    /** Annotation of the Deployment: which manifests it was installed by. */
    public static final String MANIFESTS = ClusterNames.GROUP + "/manifests";

    private ManagerLabels() {}
}
