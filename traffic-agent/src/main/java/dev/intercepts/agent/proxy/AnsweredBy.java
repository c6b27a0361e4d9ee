package dev.intercepts.agent.proxy;

import dev.intercepts.agent.message.RequestHead;
import dev.intercepts.agent.routes.Destination;
import dev.intercepts.protocol.stream.TrafficHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tells the edge that a laptop has answered, by a header that it takes off again (docs/protocol.md, "Edge"). Only answers to
 * requests that came through an edge get it: all others pass byte for byte.
 */
final class AnsweredBy {

    /** The empty line. */
    static final int END_OF_HEAD = 2;

    private static final ByteBuf HTTP1 = Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(
                    TrafficHeaders.ANSWERED_BY + ": " + TrafficHeaders.LAPTOP + "\r\n\r\n", StandardCharsets.US_ASCII)
            .asReadOnly());

    private AnsweredBy() {}

    /** Whether an answer from there to this request is to say so. */
    static boolean laptop(Destination destination, RequestHead request) {
        return destination instanceof Destination.Laptop
                && throughEdge(request.fields().values("via"));
    }

    /** The field with the empty line after it. */
    static ByteBuf http1() {
        return HTTP1.duplicate();
    }

    /** Whether a request came through an edge. */
    static boolean throughEdge(Http2Headers request) {
        return throughEdge(
                request.getAll("via").stream().map(CharSequence::toString).toList());
    }

    /** Adds the field to a final answer's fields; interim answers and trailers have none of it. */
    static void mark(Http2Headers answer) {
        CharSequence status = answer.status();
        if (status != null && status.length() == 3 && status.charAt(0) != '1') {
            answer.set(TrafficHeaders.ANSWERED_BY, TrafficHeaders.LAPTOP);
        }
    }

    private static boolean throughEdge(List<String> via) {
        for (String value : via) {
            if (value.contains(" " + TrafficHeaders.VIA_PSEUDONYM)) {
                return true;
            }
        }
        return false;
    }
}
