package dev.intercepts.agent.proxy;

import dev.intercepts.protocol.stream.TrafficHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/**
 * An answer that the agent itself gives because nobody else does.
 *
 * @param status HTTP status
 * @param hop who failed: the value of {@code x-intercepts-hop}
 * @param detail one sentence; printable ASCII
 */
record Answer(int status, String hop, String detail) {

    /** Name of the header that tells who failed. */
    static final String HOP_HEADER = TrafficHeaders.HOP;

    /** Media type of {@link #body}. */
    static final String PROBLEM = "application/problem+json";

    String title() {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    /** Problem details (RFC 9457). */
    byte[] body() {
        String json = "{\"type\":\"about:blank\",\"title\":\"" + title() + "\",\"status\":" + status + ",\"detail\":\""
                + escaped() + "\",\"hop\":\"" + hop + "\"}\n";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private String escaped() {
        return detail.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** As HTTP/1.1, after which the connection ends. */
    ByteBuf http1(boolean withBody) {
        byte[] body = body();
        String head = "HTTP/1.1 " + status + " " + title() + "\r\nContent-Type: " + PROBLEM + "\r\nContent-Length: "
                + body.length + "\r\n" + HOP_HEADER + ": " + hop + "\r\nConnection: close\r\n\r\n";
        ByteBuf bytes = Unpooled.copiedBuffer(head, StandardCharsets.US_ASCII);
        return withBody ? bytes.writeBytes(body) : bytes;
    }
}
