package dev.intercepts.connector.kube;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the user's own rights in the cluster are. */
public final class Rights {

    private final KubernetesClient client;

    public Rights(Cluster cluster) {
        this.client = cluster.client();
    }

    /**
     * A right.
     *
     * @param verb as Kubernetes calls it; {@code patch} is what applying needs
     * @param group API group, empty for the core
     * @param resource plural, with a subresource after a slash
     * @param namespace {@code null} for what has none
     */
    public record Right(
            String verb,
            String group,
            String resource,
            @Nullable String namespace) {

        /** As an administrator reads it: {@code patch deployments.apps in namespace intercepts}. */
        @Override
        public String toString() {
            String what = group.isEmpty() ? resource : resource + "." + group;
            return verb + " " + what + (namespace == null ? "" : " in namespace " + namespace);
        }
    }

    /** Those that the user lacks, each asked of the cluster (SelfSubjectAccessReview). */
    public List<Right> missing(List<Right> needed) {
        return KubeFailures.when(
                "ask for your rights",
                () -> needed.stream().filter(right -> !allowed(right)).toList());
    }

    private boolean allowed(Right right) {
        String[] resource = right.resource().split("/", 2);
        var review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withVerb(right.verb())
                .withGroup(right.group())
                .withResource(resource[0])
                .withSubresource(resource.length == 2 ? resource[1] : null)
                .withNamespace(right.namespace())
                .endResourceAttributes()
                .endSpec()
                .build();
        var answer = client.authorization().v1().selfSubjectAccessReview().create(review);
        return answer.getStatus() != null
                && Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }
}
