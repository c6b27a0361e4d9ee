package dev.intercepts.cloud.api;

/** The request says something that cannot be; the message says what. */
final class BadRequestException extends RuntimeException {

    BadRequestException(String message) {
        super(message);
    }
}
