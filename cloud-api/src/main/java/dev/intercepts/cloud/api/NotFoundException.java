package dev.intercepts.cloud.api;

import java.util.UUID;

/** There is no such thing in the organization; whether another has it is not told. */
final class NotFoundException extends RuntimeException {

    private NotFoundException(String message) {
        super(message);
    }

    static NotFoundException intercept(UUID id) {
        return new NotFoundException("There is no intercept " + id + " in this organization, or it has ended");
    }

    static NotFoundException preview(UUID id) {
        return new NotFoundException("There is no intercept " + id + " with a preview URL in this organization");
    }

    static NotFoundException apiKey(UUID id) {
        return new NotFoundException("There is no API key " + id + " in this organization, or it was revoked");
    }

    static NotFoundException cluster(UUID id) {
        return new NotFoundException("There is no cluster " + id + " in this organization");
    }
}
