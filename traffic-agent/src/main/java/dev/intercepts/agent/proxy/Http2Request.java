package dev.intercepts.agent.proxy;

import dev.intercepts.protocol.match.RequestHead;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;

/**
 * What conditions look at in a request of HTTP/2.
 *
 * @param fields with the pseudo-headers
 */
record Http2Request(Http2Headers fields) implements RequestHead {

    @Override
    public String path() {
        CharSequence path = fields.path();
        return path == null ? "" : path.toString();
    }

    @Override
    public Iterable<String> headers(String lowerCaseName) {
        List<String> values = new ArrayList<>(1);
        fields.getAll(lowerCaseName).forEach(value -> values.add(value.toString()));
        if (values.isEmpty() && lowerCaseName.equals("host") && fields.authority() != null) {
            values.add(fields.authority().toString());
        }
        return values;
    }
}
