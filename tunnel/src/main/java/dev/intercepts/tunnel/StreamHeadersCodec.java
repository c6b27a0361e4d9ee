package dev.intercepts.tunnel;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests and refusals as header blocks of {@code CONNECT} (RFC 9113 §8.5), and back. */
final class StreamHeadersCodec {

    private static final Http2Headers OK = new DefaultHttp2Headers().status("200");

    private StreamHeadersCodec() {}

    static Http2Headers request(StreamRequest request) {
        Http2Headers headers = new DefaultHttp2Headers().method("CONNECT").authority(request.authority());
        request.headers().forEach(headers::add);
        return headers;
    }

    /** The request in a header block, or {@code null} where it is no {@code CONNECT} with an authority. */
    static @Nullable StreamRequest request(Http2Headers headers) {
        CharSequence method = headers.method();
        CharSequence authority = headers.authority();
        if (method == null || authority == null || !"CONNECT".contentEquals(method)) {
            return null;
        }
        return new StreamRequest(authority.toString(), ordinary(headers));
    }

    static Http2Headers ok() {
        return OK;
    }

    static Http2Headers refusal(StreamRefusal refusal) {
        Http2Headers headers = new DefaultHttp2Headers().status(Integer.toString(refusal.status()));
        refusal.headers().forEach(headers::add);
        return headers;
    }

    static StreamRefusal refusal(int status, Http2Headers headers) {
        return new StreamRefusal(status < 400 || status > 599 ? 502 : status, ordinary(headers));
    }

    /** The status, or 502 where there is no number. */
    static int status(Http2Headers headers) {
        CharSequence status = headers.status();
        try {
            return status == null ? 502 : Integer.parseInt(status.toString());
        } catch (NumberFormatException e) {
            return 502;
        }
    }

    private static Map<String, String> ordinary(Http2Headers headers) {
        Map<String, String> ordinary = new HashMap<>();
        headers.forEach(header -> {
            if (!Http2Headers.PseudoHeaderName.hasPseudoHeaderFormat(header.getKey())) {
                ordinary.put(header.getKey().toString(), header.getValue().toString());
            }
        });
        return ordinary;
    }
}
