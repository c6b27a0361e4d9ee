package dev.intercepts.agent.message;

import static dev.intercepts.agent.message.BadMessageException.malformed;

/**
 * Status line and fields of an answer.
 *
 * @param status 100-999
 * @param framing where the body ends
 * @param persistent whether the connection may carry another exchange afterwards
 */
public record ResponseHead(int status, Framing framing, boolean persistent) {

    /** Of {@code HTTP/1.1 STATUS}; a space and a reason may follow. */
    private static final int STATUS_END = Version.LENGTH + 4;

    /**
     * Parses a head.
     *
     * @param head all of it, with the empty line at its end
     * @param method of the request that it answers
     * @throws BadMessageException if it is not exactly one answer
     */
    public static ResponseHead parse(byte[] head, String method) {
        int status = status(head);
        int lineEnd = status < 0 || head[STATUS_END] != ' ' ? STATUS_END : Syntax.fieldText(head, STATUS_END);
        if (status < 0 || !Syntax.lineEnds(head, lineEnd)) {
            throw malformed("status line: '" + Syntax.printableLine(head, 0) + "' (expected: HTTP/1.1 STATUS REASON)");
        }
        boolean http11 = Version.isHttp11(head, 0);
        Fields fields = Fields.parse(head, lineEnd + 2);
        Framing framing = bodiless(status, method) ? Framing.EMPTY : fields.framing(http11, Framing.UNTIL_CLOSE);
        boolean persistent = fields.persistent(http11) && !(framing instanceof Framing.UntilClose);
        return new ResponseHead(status, framing, persistent);
    }

    /** 100-999, or -1 where no status line begins. */
    private static int status(byte[] head) {
        if (!Version.at(head, 0) || head.length < STATUS_END + 2 || head[Version.LENGTH] != ' ') {
            return -1;
        }
        int status = 0;
        for (int at = Version.LENGTH + 1; at < STATUS_END; at++) {
            if (head[at] < '0' || head[at] > '9') {
                return -1;
            }
            status = 10 * status + head[at] - '0';
        }
        return status < 100 ? -1 : status;
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
