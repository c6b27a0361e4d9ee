package dev.intercepts.cloud.edge.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads heads of HTTP/1 messages (RFC 9112) and refuses whatever another program might read differently: request
 * smuggling lives on the difference between two readings.
 */
public final class HeadParser {

    private final byte[] block;
    private final Fields fields;
    private int at;

    private HeadParser(byte[] block) {
        this.block = block;
        this.fields = new Fields(block);
    }

    /**
     * Reads a request's head.
     *
     * @param block start line, fields and the empty line, each ended by CRLF, as {@link HeadReader} finds them
     * @throws MalformedMessageException with the status to answer
     */
    public static RequestHead request(byte[] block, Limits limits) throws MalformedMessageException {
        return new HeadParser(block).request(limits.fields());
    }

    /**
     * Reads a response's head.
     *
     * @param block as for a request
     * @param toHead whether it answers a {@code HEAD} request and so has no body
     * @throws MalformedMessageException where it is not HTTP/1 or not clear where its body ends
     */
    public static ResponseHead response(byte[] block, Limits limits, boolean toHead) throws MalformedMessageException {
        return new HeadParser(block).response(limits.fields(), toHead);
    }

    private RequestHead request(int maxFields) throws MalformedMessageException {
        int methodEnd = at;
        while (Octets.token(block[methodEnd])) {
            methodEnd++;
        }
        require(methodEnd > 0 && methodEnd <= 32 && block[methodEnd] == ' ', "The method is not a token.");
        final String method = ascii(0, methodEnd);
        final int targetStart = methodEnd + 1;
        int targetEnd = targetStart;
        while (Octets.target(block[targetEnd])) {
            targetEnd++;
        }
        require(targetEnd > targetStart && block[targetEnd] == ' ', "The request target holds a forbidden character.");
        at = targetEnd + 1;
        final int minor = version();
        require(block[at] == '\r' && block[at + 1] == '\n', "The request line does not end after the version.");
        at += 2;
        fields(maxFields);
        String authority = host();
        String path = path(method, ascii(targetStart, targetEnd), authority);
        expectation();
        String upgrade = minor == 1 && fields.lists("connection", "upgrade") ? fields.first("upgrade") : null;
        if (upgrade != null && upgrade.toLowerCase(Locale.ROOT).contains("h2c")) {
            upgrade = null; // RFC 9113 §3.1 has given it up, and it would let requests past every check made here.
        }
        boolean persistent = minor == 1 && !fields.lists("connection", "close");
        Framing framing = framing(minor);
        return new RequestHead(
                method, path, minor, authority, fields, framing == null ? Framing.NONE : framing, persistent, upgrade);
    }

    private ResponseHead response(int maxFields, boolean toHead) throws MalformedMessageException {
        int minor = version();
        require(
                block[at] == ' '
                        && Octets.digit(block[at + 1])
                        && Octets.digit(block[at + 2])
                        && Octets.digit(block[at + 3])
                        && (block[at + 4] == ' ' || block[at + 4] == '\r'),
                "The status line has no status.");
        int status = (block[at + 1] - '0') * 100 + (block[at + 2] - '0') * 10 + (block[at + 3] - '0');
        require(status >= 100 && status <= 599, "The status is not between 100 and 599.");
        int reasonStart = at + (block[at + 4] == ' ' ? 5 : 4);
        int reasonEnd = reasonStart;
        while (Octets.value(block[reasonEnd])) {
            reasonEnd++;
        }
        require(block[reasonEnd] == '\r' && block[reasonEnd + 1] == '\n', "The reason holds a forbidden character.");
        at = reasonEnd + 2;
        fields(maxFields);
        Framing said = framing(minor);
        boolean bodiless = toHead || status < 200 || status == 204 || status == 304;
        Framing framing = bodiless ? Framing.NONE : said == null ? Framing.UNTIL_CLOSE : said;
        boolean persistent = framing != Framing.UNTIL_CLOSE
                && !fields.lists("connection", "close")
                && (minor == 1 || fields.lists("connection", "keep-alive"));
        return new ResponseHead(status, latin(reasonStart, reasonEnd), fields, framing, persistent);
    }

    /** Reads {@code HTTP/1.x} and returns the x. */
    private int version() throws MalformedMessageException {
        require(block.length - at > 8, "The start line is incomplete.");
        for (int i = 0; i < 5; i++) {
            require(block[at + i] == "HTTP/".charAt(i), "The start line does not name HTTP.");
        }
        byte major = block[at + 5];
        byte minor = block[at + 7];
        require(Octets.digit(major) && block[at + 6] == '.' && Octets.digit(minor), "The HTTP version is malformed.");
        if (major != '1') {
            throw new MalformedMessageException(505, "Only HTTP/1.1 is spoken here.");
        }
        require(minor == '0' || minor == '1', "The HTTP version is not 1.0 or 1.1.");
        at += 8;
        return minor - '0';
    }

