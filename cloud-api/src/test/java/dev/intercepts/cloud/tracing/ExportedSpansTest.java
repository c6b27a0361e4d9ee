package dev.intercepts.cloud.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.intercepts.cloud.edge.EdgeSpan;
import dev.intercepts.protocol.stream.TraceParent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spans as a collector gets them: OTLP, protobuf over HTTP. */
class ExportedSpansTest {

    private record Sent(String path, String token, String contentType, byte[] body) {

        boolean holds(String hex) {
            return HexFormat.of().formatHex(body).contains(hex);
        }

        String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
    }

    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final Random random = new Random(7);
    private HttpServer collector;
    private ExportedSpans spans;

    ExportedSpansTest() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        spans = exporter();
    }

    @BeforeEach
    void start() {
        collector.createContext("/", exchange -> {
            try (exchange) {
                var headers = exchange.getRequestHeaders();
                sent.add(new Sent(
                        exchange.getRequestURI().getPath(),
                        String.valueOf(headers.getFirst("x-token")),
                        String.valueOf(headers.getFirst("Content-Type")),
                        exchange.getRequestBody().readAllBytes()));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        collector.start();
    }

    private ExportedSpans exporter() {
        URI url = URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
        return new TracingConfiguration().exportedSpans(new TracingSettings(url, Map.of("x-token", "t")));
    }

    @AfterEach
    void stop() {
        spans.close();
        collector.stop(0);
    }

    @Test
    void keepTheIdsThatTheApplicationWasTold() {
        TraceParent visitor = TraceParent.begin(random);
        TraceParent edge = visitor.child(random);
        spans.ended(span(edge, visitor, 200, null));
        Sent request = received();
        assertThat(request.path()).isEqualTo("/v1/traces");
        assertThat(request.token()).isEqualTo("t");
        assertThat(request.contentType()).isEqualTo("application/x-protobuf");
        assertThat(request.holds(edge.traceId())).isTrue();
        assertThat(request.holds(edge.spanId())).isTrue();
        assertThat(request.holds(visitor.spanId())).as("the parent").isTrue();
        assertThat(request.text()).contains("service.name", "intercepts", "default/hello", "http.request.method");
    }

    @Test
    void nameTheHopThatFailed() {
        spans.ended(span(TraceParent.begin(random), null, 502, "laptop"));
        assertThat(received().text()).contains("intercepts.failed_hop", "laptop");
    }

    @Test
    void whatIsNotSampledIsNotSent() {
        TraceParent visitor = new TraceParent(1, 2, 3, false);
        TraceParent unsampled = visitor.child(random);
        TraceParent other = TraceParent.begin(random);
        spans.ended(span(unsampled, visitor, 200, null));
        spans.ended(span(other, null, 200, null));
        spans.close();
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().holds(other.traceId())).isTrue();
        assertThat(sent.getFirst().holds(unsampled.traceId())).isFalse();
    }

    @Test
    void whatIsLeftIsSentAtTheEnd() {
        TraceParent last = TraceParent.begin(random);
        spans.ended(span(last, null, 200, null));
        spans.close();
        assertThat(received().holds(last.traceId())).isTrue();
    }

    private Sent received() {
        Awaitility.await().until(() -> !sent.isEmpty());
        return sent.getFirst();
    }

    private static EdgeSpan span(TraceParent trace, @Nullable TraceParent parent, int status, @Nullable String failed) {
        return new EdgeSpan(
                trace, parent, Instant.now(), Duration.ofMillis(12), "GET", "default/hello", status, failed);
    }
}
