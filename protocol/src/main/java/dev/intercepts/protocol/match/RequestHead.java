package dev.intercepts.protocol.match;

/** The part of an HTTP request that conditions look at; a view on whatever parsed it. */
public interface RequestHead {

    /** The path of the request target with its query, as it was sent: {@code /a?b=c}. */
    String path();

    /**
     * The values of a header, in order.
     *
     * @param lowerCaseName the name in lower case
     */
    Iterable<String> headers(String lowerCaseName);
}
