package dev.intercepts.playground.kube;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The objects that are questions: a POST is answered and nothing is stored. */
final class Reviews {

    private final Tokens tokens;
    private final Set<ClusterConfig.Denial> denials;
    private final AccessRules access;
    private final Clock clock;

    Reviews(Tokens tokens, Set<ClusterConfig.Denial> denials, AccessRules access, Clock clock) {
        this.tokens = tokens;
        this.denials = denials;
        this.access = access;
        this.clock = clock;
    }

    /** Whether it is a question that everybody may ask of themselves. */
    static boolean answers(ApiRequest request) {
        return request.path().startsWith("/apis/authorization.k8s.io/v1/self")
                || request.path().startsWith("/apis/authentication.k8s.io/v1/self");
    }

    /** The answer, if the path is one of a review. */
    Optional<ObjectNode> answer(ApiRequest request) {
        if (!request.method().equals("POST")) {
            return Optional.empty();
        }
        return switch (request.path()) {
            case "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews" ->
                Optional.of(access(request.object(), request.user()));
            case "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews" -> Optional.of(rules(request.object()));
            case "/apis/authentication.k8s.io/v1/tokenreviews" -> Optional.of(token(request.object()));
            case "/apis/authentication.k8s.io/v1/selfsubjectreviews" ->
                Optional.of(self(request.object(), request.user()));
            default -> Optional.empty();
        };
    }

    private ObjectNode access(ObjectNode review, User user) {
        JsonNode asked = Json.at(review, "spec", "resourceAttributes");
        String part = Json.text(asked, "subresource");
        String resource = Json.text(asked, "resource") + (part.isEmpty() ? "" : "/" + part);
        boolean denied = user.equals(User.ADMIN) && denials.stream().anyMatch(denial -> covers(denial, asked))
                || !access.allows(
                        user,
                        new AccessRules.Wanted(
                                Json.text(asked, "verb"),
                                Json.text(asked, "group"),
                                resource,
                                Json.text(asked, "namespace"),
                                Json.text(asked, "name")));
        Json.child(review, "status").put("allowed", !denied);
        if (denied) {
            Json.child(review, "status").put("reason", "denied by the playground's configuration");
        }
        return review;
    }

    private static boolean covers(ClusterConfig.Denial denial, JsonNode asked) {
        return (denial.verb().equals("*") || denial.verb().equals(Json.text(asked, "verb")))
                && denial.group().equals(Json.text(asked, "group"))
                && denial.resource().equals(Json.text(asked, "resource"));
    }

    private static ObjectNode rules(ObjectNode review) {
        ObjectNode status = Json.child(review, "status");
        status.put("incomplete", false);
        ObjectNode rule = status.putArray("resourceRules").addObject();
        for (String field : List.of("verbs", "apiGroups", "resources")) {
            rule.putArray(field).add("*");
        }
        status.putArray("nonResourceRules");
        return review;
    }

    private ObjectNode token(ObjectNode review) {
        List<String> audiences = new ArrayList<>();
        Json.elements(review, "spec", "audiences").forEach(audience -> audiences.add(audience.asString("")));
        if (audiences.isEmpty()) {
            audiences.add(Tokens.API_AUDIENCE);
        }
        ObjectNode status = Json.child(review, "status");
        for (String audience : audiences) {
            Optional<User> user = tokens.user(Json.text(review, "spec", "token"), audience);
            if (user.isPresent()) {
                status.put("authenticated", true).set("user", user.get().json());
                ArrayNode valid = status.putArray("audiences");
                valid.add(audience);
                return review;
            }
        }
        status.put("authenticated", false).put("error", "[invalid bearer token, token lookup failed]");
        return review;
    }

    private static ObjectNode self(ObjectNode review, User user) {
        Json.child(review, "status").set("userInfo", user.json());
        return review;
    }

    /** Answers a {@code TokenRequest}: POST to {@code serviceaccounts/NAME/token}. */
    ObjectNode request(ObjectNode serviceAccount, ObjectNode request) {
        String audience = Json.elements(request, "spec", "audiences").stream()
                .map(JsonNode::asString)
                .findFirst()
                .orElse("");
        Duration validFor = Duration.ofSeconds(Json.number(request, 3_600, "spec", "expirationSeconds"));
        Json.child(request, "status")
                .put("token", tokens.issue(serviceAccount, audience, validFor, Optional.empty()))
                .put("expirationTimestamp", clock.instant().plus(validFor).toString());
        return request;
    }
}
