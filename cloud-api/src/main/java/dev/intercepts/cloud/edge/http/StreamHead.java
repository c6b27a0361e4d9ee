package dev.intercepts.cloud.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the head of an HTTP/2 request as one of HTTP/1.1, for {@link HeadParser} to judge like any other. What it lets through
 * can't become another message on the way: no byte that ends a name, a value or a line is in it (RFC 9113 §8.2.1, §10.3).
 */
public final class StreamHead {

    private static final Set<String> OF_CONNECTIONS =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private final Http2Headers headers;
    private @Nullable AsciiString method;
    private @Nullable AsciiString scheme;
    private @Nullable AsciiString path;
    private @Nullable AsciiString authority;
    private @Nullable AsciiString host;
    private boolean length;

    private StreamHead(Http2Headers headers) {
        this.headers = headers;
    }

    /**
     * Writes start line, fields and the empty line. A body of unknown length is announced as chunked.
     *
     * @param ended whether no body follows
     * @throws MalformedMessageException where RFC 9113 §8.1.1 wants the stream to be reset; nothing is written then
     */
    public static void write(Http2Headers headers, boolean ended, ByteBuf out) throws MalformedMessageException {
        StreamHead head = new StreamHead(headers);
        head.read();
        head.check();
        head.write(ended, out);
    }

    private void read() throws MalformedMessageException {
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            AsciiString name = AsciiString.of(field.getKey());
            AsciiString value = AsciiString.of(field.getValue());
            value(value);
            if (!name.isEmpty() && name.byteAt(0) == ':') {
                pseudo(name.toString(), value);
            } else {
                field(name, value);
            }
        }
    }

    private void pseudo(String name, AsciiString value) throws MalformedMessageException {
        switch (name) {
            case ":method" -> method = once(method, value);
            case ":scheme" -> scheme = once(scheme, value);
            case ":path" -> path = once(path, value);
            case ":authority" -> authority = once(authority, value);
            default -> throw malformed("There is a pseudo-header field that requests do not have.");
        }
    }

    private void field(AsciiString name, AsciiString value) throws MalformedMessageException {
        require(!name.isEmpty(), "A header field has no name.");
        for (int i = 0; i < name.length(); i++) {
            byte b = name.byteAt(i);
            require(Octets.token(b) && (b < 'A' || b > 'Z'), "A header field's name is malformed.");
        }
        String text = name.toString();
        require(!OF_CONNECTIONS.contains(text), "There is a header field of HTTP/1 connections.");
        switch (text) {
            case "host" -> host = once(host, value);
            case "content-length" -> {
                require(!length, "Content-Length is repeated.");
                length = true;
            }
            case "te" -> require(value.contentEqualsIgnoreCase("trailers"), "TE is not trailers.");
            default -> {}
        }
    }

    private static void value(AsciiString value) throws MalformedMessageException {
        for (int i = 0; i < value.length(); i++) {
            require(Octets.value(value.byteAt(i)), "A header field holds a forbidden character.");
        }
        require(
                value.isEmpty() || !(Octets.blank(value.byteAt(0)) || Octets.blank(value.byteAt(value.length() - 1))),
                "A header field begins or ends with a blank.");
    }

    private void check() throws MalformedMessageException {
        AsciiString named = present(method, "The method is missing.");
        for (int i = 0; i < named.length(); i++) {
            require(Octets.token(named.byteAt(i)), "The method is not a token.");
        }
        require(authority == null || !authority.isEmpty(), "The authority is empty.");
        require(
                authority == null || host == null || authority.contentEqualsIgnoreCase(host),
                "Host names another authority.");
        if (connects()) {
            require(scheme == null && path == null, "CONNECT has other pseudo-header fields.");
            target(present(authority, "CONNECT has no authority."));
            return;
        }
        AsciiString by = present(scheme, "The scheme is missing.");
        require(by.contentEquals("https") || by.contentEquals("http"), "The scheme is neither https nor http.");
        AsciiString target = present(path, "The path is missing.");
        require(target.byteAt(0) == '/' || target.contentEquals("*"), "The path does not begin with a slash.");
        target(target);
    }

    private static AsciiString present(@Nullable AsciiString value, String message) throws MalformedMessageException {
        if (value == null || value.isEmpty()) {
            throw malformed(message);
        }
        return value;
    }

    private static void target(AsciiString target) throws MalformedMessageException {
        for (int i = 0; i < target.length(); i++) {
            require(Octets.target(target.byteAt(i)), "The request target holds a forbidden character.");
        }
    }

    private boolean connects() {
        return method != null && method.contentEquals("CONNECT");
    }

    private void write(boolean ended, ByteBuf out) {
        ascii(out, method);
        out.writeByte(' ');
        ascii(out, connects() ? authority : path);
        ByteBufUtil.writeAscii(out, " HTTP/1.1\r\n");
        AsciiString named = authority == null ? host : authority;
        if (named != null) {
            line(out, AsciiString.cached("host"), named);
        }
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            AsciiString name = AsciiString.of(field.getKey());
            if (name.byteAt(0) != ':' && !name.contentEquals("host") && !name.contentEquals("te")) {
                line(out, name, AsciiString.of(field.getValue()));
            }
        }
        ByteBufUtil.writeAscii(out, ended || length ? "\r\n" : "transfer-encoding: chunked\r\n\r\n");
    }

    private static void line(ByteBuf out, AsciiString name, AsciiString value) {
        ascii(out, name);
        ByteBufUtil.writeAscii(out, ": ");
        ascii(out, value);
        ByteBufUtil.writeAscii(out, "\r\n");
    }

    private static void ascii(ByteBuf out, @Nullable AsciiString text) {
        if (text != null) {
            out.writeBytes(text.array(), text.arrayOffset(), text.length());
        }
    }

    private static AsciiString once(@Nullable AsciiString before, AsciiString value) throws MalformedMessageException {
        require(before == null, "A pseudo-header field or Host is repeated.");
        return value;
    }

    private static void require(boolean holds, String message) throws MalformedMessageException {
        if (!holds) {
            throw malformed(message);
        }
    }

    private static MalformedMessageException malformed(String message) {
        return new MalformedMessageException(400, message);
    }
}
