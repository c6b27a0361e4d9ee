package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.banner.BannerRules;
import dev.intercepts.cloud.edge.http.RequestHead;
import dev.intercepts.cloud.edge.page.EdgePage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer that the edge gives itself.
 *
 * @param status of the answer
 * @param fields further header fields, each {@code Name: value}
 * @param contentType of the body
 * @param body may be empty
 */
record LocalAnswer(int status, List<String> fields, String contentType, byte[] body) {

    /** A failure, as a page for browsers and as a problem (RFC 9457) for programs. */
    static LocalAnswer failure(Failure failure, @Nullable RequestHead request, URI dashboard) {
        boolean page = request != null && BannerRules.acceptsHtml(request.fields());
        List<String> fields = new ArrayList<>();
        fields.add("X-Intercepts-Hop: " + failure.hop().token());
        if (failure.retryAfter() > 0) {
            fields.add("Retry-After: " + failure.retryAfter());
        }
        if (page) {
            fields.add("Content-Security-Policy: " + EdgePage.POLICY);
            return new LocalAnswer(
                    failure.status(),
                    fields,
                    "text/html; charset=utf-8",
                    page(failure, dashboard).html());
        }
        String problem = "{\"type\":\"about:blank\",\"title\":\"" + failure.title() + "\",\"status\":"
                + failure.status() + ",\"detail\":\"" + failure.sentence() + "\",\"hop\":\""
                + failure.hop().token() + "\"}\n";
        return new LocalAnswer(
                failure.status(), fields, "application/problem+json", problem.getBytes(StandardCharsets.UTF_8));
    }

    private static EdgePage page(Failure failure, URI dashboard) {
        return switch (failure.action()) {
            case RELOAD -> page(failure, "Try again", "", dashboard);
            case START_OVER -> page(failure, "Open the preview", "/", dashboard);
            case DASHBOARD -> page(failure, "Open the dashboard", dashboard.toString(), dashboard);
        };
    }

    private static EdgePage page(Failure failure, String action, String href, URI dashboard) {
        return new EdgePage(
                failure.status(),
                failure.title(),
                failure.sentence(),
                action,
                href,
                dashboard + failure.topic().path(),
                failure.retryAfter());
    }

    /** A redirect that is not kept. */
    static LocalAnswer redirect(String location, List<String> cookies) {
        List<String> fields = new ArrayList<>();
        fields.add("Location: " + location);
        cookies.forEach(cookie -> fields.add("Set-Cookie: " + cookie));
        return new LocalAnswer(303, fields, "text/plain", new byte[0]);
    }

    /** The banner's script. */
    static LocalAnswer script(byte[] script) {
        return new LocalAnswer(200, List.of(), "text/javascript; charset=utf-8", script);
    }

    /** The whole message on the wire. */
    ByteBuf encode(ByteBufAllocator allocator, boolean withoutBody, boolean close) {
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(HttpResponseStatus.valueOf(status).reasonPhrase())
                .append("\r\n")
                .append("Content-Type: ")
                .append(contentType)
                .append("\r\n")
                .append("Content-Length: ")
                .append(body.length)
                .append("\r\n")
                .append("Cache-Control: no-store\r\n")
                .append("X-Content-Type-Options: nosniff\r\n")
                .append("Referrer-Policy: no-referrer\r\n");
        fields.forEach(field -> head.append(field).append("\r\n"));
        head.append(close ? "Connection: close\r\n\r\n" : "\r\n");
        ByteBuf out = allocator.buffer(head.length() + body.length);
        out.writeCharSequence(head, StandardCharsets.ISO_8859_1);
        return withoutBody ? out : out.writeBytes(body);
    }
}
