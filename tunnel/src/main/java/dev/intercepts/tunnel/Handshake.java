package dev.intercepts.tunnel;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The upgrade request and its answers as docs/protocol.md gives them. Pure. */
final class Handshake {

    /** The ALPN name of TLS connections. */
    static final String ALPN = "intercepts-tunnel/1";

    static final String PATH = "/tunnel";
    static final String PROTOCOL = "intercepts-tunnel";
    static final String VERSION = "1.0";
    static final String MAJOR = "1";

    static final AsciiString VERSION_HEADER = AsciiString.cached("intercepts-tunnel-version");
    private static final AsciiString KIND = AsciiString.cached("intercepts-kind");
    private static final AsciiString DIRECTION = AsciiString.cached("intercepts-direction");
    private static final AsciiString CLIENT_VERSION = AsciiString.cached("intercepts-client-version");
    private static final String BEARER = "Bearer ";

    private static final Set<String> OWN = Set.of(
            "host",
            "connection",
            "upgrade",
            "authorization",
            "content-length",
            VERSION_HEADER.toString(),
            KIND.toString(),
            DIRECTION.toString(),
            CLIENT_VERSION.toString());

    private Handshake() {}

    /** What a listener makes of a request. */
    sealed interface Reading {
        /** A dialler to authenticate. */
        record Understood(Hello hello, Carrier carrier) implements Reading {}

        /**
         * Not a dialler that is understood.
         *
         * @param status HTTP status
         * @param message one sentence
         */
        record NotUnderstood(int status, String message) implements Reading {}
    }

    /** What a dialler makes of an answer. */
    enum Answer {
        /** Let in; HTTP/2 follows. */
        SWITCHED,
        /** A listener's refusal. */
        REFUSED,
        /** Not a listener's answer: something in between does not pass on this kind of upgrade. */
        FOREIGN
    }

    /** The request for the headers of {@code Host} and the hello. */
    static FullHttpRequest request(String host, Hello hello, Carrier carrier) {
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, PATH, Unpooled.EMPTY_BUFFER);
        HttpHeaders headers = request.headers();
        headers.set(HttpHeaderNames.HOST, host);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        headers.set(HttpHeaderNames.AUTHORIZATION, BEARER + hello.token());
        headers.set(VERSION_HEADER, VERSION);
        headers.set(KIND, hello.kind());
        headers.set(DIRECTION, hello.direction().name().toLowerCase(Locale.ROOT));
        headers.set(CLIENT_VERSION, hello.version());
        hello.headers().forEach(headers::set);
        carrier.ask(headers);
        return request;
    }

    /** Understands a request, or says why not. */
    static Reading read(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (request.decoderResult().isFailure()) {
            return refused(400, "This is not an HTTP/1.1 request.");
        }
        if (!PATH.equals(new QueryStringDecoder(request.uri()).path())) {
            return refused(404, "Tunnels are at " + PATH + ".");
        }
        Carrier carrier = Carrier.asked(headers);
        if (!HttpMethod.GET.equals(request.method()) || carrier == null) {
            return refused(426, "This port takes tunnels only: upgrade to " + PROTOCOL + ".");
        }
        String version = headers.get(VERSION_HEADER, "");
        if (!MAJOR.equals(version.split("\\.", 2)[0])) {
            return refused(
                    426,
                    "Tunnel version '" + version + "' is not spoken here (expected: " + MAJOR
                            + ".x). Use a matching version of both sides.");
        }
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION, "");
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return refused(401, "A bearer token is needed.");
        }
        Direction direction = switch (headers.get(DIRECTION, "")) {
            case "accept" -> Direction.ACCEPT;
            case "open" -> Direction.OPEN;
            default -> null;
        };
        if (direction == null) {
            return refused(400, DIRECTION + ": '" + headers.get(DIRECTION, "") + "' (expected: accept or open)");
        }
        Hello hello = new Hello(
                headers.get(KIND, ""),
                direction,
                authorization.substring(BEARER.length()).trim(),
                headers.get(CLIENT_VERSION, ""),
                further(headers));
        return new Reading.Understood(hello, carrier);
    }

    /** The 101 for a request. */
    static FullHttpResponse switching(HttpRequest request, Carrier carrier) {
        FullHttpResponse response = response(HttpResponseStatus.SWITCHING_PROTOCOLS, "");
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        carrier.answer(request.headers(), response.headers());
        return response;
    }

    /** A refusal that {@code curl} can show. */
    static FullHttpResponse refusal(int status, String message) {
        FullHttpResponse response = response(HttpResponseStatus.valueOf(status), message + "\n");
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status == 426) {
            response.headers().set(HttpHeaderNames.UPGRADE, List.of(PROTOCOL, HttpHeaderValues.WEBSOCKET));
        }
        return response;
    }

    /** What an answer means. A listener marks each of its answers with its version. */
    static Answer read(HttpResponse response, Carrier carrier) {
        HttpHeaders headers = response.headers();
        if (response.decoderResult().isFailure() || !headers.contains(VERSION_HEADER)) {
            return Answer.FOREIGN;
        }
        if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            return headers.contains(HttpHeaderNames.UPGRADE, carrier.token(), true) ? Answer.SWITCHED : Answer.FOREIGN;
        }
        return Answer.REFUSED;
    }

    private static FullHttpResponse response(HttpResponseStatus status, String body) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        response.headers().set(VERSION_HEADER, VERSION);
        return response;
    }

    private static Reading refused(int status, String message) {
        return new Reading.NotUnderstood(status, message);
    }

    private static Map<String, String> further(HttpHeaders headers) {
        Map<String, String> further = new HashMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!OWN.contains(name) && !name.startsWith("sec-websocket-")) {
                further.put(name, header.getValue());
            }
        }
        return further;
    }
}
