package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.banner.BannerRules;
import dev.intercepts.cloud.edge.http.Fields;
import dev.intercepts.cloud.edge.http.Framing;
import dev.intercepts.cloud.edge.http.RequestHead;
import dev.intercepts.protocol.stream.TraceParent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes a visitor's request as the cluster may see it: without what only the hop before meant, without what only the edge
 * may say, and with what the edge says.
 */
final class RequestRewriter {

    private static final String[] NEVER = {
        "connection", "content-length", "cookie", "forwarded", "host", "http2-settings", "keep-alive", "origin",
        "proxy-authorization", "proxy-connection", "te", "traceparent", "trailer", "transfer-encoding", "upgrade",
                "via",
        "x-real-ip"
    };

    private RequestRewriter() {}

    /**
     * Writes the head.
     *
     * @param document whether the answer may get the banner, so that it must come in a coding that can be opened
     * @param visitor the visitor's IP address
     * @param scheme how the visitor came
     * @param trace that the application is told of
     */
    static void write(
            RequestHead request,
            Route route,
            boolean document,
            String visitor,
            String scheme,
            RequestTrace trace,
            ByteBuf out) {
        ascii(out, request.method());
        out.writeByte(' ');
        ascii(out, request.path());
        ascii(out, " HTTP/1.1\r\n");
        field(out, "Host", route.l5Host());
        fields(request, route, document, scheme, trace.continued(), out);
        out.writeBytes(route.fixedFields());
        field(out, "X-Forwarded-For", visitor);
        field(out, "X-Forwarded-Host", request.authority());
        String node = visitor.indexOf(':') < 0 ? visitor : "\"[" + visitor + "]\"";
        field(out, "Forwarded", "for=" + node + ";host=\"" + request.authority() + "\";proto=" + scheme);
        trace.write(out);
        framing(request, out);
        ascii(out, "\r\n");
    }

    /** Whether a preview may set the header: it must be a name, and none that says where a message ends or leads. */
    static boolean settable(String name) {
        return name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
                && !Arrays.asList(NEVER).contains(name.toLowerCase(Locale.ROOT));
    }

    private static void fields(
            RequestHead request, Route route, boolean document, String scheme, boolean traced, ByteBuf out) {
        Fields fields = request.fields();
        boolean encoded = false;
        StringBuilder via = new StringBuilder();
        StringBuilder cookies = new StringBuilder();
        for (int i = 0; i < fields.count(); i++) {
            if (fields.is(i, "via")) {
                via.append(fields.value(i)).append(", ");
            } else if (fields.is(i, "cookie")) {
                String kept = Cookies.withoutOurs(fields.value(i));
                cookies.append(cookies.isEmpty() || kept.isEmpty() ? "" : "; ").append(kept);
            } else if (fields.is(i, "origin")) {
                field(out, "Origin", origin(fields.value(i), request, route, scheme));
            } else if (document && fields.is(i, "accept-encoding")) {
                encoded = true;
            } else if (passes(fields, i, route) && (traced || !fields.is(i, TraceParent.STATE))) {
                fields.write(i, out);
            }
        }
        if (encoded) {
            field(out, "Accept-Encoding", BannerRules.acceptEncoding(fields));
        }
        if (!cookies.isEmpty()) {
            field(out, "Cookie", cookies.toString());
        }
        field(out, "Via", via + "1.1 " + route.via());
    }

    private static boolean passes(Fields fields, int i, Route route) {
        for (String never : NEVER) {
            if (never.charAt(0) == fields.initial(i) && fields.is(i, never)) {
                return false;
            }
        }
        if (fields.startsWith(i, "x-forwarded-")
                || fields.startsWith(i, "x-telepresence-")
                || fields.startsWith(i, "x-intercepts-")
                || fields.startsWith(i, "intercepts-")) {
            return false;
        }
        for (String set : route.setNames()) {
            if (fields.startsWith(i, set) && fields.name(i).length() == set.length()) {
                return false;
            }
        }
        return fields.indexOf("connection", 0) < 0 || !fields.lists("connection", fields.name(i));
    }

    /** A page of the preview is the application's own page: its origin becomes the one that the application knows. */
    private static String origin(String origin, RequestHead request, Route route, String scheme) {
        if (!origin.equalsIgnoreCase(scheme + "://" + request.authority())) {
            return origin;
        }
        return (route.target().ingress().tls() ? "https://" : "http://") + route.l5Host();
    }

    private static void framing(RequestHead request, ByteBuf out) {
        switch (request.framing()) {
            case Framing.None ignored -> {
                if (request.fields().indexOf("content-length", 0) >= 0) {
                    field(out, "Content-Length", "0");
                }
            }
            case Framing.Length(long bytes) -> field(out, "Content-Length", Long.toString(bytes));
            case Framing.Chunked ignored -> field(out, "Transfer-Encoding", "chunked");
            case Framing.UntilClose ignored ->
                throw new IllegalStateException("a request never ends with its connection");
        }
        if (request.upgrade() != null) {
            field(out, "Connection", "Upgrade");
            field(out, "Upgrade", request.upgrade());
        }
    }

    private static void field(ByteBuf out, String name, String value) {
        ascii(out, name);
        ascii(out, ": ");
        out.writeCharSequence(value, StandardCharsets.ISO_8859_1);
        ascii(out, "\r\n");
    }

    private static void ascii(ByteBuf out, String text) {
        ByteBufUtil.writeAscii(out, text);
    }
}
