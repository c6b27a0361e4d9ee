package dev.intercepts.connector.kube;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Traffic Manager's Deployment says of its installation.
 *
 * @param version of whoever installed it; empty where that is not said
 * @param settings what was chosen
 * @param manifests of the manifests it was installed by; empty where that is not said
 * @param complete whether the parts are there without which nothing works
 * @param helmRelease name of the Helm release it belongs to, or {@code null}
 */
record Installed(
        String version,
        InstallSettings settings,
        String manifests,
        boolean complete,
        @Nullable String helmRelease) {

    static Installed of(Deployment deployment, boolean complete) {
        Map<String, String> labels = given(deployment.getMetadata().getLabels());
        Map<String, String> annotations = given(deployment.getMetadata().getAnnotations());
        return new Installed(
                labels.getOrDefault(ManagerLabels.VERSION, ""),
                InstallSettings.ofAnnotation(annotations.get(ManagerLabels.SETTINGS)),
                annotations.getOrDefault(ManagerLabels.MANIFESTS, ""),
                complete,
                "Helm".equals(labels.get("app.kubernetes.io/managed-by"))
                        ? annotations.getOrDefault(
                                "meta.helm.sh/release-name",
                                ManagerLabels.SELECTOR.values().iterator().next())
                        : null);
    }

    private static Map<String, String> given(@Nullable Map<String, String> entries) {
        return entries == null ? Map.of() : entries;
    }
}
