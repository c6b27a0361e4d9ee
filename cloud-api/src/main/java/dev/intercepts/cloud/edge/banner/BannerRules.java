package dev.intercepts.cloud.edge.banner;

import dev.intercepts.cloud.edge.http.Fields;
import dev.intercepts.cloud.edge.http.Framing;
import dev.intercepts.cloud.edge.http.RequestHead;
import dev.intercepts.cloud.edge.http.ResponseHead;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which answers get the banner: whole HTML documents that a browser shows as a page of its own, and nothing else. */
public final class BannerRules {

    private BannerRules() {}

    /** Whether the request is a browser's for a page: only then is its {@code Accept-Encoding} narrowed. */
    public static boolean asksForDocument(RequestHead request) {
        Fields fields = request.fields();
        String destination = fields.first("sec-fetch-dest");
        if (!request.method().equals("GET") && !request.method().equals("POST") && !request.head()) {
            return false;
        }
        if (fields.indexOf("range", 0) >= 0 || request.upgrade() != null) {
            return false;
        }
        if (destination != null) {
            return destination.equals("document");
        }
        return acceptsHtml(fields)
                && fields.indexOf("x-requested-with", 0) < 0
                && fields.indexOf("hx-request", 0) < 0
                && fields.indexOf("turbo-frame", 0) < 0;
    }

    /** Whether {@code Accept} names HTML, as browsers do when they load a page and programs do not. */
    public static boolean acceptsHtml(Fields fields) {
        String accept = fields.first("accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/html");
    }

    /**
     * Whether the answer to such a request is a document that can carry the banner. {@code no-transform} forbids it (RFC 9111
     * §5.2.2.6), so an application can keep the banner off a page.
     */
    public static boolean carriesBanner(ResponseHead response, boolean toHead) {
        Fields fields = response.fields();
        if (response.status() < 200 || response.status() == 204 || response.status() == 206) {
            return false;
        }
        if (response.framing().equals(Framing.NONE) && !toHead) {
            return false;
        }
        if (response.status() / 100 == 3 && fields.indexOf("location", 0) >= 0) {
            return false;
        }
        if (fields.lists("cache-control", "no-transform")) {
            return false;
        }
        String disposition = fields.first("content-disposition");
        if (disposition != null && disposition.toLowerCase(Locale.ROOT).startsWith("attachment")) {
            return false;
        }
        return html(fields) && coding(fields) != null;
    }

    /** Whether the content is HTML at all. */
    public static boolean html(Fields fields) {
        int field = fields.indexOf("content-type", 0);
        if (field < 0 || fields.indexOf("content-type", field + 1) >= 0) {
            return false;
        }
        String type = fields.value(field).toLowerCase(Locale.ROOT);
        return type.startsWith("text/html") && (type.length() == 9 || type.charAt(9) == ';' || type.charAt(9) == ' ');
    }

    /** Content codings that something can be added to. */
    public enum Coding {
        IDENTITY,
        GZIP,
        BROTLI,
        ZSTD
    }

    /** The content's coding, or {@code null} where nothing can be added to it. */
    public static @Nullable Coding coding(Fields fields) {
        int field = fields.indexOf("content-encoding", 0);
        if (field < 0) {
            return Coding.IDENTITY;
        }
        if (fields.indexOf("content-encoding", field + 1) >= 0) {
            return null;
        }
        return switch (fields.value(field).toLowerCase(Locale.ROOT)) {
            case "", "identity" -> Coding.IDENTITY;
            case "gzip", "x-gzip" -> Coding.GZIP;
            case "br" -> BrotliHtmlBody.supported() ? Coding.BROTLI : null;
            case "zstd" -> Coding.ZSTD;
            default -> null;
        };
    }

    /** What to ask the application for: gzip where the browser takes it, which is cheap to open and to close again. */
    public static String acceptEncoding(Fields request) {
        boolean gzip = false;
        for (int i = request.indexOf("accept-encoding", 0); i >= 0; i = request.indexOf("accept-encoding", i + 1)) {
            for (String element : request.value(i).toLowerCase(Locale.ROOT).split(",")) {
                String[] parts = element.strip().split("\\s*;\\s*");
                if (parts[0].equals("gzip") || parts[0].equals("*")) {
                    gzip = parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
                }
            }
        }
        return gzip ? "gzip" : "identity";
    }

    /** The charset that {@code Content-Type} names, or {@code null}. */
    public static @Nullable String charset(Fields response) {
        String type = response.first("content-type");
        if (type == null) {
            return null;
        }
        for (String parameter : type.split(";")) {
            String stripped = parameter.strip();
            if (stripped.regionMatches(true, 0, "charset=", 0, 8)) {
                return stripped.substring(8).replace("\"", "").strip();
            }
        }
        return null;
    }
}
