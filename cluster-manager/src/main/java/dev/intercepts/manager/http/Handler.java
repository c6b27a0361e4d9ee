package dev.intercepts.manager.http;

/** Answers requests, on a virtual thread: it may block. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers by the head alone, or asks for the body by {@link Answer.AfterBody}: none is read before that, so that whoever
     * may ask for nothing cannot fill the memory either.
     *
     * @throws BadRequestException with a sentence for whoever asked: 400
     * @throws Exception anything else: logged, 500
     */
    Answer handle(HttpRequest request) throws Exception;
}
