package dev.intercepts.manager.http;

/** Answers requests, on a virtual thread: it may block. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers.
     *
     * @throws BadRequestException with a sentence for whoever asked: 400
     * @throws Exception anything else: logged, 500
     */
    Answer handle(HttpRequest request) throws Exception;
}
