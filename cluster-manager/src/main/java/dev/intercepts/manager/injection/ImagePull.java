package dev.intercepts.manager.injection;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How nodes get the injected images.
 *
 * @param policy {@code imagePullPolicy} of the injected containers; empty leaves it to Kubernetes
 * @param secrets names of Secrets in the pod's namespace that the registry wants
 */
public record ImagePull(String policy, List<String> secrets) {

    /** As Kubernetes does without being told. */
    public static final ImagePull DEFAULT = new ImagePull("", List.of());

    public ImagePull {
        secrets = List.copyOf(secrets);
    }

    /** Adds the policy to a container. */
    void addTo(Map<String, Object> container) {
        if (!policy.isEmpty()) {
            container.put("imagePullPolicy", policy);
        }
    }

    /** Adds the Secrets to a pod that does not name them yet. */
    void addTo(ObjectNode spec) {
        Set<String> missing = new LinkedHashSet<>(secrets);
        for (JsonNode known : spec.path("imagePullSecrets")) {
            missing.remove(known.path("name").asString(""));
        }
        if (missing.isEmpty()) {
            return;
        }
        ArrayNode all = (ArrayNode) spec.withArray("imagePullSecrets");
        missing.forEach(name -> all.addObject().put("name", name));
    }
}
