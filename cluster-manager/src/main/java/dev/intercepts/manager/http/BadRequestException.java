package dev.intercepts.manager.http;

/** The request cannot be understood; its message is sent back. */
public final class BadRequestException extends Exception {

    public BadRequestException(String message) {
        super(message);
    }
}
