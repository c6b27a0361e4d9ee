package dev.intercepts.agent.message;

import static dev.intercepts.agent.message.BadMessageException.malformed;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Status line and fields of an answer.
 *
 * @param status 100-999
 * @param framing where the body ends
 * @param persistent whether the connection may carry another exchange afterwards
 */
public record ResponseHead(int status, Framing framing, boolean persistent) {

    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.[01] [1-9][0-9][0-9]( [^\\x00-\\x08\\x0a-\\x1f\\x7f]*)?");

    /**
     * Parses the lines of a head, without their line ends and without the empty one.
     *
     * @param method of the request that it answers
     * @throws BadMessageException if it is not exactly one answer
     */
    public static ResponseHead parse(List<String> lines, String method) {
        String line = lines.getFirst();
        if (!STATUS_LINE.matcher(line).matches()) {
            throw malformed("status line: '" + Syntax.printable(line) + "' (expected: HTTP/1.1 STATUS REASON)");
        }
        boolean http11 = line.charAt(7) == '1';
        int status = Integer.parseInt(line, 9, 12, 10);
        Fields fields = Fields.parse(lines);
        Framing framing = bodiless(status, method) ? Framing.EMPTY : fields.framing(http11, Framing.UNTIL_CLOSE);
        boolean persistent = fields.persistent(http11) && !(framing instanceof Framing.UntilClose);
        return new ResponseHead(status, framing, persistent);
    }

    /** RFC 9112 §6.3, cases 1 and 2. */
    private static boolean bodiless(int status, String method) {
        return status < 200
                || status == 204
                || status == 304
                || method.equals("HEAD")
                || (method.equals("CONNECT") && status < 300);
    }

    /** Whether another head follows that answers the same request. */
    public boolean interim() {
        return status < 200 && status != 101;
    }

    /** Whether the connection is no longer HTTP afterwards. */
    public boolean switches(String method) {
        return status == 101 || (method.equals("CONNECT") && status >= 200 && status < 300);
    }
}
