package dev.intercepts.agent.message;

import static dev.intercepts.agent.message.BadMessageException.malformed;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Request line and fields of a request.
 *
 * @param method as it came
 * @param target as it came
 * @param http11 whether it is HTTP/1.1, else HTTP/1.0
 * @param fields the header fields
 * @param framing where the body ends
 */
public record RequestHead(String method, String target, boolean http11, Fields fields, Framing framing)
        implements dev.intercepts.protocol.match.RequestHead {

    /** RFC 9110 §9.2.2. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    /**
     * Parses a head.
     *
     * @param head all of it, with the empty line at its end; kept, so not to be changed any more
     * @throws BadMessageException if it is not exactly one request
     */
    public static RequestHead parse(byte[] head) {
        int methodEnd = Syntax.token(head, 0);
        int targetStart = methodEnd + 1;
        boolean method = methodEnd > 0 && head[methodEnd] == ' ';
        int targetEnd = method ? Syntax.target(head, targetStart) : targetStart;
        int version = targetEnd + 1;
        boolean target = targetEnd > targetStart && head[targetEnd] == ' ';
        if (!target || !Version.at(head, version) || !Syntax.lineEnds(head, version + Version.LENGTH)) {
            throw malformed("request line: '" + Syntax.printableLine(head, 0) + "' (expected: METHOD TARGET HTTP/1.1)");
        }
        boolean http11 = Version.isHttp11(head, version);
        Fields fields = Fields.parse(head, version + Version.LENGTH + 2);
        RequestHead request = new RequestHead(
                new String(head, 0, methodEnd, StandardCharsets.ISO_8859_1),
                new String(head, targetStart, targetEnd - targetStart, StandardCharsets.ISO_8859_1),
                http11,
                fields,
                fields.framing(http11, Framing.EMPTY));
        request.checkHost();
        return request;
    }

    /** RFC 9112 §3.2: HTTP/1.1 names its host once, and an absolute target names the same. */
    private void checkHost() {
        List<String> hosts = fields.values("host");
        if (hosts.size() > 1 || (http11 && hosts.isEmpty())) {
            throw malformed("Host is there " + hosts.size() + " times (expected: once)");
        }
        int scheme = scheme();
        if (scheme >= 0 && !hosts.isEmpty()) {
            int slash = target.indexOf('/', scheme);
            String authority = slash < 0 ? target.substring(scheme) : target.substring(scheme, slash);
            if (!authority.equalsIgnoreCase(hosts.getFirst())) {
                throw malformed("the target's host is not that of the Host header");
            }
        }
    }

    /** Where the authority of an absolute target begins, or -1 where the target is of another form. */
    private int scheme() {
        String lower = target.length() < 8 ? "" : target.substring(0, 8).toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://")) {
            return 7;
        }
        return lower.equals("https://") ? 8 : -1;
    }

    @Override
    public String path() {
        int scheme = scheme();
        if (scheme < 0) {
            return target;
        }
        int slash = target.indexOf('/', scheme);
        return slash < 0 ? "/" : target.substring(slash);
    }

    @Override
    public Iterable<String> headers(String lowerCaseName) {
        return fields.values(lowerCaseName);
    }

    /** Whether it may be sent again when an answer stayed out: nothing happens twice, and there is no body to keep. */
    public boolean repeatable() {
        return IDEMPOTENT.contains(method) && framing.equals(Framing.EMPTY);
    }

    /** Whether another request may follow it; what follows one that says otherwise is not a request (RFC 9112 §9.6). */
    public boolean persistent() {
        return fields.persistent(http11);
    }

    /** Whether it offers to go on in HTTP/2 on the same connection (RFC 7540 §3.2, dropped by RFC 9113). */
    public boolean offersHttp2() {
        return fields.names("upgrade", "h2c");
    }
}
