package dev.intercepts.manager.kube;

import dev.intercepts.manager.agents.AgentIdentity;
import dev.intercepts.manager.agents.TokenReviewer;
import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the API server whose ServiceAccount token it is ({@code authentication.k8s.io/v1 TokenReview}). */
public final class TokenReviews implements TokenReviewer {

    private static final String POD_NAME = "authentication.kubernetes.io/pod-name";

    private final KubernetesClient client;

    public TokenReviews(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<AgentIdentity> review(String token) {
        TokenReview review = client.tokenReviews()
                .create(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .withAudiences(ClusterNames.AGENT_TOKEN_AUDIENCE)
                        .endSpec()
                        .build());
        var status = review.getStatus();
        boolean known = status != null
                && Boolean.TRUE.equals(status.getAuthenticated())
                && status.getUser() != null
                && status.getAudiences().contains(ClusterNames.AGENT_TOKEN_AUDIENCE);
        return known ? identity(status.getUser()) : Optional.empty();
    }

    /** {@code system:serviceaccount:<namespace>:<name>}; a token that is bound to a pod names it beside. */
    private static Optional<AgentIdentity> identity(UserInfo user) {
        String[] parts = user.getUsername().split(":", -1);
        if (parts.length != 4 || !parts[0].equals("system") || !parts[1].equals("serviceaccount")) {
            return Optional.empty();
        }
        Map<String, List<String>> extra = user.getExtra() == null ? Map.of() : user.getExtra();
        List<String> pod = extra.getOrDefault(POD_NAME, List.of());
        return Optional.of(new AgentIdentity(parts[2], pod.isEmpty() ? null : pod.getFirst()));
    }
}
