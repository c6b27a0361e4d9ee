package dev.intercepts.playground.kube;

import java.io.Serial;
import tools.jackson.databind.node.ObjectNode;

/** A refusal of the API, which becomes a {@code Status} object. */
final class ApiException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;

    ApiException(int code, String reason, String message) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
    }

    static ApiException notFound(ResourceType type, String name) {
        return new ApiException(404, "NotFound", type.id() + " \"" + name + "\" not found");
    }

    static ApiException noSuchPath(String path) {
        return new ApiException(404, "NotFound", "the server could not find the requested resource: " + path);
    }

    static ApiException alreadyExists(ResourceType type, String name) {
        return new ApiException(409, "AlreadyExists", type.id() + " \"" + name + "\" already exists");
    }

    static ApiException conflict(ResourceType type, String name, String why) {
        return new ApiException(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + type.id() + " \"" + name + "\": " + why
                        + "; please apply your changes to the latest version and try again");
    }

    static ApiException invalid(String what, String why) {
        return new ApiException(422, "Invalid", what + " is invalid: " + why);
    }

    static ApiException badRequest(String message) {
        return new ApiException(400, "BadRequest", message);
    }

    int code() {
        return code;
    }

    /** The refusal as Kubernetes says it. */
    ObjectNode status() {
        return Json.object()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("message", getMessage())
                .put("reason", reason)
                .put("code", code)
                .set("metadata", Json.object());
    }
}
