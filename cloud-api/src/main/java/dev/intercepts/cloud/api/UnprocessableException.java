package dev.intercepts.cloud.api;

/** The request is well-formed, and asks for what cannot be; the message says why. */
final class UnprocessableException extends RuntimeException {

    UnprocessableException(String message) {
        super(message);
    }
}
