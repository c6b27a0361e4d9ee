package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.banner.BannerRules;
import dev.intercepts.cloud.edge.banner.BannerScript;
import dev.intercepts.cloud.edge.banner.ContentSecurityPolicy;
import dev.intercepts.cloud.edge.http.Fields;
import dev.intercepts.cloud.edge.http.Framing;
import dev.intercepts.cloud.edge.http.RequestHead;
import dev.intercepts.cloud.edge.http.ResponseHead;
import dev.intercepts.protocol.stream.TrafficHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes an application's answer as the visitor may see it. */
final class ResponseRewriter {

    private static final String[] NEVER = {
        "alt-svc",
        "connection",
        "content-length",
        "keep-alive",
        "proxy-authenticate",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        TrafficHeaders.ANSWERED_BY
    };

    /** Fields that speak of the exact bytes, and are wrong once a tag has been added. */
    private static final String[] OF_EXACT_BYTES = {
        "accept-ranges", "content-digest", "content-md5", "digest", "repr-digest"
    };

    private final RequestHead request;
    private final Route route;
    private final String scheme;
    private final boolean document;

    /**
     * For the answer to one request.
     *
     * @param document whether a browser asked for a page, which may have got the banner earlier
     */
    ResponseRewriter(RequestHead request, Route route, String scheme, boolean document) {
        this.request = request;
        this.route = route;
        this.scheme = scheme;
        this.document = document;
    }

    /** How the body is framed towards the visitor. */
    Framing framing(ResponseHead response, boolean banner) {
        return switch (response.framing()) {
            case Framing.None none -> none;
            case Framing.Length length when !banner -> length;
            case Framing.Length ignored -> unknownLength();
            case Framing.Chunked ignored -> unknownLength();
            case Framing.UntilClose ignored -> unknownLength();
        };
    }

    private Framing unknownLength() {
        return request.minorVersion() == 1 ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
    }

    /**
     * Writes the head.
     *
     * @param framing from {@link #framing}
     * @param nonce of the banner's tag, or {@code null} without a banner
     * @param close whether the connection ends after this answer
     */
    void write(ResponseHead response, Framing framing, @Nullable String nonce, boolean close, ByteBuf out) {
        ascii(out, "HTTP/1.1 ");
        ascii(out, Integer.toString(response.status()));
        out.writeByte(' ');
        out.writeCharSequence(response.reason(), StandardCharsets.ISO_8859_1);
        ascii(out, "\r\n");
        Fields fields = response.fields();
        boolean html = BannerRules.html(fields);
        for (int i = 0; i < fields.count(); i++) {
            if (!staysAsStored(response, i)) {
                field(fields, i, nonce, out);
            }
        }
        if (html) {
            ascii(out, "Vary: Sec-Fetch-Dest\r\n");
        }
        framing(response, framing, nonce != null, out);
        if (response.status() == 101) {
            ascii(out, "Connection: Upgrade\r\n");
            String upgrade = fields.first("upgrade");
            field("Upgrade", upgrade == null ? String.valueOf(request.upgrade()) : upgrade, out);
        } else if (close && !response.interim()) {
            ascii(out, "Connection: close\r\n");
        }
        ascii(out, "\r\n");
    }

    /** The browser has a page with the banner's nonce in its policy; what a 304 carries would replace that policy. */
    private boolean staysAsStored(ResponseHead response, int i) {
        return document && response.status() == 304 && response.fields().startsWith(i, "content-security-policy");
    }

    private void field(Fields fields, int i, @Nullable String nonce, ByteBuf out) {
        if (fields.is(i, "set-cookie")) {
            String kept = Cookies.fromApplication(fields.value(i));
            if (kept != null) {
                field("Set-Cookie", kept, out);
            }
        } else if (fields.is(i, "location")) {
            field("Location", location(fields.value(i)), out);
        } else if (nonce != null && fields.startsWith(i, "content-security-policy")) {
            String script = scheme + "://" + request.authority() + BannerScript.PATH;
            field(fields.name(i), ContentSecurityPolicy.allow(fields.value(i), script, nonce), out);
        } else if (nonce != null && fields.is(i, "etag")) {
            String tag = fields.value(i);
            field("ETag", tag.startsWith("W/") ? tag : "W/" + tag, out);
        } else if (!any(NEVER, fields, i)
                && !(nonce != null && any(OF_EXACT_BYTES, fields, i))
                && (fields.indexOf("connection", 0) < 0 || !fields.lists("connection", fields.name(i)))) {
            fields.write(i, out);
        }
    }

    private void framing(ResponseHead response, Framing framing, boolean banner, ByteBuf out) {
        switch (framing) {
            case Framing.Length(long bytes) -> field("Content-Length", Long.toString(bytes), out);
            case Framing.Chunked ignored -> ascii(out, "Transfer-Encoding: chunked\r\n");
            case Framing.UntilClose ignored -> {}
            case Framing.None ignored -> {
                String said = response.fields().first("content-length");
                if (said != null && !banner && response.status() >= 200 && response.status() != 204) {
                    field("Content-Length", said, out);
                }
            }
        }
    }

    /** A redirect to the application's own host name stays within the preview. */
    private String location(String location) {
        String lower = location.toLowerCase(Locale.ROOT);
        int start =
                lower.startsWith("https://") ? 8 : lower.startsWith("http://") ? 7 : lower.startsWith("//") ? 2 : -1;
        if (start < 0) {
            return location;
        }
        int end = start;
        while (end < lower.length() && "/?#".indexOf(lower.charAt(end)) < 0) {
            end++;
        }
        String authority = lower.substring(start, end);
        int colon = authority.lastIndexOf(':');
        String known = route.target().ingress().effectiveL5Host().toLowerCase(Locale.ROOT);
        boolean own = authority.equals(known)
                || (colon > 0 && authority.substring(0, colon).equals(known));
        return own ? scheme + "://" + request.authority() + location.substring(end) : location;
    }

    private static boolean any(String[] names, Fields fields, int i) {
        for (String name : names) {
            if (name.charAt(0) == fields.initial(i) && fields.is(i, name)) {
                return true;
            }
        }
        return false;
    }

    private static void field(String name, String value, ByteBuf out) {
        ascii(out, name);
        ascii(out, ": ");
        out.writeCharSequence(value, StandardCharsets.ISO_8859_1);
        ascii(out, "\r\n");
    }

    private static void ascii(ByteBuf out, String text) {
        ByteBufUtil.writeAscii(out, text);
    }
}