    private void fields(int max) throws MalformedMessageException {
        while (block[at] != '\r') {
            if (fields.count() == max) {
                throw new MalformedMessageException(431, "There are more than " + max + " header fields.");
            }
            require(!Octets.blank(block[at]), "A header field is folded over lines.");
            final int nameStart = at;
            while (Octets.token(block[at])) {
                at++;
            }
            require(at > nameStart && block[at] == ':', "A header field's name is malformed.");
            final int nameEnd = at++;
            while (Octets.blank(block[at])) {
                at++;
            }
            int valueStart = at;
            while (Octets.value(block[at])) {
                at++;
            }
            require(block[at] == '\r' && block[at + 1] == '\n', "A header field holds a forbidden character.");
            int valueEnd = at;
            while (valueEnd > valueStart && Octets.blank(block[valueEnd - 1])) {
                valueEnd--;
            }
            fields.add(nameStart, nameEnd, valueStart, valueEnd);
            at += 2;
        }
        require(block[at + 1] == '\n' && at + 2 == block.length, "The header fields do not end in an empty line.");
    }

    private String host() throws MalformedMessageException {
        int field = fields.indexOf("host", 0);
        require(field >= 0, "The Host field is missing.");
        require(fields.indexOf("host", field + 1) < 0, "There is more than one Host field.");
        String authority = fields.value(field).toLowerCase(Locale.ROOT);
        requireAuthority(authority);
        return authority;
    }

    private void requireAuthority(String authority) throws MalformedMessageException {
        String message = "The host name is malformed.";
        require(!authority.isEmpty() && authority.length() <= 261, message);
        for (int i = 0; i < authority.length(); i++) {
            char c = authority.charAt(i);
            require(c < 128 && Octets.host((byte) c), message);
        }
        int close = authority.lastIndexOf(']');
        int colon = authority.indexOf(':', Math.max(close, 0));
        String name = colon < 0 ? authority : authority.substring(0, colon);
        if (authority.startsWith("[")) {
            require(close == name.length() - 1 && name.indexOf('[', 1) < 0 && name.indexOf(']') == close, message);
        } else {
            require(close < 0 && name.indexOf('[') < 0 && !name.isEmpty() && name.length() <= 253, message);
            require(!name.startsWith(".") && !name.contains(".."), message);
        }
        if (colon >= 0) {
            String port = authority.substring(colon + 1);
            require(!port.isEmpty() && port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9'), message);
            require(Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= 65_535, message);
        }
    }

    private String path(String method, String target, String authority) throws MalformedMessageException {
        if (target.startsWith("/")) {
            return target;
        }
        if (target.equals("*") && method.equals("OPTIONS")) {
            return target;
        }
        if (method.equals("CONNECT")) {
            throw new MalformedMessageException(405, "CONNECT is not served here.");
        }
        String lower = target.toLowerCase(Locale.ROOT);
        int start = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
        require(start > 0, "The request target is neither a path nor an http URL.");
        int slash = target.indexOf('/', start);
        int query = target.indexOf('?', start);
        int end = slash < 0 ? (query < 0 ? target.length() : query) : query < 0 ? slash : Math.min(slash, query);
        if (!lower.substring(start, end).equals(authority)) {
            throw new MalformedMessageException(421, "The request target names another host than the Host field.");
        }
        String rest = target.substring(end);
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private void expectation() throws MalformedMessageException {
        int field = fields.indexOf("expect", 0);
        if (field >= 0 && !fields.value(field).equalsIgnoreCase("100-continue")) {
            throw new MalformedMessageException(417, "The only expectation understood is 100-continue.");
        }
    }

    /** What the fields say about the end of the body, {@code null} where they say nothing. */
    private @Nullable Framing framing(int minor) throws MalformedMessageException {
        int coding = fields.indexOf("transfer-encoding", 0);
        int length = fields.indexOf("content-length", 0);
        if (coding < 0 && length < 0) {
            return null;
        }
        require(coding < 0 || length < 0, "Both Transfer-Encoding and Content-Length are given.");
        if (coding >= 0) {
            require(minor == 1, "Transfer-Encoding is not part of HTTP/1.0.");
            require(fields.indexOf("transfer-encoding", coding + 1) < 0, "Transfer-Encoding is repeated.");
            if (!fields.value(coding).equalsIgnoreCase("chunked")) {
                throw new MalformedMessageException(501, "The only transfer coding understood is chunked.");
            }
            return Framing.CHUNKED;
        }
        require(fields.indexOf("content-length", length + 1) < 0, "Content-Length is repeated.");
        int start = fields.valueStart(length);
        int end = fields.valueEnd(length);
        require(end > start && end - start <= 18, "Content-Length is not a number.");
        long bytes = 0;
        for (int i = start; i < end; i++) {
            require(Octets.digit(block[i]), "Content-Length is not a number.");
            bytes = bytes * 10 + (block[i] - '0');
        }
        return bytes == 0 ? Framing.NONE : new Framing.Length(bytes);
    }

    private String ascii(int start, int end) {
        return new String(block, start, end - start, StandardCharsets.US_ASCII);
    }

    private String latin(int start, int end) {
        return new String(block, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static void require(boolean holds, String message) throws MalformedMessageException {
        if (!holds) {
            throw new MalformedMessageException(400, message);
        }
    }
}
