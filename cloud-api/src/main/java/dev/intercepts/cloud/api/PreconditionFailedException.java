package dev.intercepts.cloud.api;

/** What {@code If-Match} or {@code If-None-Match} demands is not so (RFC 9110 §13.1). */
final class PreconditionFailedException extends RuntimeException {

    PreconditionFailedException(String message) {
        super(message);
    }
}
