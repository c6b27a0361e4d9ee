package dev.intercepts.manager.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/** The body of one request; Reactor Netty lets it pass where it is not read. */
final class RequestBody {

    private final HttpServerRequest request;
    private final Duration time;
    private boolean read;

    /**
     * Not touched yet.
     *
     * @param time within which it must have come
     */
    RequestBody(HttpServerRequest request, Duration time) {
        this.request = request;
        this.time = time;
    }

    /** The size that the head says, bytes; -1 where it says none. */
    long declared() {
        String length = request.requestHeaders().get(HttpHeaderNames.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Reads it; empty where it is larger than {@code most} bytes, of which no more are kept. {@link TimeoutException} when it is late. */
    Mono<Optional<byte[]>> read(int most) {
        read = true;
        return request.receive()
                .asByteArray()
                .collect(() -> new Kept(most), Kept::add)
                .map(Kept::whole)
                .timeout(time);
    }

    /** Who waits to be told to send the body (RFC 9110 §10.1.1) sends none where that is not said, and must not be told after the answer. */
    boolean isHeldBack() {
        return !read && request.requestHeaders().contains(HttpHeaderNames.EXPECT);
    }

    private static final class Kept {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int most;
        private boolean more;

        Kept(int most) {
            this.most = most;
        }

        void add(byte[] part) {
            more |= bytes.size() + part.length > most;
            if (!more) {
                bytes.writeBytes(part);
            }
        }

        Optional<byte[]> whole() {
            return more ? Optional.empty() : Optional.of(bytes.toByteArray());
        }
    }
}
