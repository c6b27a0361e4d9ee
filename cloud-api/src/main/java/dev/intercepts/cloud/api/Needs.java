package dev.intercepts.cloud.api;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import java.util.HashSet;
import java.util.Set;

/**
 * What an operation needs, and with which statuses it refuses.
 *
 * @param person whether somebody's token or key
 * @param inPerson whether no API key will do
 * @param uplink whether a cluster's token
 * @param etag whether its answer has a tag
 * @param idempotencyKey whether it can be sent again by a key
 * @param refusals the statuses besides those of success
 */
record Needs(
        boolean person, boolean inPerson, boolean uplink, boolean etag, boolean idempotencyKey, Set<Integer> refusals) {

    static Needs of(String path, HttpMethod method, Operation operation) {
        boolean uplink = path.endsWith("/report") || path.endsWith("/orders");
        boolean person = path.startsWith(ApiFilters.PATH) && !uplink;
        boolean post = method == HttpMethod.POST;
        boolean get = method == HttpMethod.GET;
        boolean streams = path.endsWith("/events") || path.endsWith("/orders") || path.endsWith("/export");
        boolean tagged = person && !streams && (get || method == HttpMethod.PUT || method == HttpMethod.PATCH);
        Set<Integer> refusals = new HashSet<>();
        // Whatever is no request at all.
        refusals.add(400);
        refusals.add(405);
        refusals.add(406);
        if (person) {
            refusals.add(401);
            refusals.add(403);
            refusals.add(429);
        }
        if (uplink) {
            refusals.add(401);
            refusals.add(429);
        }
        if (path.contains("{")) {
            refusals.add(404);
        }
        if (!get) {
            refusals.add(413);
        }
        if (operation.getRequestBody() != null) {
            refusals.add(415);
        }
        if (get && tagged) {
            refusals.add(304);
        }
        boolean conditional = operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(parameter -> parameter.getName().equals("If-Match"));
        if (conditional) {
            refusals.add(412);
        }
        if (person && post) {
            refusals.add(409);
            refusals.add(422);
        }
        if (person && (method == HttpMethod.PUT || method == HttpMethod.PATCH)) {
            refusals.add(409);
            refusals.add(422);
        }
        return new Needs(person, path.startsWith(ApiKeyController.PATH), uplink, tagged, person && post, refusals);
    }

    /** What a status means here. */
    static String words(int status) {
        return switch (status) {
            case 304 -> "The client has it already";
            case 400 -> "The request says something that cannot be";
            case 401 -> "The token is missing, unknown, late or revoked";
            case 403 -> "The token, its person or the organization's settings do not allow it";
            case 404 -> "There is no such thing in this organization";
            case 405 -> "Not with this method";
            case 406 -> "Not in a form that the client accepts";
            case 409 -> "Somebody else has it, or the first request with this Idempotency-Key is under way";
            case 412 -> "It is not what If-Match or If-None-Match demands";
            case 413 -> "The body is too large";
            case 415 -> "The body is no JSON";
            case 422 -> "The request names something that is not there, or its Idempotency-Key was another request's";
            case 429 -> "Too many requests; Retry-After says when to go on";
            default -> throw new IllegalArgumentException("status: " + status + " (expected: one that is answered)");
        };
    }
}
